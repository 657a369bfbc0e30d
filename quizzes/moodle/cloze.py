"""Gaps in Moodle's embedded-answers (cloze) syntax: ``{1:SHORTANSWER:=answer~=answer~%0%*#feedback}``.

Moodle finds a gap by pattern, ends an alternative at ``~``, an answer at ``#`` and a gap at ``}``, turns character references into
characters once, and takes a backslash off ``\\}`` and ``\\#`` after that. So everything that could end anything is written as a
reference. https://docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_SPECIAL = re.compile(r"""[&<>"'\\{}#~]""")
_BACKSLASH_THAT_GOES = re.compile(r"\\(?=[}#])")
_READ_AS_GAP = re.compile(r"\{(?=\d*:|#)")


def gap(right: Iterable[str], *, wrong: str = "", cased: bool = False) -> str:
    """A field for one line. ``right`` are answers as they are typed; ``wrong`` is HTML that says why every other one is wrong."""
    alternatives = [f"={quoted(starless(answer))}" for answer in dict.fromkeys(right)]
    wildcard = [f"%0%*#{quoted(wrong)}"] if wrong else []
    kind = "SHORTANSWER_C" if cased else "SHORTANSWER"
    return f"{{1:{kind}:{'~'.join([*alternatives, *wildcard])}}}"


def starless(answer: str) -> str:
    """The answer with each star meant as one: in Moodle's short answers it stands for any text."""
    return answer.replace("*", r"\*")


def quoted(text: str) -> str:
    """The text as it stands inside a gap, so that Moodle reads exactly it."""
    escaped = _BACKSLASH_THAT_GOES.sub(r"\\\\", text)
    return _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", escaped)


def around_gaps(code: str) -> str:
    """HTML that stands around gaps; braces in it that Moodle would read as a gap become references, which look the same."""
    return _READ_AS_GAP.sub("&#123;", code)
