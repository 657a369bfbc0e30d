"""The end of a part: what comes of it tomorrow, and the one thing to do next."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from quizzes.content.lesson import LessonPart
from quizzes.content.topic import Topic
from quizzes.sessions import questions
from views.components import hands
from views.lessons import at, parts
from views.page import empty_states, frame, keyed, pages, schedule_now
from views.shown import days


def draw(part: LessonPart, topic: Topic, session: questions.State) -> None:
    """What was gone through, when its cards come, and where to go on."""
    summary = f"You have been through “{part.title}”"
    empty_states.feather(summary, key="part")
    cards_text = cards(part, topic)
    st.write(cards_text)
    next_part = next((progress.part for progress in parts.standings(topic) if not progress.is_done), None)
    hands.at("end", says=f"{summary}. {cards_text}", focus="next-part" if next_part is not None else "to-quick-check")
    if next_part is not None:
        label = f"Next: {next_part.title}"
        st.button(label, type="primary", width="stretch", key="next-part", on_click=parts.open_part, args=(topic, next_part))
    elif topic.quick_check and st.button("Check what you understood", type="primary", width="stretch", key="to-quick-check"):
        st.switch_page(pages.file("quick-check"), query_params={"topic": topic.id})
    with st.container(horizontal=True, key="below-screen"):
        if part.screens:
            first = part.screens[0].id
            st.button("Look at it again", key=keyed.by_id("look-again", f"{topic.id}/{part.id}"), on_click=at.look, args=(first,))
        if len(topic.lesson) > 1:
            st.button("All parts", key="all-parts", on_click=parts.open_list, args=(topic,))
    frame.way_back(topic)


def cards(part: LessonPart, topic: Topic) -> str:
    """When the cards about the part come, in a sentence."""
    memories, day = schedule_now.memories(), schedule_now.today()
    about = [f"{topic.id}/{card.id}" for card in topic.recall if card.concept in part.concepts]
    planned_cards = [memory for card in about if (memory := memories.get(card)) is not None and memory.is_new and memory.due is not None]
    tomorrow = [memory for memory in planned_cards if memory.due == day + timedelta(days=1)]
    if tomorrow:
        count = days.counted(len(tomorrow), "card")
        return f"{count} about it {'come' if len(tomorrow) > 1 else 'comes'} tomorrow: what you still know after a night is what stuck."
    if planned_cards:
        return f"{days.counted(len(planned_cards), 'card')} about it {'are' if len(planned_cards) > 1 else 'is'} in your plan."
    return "You have seen its cards already: they come again when it is time." if about else "It has no cards yet."
