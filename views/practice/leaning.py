"""After something failed: the concept that it leans on, as one quiet link to its cards."""

from __future__ import annotations

import streamlit as st

from quizzes.attempts.attempt import REHEARSAL
from quizzes.content.topic import Topic
from quizzes.models import Item
from quizzes.schedule.leaning import leaned_on
from views.page import keyed, pages, schedule_now
from views.page.services import services


def offer(item: Item, topic: Topic, *, enclosing_mode: str | None = None, place: str = "") -> None:
    """The link, where the item's concept needs one that has cards; none while an author tries the item out. ``place`` tells two of one
    item on a page apart.
    """
    if enclosing_mode == REHEARSAL or not topic.concept(item.concept).needs:
        return
    topics = {other_topic.id: other_topic for other_topic in services().shelf.look().topics}
    needed_concept = leaned_on(item, topic, topics=topics.values(), memories=schedule_now.memories(), day=schedule_now.today())
    if needed_concept is None:
        return
    at, concept = needed_concept
    with st.container(key=keyed.by_id("leans", f"{topic.id}/{item.id}", *([place] if place else []))):
        label = f"This builds on **{topics[at].concept(concept).name}**: look at it"
        st.page_link(pages.file("recall"), label=label, query_params={"topic": at, "deck": f"concepts:{concept}"})
