"""What can be done with any item besides answering it: stop asking it, report a problem with it."""

from __future__ import annotations

from quizzes.content.models import Item, Topic
from quizzes.sessions.attempt import Attempt


def draw(item: Item, topic: Topic, attempt: Attempt) -> None:
    """A quiet menu under the item."""
