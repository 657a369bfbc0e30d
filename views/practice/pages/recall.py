"""Recall: a card, its back once it is turned over, and how well it was remembered."""

from collections.abc import Collection

import streamlit as st

from quizzes.attempts.attempt import COUNTS, Options
from quizzes.attempts.mode import Scope
from quizzes.models import Card
from quizzes.sessions import recall
from quizzes.sessions.register import RECALL
from quizzes.variants import resolve
from views.components import hands
from views.page import away, empty_states, frame, keys, pages, schedule_now
from views.practice import card, days_items, known_items, leaning, sitting
from views.shown import days, prose

topic = frame.topic_of_address()
frame.trail(topic, "recall")


def again(options: Options) -> None:
    sitting.start_over(RECALL, topic, options)
    st.query_params["deck"] = str(options["deck"])


def all_cards() -> None:
    """All cards: where a part of them was looked up, those that were left for it."""
    options: Options = {"deck": "all"}
    sitting.go_on(RECALL, topic, options)
    st.query_params["deck"] = "all"


@away.fragment
def draw() -> None:
    session = sitting.fresh(RECALL, Scope.of(topic))
    if session.card is None:
        summary(session)
        return
    next_shown = shown(session, session.ahead) if session.ahead is not None else None
    if card.draw(shown(session, session.card), next_shown=next_shown, last=session.last):
        keys.offer_help(*keys.CARD)


def shown(session: recall.State, shown_card: Card) -> card.Shown:
    practice = "" if session.attempt.counts else f" · {card.PRACTICE}"
    number, count = session.cards.index(shown_card), len(session.cards)
    return card.Shown(
        session=session, card=shown_card, topic=topic, number=number, of=count, line=f"Card {number + 1} of {count}{practice}"
    )


def summary(session: recall.State) -> None:
    """The end of a deck: what was hard, and what to do next."""
    hard, done_line = session.hard, f"{days.counted(len(session.cards), 'card')} done"
    is_one = len(session.cards) == 1
    shown_again = session.cards if is_one else hard
    again_hard = [shown_card for shown_card in shown_again if not schedule_now.is_known(session.attempt.full_id(shown_card))]
    st.header(done_line, anchor=False)
    is_urged = bool(hard and again_hard)
    says = f"{done_line}. You remembered {len(session.cards) - len(hard)}."
    hands.at("end", says=says, focus="again-hard" if is_urged else "again-all")
    if not session.attempt.counts:
        comes_again = "" if is_switched_off(session.cards) else ", and the cards come again when they would have anyway"
        st.write(f"That was practice: it does not count{comes_again}.")
    if hard:
        st.write(f"You remembered {len(session.cards) - len(hard)}. {'This one was' if len(hard) == 1 else 'These were'} hard:")
    else:
        st.write("You remembered it." if is_one else "You remembered every one of them.")
    for shown_card in shown_again:
        with st.expander(prose.one_line(shown_card.front), expanded=is_one):
            prose.prose(shown_card.back, topic)
            if shown_card in hard:
                leaning.offer(shown_card, topic)
    if again_hard:
        practise: Options = {"deck": "cards:" + "+".join(shown_card.id for shown_card in again_hard), COUNTS: False}
        label = f"Practise the {len(again_hard)} again" if len(again_hard) > 1 else "Practise it again"
        st.button(label, type="primary" if is_urged else "secondary", key="again-hard", on_click=again, args=(practise,))
        st.caption("Practice now does not count: only what you still know tomorrow shows that it stuck.")
    card.undo(session.attempt.seat, None, session.last)
    st.button("All cards", type="secondary" if is_urged else "primary", key="again-all", on_click=all_cards)
    st.page_link(pages.file("quick-check"), label="Go on with the quick check", query_params={"topic": topic.id})
    frame.way_back(topic)


def nothing() -> None:
    """An empty deck says why it is empty and what can be done instead."""
    name, _, concepts = (deck or "").partition(":")
    if name == "concepts":
        nothing_about(concepts.split("+"))
    elif name == "cards" or is_switched_off(topic.recall):
        known_items.empty_mode("no recall cards", topic, topic.recall, is_named=name == "cards")
    elif topic.recall and deck != "forgotten":
        reason = "Nothing is due, and you have seen every card. Going through all of them now counts, but waiting helps more."
        empty_states.nothing("No cards here", reason, key="deck")
        frame.back_to_topic(topic)
        st.button("All cards", key="again-all", on_click=all_cards)
    else:
        reason = "Nothing was forgotten, so there is nothing to repeat." if topic.recall else "This topic has no recall cards yet."
        empty_states.nothing("No cards here", reason, key="deck")
        frame.back_to_topic(topic)


def nothing_about(concepts: Collection[str]) -> None:
    """No card of these concepts is asked: those that were switched off can be asked again, and their questions are there."""
    about = [item for item in topic.items() if item.concept in concepts]
    questions = [question for question in (*topic.quick_check, *topic.practice, *topic.self_test) if question in about]
    if any(isinstance(item, Card) for item in about):
        reason = "You switched its cards off. Switch them on again" + (", or try its questions." if questions else ".")
    else:
        reason = "Its questions are there." if questions else "This topic has no card and no question about it."
    empty_states.nothing("No card about this is asked", reason, key="deck")
    known_items.draw((topic,), among=about)
    if questions:
        st.subheader("Its questions", anchor=False)
        st.caption("Each opens alone, with its answer at once: that is practice and does not count.")
    for question in questions:
        only = {days_items.ONLY: f"{topic.id}/{question.id}"}
        st.page_link(pages.file("today"), label=prose.one_line(resolve(question, seed=0).question), query_params=only)
    frame.back_to_topic(topic, "secondary" if questions else "primary")


def is_switched_off(cards: Collection[Card]) -> bool:
    """Whether there are cards and the learner switched off all of them."""
    return bool(cards) and all(schedule_now.is_known(f"{topic.id}/{shown_card.id}") for shown_card in cards)


deck = st.query_params.get("deck")
session = sitting.sit_down(RECALL, topic, {"deck": deck} if deck else {"deck": "all"})
if session.attempt.items:
    draw()
else:
    nothing()
