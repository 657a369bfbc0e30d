"""A whole topic file: its header and its sections. It stands above the question types, because its sections hold their items."""

from __future__ import annotations

from collections.abc import Iterator

from quizzes.models import Asked, Budget, Card, Concept, Header, Item, Myth, Part, SheetSection
from quizzes.questions import Problem, Prompt


class Topic(Header):
    """A whole topic file."""

    recall: tuple[Card, ...] = ()
    quick_check: tuple[Asked, ...] = ()
    explain: tuple[Prompt, ...] = ()
    practice: tuple[Problem, ...] = ()
    self_test: tuple[Asked, ...] = ()
    myths: tuple[Myth, ...] = ()
    budgets: tuple[Budget, ...] = ()
    cheat_sheet: tuple[SheetSection, ...] = ()

    def items(self) -> Iterator[Item]:
        """All cards, questions, prompts and problems, in the order of the file's sections."""
        yield from self.recall
        yield from self.quick_check
        yield from self.explain
        yield from self.practice
        yield from self.self_test
        yield from self.myths
        yield from self.budgets

    def concept(self, concept_id: str) -> Concept:
        """The concept of that id; KeyError where there is none."""
        for concept in self.concepts:
            if concept.id == concept_id:
                return concept
        raise KeyError(concept_id)


SECTIONS: dict[str, type[Part]] = {
    "recall": Card,
    "quick_check": Asked,
    "explain": Prompt,
    "practice": Problem,
    "self_test": Asked,
    "myths": Myth,
    "budgets": Budget,
    "cheat_sheet": SheetSection,
}

SECTIONS_SAID: dict[str, str] = {
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
