"""The items of which the visitor said "I know this, stop asking", and the way back for each."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from quizzes.content.models import Asked, Card, Item, Myth, Prompt, Topic
from quizzes.schedule.index import Entry
from quizzes.sessions.attempt import Attempt
from quizzes.variants import resolve
from views import item_menu, keyed, memory, prose, visitor

SESSION = "set-aside"


def draw(topics: Sequence[Topic]) -> None:
    """The list; nothing where there is none."""
    entries = memory.index().entries
    known = [entries[item] for item, one in memory.memories().items() if one.known]
    if not known:
        return
    items = {f"{topic.id}/{item.id}": item for topic in topics for item in topic.items()}
    st.subheader("Cards and questions you switched off", anchor=False)
    for entry in known:
        with st.container(horizontal=True, vertical_alignment="center", key=keyed.by_id("known-row", entry.item)):
            st.markdown(prose.one_line(asks(resolve(items[entry.item], seed=0))), width="stretch")
            key = keyed.by_id("back", entry.item)
            st.button("Ask it again", key=key, on_click=_bring_back, args=(items[entry.item], entry))


def asks(item: Item) -> str:
    """What an item asks, as its learner knows it."""
    if isinstance(item, Card):
        return item.front
    if isinstance(item, Prompt):
        return item.prompt
    return item.question if isinstance(item, Asked) else item.claim if isinstance(item, Myth) else item.id


def _bring_back(item: Item, entry: Entry) -> None:
    now = visitor.now()
    attempt = Attempt(
        learner=visitor.learner(),
        session=f"{SESSION}-{visitor.learner()}"[:64],
        mode=entry.mode,
        topic=entry.topic,
        seed=0,
        items=(),
        started_at=now.at,
    )
    item_menu.set_known(item, attempt, False)
