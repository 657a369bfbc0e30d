"""A prompt to explain from memory: writing, ticking, comparing. Shared by Explain it and Today."""

from __future__ import annotations

import streamlit as st

from quizzes.attempts.actions import Draft, GoOn, Overrule, ShowHint, Tick, Write
from quizzes.attempts.attempt import Seat
from quizzes.content.topic import Topic
from quizzes.events.unfinished import Place
from quizzes.questions import Prompt
from quizzes.questions.explain import grading
from quizzes.sessions import explain
from views.components import hands
from views.page import keyed, keys, state
from views.practice import item_menu, leaning, pending, sitting, try_it
from views.shown import prose


def card(session: explain.State, prompt: Prompt, topic: Topic, *, last_label: str) -> None:
    """The prompt as far as it is worked on; ``last_label`` stands on the button that leaves it."""
    full = session.attempt.full_id(prompt)
    with st.container(border=True, key=keyed.by_id("card", full)):
        st.badge(prompt.level, color="gray")
        prose.headed(prompt.prompt, topic, asks=prompt)
        if session.phase == "writing":
            _writing(session, prompt, topic)
        elif session.phase == "ticking":
            _ticking(session, prompt)
        else:
            _comparing(session, prompt, topic)
    item_menu.say_known(prompt, session.attempt)
    says = {"writing": prose.one_line(prompt.prompt), "ticking": "Which ideas did you cover?", "comparing": "This is what was found."}
    focus = keyed.by_id("next" if session.phase == "comparing" else "card", full)
    sight = keyed.by_id("card", full) if session.phase == "comparing" else None
    hands.at(f"{full}-{session.phase}", says=says[session.phase], focus=focus, sight=sight)
    if session.phase == "comparing":
        send, key = (session.attempt.seat, full, GoOn()), keyed.by_id("next", full)
        st.button(last_label, type="primary", key=key, shortcut=keys.space(), on_click=sitting.act, args=send)
        item_menu.draw(prompt, topic, session.attempt)
        try_it.offer(prompt, topic, enclosing_mode=session.attempt.within)


def _keep_draft(place: Place | None, seat: Seat, full: str) -> None:
    """The field was left: the draft is a row of its own, which an export carries on."""
    pending.keep(place, {"text": _written_text(full)})
    sitting.act(seat, full, Draft(_written_text(full)))


def _hand_in(seat: Seat, full: str) -> None:
    if not grading.is_sentence(_written_text(full)):
        state.change(fault=(full, grading.TOO_SHORT))
        return
    sitting.act(seat, full, Write(_written_text(full)))


def _written_text(full: str) -> str:
    return str(state.widget_value(keyed.by_id("text", full)) or "")


def _compare(seat: Seat, full: str, points: tuple[str, ...]) -> None:
    sitting.act(seat, full, Tick(_ticked(full, points)))


def _keep_ticks(place: Place | None, full: str, points: tuple[str, ...]) -> None:
    pending.mark(place, _ticked(full, points))


def _ticked(full: str, points: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(point for point in points if state.widget_value(keyed.by_id("tick", full, point)))


def _writing(session: explain.State, prompt: Prompt, topic: Topic) -> None:
    """The field to write in, with the hint where it was asked for."""
    seat, full = session.attempt.seat, session.attempt.full_id(prompt)
    if session.hint_shown:
        with st.container(key=keyed.by_id("reason-hint", full)):
            prose.prose(f"**Hint.** {prompt.hint}", topic, asks=prompt)
    else:
        send = (seat, full, ShowHint())
        st.button("Show a hint", type="tertiary", key=keyed.by_id("hint", full), on_click=sitting.act, args=send)
    place = pending.place(session.attempt, prompt, "answered")
    text = st.text_area(
        "Explain it in your own words, from memory",
        value=pending.texts(place).get("text", session.draft),
        height=220,
        max_chars=explain.TEXT_LIMIT,
        key=keyed.by_id("text", full),
        on_change=_keep_draft,
        args=(place, seat, full),
        placeholder="Full sentences work best.",
    )
    fault = state.load().fault
    if fault is not None and fault[0] == full:
        st.warning(fault[1])
    st.button("Compare", type="primary", key=keyed.by_id("write", full), on_click=_hand_in, args=(seat, full))
    pending.listen(place, {"text": keyed.by_id("text", full)})
    st.caption(f"{len(prompt.points)} ideas are looked for." + ("" if text else " Write at least a sentence first."))


def _ticking(session: explain.State, prompt: Prompt) -> None:
    """The learner's own judgement, before anything is compared."""
    st.markdown("> " + session.texts[prompt.id].replace("\n", "\n> "))
    st.markdown("**Which of these do you think you covered?** Judge first; then see what was found.")
    full = session.attempt.full_id(prompt)
    place, ids = pending.place(session.attempt, prompt, "ticked"), tuple(point.id for point in prompt.points)
    ticked = pending.marked(place)
    for point in prompt.points:
        key = keyed.by_id("tick", full, point.id)
        st.checkbox(point.name, value=point.id in ticked, key=key, on_change=_keep_ticks, args=(place, full, ids))
    send = (session.attempt.seat, full, ids)
    st.button("Show what was found", type="primary", key=keyed.by_id("ticked", full), on_click=_compare, args=send)


def _comparing(session: explain.State, prompt: Prompt, topic: Topic) -> None:
    """What was found beside what was ticked, what was missing, and a model answer."""
    coverage, ticked, full = session.coverage(prompt), session.ticks[prompt.id], session.attempt.full_id(prompt)
    st.markdown("> " + session.texts[prompt.id].replace("\n", "\n> "))
    st.subheader(coverage.sentence, anchor=False)
    st.caption("This is coverage, not a grade: words are compared, so it can be wrong in both directions.")
    for point, finding in zip(prompt.points, coverage.findings, strict=True):
        if point.id in coverage.covered:
            evidence = f"found in “{finding.excerpt}”" if finding.found else "you say you said it"
            opposite = f"  \nYou also seem to say the opposite: “{finding.against}”" if finding.contradicted else ""
            st.markdown(f"✓ **{point.name}**: {evidence}" + ("" if point.id in ticked else " (you had not ticked it)") + opposite)
            continue
        had_ticked = " You had ticked it." if point.id in ticked else ""
        if finding.excerpt:
            reason = "you seem to say the opposite" if finding.contradicted else "not counted, because it is denied here"
            st.markdown(f"✗ **{point.name}**: {reason}: “{finding.excerpt}”{had_ticked}")
            prose.prose(point.missed, topic)
        else:
            prose.prose(f"✗ **{point.name}**: {point.missed}{had_ticked}", topic)
        send, key = (session.attempt.seat, full, Overrule(point.id)), keyed.by_id("overrule", full, point.id)
        st.button("I did say this", key=key, on_click=sitting.act, args=send)
    with st.expander("A model answer", expanded=True):
        prose.prose(prompt.answer, topic)
        prose.sources(prompt.source, topic)
    if len(coverage.covered) < len(prompt.points):
        leaning.offer(prompt, topic, enclosing_mode=session.attempt.within)
