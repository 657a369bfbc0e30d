"""Recall: a card, its back once it is turned over, and how well it was remembered."""

from typing import cast

import streamlit as st

from quizzes.content.models import Card
from quizzes.sessions import recall
from quizzes.sessions.actions import Rate, Reveal
from views import frame, keys, prose, sitting, try_it
from views.settings import rating_buttons

MODE = recall.MODE
topic = frame.topic_of_address()
frame.trail(topic, "recall")


def turn(card: Card) -> None:
    sitting.act((MODE, topic.id), card.id, Reveal())


def rate(card: Card, rating: int) -> None:
    sitting.act((MODE, topic.id), card.id, Rate(rating))


def again(deck: str) -> None:
    sitting.start_over(MODE, topic, {"deck": deck})
    st.query_params["deck"] = deck


@st.fragment
def draw() -> None:
    session = cast("recall.State", sitting.fresh(MODE, topic))
    if session.card is None:
        summary(session)
        return
    card, count = session.card, len(session.cards)
    if not session.revealed and st.query_params.get("try") == card.id:
        turn(card)  # its lab is open in the address: the card was turned over before the refresh
        session = cast("recall.State", sitting.fresh(MODE, topic))
    st.progress(session.position / count, text=f"Card {session.position + 1} of {count}")
    with st.container(border=True, key=f"card-{card.id}"):
        st.badge(card.level, color="gray")
        prose.headed(card.front, topic)
        if session.revealed:
            st.divider()
            prose.prose(card.back, topic)
            prose.sources(card.source, topic)
    if not session.revealed:
        label = "Show the answer"
        st.button(label, type="primary", width="stretch", key=f"turn-{card.id}", shortcut=keys.space(), on_click=turn, args=(card,))
        return
    with st.container(horizontal=True, key="ratings"):
        for number, (text, rating) in enumerate(rating_buttons(), start=1):
            st.button(
                text,
                type="primary" if rating == recall.GOT_IT else "secondary",
                width="stretch",
                key=f"rate-{card.id}-{rating}",
                shortcut=keys.digit(number),
                on_click=rate,
                args=(card, rating),
            )
    try_it.offer(card, topic)


def summary(session: recall.State) -> None:
    """The end of a deck: what was hard, and what to do next."""
    hard = session.hard
    st.header(f"{len(session.cards)} cards done", anchor=False)
    if not hard:
        st.write("You remembered every one of them.")
    else:
        st.write(f"You remembered {len(session.cards) - len(hard)}. These were hard:")
        for card in hard:
            with st.expander(prose.one_line(card.front)):
                prose.prose(card.back, topic)
        st.button(f"Practise the {len(hard)} again", type="primary", key="again-hard", on_click=again, args=("forgotten",))
    st.button("All cards", type="secondary" if hard else "primary", key="again-all", on_click=again, args=("all",))
    st.page_link(frame.address("quick-check"), label="Go on with the quick check", query_params={"topic": topic.id})
    st.page_link(frame.address("topic"), label=f"Back to {topic.title}", query_params={"topic": topic.id})


deck = st.query_params.get("deck")
session = sitting.sit_down(MODE, topic, {"deck": deck} if deck else {"deck": "all"})
if session.attempt.items:
    draw()
else:
    st.header("No cards here", anchor=False)
    st.write("Nothing was forgotten, so there is nothing to repeat." if deck == "forgotten" else "This topic has no recall cards (yet).")
    st.page_link(frame.address("topic"), label=f"Back to {topic.title}", query_params={"topic": topic.id})
