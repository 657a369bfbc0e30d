"""One thing that a lint check found."""

from __future__ import annotations

from dataclasses import dataclass

from quizzes.content.document import Path
from quizzes.models import Part


@dataclass(frozen=True)
class Finding:
    """``path`` is where to look, ``holders`` are the parts whose ``silence`` is asked, the nearest first."""

    code: str
    path: Path
    wrong: str
    mend: str
    holders: tuple[Part, ...]
