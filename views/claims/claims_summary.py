"""The end of Myth or measured?: all bets beside what was measured, wrong and sure first."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from quizzes.attempts import asides
from quizzes.content.topic import Topic
from quizzes.markup.units import with_their_numbers
from quizzes.models import Myth
from quizzes.sessions import myths
from quizzes.sessions.register import MYTHS
from views.claims import claim_result
from views.components import hands
from views.page import frame, pages
from views.practice import sitting
from views.shown import prose


def draw(session: myths.State, topic: Topic) -> None:
    """How many bets came true, then every claim that was measured, then what to do next."""
    bets = len(session.decided_bets)
    summary = f"{session.right} of {bets} bets came true" if bets else "No bet was decided"
    st.header(summary, anchor=False)
    decided_claims = ordered(session)
    hands.at("end", says=f"{summary}.", focus="recall-measured" if decided_claims else "again")
    if any(_is_wrong(session, myth) and session.sure(myth) for myth in decided_claims):
        st.write("Those you were sure of and lost come first: seen once, such errors are the ones that are remembered best.")
    for myth in decided_claims:
        _claim(session, myth, topic)
    undecided = [myth for myth in session.myths if session.outcome(myth) is None]
    if undecided:
        st.caption(f"Not decided: {len(undecided)} of {len(session.myths)} claims.")
    concepts = "+".join(dict.fromkeys(myth.concept for myth in decided_claims))
    with st.container(horizontal=True):
        if decided_claims and st.button("Recall the cards of what was measured", type="primary", key="recall-measured"):
            st.switch_page(pages.file("recall"), query_params={"topic": topic.id, "deck": f"concepts:{concepts}"})
        kind: Literal["primary", "secondary"] = "secondary" if decided_claims else "primary"
        label = "All claims" if asides.CLAIM in session.attempt.options else "All claims again"
        st.button(label, type=kind, key="again", on_click=_all_claims, args=(topic,))
    frame.way_back(topic)


def _all_claims(topic: Topic) -> None:
    """All claims: where one was looked up, those that were left for it."""
    st.query_params.pop(asides.CLAIM, None)
    sitting.go_on(MYTHS, topic, {})


def ordered(session: myths.State) -> tuple[Myth, ...]:
    """The decided claims: wrong and sure, wrong, right, then those without a bet, each in the session's order."""

    def rank(myth: Myth) -> int:
        if session.bet(myth) is None:
            return 3
        if _is_wrong(session, myth):
            return 0 if session.sure(myth) else 1
        return 2

    return tuple(sorted((myth for myth in session.myths if session.outcome(myth) is not None), key=rank))


def _is_wrong(session: myths.State, myth: Myth) -> bool:
    return myth in session.decided_bets and session.bet(myth) != session.outcome(myth)


def _claim(session: myths.State, myth: Myth, topic: Topic) -> None:
    bet, outcome = session.bet(myth), session.outcome(myth)
    if outcome is None:
        return
    mark = "·" if bet is None else "✓" if bet == outcome else "✗"
    sure = " · sure" if session.sure(myth) else ""
    with st.expander(f"{mark} {prose.one_line(myth.claim)}{sure}"):
        prose.said_by(myth, topic)
        record_note = " Measured on a quiet machine, which you took." if session.is_recorded(myth) else ""
        st.markdown(f"{with_their_numbers(myth.question)}\n\n{claim_result.judged(bet, outcome, sure=session.sure(myth))}{record_note}")
        prose.prose(outcome.why, topic)
