"""What comes after a session fits its result."""

from __future__ import annotations

import pytest
from sample_topic import question

from quizzes.questions import Question
from quizzes.sessions.after import after


def asked(count: int) -> list[Question]:
    return [Question.model_validate(question(f"q-{number}")) for number in range(count)]


@pytest.mark.parametrize(("right", "goes_on"), [(2, False), (8, False), (9, True), (12, True)])
def test_below_seven_of_ten_what_was_missed_comes_first(right: int, goes_on: bool) -> None:
    questions = asked(12)
    found = after([(one, float(number < right)) for number, one in enumerate(questions)])
    assert found.goes_on is goes_on
    assert [one.id for one in found.missed] == [one.id for one in questions[right:]]
    assert len(found.concepts) == bool(found.missed)


def test_half_an_explanation_is_missed_and_counts_half() -> None:
    (one, two) = asked(2)
    assert after([(one, 1.0), (two, 0.5)]).goes_on
    assert after([(one, 1.0), (two, 0.5)]).missed == (two,)


def test_a_session_of_nothing_goes_nowhere() -> None:
    assert after([]).goes_on is False
    assert after([]).missed == ()
