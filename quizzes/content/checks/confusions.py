"""Concepts that are easily mixed up: each names the other, and a card tells of which two it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quizzes.content.source.document import Document, Path, where
from quizzes.content.source.problems import Refusal
from quizzes.models import Card, Concept, Part
from quizzes.models.suggestions import did_you_mean


def confusion_faults(
    document: Document, concepts: Sequence[tuple[Path, Concept]], entries: Sequence[tuple[Path, Part]], known: Sequence[str] | None
) -> Iterator[Refusal]:
    """What is wrong with ``confused_with`` of concepts and with ``contrasts`` of cards; ``known`` are the ids of the file's concepts, None
    where they cannot be told."""
    by_id = {concept.id: concept for _, concept in concepts}
    for path, concept in concepts:
        for index, other in enumerate(concept.confused_with):
            inner = document.entry((*path, "confused_with"), index)
            if other == concept.id:
                yield Refusal(document.place(inner), where(inner), f"{other!r} is the concept itself", "name another one", "one-sided")
            elif known is not None and other not in known:
                yield _unknown(document, inner, other, known)
            elif other in by_id and concept.id not in by_id[other].confused_with:
                wrong, mend = f"{other!r} does not name {concept.id!r}", f"let {other!r} have confused_with: [{concept.id}], too"
                yield Refusal(document.place(inner), where(inner), wrong, mend, "one-sided")
    for path, card in entries:
        if not isinstance(card, Card) or card.contrasts is None:
            continue
        inner = (*path, "contrasts")
        if known is not None and card.contrasts not in known:
            yield _unknown(document, inner, card.contrasts, known)
        elif card.concept in by_id and card.contrasts not in by_id[card.concept].confused_with:
            wrong = f"{card.concept!r} is not confused with {card.contrasts!r}"
            yield Refusal(document.place(inner), where(inner), wrong, "name it in confused_with of both concepts", "one-sided")


def _unknown(document: Document, path: Path, name: str, known: Sequence[str]) -> Refusal:
    return Refusal(document.place(path), where(path), f"{name!r} is not known", did_you_mean(name, known), "unknown-name")
