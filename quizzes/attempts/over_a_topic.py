"""A mode that asks the items of one section of one topic, made of what its module says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from quizzes.attempts.actions import Action
from quizzes.attempts.asides import names_items
from quizzes.attempts.attempt import Attempt, Moment, Options, current_ids
from quizzes.attempts.mode import Beginning, Begun, Mode, Scope, State, Wanted
from quizzes.content.topic import ITEM_SECTIONS, Topic
from quizzes.events.event import Event
from quizzes.models import Item


class Deck(Protocol):
    """Which items of a topic a new session asks, in order."""

    def __call__(self, topic: Topic, beginning: Beginning) -> tuple[Item, ...]: ...


def over_a_topic(
    name: str,
    *,
    deck: Deck,
    restore: Callable[[Attempt, Topic, Sequence[Event]], State],
    step: Callable[[State, Action, Moment], tuple[State, tuple[Event, ...]]],
    options: Callable[[Topic, Beginning], Options] | None = None,
    **said: Any,
) -> Mode[State]:
    """The mode of that id. ``options`` says what a new session begins with, where that is more than what was asked for; ``said`` are the
    other fields of Mode.

    What the learner said "I know this" of is left out, unless it was asked for by name and is all there is.
    """

    def begin(scope: Scope, wanted: Wanted) -> Begun:
        topic, rows = scope.topic, wanted.rows(scope.topic)
        earlier = [row for row in rows if row.mode == name or row.kind == "lab_run"]
        beginning = Beginning(
            options=wanted.options, seed=wanted.seed, earlier=earlier, rows=rows, memories=wanted.memories(), day=wanted.day
        )
        chosen = options(topic, beginning) if options is not None else wanted.options
        items = deck(without_known(topic, rows), beginning)
        if not items and names_items(chosen):
            items = deck(topic, beginning)
        return Begun([(item.id, item) for item in items], chosen)

    return Mode(
        id=name,
        begin=begin,
        restore=lambda attempt, scope, events: restore(attempt, scope.topic, events),
        step=step,
        **said,
    )


def without_known(topic: Topic, events: Sequence[Event]) -> Topic:
    """The topic without the items of which the learner said "I know this, stop asking"; ``events`` are in order."""
    names = current_ids(tuple(topic.items()))
    known: dict[str, bool] = {}
    for event in events:
        item = names.get((event.item or "").removeprefix(f"{topic.id}/"))
        if event.kind == "known" and item is not None:
            known[item] = bool(event.payload["known"])
    gone = {item for item, is_known in known.items() if is_known}
    if not gone:
        return topic
    return topic.model_copy(update={name: tuple(item for item in getattr(topic, name) if item.id not in gone) for name in ITEM_SECTIONS})
