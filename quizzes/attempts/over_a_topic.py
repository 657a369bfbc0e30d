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
    **mode_fields: Any,
) -> Mode[State]:
    """The mode of that id. ``options`` says what a new session begins with, where that is more than what was asked for; ``mode_fields``
    are the other fields of Mode.

    What the learner said "I know this" of is left out, unless it was asked for by name and is all there is.
    """

    def begin(scope: Scope, request: Wanted) -> Begun:
        topic, rows = scope.topic, request.rows(scope.topic)
        earlier = [row for row in rows if row.mode == name or row.kind == "lab_run"]
        beginning = Beginning(
            options=request.options, seed=request.seed, earlier=earlier, rows=rows, memories=request.memories(), day=request.day
        )
        chosen_options = options(topic, beginning) if options is not None else request.options
        items = deck(without_known(topic, rows), beginning)
        if not items and names_items(chosen_options):
            items = deck(topic, beginning)
        return Begun([(item.id, item) for item in items], chosen_options)

    return Mode(
        id=name,
        begin=begin,
        restore=lambda attempt, scope, events: restore(attempt, scope.topic, events),
        step=step,
        **mode_fields,
    )


def without_known(topic: Topic, events: Sequence[Event]) -> Topic:
    """The topic without the items of which the learner said "I know this, stop asking"; ``events`` are in order."""
    names = current_ids(tuple(topic.items()))
    is_known_now: dict[str, bool] = {}
    for event in events:
        item = names.get((event.item or "").removeprefix(f"{topic.id}/"))
        if event.kind == "known" and item is not None:
            is_known_now[item] = bool(event.payload["known"])
    switched_off = {item for item, is_known in is_known_now.items() if is_known}
    if not switched_off:
        return topic
    return topic.model_copy(
        update={name: tuple(item for item in getattr(topic, name) if item.id not in switched_off) for name in ITEM_SECTIONS}
    )
