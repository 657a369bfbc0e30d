"""Mistakes that would count as correct."""

from __future__ import annotations

from collections.abc import Iterator

from quizzes.questions.faults import Fault
from quizzes.questions.predict_output.grading import normal
from quizzes.questions.predict_output.model import PredictOutput


def faults(item: PredictOutput) -> Iterator[Fault]:
    """Foreseen mistakes that are the output."""
    for index, mistake in enumerate(item.mistakes):
        if normal(mistake.answer) == normal(item.snippet.prints or ""):
            yield Fault(("mistakes", index, "answer"), "this is the right output", "give what a mistake leads to")
