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
    new = [progress for progress in parts if not progress.is_done and _brings_something(progress.part, topic, own)]
    if not own and new:
        return _part(topic, new[0].part, "New here? The lesson takes nothing for granted.")
    middle = next((progress for progress in parts if progress.is_begun and not progress.is_done), None)
    if middle is not None:
        screen_place = f"screen {middle.behind + 1} of {middle.of}"
        query = {lesson.PART: middle.part.id}
        return NextThing(LESSON.id, f"Go on: {LESSON.title}, {screen_place}", f"You are in the middle of “{middle.part.title}”.", query)
    due_memories = forecast.due(own, index, day=day)
    if due_memories:
        return NextThing(TODAY.id, f"Today: {len(due_memories)} due here", _why_due(due_memories))
    if new:
        return _part(topic, new[0].part, _nothing_is_due(topic, own, day))
    return next(_modes(topic, tests, own, day), None) or _after_all(topic, tests, own, index)


def _brings_something(part: LessonPart, topic: Topic, own: Memories) -> bool:
    """Whether a part still teaches something: whoever has seen all cards about it needs it no more."""
    cards = [f"{topic.id}/{card.id}" for card in topic.recall if card.concept in part.concepts]
    return not cards or any(_is_new(own, card) for card in cards)


def _part(topic: Topic, part: LessonPart, reason: str) -> NextThing:
    return NextThing(LESSON.id, f"Start the lesson: {part.title} ({part_minutes(part)} min)", reason, {lesson.PART: part.id})


def part_minutes(part: LessonPart) -> int:
    """How long a first reading of a part of a lesson takes."""
    return max(1, round(len(part.screens) * LESSON.first_seconds / 60))


def deck_minutes(topic: Topic) -> int:
    """How long the first cards of a topic take that one turns over in one go."""
    return max(1, round(min(len(topic.recall), recall.SHORT_DECK) * RECALL.first_seconds / 60))


def _why_due(due_memories: Sequence[Memory]) -> str:
    surprises = sum(memory.sure_wrong for memory in due_memories)
    if surprises:
        return f"You were sure of {_counted(surprises, 'item')} and got {'them' if surprises > 1 else 'it'} wrong: Today begins there."
    is_one = len(due_memories) == 1
    return f"{_counted(len(due_memories), 'item')} {'is' if is_one else 'are'} due: Today asks {'it' if is_one else 'them, mixed'}."


def _nothing_is_due(topic: Topic, own: Memories, day: date) -> str:
    """That nothing is due, and when what a lesson brought comes."""
    days_brought = sorted(
        memory.due
        for card in topic.recall
        if (memory := own.get(f"{topic.id}/{card.id}")) is not None and memory.is_new and memory.due is not None
    )
    if not days_brought:
        return "Nothing is due."
    come = "tomorrow" if days_brought[0] - day == timedelta(days=1) else f"on {days_brought[0].day} {days_brought[0]:%b}"
    return f"Nothing is due. {_counted(len(days_brought), 'card')} about your lesson {'come' if len(days_brought) > 1 else 'comes'} {come}."


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
            seen_count = len(items) - sum(_is_new(own, item) for item in items)
            yield _new_of(mode, topic, seen_count, len(items), _nothing_is_due(topic, own, day) if own else "New here?")


def _new_of(mode: AnyMode, topic: Topic, seen_count: int, of: int, due_sentence: str) -> NextThing:
    how_far = (
        f"You have seen {seen_count} of {_counted(of, mode.noun)}."
        if seen_count
        else f"You have not seen one of {_counted(of, mode.noun)} yet."
    )
    if mode is RECALL:
        return NextThing(mode.id, f"Start ({deck_minutes(topic)} min)", f"{due_sentence} {how_far}", {DECK: "short"})
    return NextThing(mode.id, f"Start: {mode.title}", f"{due_sentence} {how_far}")


def _after_all(topic: Topic, tests: Sequence[Event], own: Memories, index: Index) -> NextThing | None:
    """Where everything was seen and tested: what the last test said, and when something comes again."""
    tests_taken = _tests(topic, tests)
    if not tests_taken or not topic.self_test:
        return None
    last = self_test.verdict(tests_taken[-1].payload["right"], tests_taken[-1].payload["of"])
    next_due = min(
        (memory.due for item, memory in own.items() if is_scheduled(memory, index.entries[item]) and memory.due is not None), default=None
    )
    wait = "" if next_due is None else f" The next item is due on {next_due.day} {next_due:%b}."
    if last.level == "strong":
        return NextThing(SELF_TEST.id, _test_label(topic), f"Your last test was strong, and nothing is due.{wait}")
    reason = f"Nothing is due, and your last test said “{last.title.lower()}”. Worked problems show how to get there.{wait}"
    if topic.practice:
        return NextThing(PRACTICE.id, f"Start: {PRACTICE.title}", reason)
    return NextThing(SELF_TEST.id, _test_label(topic), reason)


def _tests(topic: Topic, tests: Sequence[Event]) -> list[Event]:
    return [event for event in tests if event.mode == self_test.MODE and event.item == topic.id]


def _test_label(topic: Topic) -> str:
    return f"Test me ({_counted(SELF_TEST.asked(topic), 'question')})"


_NEVER = Memory(item="")


def _is_new(own: Memories, item: str) -> bool:
    return own.get(item, _NEVER).is_new


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
