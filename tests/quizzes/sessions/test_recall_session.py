"""Recall: nothing is rated twice, and the deck has the order that helps most."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sample_topic import START, at, attempt, card, kinds, prompt, topic

from quizzes.attempts.actions import Action, Draft, GoOn, Overrule, Rate, ShowHint, ShowStep, Tick, Undo, Write, choose
from quizzes.attempts.attempt import LONGEST_MS
from quizzes.attempts.mode import Beginning
from quizzes.events.event import Event
from quizzes.schedule.memory import replay
from quizzes.sessions import recall
from quizzes.sessions.register import index

TOPIC = topic(recall=[card("one"), card("two", "beta"), card("three", "gamma")])


def begin() -> recall.State:
    return recall.restore(attempt("recall", TOPIC.recall), TOPIC, ())


def rated(card_id: str, rating: int, second: float = 0) -> Event:
    past = attempt("recall", TOPIC.recall)
    return past.event("rated", card(card_id), at(second), token=f"rated-{second}", rating=rating)


def deck(*earlier: Event, chosen: str = "all", of: int = 3) -> list[str]:
    cards = [card(name, concept) for name, concept in zip(["one", "two", "three"], ["alpha", "beta", "gamma"], strict=True)]
    more = [card(f"more-{number}") for number in range(of - 3)]
    found = recall.deck(topic(recall=[*cards, *more]), Beginning(earlier=earlier, options={"deck": chosen}))
    return [one.id for one in found]


def test_a_card_is_rated_then_the_next_one_comes() -> None:
    state, events = recall.step(begin(), Rate(3), at(4.2))
    assert (state.position, state.card) == (1, TOPIC.recall[1])
    (event,) = events
    assert (event.kind, event.item, event.rating, event.score, event.ms) == ("rated", "track/topic/one", 3, 1.0, 4200)
    assert (event.content_hash, event.mode, event.utc_offset_min) == (TOPIC.recall[0].content_hash, "recall", 120)


@pytest.mark.parametrize("action", [choose("right"), GoOn(), ShowHint(), ShowStep(), Draft("x"), Write("x"), Tick(("x",)), Overrule("x")])
def test_what_belongs_to_other_modes_does_nothing(action: Action) -> None:
    assert recall.step(begin(), action, at(2)) == (begin(), ())


@pytest.mark.parametrize(("rating", "score"), [(1, 0.0), (2, 1.0), (3, 1.0), (4, 1.0)])
def test_only_again_counts_as_forgotten(rating: int, score: float) -> None:
    assert recall.step(begin(), Rate(rating), at(2))[1][0].score == score


def test_a_card_that_is_rated_again_on_a_page_of_before_is_rated_once() -> None:
    before = begin()
    assert len({event.id for second in range(10) for event in recall.step(before, Rate(3), at(second))[1]}) == 1


def test_the_last_rating_ends_the_session_and_says_how_many_were_known() -> None:
    state = begin()
    written: list[Event] = []
    for second, rating in enumerate([1, 2, 4]):
        state, events = recall.step(state, Rate(rating), at(second + 0.5))
        written += events
    assert kinds(written) == ["rated", "rated", "rated", "finished"]
    assert written[-1].payload == {"right": 2, "of": 3}
    assert state.finished
    assert recall.step(state, Rate(3), at(9)) == (state, ())


def test_what_was_hard_is_listed_worst_first() -> None:
    state = begin()
    for rating in [2, 1, 3]:
        state = recall.step(state, Rate(rating), at(2))[0]
    assert [one.id for one in state.hard] == ["two", "one"]


def test_the_time_of_a_card_counts_from_the_rating_before_it() -> None:
    state = recall.step(begin(), Rate(3), at(10))[0]
    assert recall.step(state, Rate(3), at(13))[1][0].ms == 3000


def test_a_clock_set_back_gives_no_negative_time_and_a_night_away_no_night_of_thinking() -> None:
    assert recall.step(begin(), Rate(3), at(-500))[1][0].ms == 0
    assert recall.step(begin(), Rate(3), at(90 * 24 * 3600))[1][0].ms == LONGEST_MS


def test_new_cards_come_in_the_files_order() -> None:
    assert deck() == ["one", "two", "three"]


def test_forgotten_cards_come_first_then_new_ones_then_the_known() -> None:
    assert deck(rated("one", 3), rated("three", 1)) == ["three", "two", "one"]
    assert deck(rated("one", 4), rated("two", 2)) == ["two", "three", "one"]


def test_only_the_last_rating_of_a_card_counts() -> None:
    assert deck(rated("one", 1, 1), rated("one", 3, 2)) == ["two", "three", "one"]
    assert deck(rated("two", 3, 1), rated("two", 1, 2)) == ["two", "one", "three"]


def test_the_short_deck_holds_twelve_and_all_holds_all() -> None:
    assert len(deck(chosen="short", of=30)) == recall.SHORT_DECK == 12
    assert len(deck(chosen="all", of=30)) == 30
    assert len(deck(chosen="short", of=5)) == 5


def test_the_short_deck_takes_the_forgotten_ones_wherever_they_stand() -> None:
    late = recall.deck(
        topic(recall=[card(f"c-{number}") for number in range(30)]), Beginning(earlier=[rated("c-29", 1)], options={"deck": "short"})
    )
    assert [one.id for one in late][:3] == ["c-29", "c-0", "c-1"]


def test_the_deck_of_forgotten_cards_holds_these_only() -> None:
    assert deck(rated("one", 3), rated("two", 1), rated("three", 2), chosen="forgotten") == ["two", "three"]
    assert deck(chosen="forgotten") == []


def test_a_deck_of_concepts_holds_their_cards_only() -> None:
    assert deck(chosen="concepts:gamma+alpha") == ["one", "three"]
    assert deck(chosen="concepts:unheard-of") == []
    assert deck(chosen="concepts:") == []


def test_a_renamed_card_keeps_its_last_rating() -> None:
    renamed = topic(recall=[card("one"), card("new", was=["two"])])
    assert [one.id for one in recall.deck(renamed, Beginning(earlier=[rated("two", 1)], options={"deck": "forgotten"}))] == ["new"]


def test_an_explanations_ticks_are_no_rating_of_a_card() -> None:
    ticked = attempt("explain", [prompt("one")]).event("rated", prompt("one"), at(1), token="ticked", payload={"covered": []})
    assert deck(ticked) == ["one", "two", "three"]


def test_the_session_begins_at_its_first_card() -> None:
    assert (begin().position, begin().shown_at) == (0, START)


def go_through(state: recall.State, *ratings: int, second: float = 1) -> tuple[recall.State, list[Event]]:
    """Rate one card after another; the state and every event."""
    written: list[Event] = []
    for number, rating in enumerate(ratings):
        state, events = recall.step(state, Rate(rating), at(second + number))
        written += events
    return state, written


def test_the_last_rating_can_be_taken_back_and_the_card_is_rated_again_under_another_token() -> None:
    state, first = go_through(begin(), 1)
    back, undone = recall.step(state, Undo(), at(5))
    assert (back.card, back.ratings) == (TOPIC.recall[0], {})
    assert [(one.kind, one.item, one.payload) for one in undone] == [("undone", "track/topic/one", {"event": first[0].id})]
    again, second = go_through(back, 4, second=6)
    assert again.ratings == {"one": 4}
    assert {first[0].id, second[0].id} == {"recall-session:one:rated", "recall-session:one:rated-2"}


def test_one_rating_is_taken_back_not_one_after_another_by_a_key_that_is_held() -> None:
    state, _ = go_through(begin(), 3, 3)
    back, _ = recall.step(state, Undo(), at(8))
    assert back.position == 1
    assert back.last is None
    assert recall.step(back, Undo(), at(9)) == (back, ())
    forward, _ = go_through(back, 2, second=10)
    assert recall.step(forward, Undo(), at(12))[0].position == 1


def test_an_undo_after_the_last_card_opens_the_session_again_and_it_ends_once_more() -> None:
    state, written = go_through(begin(), 3, 3, 1)
    back, undone = recall.step(state, Undo(), at(9))
    assert not back.finished
    assert [one.payload["event"] for one in undone] == [written[-2].id, written[-1].id]
    end, again = go_through(back, 3, second=10)
    assert end.finished
    assert [(one.kind, one.payload) for one in again] == [("rated", {}), ("finished", {"right": 3, "of": 3})]
    assert len({one.id for one in [*written, *undone, *again]}) == len(written) + len(undone) + len(again)


def test_nothing_is_undone_before_something_was_rated() -> None:
    assert recall.step(begin(), Undo(), at(1)) == (begin(), ())
    assert recall.step(begin(), Undo(), at(1)) == (begin(), ())


def test_practice_that_does_not_count_writes_no_rating_and_can_be_undone() -> None:
    practice = recall.restore(attempt("recall", TOPIC.recall, options={"counts": False}), TOPIC, ())
    state, written = go_through(practice, 1, 3, 3)
    assert kinds(written) == ["practised"] * 3 + ["finished"]
    assert [one.rating for one in written[:-1]] == [1, 3, 3]
    assert [one.id for one in state.hard] == ["one"]
    back, undone = recall.step(state, Undo(), at(9))
    assert back.card == TOPIC.recall[2]
    assert undone[0].payload == {"event": written[2].id}


DAYS = 24 * 3600


def due_deck(*earlier: Event, day: date, chosen: str = "short") -> list[str]:
    memories = replay(earlier, index((TOPIC,)))
    return [one.id for one in recall.deck(TOPIC, Beginning(earlier=earlier, options={"deck": chosen}, memories=memories, day=day))]


def test_due_cards_come_first_worst_first_and_the_short_deck_leaves_out_what_is_not_due() -> None:
    earlier = [rated("one", 4), rated("two", 3), rated("three", 2)]
    first = START.date()
    assert due_deck(*earlier, day=first) == ["three"]  # hard a moment ago: listed as forgotten, not as due
    week = [rated("one", 4), rated("two", 3), rated("three", 3, 5 * DAYS)]
    assert due_deck(*week, day=first + timedelta(days=6)) == ["two"]
    assert due_deck(*week, day=first + timedelta(days=60)) == ["two", "three", "one"]
    assert due_deck(*week, day=first + timedelta(days=6), chosen="all") == ["two", "one", "three"]


def test_a_rating_that_was_taken_back_makes_no_card_known() -> None:
    wrong = rated("one", 3)
    undone = attempt("recall", TOPIC.recall).event("undone", card("one"), at(2), token="undone-1", payload={"event": wrong.id})
    assert deck(wrong, undone) == ["one", "two", "three"]
    assert due_deck(wrong, undone, day=START.date() + timedelta(days=60)) == ["one", "two", "three"]


def test_a_deck_of_named_cards_holds_exactly_these_in_their_order() -> None:
    assert deck(rated("one", 1), chosen="cards:three+one+three+none") == ["three", "one"]
