"""What all sessions share: ids of events, items that were taken out, renamed or merged, and time."""

from __future__ import annotations

from datetime import timedelta, timezone

import pytest
from sample_topic import START, at, attempt, card, topic

from quizzes.attempts.actions import Rate
from quizzes.attempts.attempt import LONGEST_MS, attempt_of, concepts_by_group, elapsed_ms, still_there
from quizzes.events.event import check_event
from quizzes.models import Card
from quizzes.sessions import recall

CARDS = [card("one"), card("two"), card("three")]


def held(*cards: Card) -> list[str]:
    return [one.id for one in still_there(attempt("recall", CARDS), cards)]


def test_an_attempt_is_read_back_from_the_event_that_opened_it() -> None:
    begun = attempt("recall", CARDS, seed=2**31 - 1, options={"deck": "short", "feedback": True, "count": 3})
    started = begun.started(at(0))
    assert check_event(started) is started
    assert attempt_of(started) == begun


def test_the_same_deed_has_the_same_id_and_another_one_another() -> None:
    first, second = attempt("recall", CARDS), attempt("explain", CARDS)
    ids = [
        one.event(kind, item, at(second_no), token=token).id
        for second_no in (0, 1)
        for one in (first, second)
        for kind, item, token in [("rated", CARDS[0], "rated"), ("rated", CARDS[1], "rated"), ("hinted", CARDS[0], "hint")]
    ]
    assert len(ids) == 12
    assert len(set(ids)) == 6


def test_what_opens_and_closes_a_session_is_about_the_topic() -> None:
    begun = attempt("recall", CARDS)
    for event in (begun.started(at(0)), begun.finished(at(1), right=1, of=3)):
        assert check_event(event).item == "track/topic"
        assert event.content_hash is None


def test_items_keep_the_attempts_order_whatever_order_the_file_has_now() -> None:
    assert held(*reversed(CARDS)) == ["one", "two", "three"]


def test_an_item_that_was_taken_out_is_left_out_and_a_new_one_does_not_come_in() -> None:
    assert held(CARDS[0], CARDS[2], card("four")) == ["one", "three"]
    assert held() == []


def test_a_renamed_item_stays_in_its_place() -> None:
    assert held(card("new", was=["two"]), CARDS[2], CARDS[0]) == ["one", "new", "three"]


def test_an_item_renamed_twice_is_found_by_its_first_name() -> None:
    assert held(card("newest", was=["two", "newer"])) == ["newest"]


def test_two_items_merged_into_one_are_asked_once() -> None:
    assert held(card("both", was=["one", "three"]), CARDS[1]) == ["both", "two"]


def test_an_old_name_given_to_a_new_item_means_the_new_item() -> None:
    assert held(card("new", was=["two"]), CARDS[0], CARDS[1], CARDS[2]) == ["one", "two", "three"]


def test_a_card_renamed_in_the_middle_of_a_session_stays_rated() -> None:
    begun = attempt("recall", CARDS)
    rated = begun.event("rated", CARDS[0], at(1), token="rated", rating=1)
    now = topic(recall=[card("new", was=["one"]), *CARDS[1:]])
    state = recall.restore(begun, now, [rated])
    assert state.ratings == {"new": 1}
    assert (state.position, state.hard) == (1, (now.recall[0],))


def test_a_card_taken_out_in_the_middle_of_a_session_is_neither_asked_nor_counted() -> None:
    begun = attempt("recall", CARDS)
    rated = [begun.event("rated", one, at(1), token="rated", rating=3) for one in CARDS[:2]]
    now = topic(recall=CARDS[1:])
    state = recall.restore(begun, now, rated)
    assert [one.id for one in state.cards] == ["two", "three"]
    _, events = recall.step(state, Rate(1), at(4))
    assert events[-1].payload == {"right": 1, "of": 2}


def test_where_all_that_was_left_is_taken_out_the_session_is_at_its_end() -> None:
    begun = attempt("recall", CARDS)
    rated = begun.event("rated", CARDS[0], at(1), token="rated", rating=3)
    assert recall.restore(begun, topic(recall=CARDS[:1]), [rated]).finished


@pytest.mark.parametrize(
    ("seconds", "ms"), [(0, 0), (0.0004, 0), (0.0006, 1), (1.5, 1500), (-3, 0), (3600, LONGEST_MS), (10**7, LONGEST_MS)]
)
def test_time_is_whole_milliseconds_from_none_to_an_hour(seconds: float, ms: int) -> None:
    assert elapsed_ms(START, at(seconds)) == ms


def test_time_does_not_depend_on_the_zone_it_is_given_in() -> None:
    assert elapsed_ms(START.astimezone(timezone(timedelta(hours=5.5))), at(2)) == 2000


def test_a_concept_is_reported_under_the_name_of_its_group() -> None:
    names = concepts_by_group(topic())
    assert (names["alpha"], names["nu"], len(names)) == ("First", "Second", 13)
