"""A question of this type as a file has it, with a proof, and answers with the scores they must get."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from quizzes.questions.answers import Answer
from quizzes.questions.fill_blank.grading import exact_gaps, fits, in_order
from quizzes.questions.fill_blank.model import FillBlank

EXAMPLE: Mapping[str, Any] = {
    "id": "example",
    "type": "fill-blank",
    "concept": "alpha",
    "level": "easy",
    "question": "Fill in the numbers.",
    "text": "int8 stores a weight in [[bits]] bits, which is [[bytes]] byte.",
    "blanks": [
        {"id": "bits", "accept": ["8", "eight"], "why": "So it is called."},
        {"id": "bytes", "accept": ["1", "one"], "why": "A byte has 8 bits."},
    ],
    "proof": {"code": "print(8)\nprint(8 // 8)"},
}


def samples(question: FillBlank) -> Iterator[tuple[Answer, float]]:
    """Answers with the scores they must get."""
    blanks = in_order(question)
    firsts = tuple(blank.accept[0] for blank in blanks)
    yield Answer(), 0.0
    yield Answer(texts=firsts), 1.0
    exact = exact_gaps(question)
    yield Answer(texts=tuple(blank.accept[-1] if blank.id in exact else blank.accept[-1].upper() for blank in blanks)), 1.0
    swapped = tuple(first.swapcase() if blank.id in exact else first for blank, first in zip(blanks, firsts, strict=True))
    misspelt = sum(not fits(blank, text, exact=blank.id in exact) for blank, text in zip(blanks, swapped, strict=True))
    yield Answer(texts=swapped), 1 - misspelt / len(blanks)
    yield Answer(texts=("something else altogether",) * len(blanks)), 0.0
    if len(blanks) > 1:
        yield Answer(texts=(firsts[0],) + ("something else altogether",) * (len(blanks) - 1)), 1 - (len(blanks) - 1) / len(blanks)
