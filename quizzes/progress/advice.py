"""One sentence of advice for a topic, from the learner's own record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from quizzes.content.topic import Topic
from quizzes.events.event import Event
from quizzes.schedule import forecast
from quizzes.schedule.forecast import is_scheduled
from quizzes.schedule.index import Index
from quizzes.schedule.memory import Memory
from quizzes.sessions import self_test
from quizzes.sessions.register import SELF_TEST


def advice(topic: Topic, tests: Sequence[Event], memories: Mapping[str, Memory], index: Index, *, day: date) -> str:
    """What to do next. ``tests`` are the learner's ``finished`` events, in order; the first rule that fits speaks:
    nothing done yet, items that were answered wrong and sure, items that are due, no card or not all cards met, no test yet, the last
    test's verdict with the day on which something comes due next."""
    own = {item: memory for item, memory in memories.items() if index.entries[item].topic == topic.id}
    if not own and topic.lesson:
        return "New here? Begin with “Learn it”: it takes nothing for granted."
    if not own:
        return "New here? Five minutes of cards are a good start."
    scheduled = [memory for item, memory in own.items() if is_scheduled(memory, index.entries[item])]
    due = forecast.due(own, index, day=day)
    surprises = sum(memory.sure_wrong for memory in due)
    if surprises:
        return f"You were sure of {_items(surprises)} and got {'them' if surprises > 1 else 'it'} wrong: Today begins there."
    if due:
        return f"{_items(len(due))} {'are' if len(due) > 1 else 'is'} due: Today asks {'them, mixed' if len(due) > 1 else 'it'}."
    cards = [f"{topic.id}/{card.id}" for card in topic.recall]
    met = sum(card in own and not own[card].is_new for card in cards)
    brought = [memory.due for card in cards if (memory := own.get(card)) is not None and memory.is_new and memory.due is not None]
    if brought:
        come = "tomorrow" if (min(brought) - day).days == 1 else f"on {min(brought).day} {min(brought):%b}"
        return f"Nothing is due. {_cards(len(brought))} about your lesson {'come' if len(brought) > 1 else 'comes'} {come}."
    if cards and not met:
        return "You have not turned over a card yet. Five minutes make a start."
    if met < len(cards):
        return f"Nothing is due, and you have seen {met} of {len(cards)} cards. The next new ones take five minutes."
    ended = [event for event in tests if event.mode == self_test.MODE and event.item == topic.id]
    if not ended:
        return f"You have seen every card. {_test(topic)}"
    last = self_test.verdict(ended[-1].payload["right"], ended[-1].payload["of"])
    coming = min((memory.due for memory in scheduled if memory.due is not None), default=None)
    wait = "" if coming is None else f" The next item is due on {coming.day} {coming:%b}."
    if last.level == "strong":
        return f"Your last test was strong, and nothing is due.{wait}"
    return f"Nothing is due, and your last test said “{last.title.lower()}”. Worked problems show how to get there.{wait}"


def _cards(count: int) -> str:
    return f"{count} card{'s' if count > 1 else ''}"


def _test(topic: Topic) -> str:
    asked = self_test.length(topic)
    if not asked:
        return "Nothing is due."
    minutes = SELF_TEST.minutes(topic)
    return f"Test yourself: {asked} question{'s' * (asked > 1)}, about {minutes} minute{'s' * (minutes > 1)}."


def _items(count: int) -> str:
    return f"{count} item{'s' if count > 1 else ''}"
