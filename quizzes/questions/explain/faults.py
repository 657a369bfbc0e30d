"""Phrasings that could never be found, or always."""

from __future__ import annotations

from collections.abc import Iterator

from quizzes.questions.explain.coverage import check_phrase
from quizzes.questions.explain.model import Prompt
from quizzes.questions.explain.phrasings import check_all
from quizzes.questions.faults import Fault


def faults(prompt: Prompt) -> Iterator[Fault]:
    """What is wrong with the phrasings of the points, each by itself and all together."""
    for index, point in enumerate(prompt.points):
        for field, phrases in (("phrases", point.phrases), ("contradictions", point.contradictions)):
            for number, phrase in enumerate(phrases):
                fault = check_phrase(phrase)
                if fault is not None:
                    wrong, _, allowed = fault.partition("; ")
                    yield Fault(("points", index, field, number), wrong, allowed)
    together = check_all([line for point in prompt.points for line in (*point.phrases, *point.contradictions)])
    if together is not None:
        yield Fault(("points",), *together)
