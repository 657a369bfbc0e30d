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

MISSED_KEY, CARDS, FURTHER_KEY = "practise-missed", "recall-missed", "next-mode"
"""Keys of the buttons."""
NOT_COUNTED = "Practice right after the reason does not count: what you still know tomorrow does."

Kind = Literal["primary", "secondary"]


def test(topic: Topic) -> tuple[str, str] | None:
    """The page of the self-test and what its button says; None where the topic has none."""
    question_count = SELF_TEST.asked(topic)
    return (SELF_TEST.id, f"Test yourself with {days.counted(question_count, 'question')}") if question_count else None


def result(topic: Topic, item_scores: Sequence[tuple[Item, float]]) -> After:
    """What fits after items with these scores of 0..1; those that the learner switched off are not practised again."""
    outcome = after(item_scores)
    return replace(outcome, missed=_not_switched_off(topic, outcome.missed))


def _not_switched_off(topic: Topic, items: Sequence[Item]) -> tuple[Item, ...]:
    return tuple(item for item in items if not schedule_now.is_known(f"{topic.id}/{item.id}"))


def first_key(outcome: After, *, has_further: bool) -> str:
    """The key of the button that comes first, for the focus; ``has_further`` says whether there is something to go on to."""
    if has_further and outcome.goes_on:
        return FURTHER_KEY
    return MISSED_KEY if outcome.missed else FURTHER_KEY if has_further else "again"


def missed(topic: Topic, items: Sequence[Item], *, kind: Kind) -> None:
    """Practise these items alone, on the page of Today's sessions, whatever their mode; not those that the learner switched off."""
    items = _not_switched_off(topic, items)
    if not items:
        return
    label = f"Practise the {len(items)} you missed" if len(items) > 1 else "Practise the one you missed"
    if st.button(label, type=kind, key=MISSED_KEY):
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


def draw(topic: Topic, outcome: After, *, next_mode: tuple[str, str] | None) -> None:
    """The missed ones and their cards before anything harder where much was missed; ``next_mode`` is the page to go on to and its label."""
    first = first_key(outcome, has_further=next_mode is not None)
    if outcome.missed and not outcome.goes_on:
        st.write("Read why below, then practise what you missed until it sticks; the test can wait.")
    with st.container(horizontal=True):
        if outcome.missed:
            missed(topic, outcome.missed, kind="primary" if first == MISSED_KEY else "secondary")
        if next_mode is not None:
            page, label = next_mode
            if st.button(label, type="primary" if first == FURTHER_KEY else "secondary", key=FURTHER_KEY):
                st.switch_page(pages.file(page), query_params={"topic": topic.id})
    if outcome.missed:
        st.caption(NOT_COUNTED)
    cards(topic, outcome.concepts)
