"""One sentence of advice for a topic, from the learner's own record."""

from __future__ import annotations

from collections.abc import Sequence

from quizzes.content.models import Topic
from quizzes.events import Event
from quizzes.sessions import recall, self_test


def advice(topic: Topic, events: Sequence[Event]) -> str:
    """What to do next. ``events`` are the learner's, in order; the first rule that fits speaks:
    nothing done yet, cards forgotten at their last rating, no card or not all cards seen, no test yet, the last test's verdict."""
    about = [one for one in events if one.item and (one.item == topic.id or one.item.startswith(f"{topic.id}/"))]
    if not any(one.kind in ("rated", "answered") for one in about):
        return "New here? Five minutes of cards are a good start."
    ratings = {one.item: one.rating for one in about if one.kind == "rated" and one.rating}
    cards = [f"{topic.id}/{card.id}" for card in topic.recall]
    forgotten = sum(ratings.get(card, recall.GOT_IT) < recall.GOT_IT for card in cards)
    if forgotten:
        return f"You forgot {forgotten} card{'s' * (forgotten > 1)} when you last saw {'them' if forgotten > 1 else 'it'}: start there."
    unseen = sum(card not in ratings for card in cards)
    if unseen == len(cards) and cards:
        return "You have not turned over a card yet. Five minutes make a start."
    if unseen:
        return f"{len(cards) - unseen} of {len(cards)} cards seen, none forgotten. The next new ones take five minutes."
    tests = [one for one in about if one.kind == "finished" and one.mode == self_test.MODE]
    if not tests:
        return "You have seen every card. Test yourself: 10 questions, about 6 minutes."
    last = self_test.verdict(tests[-1].payload["right"], tests[-1].payload["of"])
    if last.level == "strong":
        return "Your last test was strong. Come back in a few days, or try a lab."
    return f"Your last test said “{last.title.lower()}”. Worked problems show how to get there."
