"""The sentence on a topic's page: the first thing that is true of the learner's record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from sample_topic import START, card, question, topic

from quizzes.attempts.attempt import Attempt, Moment
from quizzes.events.event import Event
from quizzes.progress.advice import advice
from quizzes.schedule.memory import Memory
from quizzes.sessions.register import index

TOPIC = topic(recall=[card("one"), card("two"), card("three")], quick_check=[question("q-one")])
INDEX = index((TOPIC,))
DAY = date(2026, 3, 10)


def remembered(*, due_in: int = 5, sure_wrong: bool = False, known: bool = False) -> Memory:
    return Memory(
        item="", stability=5.0, difficulty=5.0, last=DAY, due=DAY + timedelta(days=due_in), reviews=1, sure_wrong=sure_wrong, known=known
    )


def said(tests: tuple[Event, ...] = (), **memories: Memory) -> str:
    full: Mapping[str, Memory] = {f"track/topic/{item.replace('_', '-')}": one for item, one in memories.items()}
    return advice(TOPIC, tests, full, INDEX, day=DAY)


def after_test(right: int) -> Event:
    attempt = Attempt(learner="ann", session="s", mode="self-test", topic="track/topic", seed=1, items=(), started_at=START)
    return attempt.finished(Moment(START), right=right, of=10)


ALL = {"one": remembered(), "two": remembered(due_in=9), "three": remembered()}


@pytest.mark.parametrize(
    ("memories", "sentence"),
    [
        ({}, "New here?"),
        ({"one": remembered(due_in=0, sure_wrong=True), "two": remembered(due_in=-3)}, "You were sure of 1 item and got it wrong"),
        ({"one": remembered(due_in=0), "two": remembered(due_in=-3)}, "2 items are due"),
        ({"one": remembered(due_in=0, known=True), "q_one": remembered(due_in=-1)}, "1 item is due"),
        ({"q_one": remembered()}, "You have not turned over a card yet"),
        ({"one": remembered(), "two": remembered()}, "Nothing is due, and you have seen 2 of 3 cards"),
        (ALL, "You have seen every card. Nothing is due."),
    ],
)
def test_the_first_rule_that_fits_speaks(memories: dict[str, Memory], sentence: str) -> None:
    assert said(**memories).startswith(sentence)


def test_after_a_test_its_verdict_is_named_with_the_day_of_the_next_item() -> None:
    assert said((after_test(9),), **ALL) == "Your last test was strong, and nothing is due. The next item is due on 15 Mar."
    assert "“not yet”" in said((after_test(9), after_test(2)), **ALL)


def test_memories_of_other_topics_say_nothing_here() -> None:
    other = topic(recall=[card("else")]).model_copy(update={"id": "track/other"})
    known = {"track/other/else": remembered(due_in=0)}
    assert advice(TOPIC, (), known, index((TOPIC, other)), day=DAY).startswith("New here?")


def test_a_test_is_said_to_be_as_long_as_it_is_and_only_where_there_is_one() -> None:
    for count, sentence in ((1, "Test yourself: 1 question, about 1 minute."), (2, "Test yourself: 2 questions, about 1 minute.")):
        pool = [question(f"st-{number}", "alpha" if number else "beta") for number in range(count)]
        tested = topic(recall=TOPIC.recall, quick_check=TOPIC.quick_check, self_test=pool)
        known = {f"track/topic/{name}": one for name, one in ALL.items()}
        assert advice(tested, (), known, index((tested,)), day=DAY) == f"You have seen every card. {sentence}"
