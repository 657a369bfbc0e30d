"""New items come after what they need, nothing is left out, and what failed leads to what it leans on."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from learner_log import TOPIC, entry, index_of
from sample_topic import card, question, topic

from quizzes.content.topic import Topic
from quizzes.models import Item
from quizzes.schedule.index import Index, index
from quizzes.schedule.leaning import leaned_on
from quizzes.schedule.memory import Memory
from quizzes.schedule.needs import Needs, needed_first, needs_of
from quizzes.schedule.plan import todays_plan
from quizzes.sessions.register import OVER_A_TOPIC

TODAY = date(2026, 3, 1)


def ordered(new: str, needs: dict[str, str], met: str = "") -> str:
    """Concepts of one letter in the order in which they come; what one needs is a text of letters."""
    named: Needs = {(TOPIC, one): [(TOPIC, need) for need in needed] for one, needed in needs.items()}
    return "".join(needed_first(list(new), key=lambda one: (TOPIC, one), needs=named, met_concepts={(TOPIC, one) for one in met}))


@pytest.mark.parametrize(
    ("new", "needs", "met", "order"),
    [
        ("abc", {}, "", "abc"),
        ("ba", {"b": "a"}, "", "ab"),
        ("cba", {"c": "b", "b": "a"}, "", "abc"),
        ("bba", {"b": "a"}, "", "abb"),
        ("ba", {"b": "a"}, "a", "ba"),
        ("dcba", {"d": "bc", "c": "a"}, "", "bacd"),
        ("bac", {"b": "x"}, "", "acb"),
        ("cba", {"c": "b", "b": "x"}, "", "abc"),
        ("ab", {"a": "b", "b": "a"}, "", "ab"),
        ("a", {"a": "a"}, "", "a"),
    ],
)
def test_what_a_concept_needs_comes_before_it_and_else_the_order_holds(new: str, needs: dict[str, str], met: str, order: str) -> None:
    assert ordered(new, needs, met) == order


def test_nothing_is_left_out_or_doubled_whatever_needs_what() -> None:
    pairs = [(one, other) for one in "abcd" for other in "abcd"]
    for chosen in itertools.combinations(pairs, 3):
        needs: dict[str, str] = {}
        for one, other in chosen:
            needs[one] = needs.get(one, "") + other
        assert sorted(ordered("abcdab", needs)) == sorted("abcdab")


def leaning(needs: dict[str, list[str]], *items: Item, topic_id: str = TOPIC, topic_needs: tuple[str, ...] = ()) -> Topic:
    """A topic of these cards and questions whose concepts need others."""
    made = topic(recall=[one for one in items if one.id.startswith("c")], quick_check=[one for one in items if one.id.startswith("q")])
    concepts = tuple(one.model_copy(update={"needs": tuple(needs.get(one.id, ()))}) for one in made.concepts)
    return made.model_copy(update={"id": topic_id, "concepts": concepts, "needs": topic_needs})


def planned(*topics: Topic, new_left: int = 99, exams: dict[str, date] | None = None, held: dict[str, Memory] | None = None) -> list[str]:
    plan = todays_plan(held or {}, index(topics, OVER_A_TOPIC), day=TODAY, new_left=new_left, exams=exams)
    return [one.entry.item.rpartition("/")[2] for one in plan.items if one.why == "new"]


@pytest.mark.parametrize("exams", [None, {TOPIC: TODAY + timedelta(days=9)}], ids=["without an exam", "before an exam"])
def test_todays_new_items_come_after_what_their_concept_needs(exams: dict[str, date] | None) -> None:
    made = leaning(
        {"alpha": ["beta"], "gamma": ["alpha"]}, card("c-a"), card("c-g", "gamma"), question("q-b", "beta"), card("c-d", "delta")
    )
    order = planned(made, exams=exams)
    assert order.index("q-b") < order.index("c-a") < order.index("c-g")
    assert len(order) == 4


def test_a_limit_takes_what_is_needed_and_leaves_what_needs_it() -> None:
    made = leaning({"alpha": ["beta"]}, card("c-a"), card("c-b", "beta"))
    assert planned(made, new_left=1) == ["c-b"]
    seen = {f"{TOPIC}/c-b": Memory(item=f"{TOPIC}/c-b", met=TODAY, known=True)}
    assert planned(made, new_left=1, held=seen) == ["c-a"]


def test_needs_lead_over_topics() -> None:
    later = leaning({"alpha": [f"{TOPIC}/beta"]}, card("c-far"), card("c-free", "beta"), topic_id="a/first-by-name")
    sooner = leaning({}, card("c-near", "beta"), card("c-other", "gamma"))
    order = planned(later, sooner)
    assert order.index("c-near") < order.index("c-far")
    whole = leaning({}, card("c-far"), topic_id="a/first-by-name", topic_needs=(TOPIC, "gone/topic"))
    assert planned(whole, sooner, new_left=2) == ["c-near", "c-other"]


def test_an_item_whose_needed_concept_has_no_items_comes_when_nothing_else_is_new() -> None:
    made = leaning({"alpha": ["beta", "gone/topic/idea"], "gamma": ["delta"]}, card("c-a"), card("c-g", "gamma"), card("c-d", "delta"))
    assert planned(made) == ["c-d", "c-g", "c-a"]
    assert needs_of([made])[TOPIC, "alpha"] == [(TOPIC, "beta")]


def test_the_index_of_entries_alone_needs_nothing() -> None:
    entries: Index = index_of(entry("card", "recall"))
    assert entries.needs == {}


def remembered(name: str, *, stability: float) -> Memory:
    return Memory(item=f"{TOPIC}/{name}", met=TODAY, stability=stability, last=TODAY - timedelta(days=5), reviews=1)


def test_what_failed_leads_to_the_needed_concept_that_is_known_least() -> None:
    made = leaning(
        {"alpha": ["beta", "gamma", "delta", "gone/topic/idea"]}, card("c-b", "beta"), card("c-g", "gamma"), question("q", "alpha")
    )
    failed = made.quick_check[0]
    weak, strong = remembered("c-g", stability=2), remembered("c-b", stability=90)

    def led_to(*held: Memory) -> str | None:
        found = leaned_on(failed, made, topics=[made], memories={one.item: one for one in held}, day=TODAY)
        return None if found is None else found[1]

    assert led_to(weak, strong) == "gamma"
    assert led_to(replace(weak, stability=900), strong) == "beta"
    assert led_to(weak) == "beta"  # never met
    assert led_to() == "beta"
    assert led_to(replace(weak, known=True), replace(strong, known=True)) is None  # no card of theirs is asked any more
    assert leaned_on(card("c-other", "zeta"), made, topics=[made], memories={}, day=TODAY) is None
