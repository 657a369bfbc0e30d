"""The one thing to do next in a topic, from the learner's own record, and why in a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from quizzes.attempts.asides import DECK
from quizzes.attempts.mode import AnyMode
from quizzes.content.lesson import LessonPart
from quizzes.content.topic import Topic
from quizzes.events.event import Event
from quizzes.schedule import forecast
from quizzes.schedule.forecast import is_scheduled
from quizzes.schedule.index import Index
from quizzes.schedule.memory import Memory
from quizzes.sessions import lesson, recall, self_test
from quizzes.sessions.lesson import Standing
from quizzes.sessions.register import LESSON, OVER_A_TOPIC, PRACTICE, RECALL, SELF_TEST, TODAY

Memories = Mapping[str, Memory]


@dataclass(frozen=True)
class NextThing:
    """The page of ``mode`` with what its address holds besides the topic, what the button says that leads there, and ``why``."""

    mode: str
    label: str
    why: str
    query: Mapping[str, str] = field(default_factory=dict)


def next_thing(
    topic: Topic, *, parts: Sequence[Standing], tests: Sequence[Event], memories: Memories, index: Index, day: date
) -> NextThing | None:
    """The first that applies: a lesson not begun, a part in the middle of which one is, what is due, the next part, the next mode of which
    something was not seen yet, a test. ``parts`` say how far the learner is with the lesson, ``tests`` are their ``finished`` rows, in
    order. None where the topic has nothing to do.
    """
    own = {item: memory for item, memory in memories.items() if index.entries[item].topic == topic.id}
    new = [one for one in parts if not one.is_done and _brings_something(one.part, topic, own)]
    if not own and new:
        return _part(topic, new[0].part, "New here? The lesson takes nothing for granted.")
    middle = next((one for one in parts if one.is_begun and not one.is_done), None)
    if middle is not None:
        where = f"screen {middle.behind + 1} of {middle.of}"
        query = {lesson.PART: middle.part.id}
        return NextThing(LESSON.id, f"Go on: {LESSON.title}, {where}", f"You are in the middle of “{middle.part.title}”.", query)
    due = forecast.due(own, index, day=day)
    if due:
        return NextThing(TODAY.id, f"Today: {len(due)} due here", _why_due(due))
    if new:
        return _part(topic, new[0].part, _nothing_is_due(topic, own, day))
    return next(_modes(topic, tests, own, day), None) or _after_all(topic, tests, own, index)


def _brings_something(part: LessonPart, topic: Topic, own: Memories) -> bool:
    """Whether a part still teaches something: whoever has seen all cards about it needs it no more."""
    cards = [f"{topic.id}/{card.id}" for card in topic.recall if card.concept in part.concepts]
    return not cards or any(_is_new(own, card) for card in cards)


def _part(topic: Topic, part: LessonPart, why: str) -> NextThing:
    return NextThing(LESSON.id, f"Start the lesson: {part.title} ({part_minutes(part)} min)", why, {lesson.PART: part.id})


def part_minutes(part: LessonPart) -> int:
    """How long a first reading of a part of a lesson takes."""
    return max(1, round(len(part.screens) * LESSON.first_seconds / 60))


def deck_minutes(topic: Topic) -> int:
    """How long the first cards of a topic take that one turns over in one go."""
    return max(1, round(min(len(topic.recall), recall.SHORT_DECK) * RECALL.first_seconds / 60))


def _why_due(due: Sequence[Memory]) -> str:
    surprises = sum(memory.sure_wrong for memory in due)
    if surprises:
        return f"You were sure of {_counted(surprises, 'item')} and got {'them' if surprises > 1 else 'it'} wrong: Today begins there."
    return f"{_counted(len(due), 'item')} {'are' if len(due) > 1 else 'is'} due: Today asks {'them, mixed' if len(due) > 1 else 'it'}."


def _nothing_is_due(topic: Topic, own: Memories, day: date) -> str:
    """That nothing is due, and when what a lesson brought comes."""
    brought = sorted(
        memory.due
        for card in topic.recall
        if (memory := own.get(f"{topic.id}/{card.id}")) is not None and memory.is_new and memory.due is not None
    )
    if not brought:
        return "Nothing is due."
    come = "tomorrow" if brought[0] - day == timedelta(days=1) else f"on {brought[0].day} {brought[0]:%b}"
    return f"Nothing is due. {_counted(len(brought), 'card')} about your lesson {'come' if len(brought) > 1 else 'comes'} {come}."


def _modes(topic: Topic, tests: Sequence[Event], own: Memories, day: date) -> Iterator[NextThing]:
    """The modes of which the learner has not seen everything, in the order in which one takes them."""
    for mode in OVER_A_TOPIC:
        if mode is LESSON or not mode.count(topic):
            continue
        if mode is SELF_TEST:
            if not _tests(topic, tests):
                yield NextThing(mode.id, _test_label(topic), f"{_nothing_is_due(topic, own, day)} A test shows where you stand.")
            continue
        items = [f"{topic.id}/{item.id}" for item in topic.items_of(mode.section or "")]
        new = [item for item in items if _is_new(own, item) and own.get(item, _NEVER).due is None]
        if new:
            seen = len(items) - sum(_is_new(own, item) for item in items)
            yield _new_of(mode, topic, seen, len(items), _nothing_is_due(topic, own, day) if own else "New here?")


def _new_of(mode: AnyMode, topic: Topic, seen: int, of: int, due: str) -> NextThing:
    how_far = f"You have seen {seen} of {_counted(of, mode.noun)}." if seen else f"You have not seen one of {_counted(of, mode.noun)} yet."
    if mode is RECALL:
        return NextThing(mode.id, f"Start ({deck_minutes(topic)} min)", f"{due} {how_far}", {DECK: "short"})
    return NextThing(mode.id, f"Start: {mode.title}", f"{due} {how_far}")


def _after_all(topic: Topic, tests: Sequence[Event], own: Memories, index: Index) -> NextThing | None:
    """Where everything was seen and tested: what the last test said, and when something comes again."""
    ended = _tests(topic, tests)
    if not ended or not topic.self_test:
        return None
    last = self_test.verdict(ended[-1].payload["right"], ended[-1].payload["of"])
    coming = min((one.due for item, one in own.items() if is_scheduled(one, index.entries[item]) and one.due is not None), default=None)
    wait = "" if coming is None else f" The next item is due on {coming.day} {coming:%b}."
    if last.level == "strong":
        return NextThing(SELF_TEST.id, _test_label(topic), f"Your last test was strong, and nothing is due.{wait}")
    why = f"Nothing is due, and your last test said “{last.title.lower()}”. Worked problems show how to get there.{wait}"
    if topic.practice:
        return NextThing(PRACTICE.id, f"Start: {PRACTICE.title}", why)
    return NextThing(SELF_TEST.id, _test_label(topic), why)


def _tests(topic: Topic, tests: Sequence[Event]) -> list[Event]:
    return [event for event in tests if event.mode == self_test.MODE and event.item == topic.id]


def _test_label(topic: Topic) -> str:
    return f"Test me ({_counted(SELF_TEST.asked(topic), 'question')})"


_NEVER = Memory(item="")


def _is_new(own: Memories, item: str) -> bool:
    return own.get(item, _NEVER).is_new


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
