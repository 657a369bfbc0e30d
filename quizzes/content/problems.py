"""A problem of a content file, with its place."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

Place = tuple[int, int]
"""Line and column, both from 1; a column counts characters."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend, printed as ``file:line:column: where: what is wrong; what is allowed``."""

    file: str
    line: int
    column: int
    where: str
    wrong: str
    allowed: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.where}: {self.wrong}; {self.allowed}"


@dataclass(frozen=True)
class Refusal:
    """What is wrong and what is allowed, before the file's name is known."""

    place: Place
    where: str
    wrong: str
    allowed: str

    def in_file(self, file: str) -> Problem:
        return Problem(printable(file), *self.place, self.where, self.wrong, self.allowed)


def printable(text: str) -> str:
    """The text on one line: what cannot be printed is written as an escape."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The known words, led by the closest one where one is close: ``did you mean 'front'? allowed: back, front``."""
    words = list(known)
    close = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    shown = ", ".join(words[:40]) + (", …" if len(words) > 40 else "")
    allowed = f"allowed: {shown}" if words else "there are none yet"
    return f"did you mean {close[0]!r}? {allowed}" if close else allowed
