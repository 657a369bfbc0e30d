"""The one rule by which an answer becomes a rating, line by line as the app says it."""

from __future__ import annotations

from itertools import product

import pytest

from quizzes.events.rating import Rating
from quizzes.schedule.rule import Given, rating_of


def given(**values: object) -> Given:
    base = {"mode": "quick-check", "score": 1.0, "guessable": True, "taught_before": True}
    return Given(**(base | values))  # type: ignore[arg-type]


def test_a_right_choice_counts_as_hard_at_most() -> None:
    modes, truths = ("quick-check", "self-test", "practice", "myths"), (False, True)
    for mode, sure, hints, first, today in product(modes, (None, False, True), (0, 1, 2), truths, truths):
        rating = rating_of(given(mode=mode, sure=sure, hints=hints, first=first, taught_today=today))
        assert rating is None or rating <= Rating.HARD


def test_another_right_answer_counts_as_good() -> None:
    assert rating_of(given(guessable=False)) == Rating.GOOD
    assert rating_of(given(guessable=False, sure=True)) == Rating.GOOD


def test_each_hint_lowers_by_one() -> None:
    assert rating_of(given(guessable=True, hints=1)) == Rating.AGAIN
    assert [rating_of(given(guessable=False, hints=hints)) for hints in (1, 2, 9)] == [Rating.HARD, Rating.AGAIN, Rating.AGAIN]


def test_not_being_sure_lowers_by_one_but_right_is_never_worse_than_wrong() -> None:
    assert rating_of(given(guessable=False, sure=False)) == Rating.HARD
    assert rating_of(given(guessable=True, sure=False)) == Rating.HARD
    for mode in ("myths", "self-test"):
        first = {"mode": mode, "first": True, "taught_before": False, "sure": False}
        assert rating_of(given(**first)) == rating_of(given(**first, score=0.0)) == Rating.HARD


@pytest.mark.parametrize("sure", [None, False, True])
@pytest.mark.parametrize("today", [False, True])
def test_wrong_counts_as_again_sure_or_not_whenever(sure: bool | None, today: bool) -> None:
    assert rating_of(given(score=0.0, sure=sure, taught_today=today)) == Rating.AGAIN
    assert rating_of(given(score=0.4, guessable=False, sure=sure)) == Rating.AGAIN


def test_an_answer_that_is_half_right_counts_as_hard() -> None:
    assert rating_of(given(score=0.5, guessable=False)) == Rating.HARD
    assert rating_of(given(score=0.99, guessable=False)) == Rating.HARD


def test_a_right_answer_on_a_day_of_teaching_changes_nothing_but_a_new_item_enters() -> None:
    assert rating_of(given(taught_today=True)) is None
    assert rating_of(given(guessable=False, taught_today=True)) is None
    assert rating_of(given(taught_today=True, first=True)) == Rating.HARD


def test_a_first_bet_never_counts_as_forgetting_and_a_later_one_does() -> None:
    for sure in (None, False, True):
        assert rating_of(given(mode="myths", score=0.0, first=True, sure=sure)) == Rating.HARD
        assert rating_of(given(mode="myths", score=0.0, first=False, sure=sure)) == Rating.AGAIN


def test_a_test_before_learning_never_counts_as_forgetting_and_one_after_does() -> None:
    assert rating_of(given(mode="self-test", score=0.0, first=True, taught_before=False, sure=True)) == Rating.HARD
    assert rating_of(given(mode="self-test", score=0.0, first=True, taught_before=True)) == Rating.AGAIN
    assert rating_of(given(mode="quick-check", score=0.0, first=True, taught_before=False)) == Rating.AGAIN
