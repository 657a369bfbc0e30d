"""One thing that a lint check found."""

from __future__ import annotations

from dataclasses import dataclass

from quizzes.content.source.document import Path
from quizzes.content.source.problems import Severity
from quizzes.models import Part


@dataclass(frozen=True)
class Finding:
    """``path`` is where to look, ``holders`` are the parts whose ``silence`` is asked, the nearest first.

    An error can be silenced by nobody; it does not keep the topic from students.
    """

    code: str
    path: Path
    wrong: str
    mend: str
    holders: tuple[Part, ...]
    severity: Severity = "warning"
    words: str = ""
    """Where in the text at ``path``: there for the first time, or after ``nth`` others."""
    nth: int = 0
