"""A problem of a content file, with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

Severity = Literal["error", "warning"]

CODES: dict[str, str] = {
    "file": "A topic is one UTF-8 file at TRACK/TOPIC.yaml.",
    "syntax": "The text is not YAML as it may be used here.",
    "duplicate-key": "Of two equal keys YAML would keep one in silence.",
    "escape": "Inside double quotes YAML reads a backslash as a command.",
    "unknown-key": "A key that nothing reads is mostly a slip of the pen.",
    "missing-key": "Without it the item cannot be shown.",
    "value": "The field cannot hold this.",
    "right-choice": "A question needs its right answer marked.",
    "duplicate-id": "Progress is found by ids, so each stands once.",
    "unknown-name": "It refers to something that is not there.",
    "one-sided": "Whoever takes one for the other takes the other for the one: both say so.",
    "circle": "What needs itself by a way round can never come first.",
    "phrase": "A phrasing that is never found, or always, tells nothing.",
    "model-answer": "What a model answer says has to count, or no student can say it correctly.",
    "lab": "The lab would refuse to run with this.",
    "outcome": "Each measurement has to be exactly one of a claim's outcomes.",
    "picture": "Pictures are files beside the topic.",
    "explorable": "Nothing moves where the block does not say what, or where no text is drawn.",
    "link": "What a browser might run has no place in content.",
    "bound": "A page has to be drawn at once, whatever somebody has written.",
    "variant": "Every draw must give a question with exactly one right answer.",
    "figure": "A number that a text cites has to be there, recorded from a run.",
    "proof": "A proof has to say what runs, and what must come out.",
}
"""Code of an error -> why it is one."""

WARNINGS: dict[str, str] = {
    "why-repeats": "A reason that only repeats the choice teaches nothing: say why.",
    "longest-right": "Where the right choice is much the longest, it is found without knowing anything.",
    "all-of-the-above": "Choices are shuffled, and who sees two right ones has found the answer.",
    "telling-id": "A choice's id is kept with every answer and stands in exports: it should not tell.",
    "right-place": "A right choice that always stands in one place is found wherever the file is printed or imported elsewhere.",
    "near-duplicate": "Two items that ask the same make one fact count twice, and the second answer is no evidence.",
    "lesson-length": "A part of fewer than five screens is a card, one of more than seven is left before its end.",
    "wordy-screen": "A screen is read on a phone between two questions: one idea, at most 60 words.",
    "no-easy-item": "A concept that starts hard loses those who need it most.",
    "no-contrast": "Two concepts that are mixed up are told apart by looking at both at once, not at each alone.",
    "unused-concept": "A concept without an item can never be learned or shown as known.",
    "unused-source": "A source that nothing names looks like evidence and is none.",
    "no-source": "A fact without a source cannot be checked by anybody.",
    "no-labs": "A lab that stands beside an item and not on the topic's page is found by chance only.",
    "no-alt-text": "Without words for a picture, who cannot see it cannot answer.",
    "large-picture": "Over a phone's slow line a large picture comes after the card was answered.",
    "typed-figure": "A measured number that was typed is checked by nobody: cite a figure or a source, or say that it is given.",
    "unused-figure": "A figure that no text cites is measured for nobody.",
    "jargon": "A word that nobody explains stops whoever does not know it.",
    "term-too-early": "A term that comes with a later concept is one that nothing has taught yet.",
    "unused-plain": "What is no term is never explained on a tap.",
    "cut-off": "In unquoted YAML a space and # begin a comment, so the rest of the text is lost.",
    "example": "Phrasings that miss what an example says will miss what students say.",
    "needless-silence": "It silences a warning that is not there (any more).",
}
"""Code of a warning -> why it is worth a look. Each can be silenced where it does not apply: ``silence: {code: reason}``."""

Place = tuple[int, int]
"""Line and column, both from 1; a column counts characters."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend, printed as ``file:line:column: where: what is wrong; what is allowed``; a warning ends in its code."""

    file: str
    line: int
    column: int
    where: str
    wrong: str
    allowed: str
    code: str = "value"
    severity: Severity = "error"

    def __str__(self) -> str:
        mark = f" [{self.code}]" if self.severity == "warning" else ""
        return f"{self.file}:{self.line}:{self.column}: {self.where}: {self.wrong}; {self.allowed}{mark}"


@dataclass(frozen=True)
class Refusal:
    """What is wrong and what is allowed, before the file's name is known."""

    place: Place
    where: str
    wrong: str
    allowed: str
    code: str = "value"
    severity: Severity = "error"

    def in_file(self, file: str) -> Problem:
        return Problem(printable(file), *self.place, self.where, self.wrong, self.allowed, self.code, self.severity)


def coded(code: str, refusals: Iterable[Refusal]) -> Iterator[Refusal]:
    """The refusals under that code."""
    return (replace(refusal, code=code) for refusal in refusals)


def printable(text: str) -> str:
    """The text on one line: what cannot be printed is written as an escape."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text)
