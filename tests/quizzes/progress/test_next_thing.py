"""The one thing to do next in a topic: the first that is true of the learner's record, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest
from sample_topic import START, card, lesson_part, question, topic, whole_topic

from quizzes.attempts.attempt import Attempt, Moment
from quizzes.content.topic import Topic
from quizzes.events.event import Event
from quizzes.progress.next_thing import NextThing, next_thing
from quizzes.schedule.memory import Memory
from quizzes.sessions.lesson import Standing
from quizzes.sessions.register import index

TOPIC = topic(recall=[card("one"), card("two"), card("three")], quick_check=[question("q-one")])
TAUGHT = topic(lesson=[lesson_part("l-one", "s-one", "s-two")], recall=TOPIC.recall, quick_check=TOPIC.quick_check)
DAY = date(2026, 3, 10)
PART = TAUGHT.lesson[0]
SECTIONS = {"recall": "recall", "quick-check": "quick_check", "myths": "myths", "practice": "practice", "explain": "explain"}


def remembered(*, due_in: int = 5, sure_wrong: bool = False, known: bool = False) -> Memory:
    last, due = DAY, DAY + timedelta(days=due_in)
    return Memory(item="", met=DAY, stability=5.0, difficulty=5.0, last=last, due=due, reviews=1, sure_wrong=sure_wrong, known=known)


BROUGHT = Memory(item="", due=DAY + timedelta(days=1))
"""A card that a lesson brought, before it was ever seen."""


def found(about: Topic = TOPIC, parts: Sequence[Standing] = (), tests: Sequence[Event] = (), **memories: Memory) -> NextThing | None:
    full: Mapping[str, Memory] = {f"track/topic/{item.replace('_', '-')}": memory for item, memory in memories.items()}
    return next_thing(about, parts=parts, tests=tests, memories=full, index=index((about,)), day=DAY)


def after_test(right: int) -> Event:
    attempt = Attempt(learner="ann", session="s", mode="self-test", topic="track/topic", seed=1, items=(), started_at=START)
    return attempt.finished(Moment(START), right=right, of=10)


ALL = {"one": remembered(), "two": remembered(due_in=9), "three": remembered(), "q_one": remembered()}


@pytest.mark.parametrize(
    ("memories", "mode", "why"),
    [
        ({}, "recall", "New here? You have not seen one of 3 cards yet."),
        ({"one": remembered(due_in=0, sure_wrong=True), "two": remembered(due_in=-3)}, "today", "You were sure of 1 item and got it wrong"),
        ({"one": remembered(due_in=0), "two": remembered(due_in=-3)}, "today", "2 items are due"),
        ({"one": remembered(due_in=0, known=True), "q_one": remembered(due_in=-1)}, "today", "1 item is due"),
        ({"q_one": remembered()}, "recall", "Nothing is due. You have not seen one of 3 cards yet."),
        ({"one": remembered(), "two": remembered()}, "recall", "Nothing is due. You have seen 2 of 3 cards."),
        (
            {"one": remembered(), "two": remembered(), "three": remembered()},
            "quick-check",
            "Nothing is due. You have not seen one of 1 q",
        ),
        ({"one": BROUGHT, "two": BROUGHT, "three": BROUGHT}, "quick-check", "Nothing is due. 3 cards about your lesson come tomorrow."),
    ],
)
def test_the_first_that_fits_is_told(memories: dict[str, Memory], mode: str, why: str) -> None:
    thing = found(**memories)
    assert thing is not None
    assert thing.mode == mode
    assert thing.why.startswith(why)


def test_a_lesson_that_was_not_begun_comes_first_and_names_its_minutes() -> None:
    thing = found(TAUGHT, [Standing(PART)])
    assert thing == NextThing(
        "lesson", "Start the lesson: L-One (2 min)", "New here? The lesson takes nothing for granted.", {"part": "l-one"}
    )


def test_in_the_middle_of_a_lesson_one_goes_on_with_it_before_what_is_due() -> None:
    thing = found(TAUGHT, [Standing(PART, answered=1, session="s", behind=1)], s_one=Memory(item="", met=DAY), one=remembered(due_in=-1))
    assert thing == NextThing("lesson", "Go on: Learn it, screen 2 of 2", "You are in the middle of “L-One”.", {"part": "l-one"})


def test_what_is_due_comes_before_the_next_part_and_the_next_part_before_other_modes() -> None:
    parts = [Standing(PART)]
    due = found(TAUGHT, parts, one=remembered(due_in=0))
    assert due is not None
    assert due.mode == "today"
    new = found(TAUGHT, parts, one=remembered())
    assert new is not None
    assert (new.mode, new.why) == ("lesson", "Nothing is due.")


def test_who_knows_all_cards_of_a_part_is_not_sent_to_it() -> None:
    thing = found(TAUGHT, [Standing(PART)], one=remembered(), two=remembered(), three=remembered())
    assert thing is not None
    assert thing.mode == "quick-check"


def test_once_everything_was_seen_it_is_the_test_and_then_what_it_said() -> None:
    tested = topic(recall=TOPIC.recall, quick_check=TOPIC.quick_check, self_test=[question("st-one")])
    first = found(tested, **ALL)
    assert first is not None
    assert (first.mode, first.label) == ("self-test", "Test me (1 question)")
    strong = found(tested, (), (after_test(9),), **ALL)
    assert strong is not None
    assert strong.why == "Your last test was strong, and nothing is due. The next item is due on 15 Mar."
    weak = found(tested, (), (after_test(9), after_test(2)), **ALL)
    assert weak is not None
    assert "“not yet”" in weak.why


def test_memories_of_other_topics_say_nothing_here() -> None:
    other = topic(recall=[card("else")]).model_copy(update={"id": "track/other"})
    known = {"track/other/else": remembered(due_in=0)}
    thing = next_thing(TOPIC, parts=(), tests=(), memories=known, index=index((TOPIC, other)), day=DAY)
    assert thing is not None
    assert thing.why.startswith("New here?")


def test_the_modes_come_in_their_order_until_everything_was_seen() -> None:
    whole, memories, told = whole_topic(), dict[str, Memory](), list[str]()
    parts = [Standing(part, answered=len(part.screens)) for part in whole.lesson]
    for _ in range(9):
        thing = next_thing(whole, parts=parts, tests=(), memories=memories, index=index((whole,)), day=DAY)
        assert thing is not None
        told.append(thing.mode)
        if thing.mode == "self-test":
            break
        memories |= {f"{whole.id}/{item.id}": remembered() for item in whole.items_of(SECTIONS[thing.mode])}
    assert told == ["recall", "quick-check", "myths", "practice", "explain", "self-test"]


def test_a_topic_with_nothing_to_practise_has_nothing_next() -> None:
    assert found(topic()) is None
