"""Search finds what is meant, and gives no answer away."""

from __future__ import annotations

import pytest
from shipped_topic import shipped_topics

from quizzes.content.search import HITS_LIMIT, search
from quizzes.questions import Question

TOPICS = list(shipped_topics().values())


def first(words: str, count: int = 3) -> list[str]:
    return [entry.id for entry in search(words, TOPICS)[:count]]


@pytest.mark.parametrize(
    ("words", "inside"),
    [
        ("zeros latency", "zeros"),
        ("calibration", "calibr"),
        ("calibraton", "calibr"),
        ("quantisation", "quanti"),
        ("zero point", "zero"),
        ("structured prunning", "structured"),
        ("roofline", "roofline"),
        ("pickle", "pickle"),
    ],
)
def test_what_is_meant_comes_first_slips_of_the_pen_forgiven(words: str, inside: str) -> None:
    found = search(words, TOPICS)
    assert found
    assert len(found) <= HITS_LIMIT
    assert any(inside in entry.text for entry in found[:3]), [entry.title for entry in found[:3]]


def test_every_card_is_found_by_its_own_front() -> None:
    missed = [card.id for topic in TOPICS for card in topic.recall if card.id not in first(card.front)]
    assert missed == []


@pytest.mark.slow
def test_answers_of_questions_are_not_searched() -> None:
    for topic in TOPICS:
        for question in (*topic.quick_check, *topic.self_test):
            if isinstance(question, Question):
                entry = next((one for one in search(question.question, TOPICS) if one.id == question.id), None)
                if entry is not None:
                    assert question.right_choice.why.casefold()[:40] not in entry.text


@pytest.mark.parametrize("words", ["", " ", "x", "`*`", "qqqqzzzzxxxx"])
def test_nothing_is_found_for_nothing(words: str) -> None:
    assert search(words, TOPICS) == []
