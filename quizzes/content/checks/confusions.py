"""Concepts that are easily mixed up: each names the other, and a card tells of which two it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quizzes.content.source.document import Document, Path, where
from quizzes.content.source.problems import Refusal
from quizzes.models import Card, Concept, Part
from quizzes.models.suggestions import did_you_mean


def confusion_faults(
    document: Document, concepts: Sequence[tuple[Path, Concept]], entries: Sequence[tuple[Path, Part]], concept_ids: Sequence[str] | None
) -> Iterator[Refusal]:
    """What is wrong with ``confused_with`` of concepts and with ``contrasts`` of cards; ``concept_ids`` are the ids of its concepts, None
    where they cannot be told."""
    by_id = {concept.id: concept for _, concept in concepts}
    for path, concept in concepts:
        for index, other_id in enumerate(concept.confused_with):
            inner = document.entry((*path, "confused_with"), index)
            if other_id == concept.id:
                yield Refusal(document.place(inner), where(inner), f"{other_id!r} is the concept itself", "name another one", "one-sided")
            elif concept_ids is not None and other_id not in concept_ids:
                yield _unknown_name(document, inner, other_id, concept_ids)
            elif other_id in by_id and concept.id not in by_id[other_id].confused_with:
                wrong, mend = f"{other_id!r} does not name {concept.id!r}", f"let {other_id!r} have confused_with: [{concept.id}], too"
                yield Refusal(document.place(inner), where(inner), wrong, mend, "one-sided")
    for path, card in entries:
        if not isinstance(card, Card) or card.contrasts is None:
            continue
        inner = (*path, "contrasts")
        if concept_ids is not None and card.contrasts not in concept_ids:
            yield _unknown_name(document, inner, card.contrasts, concept_ids)
        elif card.concept in by_id and card.contrasts not in by_id[card.concept].confused_with:
            wrong = f"{card.concept!r} is not confused with {card.contrasts!r}"
            yield Refusal(document.place(inner), where(inner), wrong, "name it in confused_with of both concepts", "one-sided")


def _unknown_name(document: Document, path: Path, name: str, names: Sequence[str]) -> Refusal:
    return Refusal(document.place(path), where(path), f"{name!r} is not known", did_you_mean(name, names), "unknown-name")
