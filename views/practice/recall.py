"""Recall: a card, its back once it is turned over, and how well it was remembered."""

from collections.abc import Collection
from dataclasses import replace
from typing import Literal, cast

import streamlit as st

from quizzes.models import Card
from quizzes.sessions import recall
from quizzes.sessions.actions import Reveal
from quizzes.sessions.attempt import COUNTS, Options
from quizzes.variants import resolve
from views.components import hands
from views.page import away, empty_states, frame, keys
from views.practice import card, known_items, sitting
from views.shown import days, prose

MODE = recall.MODE
topic = frame.topic_of_address()
frame.trail(topic, "recall")


def again(options: Options) -> None:
    sitting.start_over(MODE, topic, options)
    st.query_params["deck"] = str(options["deck"])


@away.fragment
def draw() -> None:
    session = cast("recall.State", sitting.fresh(MODE, topic))
    if session.card is None:
        summary(session)
        return
    if card.is_turned_by_address(session, session.card):
        sitting.act(session.attempt.seat, session.attempt.full_id(session.card), Reveal())
        session = cast("recall.State", sitting.fresh(MODE, topic))
    if session.card is None:
        return
    ahead = shown(session, session.ahead) if session.ahead is not None else None
    if card.draw(shown(session, session.card), ahead=ahead, last=session.last):
        keys.offer_help(*keys.CARD)


def shown(session: recall.State, one: Card) -> card.Shown:
    practice = "" if session.attempt.counts else f" · {card.PRACTICE}"
    number, count = session.cards.index(one), len(session.cards)
    turned = session if one is session.card else replace(session, revealed=False)
    return card.Shown(session=turned, card=one, topic=topic, number=number, of=count, line=f"Card {number + 1} of {count}{practice}")


def summary(session: recall.State) -> None:
    """The end of a deck: what was hard, and what to do next."""
    hard, done = session.hard, f"{days.counted(len(session.cards), 'card')} done"
    st.header(done, anchor=False)
    hands.at("end", says=f"{done}. You remembered {len(session.cards) - len(hard)}.", focus="again-hard" if hard else "again-all")
    if not session.attempt.counts:
        st.write("That was practice: it does not count, and the cards come again when they would have anyway.")
    if not hard:
        st.write("You remembered every one of them.")
    else:
        st.write(f"You remembered {len(session.cards) - len(hard)}. {'This one was' if len(hard) == 1 else 'These were'} hard:")
        for one in hard:
            with st.expander(prose.one_line(one.front)):
                prose.prose(one.back, topic)
        practise: Options = {"deck": "cards:" + "+".join(one.id for one in hard), COUNTS: False}
        label = f"Practise the {len(hard)} again" if len(hard) > 1 else "Practise it again"
        st.button(label, type="primary", key="again-hard", on_click=again, args=(practise,))
        st.caption("Practice now does not count: only what you still know tomorrow shows that it stuck.")
    card.undo(session.attempt.seat, None, session.last)
    st.button("All cards", type="secondary" if hard else "primary", key="again-all", on_click=again, args=({"deck": "all"},))
    st.page_link(frame.address("quick-check"), label="Go on with the quick check", query_params={"topic": topic.id})
    frame.way_back(topic)


def nothing() -> None:
    """An empty deck says why it is empty and what can be done instead."""
    name, _, concepts = (deck or "").partition(":")
    if name == "concepts":
        nothing_about(concepts.split("+"))
        return
    may_repeat = bool(topic.recall) and deck != "forgotten"
    if may_repeat:
        why = "Nothing is due, and you have seen every card. Going through all of them now counts, but waiting helps more."
    else:
        why = "Nothing was forgotten, so there is nothing to repeat." if topic.recall else "This topic has no recall cards yet."
    empty_states.nothing("No cards here", why, key="deck")
    back_to_topic("primary")
    if may_repeat:
        st.button("All cards", key="again-all", on_click=again, args=({"deck": "all"},))


def nothing_about(concepts: Collection[str]) -> None:
    """No card of these concepts is asked: those that were switched off can be asked again, and their questions are there."""
    has_cards = any(one.concept in concepts for one in topic.recall)
    why = "You switched its cards off. Switch them on again, or try its questions." if has_cards else "Its questions are there."
    empty_states.nothing("No card about this is asked", why, key="deck")
    known_items.draw((topic,), concepts=concepts)
    asked = [one for one in (*topic.quick_check, *topic.practice, *topic.self_test) if one.concept in concepts]
    if asked:
        st.subheader("Its questions", anchor=False)
        st.caption("Each opens alone, with its answer at once: that is practice and does not count.")
    for one in asked:
        only = {sitting.ONLY: f"{topic.id}/{one.id}"}
        st.page_link(frame.address("today"), label=prose.one_line(resolve(one, seed=0).question), query_params=only)
    back_to_topic("secondary" if asked else "primary")


def back_to_topic(kind: Literal["primary", "secondary"]) -> None:
    if st.button(f"Back to {topic.title.partition(':')[0]}", type=kind, key="back-to-topic"):
        st.switch_page(frame.address("topic"), query_params={"topic": topic.id})


deck = st.query_params.get("deck")
session = sitting.sit_down(MODE, topic, {"deck": deck} if deck else {"deck": "all"})
if session.attempt.items:
    draw()
else:
    nothing()
