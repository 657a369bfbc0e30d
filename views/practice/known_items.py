"""The items of which the visitor said "I know this, stop asking", and the way back for each."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from quizzes.attempts.attempt import Attempt
from quizzes.content.topic import Topic
from quizzes.models import Asked, Card, Item, Myth
from quizzes.questions import Prompt
from quizzes.schedule.index import Entry
from quizzes.variants import resolve
from views.page import empty_states, frame, keyed, schedule_now, visitor
from views.practice import item_menu
from views.shown import prose

SESSION = "set-aside"


def draw(topics: Sequence[Topic], *, among: Collection[Item] | None = None) -> bool:
    """The list, with these items only where they are given; False where there is none."""
    entries, of = schedule_now.index().entries, {topic.id for topic in topics}
    known_entries = [entries[item] for item, memory in schedule_now.memories().items() if memory.known]
    item_names = None if among is None else {f"{topic.id}/{item.id}" for topic in topics for item in among}
    known_entries = [entry for entry in known_entries if entry.topic in of and (item_names is None or entry.item in item_names)]
    if not known_entries:
        return False
    items = {f"{topic.id}/{item.id}": item for topic in topics for item in topic.items()}
    st.subheader("Cards and questions you switched off", anchor=False)
    for entry in known_entries:
        with st.container(horizontal=True, vertical_alignment="center", key=keyed.by_id("known-row", entry.item)):
            st.markdown(prose.one_line(asks(resolve(items[entry.item], seed=0))), width="stretch")
            key = keyed.by_id("back", entry.item)
            st.button(item_menu.ASK_AGAIN, key=key, on_click=_bring_back, args=(items[entry.item], entry))
    return True


def empty_mode(missing_items: str, topic: Topic, items: Sequence[Item], *, is_named: bool = False) -> None:
    """A mode that asks nothing: the topic has none of its ``items``, or not the one that the address names, or all were switched off.

    ``missing_items`` as in "no self-test".
    """
    if not items:
        frame.empty_mode(missing_items, topic)
        return
    if is_named:
        empty_states.nothing("This is not here", empty_states.GONE, key="mode")
    else:
        empty_states.nothing("Nothing is asked here", "You switched all of it off. Switch on again what you want to be asked.", key="mode")
        draw((topic,), among=items)
    frame.back_to_topic(topic)


def asks(item: Item) -> str:
    """What an item asks, as its learner knows it."""
    if isinstance(item, Card):
        return item.front
    if isinstance(item, Prompt):
        return item.prompt
    return item.question if isinstance(item, Asked) else item.claim if isinstance(item, Myth) else item.id


def _bring_back(item: Item, entry: Entry) -> None:
    moment = visitor.now()
    attempt = Attempt(
        learner=visitor.learner(),
        session=f"{SESSION}-{visitor.learner()}"[:64],
        mode=entry.mode,
        topic=entry.topic,
        seed=0,
        items=(),
        started_at=moment.at,
    )
    item_menu.set_known(item, attempt, False)
