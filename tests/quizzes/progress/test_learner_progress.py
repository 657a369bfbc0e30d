"""Progress, computed by hand on small logs: nothing is said before there is enough to say it."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from learner_log import entry, event, index_of, moment

from quizzes.progress.advance import improved, next_step, then
from quizzes.progress.answers import answers
from quizzes.progress.honesty import ENOUGH_ANSWERS, ENOUGH_REVIEWS, calibration, counted_reviews, meaning, retention
from quizzes.progress.streak import by_day, streak
from quizzes.schedule.mastery import Mastery
from quizzes.schedule.memory import Memory, Review, replay

CARD, TEST, MYTH = entry("card", "recall"), entry("test", "self-test"), entry("myth", "myths", "beta")
INDEX = index_of(CARD, TEST, MYTH)
TODAY = date(2026, 3, 15)


def ago(*days: int) -> set[date]:
    return {TODAY - timedelta(days=number) for number in days}


@pytest.mark.parametrize(
    ("days", "count"),
    [
        ((), 0),
        ((0,), 1),
        ((1,), 1),
        ((0, 1, 2), 3),
        ((0, 2, 3), 3),
        ((1, 2, 4, 5), 4),
        ((0, 2, 4), 2),
        ((0, 1, 3, 4, 5, 6, 7, 8, 10), 9),
        ((0, 3), 1),
        ((2, 3, 4), 3),
        ((3, 4, 5), 0),
        ((9,), 0),
    ],
)
def test_a_streak_forgives_one_missed_day_in_seven(days: tuple[int, ...], count: int) -> None:
    assert streak(ago(*days), TODAY) == count


def test_every_day_has_a_square_and_its_answers() -> None:
    rows = [event(n, "rated", CARD, moment(12 + n % 2, month=3), rating=3, score=1.0) for n in range(5)]
    found = by_day(answers(rows, INDEX), until=TODAY, weeks=2)
    assert len(found) == 14
    assert found["day"].iloc[0] == date(2026, 3, 2)
    assert {row.day: row.answers for row in found.itertuples() if row.answers} == {date(2026, 3, 12): 3, date(2026, 3, 13): 2}


def test_what_was_taken_back_is_no_answer_and_a_bet_counts_once_it_was_decided() -> None:
    rated = event(1, "rated", CARD, moment(1), rating=1, score=0.0)
    rows = [
        rated,
        event(2, "undone", CARD, moment(1, 13), payload={"event": rated.id}),
        event(3, "answered", TEST, moment(2), score=1.0, sure=True),
        event(4, "bet", MYTH, moment(3), session="b", sure=False, payload={"outcome": "faster"}),
        event(5, "lab_run", MYTH, moment(3, 13), session="b", payload={"outcome": "same"}),
        event(6, "bet", MYTH, moment(4), session="c", sure=True, payload={"outcome": "same"}),
    ]
    found = answers(rows, INDEX)
    assert list(found["item"]) == [TEST.item, MYTH.item]
    assert list(found["score"]) == [1.0, 0.0]
    assert [bool(one) for one in found["sure"]] == [True, False]
    assert (found["bet"].iloc[1], found["outcome"].iloc[1]) == ("faster", "same")
    assert not found["recorded"].any()
    assert answers([], INDEX).empty


def test_a_bet_that_the_run_on_record_decided_says_so_and_one_that_is_open_is_not_counted() -> None:
    rows = [
        event(1, "bet", MYTH, moment(3), session="b", sure=False, payload={"outcome": "faster"}),
        event(2, "lab_run", MYTH, moment(3, 13), session="b", payload={"outcome": None}),
    ]
    assert answers(rows, INDEX).empty
    found = answers([*rows, event(3, "lab_run", MYTH, moment(4), session="b", payload={"outcome": "same", "recorded": True})], INDEX)
    assert [(row.bet, row.outcome, row.recorded) for row in found.itertuples()] == [("faster", "same", True)]


def sure_log(sure_right: int, sure_wrong: int, unsure_right: int, unsure_wrong: int) -> pd.DataFrame:
    given = [(True, 1.0)] * sure_right + [(True, 0.0)] * sure_wrong + [(False, 1.0)] * unsure_right + [(False, 0.0)] * unsure_wrong
    rows = [event(n, "answered", TEST, moment(1, 12), sure=sure, score=score) for n, (sure, score) in enumerate(given)]
    return answers(rows, INDEX)


def test_calibration_waits_for_thirty_answers_and_then_counts() -> None:
    assert calibration(sure_log(20, 5, 2, 2)) is None
    found = calibration(sure_log(18, 2, 4, 6))
    assert found is not None
    assert [(row.said, row.right, row.of) for row in found.itertuples()] == [("Sure", 18, 20), ("Not sure", 4, 10)]
    assert found["low"].iloc[0] == pytest.approx(0.699, abs=0.001)
    assert meaning(found).startswith("When you said sure, you were right in 18 of 20; when you said not sure, you were right in 4 of 10.")
    assert ENOUGH_ANSWERS == 30


@pytest.mark.parametrize(
    ("log", "said"),
    [((10, 20, 5, 5), "sure too often"), ((5, 0, 40, 2), "know more than you think"), ((38, 2, 5, 25), "can tell what you know")],
)
def test_the_sentence_says_what_the_intervals_allow(log: tuple[int, int, int, int], said: str) -> None:
    found = calibration(sure_log(*log))
    assert found is not None
    assert said in meaning(found)


def review(number: int, expected: float | None, rating: int) -> Review:
    return Review(CARD.item, TODAY + timedelta(days=number), expected, rating)


def test_promised_and_kept_are_compared_by_group_without_first_ratings_and_repeats() -> None:
    reviews = [review(n, 0.92, 1 if n < 10 else 3) for n in range(40)] + [review(100 + n, 0.75, 3) for n in range(10)]
    assert retention(reviews[:49], INDEX) is None
    assert retention([*reviews[:49], review(0, 1.0, 3), review(500, None, 3)], INDEX) is None
    found = retention(reviews, INDEX)
    assert found is not None
    assert [(round(row.expected, 2), row.remembered, row.reviews) for row in found.itertuples()] == [(0.75, 1.0, 10), (0.92, 0.75, 40)]
    assert counted_reviews(reviews, INDEX) == ENOUGH_REVIEWS


def test_the_memories_of_a_week_ago_are_those_that_were() -> None:
    rows = [event(n, "rated", CARD, moment(day), rating=3, score=1.0) for n, day in enumerate((1, 4, 14))]
    from quizzes.schedule.memory import Replay

    whole = Replay(INDEX)
    whole.add(rows)
    past = then(whole.reviews, whole.memories, day=date(2026, 1, 7))
    assert past[CARD.item].stability == replay(rows[:2], INDEX)[CARD.item].stability
    assert then(whole.reviews, whole.memories, day=date(2025, 12, 31)) == {}


def level(concept: str, name: str) -> Mastery:
    return Mastery(concept, name, 1, 2, 0.5)  # type: ignore[arg-type]


def test_concepts_that_rose_are_named_and_new_ones_are_no_improvement() -> None:
    before = {"a": level("a", "shaky"), "b": level("b", "unseen"), "c": level("c", "solid"), "d": level("d", "begun")}
    now = {"a": level("a", "mastered"), "b": level("b", "begun"), "c": level("c", "shaky"), "d": level("d", "solid")}
    assert improved(before, now) == ["a", "d"]


def test_the_next_ten_minutes_follow_an_order() -> None:
    due = {CARD.item: Memory(item=CARD.item, due=TODAY, stability=1.0, last=TODAY)}
    wrong = {CARD.item: Memory(item=CARD.item, due=TODAY, stability=1.0, last=TODAY, sure_wrong=True)}
    levels = {"track/topic": {"alpha": level("alpha", "shaky"), "beta": level("beta", "unseen")}}
    assert "sure" in next_step(wrong, INDEX, levels, day=TODAY).sentence
    assert next_step(due, INDEX, levels, day=TODAY).sentence.startswith("1 item is due")
    assert next_step({}, INDEX, levels, day=TODAY).concept == "alpha"
    levels["track/topic"]["alpha"] = level("alpha", "solid")
    assert next_step({}, INDEX, levels, day=TODAY).concept == "beta"
    levels["track/topic"]["beta"] = level("beta", "solid")
    assert next_step({}, INDEX, levels, day=TODAY).page == "self-test"
