"""One sentence of advice for a topic, from the learner's own record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from quizzes.content.topic import Topic
from quizzes.events.log import Event
from quizzes.schedule import forecast
from quizzes.schedule.forecast import is_scheduled
from quizzes.schedule.index import Index
from quizzes.schedule.memory import Memory
from quizzes.sessions import self_test


def advice(topic: Topic, tests: Sequence[Event], memories: Mapping[str, Memory], index: Index, *, day: date) -> str:
    """What to do next. ``tests`` are the learner's ``finished`` events, in order; the first rule that fits speaks:
    nothing done yet, items that were answered wrong and sure, items that are due, no card or not all cards met, no test yet, the last
    test's verdict with the day on which something comes due next."""
    own = {item: one for item, one in memories.items() if index.entries[item].topic == topic.id}
    if not own:
        return "New here? Five minutes of cards are a good start."
    scheduled = [one for item, one in own.items() if is_scheduled(one, index.entries[item])]
    due = forecast.due(own, index, day=day)
    surprises = sum(one.sure_wrong for one in due)
    if surprises:
        return f"You were sure of {_items(surprises)} and got {'them' if surprises > 1 else 'it'} wrong: Today begins there."
    if due:
        return f"{_items(len(due))} {'are' if len(due) > 1 else 'is'} due: Today asks {'them, mixed' if len(due) > 1 else 'it'}."
    cards = [f"{topic.id}/{card.id}" for card in topic.recall]
    met = sum(card in own for card in cards)
    if cards and not met:
        return "You have not turned over a card yet. Five minutes make a start."
    if met < len(cards):
        return f"Nothing is due, and you have seen {met} of {len(cards)} cards. The next new ones take five minutes."
    ended = [one for one in tests if one.mode == self_test.MODE and one.item == topic.id]
    if not ended:
        return "You have seen every card. Test yourself: 10 questions, about 6 minutes."
    last = self_test.verdict(ended[-1].payload["right"], ended[-1].payload["of"])
    coming = min((one.due for one in scheduled if one.due is not None), default=None)
    wait = "" if coming is None else f" The next item is due on {coming.day} {coming:%b}."
    if last.level == "strong":
        return f"Your last test was strong, and nothing is due.{wait}"
    return f"Nothing is due, and your last test said “{last.title.lower()}”. Worked problems show how to get there.{wait}"


def _items(count: int) -> str:
    return f"{count} item{'s' if count > 1 else ''}"
