"""The panel that a new learner sees first: three short steps, each with one real thing to try. What is tried is recorded nowhere."""

from __future__ import annotations

import re
from typing import Literal

import streamlit as st

from quizzes.content.topic import Topic
from quizzes.markup.units import with_their_numbers
from quizzes.models import Card
from quizzes.progress.next_thing import deck_minutes, part_minutes
from quizzes.proofs import first_visit
from quizzes.proofs.first_visit import Action, Back, Claim, Guess, Next, Skip, State, Tour
from quizzes.sessions import lesson
from quizzes.settings import FIRST_VISIT
from views.components import hands
from views.page import keyed, keys, pages, settings, state, visitor
from views.page.services import services
from views.shown import prose

PRACTISED = ("rated", "answered", "bet", "lab_run")
"""Whoever has done one of these has seen how it goes."""

AGAIN_VALUE = "again"
STEP = "step"
"""Names in the address the step that one is at, from 1, for a refresh."""


def is_wanted() -> bool:
    """Whether this visitor sees the panel: until it was finished or skipped, and only before the first answer; or when asked for."""
    if is_asked_for():
        return True
    return not settings.mine().first_visit and not services().log.latest(visitor.learner(), kinds=PRACTISED, count=1)


def is_asked_for() -> bool:
    """Whether the panel is there because a learner wants to see it again, who has other things to do as well."""
    return settings.mine().first_visit == AGAIN_VALUE


def ask_for() -> None:
    """Show the panel again, for callbacks."""
    settings.change(FIRST_VISIT, AGAIN_VALUE)
    state.change(first_visit=None)


def draw(topic: Topic) -> None:
    """The step that the visitor is at, with what the topic holds."""
    tour = first_visit.tour(topic, lambda myth: services().records.proven(topic.id, myth))
    tour_state = _state(topic)
    at = min(tour_state.at, len(tour.steps) - 1)
    step_name = tour.steps[at]
    with st.container(border=True, key="first-visit"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="first-top"):
            st.caption(f"New here? · {at + 1} of {len(tour.steps)}", width="content")
            st.button("Skip", type="tertiary", key="first-skip", on_click=_act, args=(tour, Skip()))
        if step_name == "card" and tour.card is not None:
            _card(tour, tour.card)
        elif step_name == "claim" and tour.claim is not None:
            _claim(tour, tour.claim, tour_state)
        else:
            _begin(tour)
        if at:
            st.button("Back", type="tertiary", key="first-back", on_click=_act, args=(tour, Back()))


def _state(topic: Topic) -> State:
    """How far the visitor is with this topic; another one begins anew."""
    tour_state = state.load().first_visit
    if tour_state is not None and tour_state.topic == topic.id:
        return tour_state
    step_text = st.query_params.get(STEP, "")
    return State(topic.id, at=int(step_text) - 1 if step_text in ("2", "3") else 0)


def _act(tour: Tour, action: Action) -> None:
    """Take one step, for callbacks; the end of the visit is kept as a setting."""
    next_state = first_visit.step(_state(tour.topic), action, tour.steps)
    if next_state.ended:
        settings.change(FIRST_VISIT, next_state.ended)
    state.change(first_visit=None if next_state.ended else next_state)
    if next_state.at and not next_state.ended:
        st.query_params[STEP] = str(next_state.at + 1)
    else:
        st.query_params.pop(STEP, None)


def _card(tour: Tour, card: Card) -> None:
    """A card of the topic. The browser turns it over by itself, as in a deck; both ratings go on and count nowhere."""
    st.subheader("Say it first, then turn the card over", anchor=False)
    st.write("That is how all cards work: you try to remember, then you look, then you say how it went.")
    full = f"{tour.topic.id}/{card.id}"
    with st.container(border=True, key=keyed.by_id("card", full)):
        prose.headed(card.front, tour.topic, asks=card)
        with st.container(key=keyed.by_id("flip-back", full)):
            st.divider()
            prose.prose(card.back, tour.topic)
    key = keyed.by_id("turn", full)
    is_turned = st.button("Show the answer", type="primary", width="stretch", key=key, shortcut=keys.space())
    with st.container(key=keyed.by_id("flip-ratings", full), gap="xsmall"), st.container(horizontal=True):
        for number, rating in enumerate(settings.TWO, start=1):
            kind: Literal["primary", "secondary"] = "primary" if number == len(settings.TWO) else "secondary"
            key = keyed.by_id("rate", full, rating)
            st.button(
                f"{settings.RATING_NAMES[rating]}{keys.hint(str(number))}",
                type=kind,
                width="stretch",
                key=key,
                on_click=_act,
                args=(tour, Next()),
            )
    if settings.shortcuts_on():
        with st.container(key="keys"):
            st.caption("Space turns a card, 1 and 2 rate it.")
    st.caption("This is only a try-out.")
    hands.deck(card=full, slot=0, next_card=None, turned=is_turned, keys=settings.shortcuts_on())


def _claim(tour: Tour, claim: Claim, tour_state: State) -> None:
    """A popular claim, a guess, and what a run on record measured."""
    myth = claim.myth
    st.subheader("Guess first, then it is measured", anchor=False)
    guessed_outcome = next((outcome for outcome in myth.outcomes if outcome.id == tour_state.guess), None)
    st.markdown(with_their_numbers(f"People say: “{prose.one_line(myth.claim)}”"))
    prose.said_by(myth, tour.topic)
    if guessed_outcome is None:
        with st.container(key="first-guess", gap="small"):
            st.markdown(with_their_numbers(f"**{myth.question}**"))
            for number, outcome in enumerate(myth.outcomes, start=1):
                text, key = with_their_numbers(outcome.text), f"choice-first-{number}"
                st.button(text, key=key, width="stretch", on_click=_act, args=(tour, Guess(outcome.id)))
        hands.at("first-guess", says=f"{myth.claim} {myth.question}", focus="first-guess")
        return
    summary = f"Measured: {claim.outcome.text}."
    comment = "You knew." if guessed_outcome == claim.outcome else "Wrong guesses are the ones you remember."
    st.markdown(f"You guessed “{guessed_outcome.text}”. **{summary}** {comment}")
    prose.prose(_first_sentences(claim.outcome.why), tour.topic)
    proof_figure, at = claim.measured, claim.proven.at
    st.caption(f"◉ {proof_figure.text}; measured {at.day} {at:%b %Y} on {proof_figure.machine}")
    st.write("In the lab you run it yourself, on a real network, in about a minute.")
    st.button("Next", type="primary", width="stretch", key="first-next", on_click=_act, args=(tour, Next()))
    hands.at("first-measured", says=summary, focus="first-next")


def _begin(tour: Tour) -> None:
    topic = tour.topic
    part = next(iter(topic.lesson), None)
    minutes = part_minutes(part) if part is not None else deck_minutes(topic)
    st.subheader("A few minutes are enough to begin", anchor=False)
    first_step = "Read the first part of the lesson now" if part is not None else "Turn over a few cards now"
    st.write(f"{first_step}. From tomorrow, **Today** asks what you are about to forget, a few minutes a day.")
    if st.button(f"Start ({minutes} min)", type="primary", width="stretch", key="first-start"):
        _act(tour, Next())
        page, query = ("lesson", {lesson.PART: part.id}) if part is not None else ("recall", {"deck": "short"})
        st.switch_page(pages.file(page), query_params={"topic": topic.id, **query})
    no_account = " No account: this browser remembers you." if visitor.keeps_progress() else ""
    st.caption(f"{tour.topic.title.partition(':')[0]}.{no_account}")
    hands.at("first-begin", says="A few minutes are enough to begin.", focus="first-start")


def _first_sentences(text: str, limit: int = 220) -> str:
    """As many whole sentences of the first paragraph as a short step has room for, at least one."""
    sentences = ""
    for sentence in re.split(r"(?<=[.!?])\s+", prose.one_line(text.strip().split("\n\n")[0])):
        if sentences and len(sentences) + len(sentence) > limit:
            break
        sentences = f"{sentences} {sentence}".strip()
    return sentences
