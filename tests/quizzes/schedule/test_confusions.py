"""Items of concepts that are mixed up come in turns: in a deck, and in the plan of a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from learner_log import TOPIC, entry, index_of
from sample_topic import card, topic

from quizzes.attempts.mode import Beginning
from quizzes.content.topic import Topic
from quizzes.models import Concept
from quizzes.schedule.confusions import Confusions, confusions_of, in_turns
from quizzes.schedule.memory import Memory
from quizzes.schedule.plan import Planned, mixed, todays_plan
from quizzes.sessions import recall

DAY = date(2026, 3, 1)
MIXED_UP: Confusions = {(TOPIC, one): {(TOPIC, other)} for one, other in ("ab", "ba")}


@pytest.mark.parametrize(
    ("given", "needs", "turns"),
    [
        ("aabb", "", "abab"),
        ("aaacb", "", "abaac"),
        ("cacb", "", "cabc"),
        ("abc", "", "abc"),
        ("aacb", "c", "aacb"),
        ("acdd", "", "acdd"),
    ],
)
def test_after_one_of_a_concept_comes_one_of_its_rival_unless_that_needs_what_still_waits(given: str, needs: str, turns: str) -> None:
    needed = {(TOPIC, "b"): [(TOPIC, one) for one in needs]}
    assert "".join(in_turns(list(given), key=lambda one: (TOPIC, one), confusions=MIXED_UP, needs=needed)) == turns


def with_confused(one: Topic, **confused: str) -> Topic:
    def told(concept: Concept) -> Concept:
        return concept.model_copy(update={"confused_with": (confused[concept.id],)}) if concept.id in confused else concept

    return one.model_copy(update={"concepts": tuple(map(told, one.concepts))})


def test_a_deck_of_new_cards_and_one_of_due_cards_are_dealt_so() -> None:
    cards = [card("a-one", "alpha"), card("a-two", "alpha"), card("c", "gamma"), card("b-one", "beta"), card("b-two", "beta")]
    one = with_confused(topic(recall=cards), alpha="beta", beta="alpha")
    assert [item.id for item in recall.deck(one, Beginning())] == ["a-one", "b-one", "a-two", "b-two", "c"]
    due = {f"track/topic/{item.id}": Memory(item="", stability=1.0, last=DAY, due=DAY, reviews=1, met=DAY) for item in cards}
    asked = recall.deck(one, Beginning(memories=due, day=DAY))
    assert [item.concept for item in asked] == ["alpha", "beta", "alpha", "beta", "gamma"]


def test_a_deck_does_not_take_in_others_for_it() -> None:
    cards = [card(f"a-{number}", "alpha") for number in range(recall.SHORT_DECK)] + [card("b", "beta")]
    one = with_confused(topic(recall=cards), alpha="beta", beta="alpha")
    assert {item.concept for item in recall.deck(one, Beginning(options={"deck": "short"}))} == {"alpha"}


def test_a_day_s_plan_asks_rivals_in_turns_however_far_apart_they_stood() -> None:
    entries = [
        entry(f"{'z' if concept == 'b' else concept}-{number}", "recall", concept)
        for concept in "acdefghijklmnopqrb"
        for number in range(2)
    ]
    index = replace(index_of(*entries), confusions=MIXED_UP)
    held = {one.item: Memory(item=one.item, met=DAY, stability=1.0, difficulty=5.0, last=DAY, due=DAY, reviews=1) for one in entries}
    held = {item: replace(memory, last=date(2026, 2, 20), due=DAY) for item, memory in held.items()}
    order = "".join(one.entry.concept for one in todays_plan(held, index, day=DAY, new_left=0).items)
    assert "abab" in order or "baba" in order  # b would come last by its name
    plain = "".join(one.entry.concept for one in todays_plan(held, index_of(*entries), day=DAY, new_left=0).items)
    assert sorted(plain) == sorted(order)
    assert "ab" not in plain


def test_a_new_item_waits_for_what_it_needs_even_after_its_rival() -> None:
    new = [Planned(entry(name, "recall", name[0]), "new", 12) for name in ("a-1", "c-1", "b-1")]
    ordered = mixed(new, needs={(TOPIC, "b"): [(TOPIC, "c")]}, confusions=MIXED_UP)
    assert [one.entry.concept for one in ordered] == ["a", "c", "b"]


def test_both_are_told_and_only_what_is_there() -> None:
    one = with_confused(topic(recall=[card("a")]), alpha="beta")
    assert confusions_of([one]) == {(TOPIC, "alpha"): {(TOPIC, "beta")}, (TOPIC, "beta"): {(TOPIC, "alpha")}}
    assert confusions_of([with_confused(topic(), alpha="gone")]) == {}
