"""A question of this type as a file has it, with a proof, and answers with the scores they must get."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from quizzes.questions.explain.model import Prompt

EXAMPLE: Mapping[str, Any] = {
    "id": "example",
    "concept": "alpha",
    "level": "easy",
    "prompt": "Why does a network with 90 % zeros run no faster?",
    "hint": "Think of what the kernel is given.",
    "points": [
        {"id": "dense", "name": "Dense kernels", "phrases": ["dense kernel"], "missed": "Say what the kernel is."},
        {"id": "zeros", "name": "Zeros are multiplied", "phrases": ["multipl* zeros"], "missed": "Say what it does with a zero."},
    ],
    "answer": "A dense kernel multiplies zeros as well.",
    "proof": {"code": "print(0 * 5)", "output": "0"},
}


def samples(prompt: Prompt) -> Iterator[tuple[str, float]]:
    """Texts with the scores they must get."""
    yield "", 0.0
    yield prompt.answer, 1.0
