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
                fault = check_phrase(phrase, prompt.groups)
                if fault is not None:
                    wrong, _, allowed = fault.partition("; ")
                    yield Fault(("points", index, field, number), wrong, allowed)
    for name, terms in prompt.words.items():
        for number, term in enumerate(terms):
            unusable = check_phrase(term)
            if unusable is not None:
                yield Fault(("words", name, number), unusable.partition("; ")[0], "a word as it may stand in a phrasing")
    together = check_all([line for point in prompt.points for line in (*point.phrases, *point.contradictions)], prompt.groups)
    if together is not None:
        yield Fault(("points",), *together)
