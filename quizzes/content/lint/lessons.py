"""Parts of a lesson that are too short or too long, and screens that say too much at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizzes.content.checks.bounds import MATH
from quizzes.content.draft import Draft
from quizzes.content.lesson import LessonPart
from quizzes.content.lint.finding import Finding
from quizzes.content.source.document import Path
from quizzes.markup.pictures import CODE, replaced

SMALLEST, LARGEST = 5, 7
WORDS = 60
_WORD = re.compile(r"\w[\w.,'’-]*")


def lesson_length(draft: Draft) -> Iterator[Finding]:
    """Parts that do not have FEWEST to MOST screens."""
    assert draft.header is not None
    for path, part in _parts(draft):
        count = len(part.screens)
        if not SMALLEST <= count <= LARGEST:
            fault = f"{part.id!r} has {count} screen{'s' if count > 1 else ''}"
            mend = f"make it {SMALLEST} to {LARGEST}: one idea each" if count < SMALLEST else "make two parts of it"
            yield Finding("lesson-length", (*path, "screens"), fault, mend, (part, draft.header))


def wordy_screen(draft: Draft) -> Iterator[Finding]:
    """Screens that say more than WORDS words; code, formulas and pictures are looked at and not read."""
    assert draft.header is not None
    for path, part in _parts(draft):
        for index, screen in enumerate(part.screens):
            count = words(screen.says)
            if count > WORDS:
                inner = (*path, "screens", index, "says")
                mend, holders = f"at most {WORDS}; make it two", (screen.ask, part, draft.header)
                yield Finding("wordy-screen", inner, f"it says {count} words", mend, holders)


def words(text: str) -> int:
    """How many words of the text are read."""
    return len(_WORD.findall(MATH.sub(" ", CODE.sub(" ", replaced(text, lambda _: " ")))))


def _parts(draft: Draft) -> Iterator[tuple[Path, LessonPart]]:
    return ((path, part) for path, part in draft.entries.get("lesson", ()) if isinstance(part, LessonPart))
