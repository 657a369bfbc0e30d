"""A whole topic file: its header and its sections. It stands above the question types, because its sections hold their items."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Self

from pydantic import PrivateAttr

from quizzes.content.lesson import LessonPart
from quizzes.figures.record import Recorded
from quizzes.figures.texts import Filled, Path, Span
from quizzes.models import Asked, Budget, Card, Concept, Header, Item, Myth, Part, SheetSection
from quizzes.models.figures import Figure
from quizzes.questions import Problem, Prompt


class Topic(Header):
    """A whole topic file."""

    lesson: tuple[LessonPart, ...] = ()
    recall: tuple[Card, ...] = ()
    quick_check: tuple[Asked, ...] = ()
    explain: tuple[Prompt, ...] = ()
    practice: tuple[Problem, ...] = ()
    self_test: tuple[Asked, ...] = ()
    myths: tuple[Myth, ...] = ()
    budgets: tuple[Budget, ...] = ()
    cheat_sheet: tuple[SheetSection, ...] = ()

    _filled: Filled = PrivateAttr(default_factory=lambda: Filled(None))
    _written: Mapping[str, Mapping[Path, str]] = PrivateAttr(default_factory=dict)

    def citing(self, fill: Filled) -> Self:
        """This topic, which then knows where its texts cite figures and sources, what is on record of them, and how they were written."""
        self._filled, self._written = fill, fill.written_by_entry()
        return self

    def written(self, entry_id: str) -> Mapping[Path, str]:
        """The texts of an entry that cite something as its file has them, by their paths in it."""
        return self._written.get(entry_id, {})

    def citations(self, text: str) -> Sequence[Span]:
        """Where a text cites something, in the order of places: one of the topic's, or one that holds some of these; a variant's, whose
        numbers were drawn since, tells nothing.
        """
        citations = self._filled.spans
        if text in citations or not citations:
            return citations.get(text, ())
        held = [(start, entry) for entry in citations if (start := text.find(entry)) >= 0 and not _cuts_a_number(text, start, entry)]
        apart: list[tuple[int, str]] = []
        for start, entry in sorted(held, key=lambda one: -len(one[1])):  # a short one, such as a bare answer, may stand in a longer one
            if all(start + len(entry) <= other or start >= other + len(longer) for other, longer in apart):
                apart.append((start, entry))
        return [Span(at + one.start, at + one.end, one.kind, one.id) for at, entry in sorted(apart) for one in citations[entry]]

    def items(self) -> Iterator[Item]:
        """All cards, questions, prompts and problems, those of lessons too, in the order of the file's sections."""
        for section in SECTIONS:
            yield from self.items_of(section)

    def items_of(self, section: str) -> tuple[Item, ...]:
        """The items of a section: of a lesson, the questions of its screens."""
        if section == "lesson":
            return self.lesson_questions
        return tuple(part for part in getattr(self, section) if isinstance(part, Item))

    @property
    def lesson_questions(self) -> tuple[Asked, ...]:
        """The questions of all screens of the lesson, in order."""
        return tuple(question for part in self.lesson for question in part.questions)

    def lesson_part(self, part_id: str) -> LessonPart | None:
        """The part of the lesson with that id."""
        return next((part for part in self.lesson if part.id == part_id), None)

    def part_with(self, screen_id: str) -> LessonPart | None:
        """The part of the lesson with the screen that has or had that id."""
        return next((part for part in self.lesson if part.screen(screen_id) is not None), None)

    def figure(self, figure_id: str) -> Figure | None:
        """The figure of that id."""
        return next((figure for figure in self.figures if figure.id == figure_id), None)

    def recorded(self, figure_id: str) -> Recorded | None:
        """What was measured of that figure."""
        return self._filled.record.get(figure_id)

    def concept(self, concept_id: str) -> Concept:
        """The concept of that id; KeyError where there is none."""
        for concept in self.concepts:
            if concept.id == concept_id:
                return concept
        raise KeyError(concept_id)


SECTIONS: dict[str, type[Part]] = {
    "lesson": LessonPart,
    "recall": Card,
    "quick_check": Asked,
    "explain": Prompt,
    "practice": Problem,
    "self_test": Asked,
    "myths": Myth,
    "budgets": Budget,
    "cheat_sheet": SheetSection,
}

ITEM_SECTIONS = tuple(name for name, kind in SECTIONS.items() if issubclass(kind, Item))
"""The sections whose entries are items."""

SECTIONS_SAID: dict[str, str] = {
    "lesson": "What is read first: parts of five to seven screens, each with one idea and one small question.",
    "recall": "Recall cards: a front, and a back to remember.",
    "quick_check": "Questions with the reason at once.",
    "explain": "Prompts to explain from memory.",
    "practice": "Worked problems: decide first, then follow the solution.",
    "self_test": "The pool of the self-test: 10 are drawn over three levels.",
    "myths": "Popular claims: the student bets, then a lab run decides.",
    "budgets": "What a compressed network has to meet.",
    "cheat_sheet": "The whole topic on one printable page.",
}
"""What each section is for, as editors show it."""


def _cuts_a_number(text: str, start: int, entry: str) -> bool:
    """Whether what is held begins or ends in the middle of a number, as 94 does in 94.1."""
    around = text[max(0, start - 2) : start + len(entry) + 2]
    return re.search(rf"(?<!\d)(?<!\d[.,]){re.escape(entry)}(?!\d|[.,]\d)", around) is None
