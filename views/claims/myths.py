"""Myth or measured?: a popular claim, a bet handed in as sure or not sure, then the real run decides."""

import streamlit as st

from optimization.results.records import Unfinished
from quizzes.attempts import asides
from quizzes.attempts.actions import GoOn, PlaceBet
from quizzes.attempts.mode import Scope
from quizzes.markup.units import with_their_numbers
from quizzes.models import Myth
from quizzes.sessions import myths
from quizzes.sessions.register import MYTHS
from views.claims import claim_program, claim_record, claim_result, claim_run, claims_summary
from views.components import hands
from views.labs import lab_run
from views.labs.meanwhile import About
from views.labs.results import lab_result
from views.page import away, frame, keyed, keys, state
from views.practice import item_menu, known_items, sitting
from views.practice.answering import answer_fields
from views.shown import prose

PLACES = 12
"""At most so many parts stand below a claim; emptied at once when it is decided, or they would stay until the result is drawn."""
topic = frame.topic_of_address()
frame.trail(topic, "myths")


def full_id(myth: Myth) -> str:
    return f"{topic.id}/{myth.id}"


def mark(myth: Myth, outcome: str) -> None:
    state.change(picked=(full_id(myth), (outcome,)))


def bet(myth: Myth, outcome: str, sure: bool) -> None:
    """Place the bet and start the run; where the bet could not be saved, nothing runs."""
    seat = MYTHS.seat(Scope.of(topic))
    sitting.act(seat, full_id(myth), PlaceBet(outcome, sure=sure))
    session = MYTHS.own(state.load().sessions[seat])
    if session.bet(myth) is not None:
        claim_run.start(topic, myth)


@away.fragment
def draw() -> None:
    session = claim_run.caught_up(sitting.fresh(MYTHS, Scope.of(topic)), topic)
    myth, count = session.myth, len(session.myths)
    if myth is None:
        claims_summary.draw(session, topic)
        return
    is_over = session.phase in ("decided", "not decided")
    st.progress((session.position + is_over) / count, text=f"Claim {session.position + 1} of {count}")
    with st.container(border=True, key=keyed.by_id("card", full_id(myth))):
        st.badge(myth.level, color="gray")
        prose.headed(f"“{myth.claim}”", topic, asks=myth)
        prose.said_by(myth, topic)
        st.markdown(with_their_numbers(myth.question))
        if session.outcome(myth) is None and myth.measure is not None:
            claim_program.code(myth.measure)
        if session.phase == "betting":
            ask(myth)
        elif session.phase in ("ready", "running", "unfinished"):
            run(session, myth)
        else:
            for _ in range(PLACES):
                st.empty()
    item_menu.say_known(myth, session.attempt)
    announce(session, myth)
    if is_over:
        claim_result.draw(session, myth, topic)
        label = "Next claim" if session.position + 1 < count else "See all bets"
        go_on(myth, label, primary=session.phase == "decided")
        claim_result.further(session, myth, topic)


def announce(session: myths.State, myth: Myth) -> None:
    """Say the claim when it comes, that the run has begun, and what it found."""
    is_over = session.phase in ("decided", "not decided")
    outcome = session.outcome(myth)
    if outcome is not None:
        says = claim_result.judged(session.bet(myth), outcome, sure=session.sure(myth))
    else:
        says = prose.one_line(myth.claim) if session.phase == "betting" else "Not decided." if is_over else "The run has begun."
    full = full_id(myth)
    focus = keyed.by_id("next" if is_over else "card", full)
    hands.at(f"{full}-{session.phase}", says=says, focus=focus, sight=None if session.phase == "betting" else "")
    place = keyed.by_id("figure", full) if is_over else f"progress-{keyed.name(full)}" if session.waiting(myth) is not None else ""
    hands.follow(keyed.name(full), stage=f"{session.phase} {session.waiting(myth)}", to=place, is_over=is_over)


def ask(myth: Myth) -> None:
    """An outcome a button, and how sure one is; or what is missing for the run."""
    if not lab_run.is_offered(claim_run.lab_of(myth), subject="The run that decides this"):
        go_on(myth, "Skip this claim")
        return
    picked_choice, full = state.load().picked, full_id(myth)
    marked_id = picked_choice[1][0] if picked_choice is not None and picked_choice[0] == full else None
    for number, outcome in enumerate(myth.outcomes, start=1):
        key, send = keyed.by_id("choice", full, number), (myth, outcome.id)
        icon = f":material/radio_button_{'checked' if marked_id == outcome.id else 'unchecked'}:"
        text = with_their_numbers(outcome.text)
        st.button(text, key=key, icon=icon, width="stretch", shortcut=keys.digit(number), on_click=mark, args=send)
    with st.container(horizontal=True):
        for label, sure, name, shortcut in answer_fields.ways("Bet", ask_sure=True):
            st.button(
                label,
                disabled=marked_id is None,
                key=keyed.by_id(name, full),
                shortcut=shortcut if marked_id is not None else None,
                on_click=bet,
                args=(myth, marked_id or "", bool(sure)),
            )
    st.caption(f"Both place your bet and start {takes(myth)}.")
    with st.container(horizontal=True):
        st.button("Just run it", type="tertiary", key=keyed.by_id("run", full_id(myth)), on_click=claim_run.start, args=(topic, myth))
        go_on(myth, "Skip this claim")


def takes(myth: Myth) -> str:
    """What a bet starts."""
    if myth.measure is not None:
        return "the program"
    return "the run (about a minute)" if myth.run.compare.rival is None else "two runs, one after the other (about two minutes)"


def run(session: myths.State, myth: Myth) -> None:
    """The run under way; one that ended without a result says why and can be started again."""
    placed = session.bet(myth)
    sure = " and are sure" if session.sure(myth) else ""
    st.markdown(f"You bet **{placed.text}**{sure}." if placed is not None else "No bet this time.")
    run_id = session.waiting(myth)
    status = lab_run.status(run_id) if run_id is not None else None
    if run_id is not None and status is not None and not status.ended:
        about, which = About(topic=topic, concept=myth.concept), claim_run.which(myth, status.parameters)
        lab_run.watch(run_id, place=keyed.name(full_id(myth)), purpose=which, figures="folded", about=about)
        return
    early = claim_run.found_by(session, myth) if status is None else None
    message = early.message if isinstance(early, Unfinished) else status.message if status is not None else ""
    if message:
        st.warning(message)
    if early is not None:
        with st.expander("Measured before it ended" if early.has_measured else "Counted before it ended; nothing was measured"):
            lab_result.so_far(early)
    if session.phase == "unfinished":
        claim_record.offer(session, myth, topic)
    else:
        key, label = keyed.by_id("run", full_id(myth)), "Run" if status is None else "Run again"
        st.button(label, type="primary", icon=":material/science:", key=key, on_click=claim_run.start, args=(topic, myth))
    go_on(myth, "Skip this claim")


def go_on(myth: Myth, label: str, *, primary: bool = False) -> None:
    key, send = keyed.by_id("next", full_id(myth)), (MYTHS.seat(Scope.of(topic)), full_id(myth), GoOn())
    shortcut = keys.space() if primary else None
    st.button(label, type="primary" if primary else "tertiary", key=key, shortcut=shortcut, on_click=sitting.act, args=send)


claim = st.query_params.get(asides.CLAIM)
if sitting.sit_down(MYTHS, topic, {asides.CLAIM: claim} if claim else {}).attempt.items:
    draw()
    keys.offer_help(*keys.CHOICE[:1], *keys.SURE, *keys.CHOICE[1:])
else:
    known_items.empty_mode("no claims to bet on", topic, topic.myths, is_named=claim is not None)
