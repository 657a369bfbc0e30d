"""The schedule is what py-fsrs says under the rule, whatever the order in which the rows were written."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import fsrs
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from learner_log import TOPIC, entry, event, index_of, moment

from quizzes.events.event import Event
from quizzes.schedule.days import day_of
from quizzes.schedule.memory import Memory, intervals, recall, replay

CARD, CHECK, TEST = entry("card", "recall"), entry("check", "quick-check"), entry("test", "self-test", "beta")
ESSAY, MYTH = entry("essay", "explain", "gamma", points=4), entry("myth", "myths", "delta")
INDEX = index_of(CARD, CHECK, TEST, ESSAY, MYTH, renamed={f"{TOPIC}/old-card": CARD.item})


def test_good_every_time_it_is_due_gives_the_published_intervals() -> None:
    memory, day, found = Memory(item="x"), date(2026, 1, 1), []
    for _ in range(4):
        memory = memory.rated(3, day)
        assert memory.due is not None
        found.append((memory.due - day).days)
        day = memory.due
    assert found == [2, 11, 46, 163]


def test_the_intervals_on_the_buttons_are_those_that_come() -> None:
    day = date(2026, 1, 1)
    for memory in (None, Memory(item="x").rated(3, day - timedelta(days=5))):
        for rating, days in intervals(memory, "x", day).items():
            assert (memory or Memory(item="x")).rated(rating, day).due == day + timedelta(days=days)


@given(stability=st.floats(0.1, 3000), days=st.integers(0, 3000))
def test_the_curve_is_that_of_py_fsrs(stability: float, days: int) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    card = fsrs.Card(card_id=1, state=fsrs.State.Review, stability=stability, difficulty=5.0, last_review=start)
    expected = fsrs.Scheduler().get_card_retrievability(card, start + timedelta(days=days))
    assert recall(stability, days) == pytest.approx(expected, rel=1e-12)


def year_of_events(seed: int) -> list[Event]:
    """A scripted year: several sittings a week at odd hours, through time zones, with undone ratings and every mode."""
    rng, events, number = random.Random(seed), [], 0
    for day in range(365):
        if rng.random() < 0.4:
            continue
        offset = 120 if 90 <= day < 300 else 60 if day < 200 else -480
        for _ in range(rng.randrange(1, 7)):
            number += 1
            at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day, hours=rng.random() * 24)
            one = rng.choice([CARD, CHECK, TEST, ESSAY])
            values = {"utc_offset_min": offset, "score": float(rng.random() < 0.7)}
            if one is CARD:
                events.append(event(number, "rated", one, at, rating=rng.choice([1, 2, 3, 3, 3, 4]), **values))
                if rng.random() < 0.1:
                    number += 1
                    undone = {"event": events[-1].id}
                    events.append(event(number, "undone", one, at + timedelta(seconds=5), payload=undone, utc_offset_min=offset))
            else:
                sure = rng.choice([None, True, False]) if one is TEST else None
                events.append(event(number, "answered", one, at, hints=rng.choice([0, 0, 1]), sure=sure, **values))
    return events


def by_hand(events: list[Event]) -> dict[str, fsrs.Card]:
    """The oracle: py-fsrs itself, fed by the rule as it is said in words, with days from 04:00 on the learner's clock."""
    scheduler = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    concepts = {CARD.item: "alpha", CHECK.item: "alpha", TEST.item: "beta", ESSAY.item: "gamma"}
    gone = {one.payload["event"] for one in events if one.kind == "undone"}
    cards: dict[str, fsrs.Card] = {}
    last_day: dict[str, date] = {}
    for one in sorted(events, key=lambda row: (row.at, row.id)):
        if one.kind == "undone" or one.id in gone or one.item is None:
            continue
        clock = one.at + timedelta(minutes=one.utc_offset_min)
        today = clock.date() if clock.hour >= 4 else clock.date() - timedelta(days=1)
        concept, first = concepts[one.item], one.item not in cards
        if one.kind == "rated":
            rating = one.rating
        elif one.score == 0.0:
            rating = 2 if one.item == TEST.item and first and concept not in last_day else 1
        elif last_day.get(concept) == today and not first:
            rating = None
        else:
            best = 3 if one.item == ESSAY.item else 2
            rating = max(1 if one.hints else 2, best - one.hints - (one.sure is False))
        last_day[concept] = today
        if rating is not None:
            at = datetime.combine(today, datetime.min.time(), UTC) + timedelta(hours=12)
            card = cards.get(one.item, fsrs.Card(card_id=1))
            at = max(at, card.last_review or at)
            cards[one.item], _ = scheduler.review_card(card, fsrs.Rating(rating), at)
    return cards


@pytest.mark.parametrize("seed", range(5))
def test_a_year_of_a_learner_gives_the_schedule_of_py_fsrs_itself(seed: int) -> None:
    events = year_of_events(seed)
    assert len(events) > 500
    found, expected = replay(events, INDEX), by_hand(events)
    assert set(found) == set(expected)
    for item, card in expected.items():
        assert card.last_review is not None
        memory = found[item]
        assert (memory.stability, memory.difficulty) == (card.stability, card.difficulty)
        assert (memory.due, memory.last) == (card.due.date(), card.last_review.date())


@examples(25)
@given(seed=st.integers(0, 50), shuffle=st.randoms(use_true_random=False))
def test_the_same_rows_in_another_order_give_the_same_memories(seed: int, shuffle: random.Random) -> None:
    events = year_of_events(seed)[:200]
    shuffled = list(events)
    shuffle.shuffle(shuffled)
    assert replay(shuffled, INDEX) == replay(events, INDEX)


def test_a_day_begins_at_four_on_the_learner_s_clock() -> None:
    assert day_of(moment(10, 1.5), 120) == date(2026, 1, 9)
    assert day_of(moment(10, 2.0), 120) == date(2026, 1, 10)
    assert day_of(moment(10, 3.0), -480) == date(2026, 1, 9)


def test_a_clock_that_was_set_back_makes_no_negative_interval() -> None:
    rows = [event(1, "rated", CARD, moment(20), rating=3), event(2, "rated", CARD, moment(20, 13), rating=3, utc_offset_min=-840)]
    memory = replay(rows, INDEX)[CARD.item]
    assert (memory.last, memory.reviews) == (date(2026, 1, 20), 2)


def test_an_undone_rating_never_was() -> None:
    rated = event(1, "rated", CARD, moment(1), rating=1)
    undone = event(2, "undone", CARD, moment(1, 13), payload={"event": rated.id})
    again = event(3, "rated", CARD, moment(1, 14), rating=3)
    assert replay([rated, undone], INDEX) == {}
    assert replay([again, undone, rated], INDEX) == replay([again], INDEX)


def test_progress_follows_a_rename() -> None:
    old = entry("old-card", "recall")
    assert replay([event(1, "rated", old, moment(1), rating=3)], INDEX) == replay([event(1, "rated", CARD, moment(1), rating=3)], INDEX)


def test_what_no_topic_holds_any_more_is_left_out() -> None:
    assert replay([event(1, "rated", entry("gone", "recall"), moment(1), rating=3)], INDEX) == {}


def test_ticks_and_practice_that_does_not_count_are_no_reviews() -> None:
    rows = [event(1, "rated", ESSAY, moment(1)), event(2, "practised", CARD, moment(1), rating=3)]
    assert replay(rows, INDEX) == {}


def test_points_the_learner_claimed_count_as_covered() -> None:
    wrote = event(1, "answered", ESSAY, moment(1), score=0.25, session="s")
    claims = [event(n, "overruled", ESSAY, moment(1, 12 + n), session="s", payload={"point": f"p{n}"}) for n in (2, 3, 3)]
    assert replay([wrote], INDEX)[ESSAY.item].stability == Memory(item="x").rated(1, date(2026, 1, 1)).stability
    assert replay([wrote, *claims], INDEX)[ESSAY.item].stability == Memory(item="x").rated(2, date(2026, 1, 1)).stability


def bet_and_run(number: int, day: int, bet: str | None, came: str | None, *, sure: bool = False) -> list[Event]:
    session = f"s{number}"
    rows = [event(number, "bet", MYTH, moment(day), session=session, sure=sure, payload={"outcome": bet})] if bet else []
    return [*rows, event(number + 1, "lab_run", MYTH, moment(day, 13), session=session, payload={"outcome": came})]


def test_a_bet_counts_once_its_run_decided_and_the_first_is_no_forgetting() -> None:
    wrong = replay(bet_and_run(1, 1, "faster", "same", sure=True), INDEX)[MYTH.item]
    assert (wrong.stability, wrong.sure_wrong) == (Memory(item="x").rated(2, date(2026, 1, 1)).stability, True)
    assert replay(bet_and_run(1, 1, "faster", None), INDEX) == {}
    twice = replay([*bet_and_run(1, 1, "same", "same"), *bet_and_run(5, 9, "faster", "same")], INDEX)[MYTH.item]
    assert twice.lapses == 1


def test_a_run_without_a_bet_teaches_and_makes_the_next_bet_no_first_one() -> None:
    seen = replay(bet_and_run(1, 1, None, "same"), INDEX)[MYTH.item]
    assert (seen.stability, seen.met) == (None, date(2026, 1, 1))
    later = replay([*bet_and_run(1, 1, None, "same"), *bet_and_run(5, 9, "faster", "same")], INDEX)[MYTH.item]
    assert later.stability == Memory(item="x").rated(1, date(2026, 1, 9)).stability


def test_known_items_are_kept_apart_and_come_back() -> None:
    rows = [event(1, "rated", CARD, moment(1), rating=3), event(2, "known", CARD, moment(2), payload={"known": True})]
    assert replay(rows, INDEX)[CARD.item].known
    back = [*rows, event(3, "known", CARD, moment(3), payload={"known": False})]
    assert replay(back, INDEX) == replay(rows[:1], INDEX)
