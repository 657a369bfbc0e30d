"""Today's plan: what comes, in which order, and what the minutes leave out."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from learner_log import entry, event, index_of, moment

from quizzes.schedule.index import Entry
from quizzes.schedule.memory import Memory
from quizzes.schedule.plan import Planned, mixed, new_met_on, seconds_by_mode, taught_first, todays_plan
from quizzes.schedule.planner import gain

TODAY = date(2026, 3, 1)
CARDS = [entry(f"card-{number}", "recall", f"concept-{number // 2}") for number in range(8)]
CHECKS = [entry(f"check-{number}", "quick-check", f"concept-{number}") for number in range(4)]
INDEX = index_of(*CHECKS, *CARDS, entry("test", "self-test", "concept-0"), entry("myth", "myths", "concept-0"))


def known(one: Entry, *, stability: float, ago: int, **values: object) -> Memory:
    """An item last reviewed ``ago`` days ago that falls to 90 % after ``stability`` days."""
    last = TODAY - timedelta(days=ago)
    due = last + timedelta(days=max(1, round(stability)))
    memory = Memory(item=one.item, met=last, stability=stability, difficulty=5.0, last=last, due=due, reviews=2)
    return replace(memory, **values)  # type: ignore[arg-type]


def memories(*held: Memory) -> dict[str, Memory]:
    return {one.item: one for one in held}


def names(items: tuple[Planned, ...]) -> list[str]:
    return [one.entry.item.rpartition("/")[2] for one in items]


def test_a_new_learner_gets_new_items_within_the_limit_cards_before_questions() -> None:
    plan = todays_plan({}, INDEX, day=TODAY, new_left=5)
    assert [one.why for one in plan.items] == ["new"] * 5
    assert set(names(plan.items)) == {"card-0", "card-1", "check-0", "card-2", "card-3"}
    order = names(plan.items)
    assert max(order.index("card-0"), order.index("card-1")) < order.index("check-0")


def test_sure_and_wrong_comes_first_and_what_is_not_due_stays_away() -> None:
    held = memories(
        known(CARDS[0], stability=5, ago=9),
        known(CARDS[2], stability=5, ago=5, sure_wrong=True),
        known(CARDS[4], stability=50, ago=5),
        known(CARDS[6], stability=1, ago=9, known=True),
    )
    plan = todays_plan(held, INDEX, day=TODAY, new_left=0)
    assert [(one.entry.item, one.why) for one in plan.items] == [(CARDS[2].item, "sure and wrong"), (CARDS[0].item, "due")]


def test_claims_to_bet_on_are_never_planned_and_tests_only_once_they_were_met() -> None:
    assert not {"test", "myth"} & set(names(todays_plan({}, INDEX, day=TODAY, new_left=99).items))
    test, myth = INDEX.entries[f"{CARDS[0].topic}/test"], INDEX.entries[f"{CARDS[0].topic}/myth"]
    held = memories(known(test, stability=1, ago=3), known(myth, stability=1, ago=3))
    assert names(todays_plan(held, INDEX, day=TODAY, new_left=0).items) == ["test"]


def test_the_minutes_leave_out_what_gains_least_and_say_how_much_waits() -> None:
    held = memories(*(known(one, stability=5 + number, ago=12) for number, one in enumerate(CARDS)))
    everything = todays_plan(held, INDEX, day=TODAY, new_left=0)
    assert (len(everything.items), everything.waiting) == (8, 0)
    plan = todays_plan(held, INDEX, day=TODAY, new_left=0, minutes=1)
    assert (len(plan.items), plan.waiting, plan.seconds) == (5, 3, 60)
    horizon = TODAY + timedelta(days=30)
    values = {one.item: gain(held[one.item], one, day=TODAY, exam=horizon) for one in CARDS}
    kept = {one.entry.item for one in plan.items}
    assert min(values[item] for item in kept) >= max(value for item, value in values.items() if item not in kept)


def test_what_was_reviewed_today_does_not_come_again_today() -> None:
    held = memories(known(CARDS[0], stability=0.2, ago=0, due=TODAY))
    assert todays_plan(held, INDEX, day=TODAY, new_left=0).items == ()


def test_an_exam_pulls_forward_what_gains_and_lets_wait_what_is_safe() -> None:
    safe, weak = known(CARDS[0], stability=3000, ago=1), known(CARDS[2], stability=4, ago=3)
    exams = {CARDS[0].topic: TODAY + timedelta(days=7)}
    plan = todays_plan(memories(safe, weak), INDEX, day=TODAY, new_left=0, exams=exams)
    assert (CARDS[2].item, "exam") in {(one.entry.item, one.why) for one in plan.items}
    assert CARDS[0].item not in {one.entry.item for one in plan.items}
    assert todays_plan(memories(safe, weak), INDEX, day=TODAY, new_left=0, exams={CARDS[0].topic: TODAY}).items == ()


def test_an_exam_brings_new_items_in_during_the_first_half_of_the_days_left() -> None:
    exams = {CARDS[0].topic: TODAY + timedelta(days=6)}
    assert todays_plan({}, INDEX, day=TODAY, new_left=1, exams=exams).count("new") == 4
    assert todays_plan({}, INDEX, day=TODAY, new_left=0, exams={CARDS[0].topic: TODAY + timedelta(days=1)}).count("new") == 12


def test_of_more_due_items_than_are_weighed_the_surprise_comes_and_the_others_are_counted() -> None:
    many = [entry(f"many-{number}", "recall", f"concept-{number}") for number in range(1_000)]
    held = memories(*(known(one, stability=5, ago=9, sure_wrong=number == 7) for number, one in enumerate(many)))
    held |= memories(known(many[7], stability=5, ago=5, sure_wrong=True))
    plan = todays_plan(held, index_of(*many), day=TODAY, new_left=0, minutes=10)
    assert plan.items[0].why == "sure and wrong"
    assert len(plan.items) + plan.waiting == 1_000


def test_a_second_plan_of_the_day_brings_no_new_items_beyond_the_exam_s_share() -> None:
    exams = {CARDS[0].topic: TODAY + timedelta(days=6)}
    first = todays_plan({}, INDEX, day=TODAY, new_left=0, exams=exams)
    held = memories(*(known(one.entry, stability=3, ago=0) for one in first.items))
    assert todays_plan(held, INDEX, day=TODAY, new_left=0, exams=exams).count("new") == 0


def test_an_item_set_aside_before_it_was_met_and_brought_back_is_new_again() -> None:
    held = {CARDS[0].item: Memory(item=CARDS[0].item)}
    assert CARDS[0].item in {one.entry.item for one in todays_plan(held, INDEX, day=TODAY, new_left=99).items}
    held = {CARDS[0].item: Memory(item=CARDS[0].item, known=True)}
    assert CARDS[0].item not in {one.entry.item for one in todays_plan(held, INDEX, day=TODAY, new_left=99).items}


def test_a_review_gains_more_the_more_was_forgotten_and_never_less_than_nothing_to_lose() -> None:
    exam = TODAY + timedelta(days=20)
    gains = [gain(known(CARDS[0], stability=5, ago=ago), CARDS[0], day=TODAY, exam=exam) for ago in (1, 5, 20, 60)]
    assert gains == sorted(gains)
    assert gain(None, CARDS[0], day=TODAY, exam=exam) > gains[-1]
    assert gain(known(CARDS[0], stability=3000, ago=1), CARDS[0], day=TODAY, exam=exam) == pytest.approx(0.0, abs=0.005)


def test_neighbours_share_no_concept_where_another_order_is_near() -> None:
    items = [Planned(one, "due", 12) for one in CARDS]
    ordered = mixed(items)
    assert sorted(names(tuple(ordered))) == sorted(names(tuple(items)))
    assert all(one.entry.concept != two.entry.concept for one, two in itertools.pairwise(ordered))


def test_the_same_memories_give_the_same_plan() -> None:
    held = memories(*(known(one, stability=3, ago=4) for one in CARDS))
    assert todays_plan(held, INDEX, day=TODAY, new_left=3) == todays_plan(dict(reversed(held.items())), INDEX, day=TODAY, new_left=3)


def test_a_concept_s_cards_are_taught_before_its_questions() -> None:
    assert [one.item.rpartition("/")[2] for one in taught_first([CHECKS[0], CARDS[2], CARDS[0]])] == ["card-0", "check-0", "card-2"]


def test_new_items_of_today_are_counted_by_the_day_they_were_met() -> None:
    held = memories(known(CARDS[0], stability=3, ago=0), known(CARDS[2], stability=3, ago=1), known(CHECKS[0], stability=3, ago=0))
    assert new_met_on(held, INDEX, TODAY) == 2


def test_times_are_the_learner_s_own_once_there_are_enough() -> None:
    few = [event(number, "rated", CARDS[0], moment(1), ms=4_000) for number in range(19)]
    assert seconds_by_mode(few) == {}
    assert seconds_by_mode([*few, event(99, "rated", CARDS[0], moment(1), ms=900_000)])["recall"] == 4.0
