"""Answers with the scores they must get."""

from __future__ import annotations

from collections.abc import Iterator

from quizzes.questions.explain.model import Prompt


def samples(prompt: Prompt) -> Iterator[tuple[str, float]]:
    """Texts with the scores they must get."""
    yield "", 0.0
    yield prompt.answer, 1.0
