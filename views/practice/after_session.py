"""The buttons at the end of a session: what fits its result comes first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import streamlit as st

from quizzes.attempts.attempt import COUNTS
from quizzes.content.topic import Topic
from quizzes.models import Item
from quizzes.sessions.after import After, after
from quizzes.sessions.register import SELF_TEST
from views.page import pages, schedule_now
from views.practice import days_items
from views.shown import days

MISSED, CARDS, FURTHER = "practise-missed", "recall-missed", "next-mode"
"""Keys of the buttons."""
NOT_COUNTED = "Practice right after the reason does not count: what you still know tomorrow does."

Kind = Literal["primary", "secondary"]


def test(topic: Topic) -> tuple[str, str] | None:
    """The page of the self-test and what its button says; None where the topic has none."""
    asked = SELF_TEST.asked(topic)
    return (SELF_TEST.id, f"Test yourself with {days.counted(asked, 'question')}") if asked else None


def result(topic: Topic, scored: Sequence[tuple[Item, float]]) -> After:
    """What fits after items with these scores of 0..1; those that the learner switched off are not practised again."""
    found = after(scored)
    return replace(found, missed=_asked(topic, found.missed))


def _asked(topic: Topic, items: Sequence[Item]) -> tuple[Item, ...]:
    return tuple(item for item in items if not schedule_now.is_known(f"{topic.id}/{item.id}"))


def first_key(found: After, *, further: bool) -> str:
    """The key of the button that comes first, for the focus; ``further`` says whether there is something to go on to."""
    if further and found.goes_on:
        return FURTHER
    return MISSED if found.missed else FURTHER if further else "again"


def missed(topic: Topic, items: Sequence[Item], *, kind: Kind) -> None:
    """Practise these items alone, on the page of Today's sessions, whatever their mode; not those that the learner switched off."""
    items = _asked(topic, items)
    if not items:
        return
    label = f"Practise the {len(items)} you missed" if len(items) > 1 else "Practise the one you missed"
    if st.button(label, type=kind, key=MISSED):
        days_items.open_page([f"{topic.id}/{item.id}" for item in items], {COUNTS: False})


def cards(topic: Topic, concepts: Sequence[str]) -> None:
    """The cards about what was missed, and the whole topic on a page."""
    about = [card for card in topic.recall if card.concept in concepts]
    if about:
        label = f"Recall the {len(about)} cards about them" if len(about) > 1 else "Recall the card about it"
        query = {"topic": topic.id, "deck": "concepts:" + "+".join(concepts)}
        st.page_link(pages.file("recall"), label=label, query_params=query)
    if topic.cheat_sheet:
        st.page_link(pages.file("cheat-sheet"), label="Read about it on the cheat sheet", query_params={"topic": topic.id})


def draw(topic: Topic, found: After, *, further: tuple[str, str] | None) -> None:
    """The missed ones and their cards before anything harder where much was missed; ``further`` is the page to go on to and its label."""
    first = first_key(found, further=further is not None)
    if found.missed and not found.goes_on:
        st.write("Read why below, then practise what you missed until it sticks; the test can wait.")
    with st.container(horizontal=True):
        if found.missed:
            missed(topic, found.missed, kind="primary" if first == MISSED else "secondary")
        if further is not None:
            page, label = further
            if st.button(label, type="primary" if first == FURTHER else "secondary", key=FURTHER):
                st.switch_page(pages.file(page), query_params={"topic": topic.id})
    if found.missed:
        st.caption(NOT_COUNTED)
    cards(topic, found.concepts)
