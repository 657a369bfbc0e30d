"""Explain it: write from memory, tick what was covered, compare."""

from typing import cast

import streamlit as st

from quizzes.content.models import Prompt
from quizzes.sessions import explain
from quizzes.sessions.actions import Draft, GoOn, Overrule, ShowHint, Tick, Write
from views import frame, keys, prose, sitting, state, try_it

MODE = explain.MODE
topic = frame.topic_of_address()
frame.trail(topic, "explain")


def keep_draft(prompt: Prompt) -> None:
    sitting.act((MODE, topic.id), prompt.id, Draft(str(state.widget_value(f"text-{prompt.id}") or "")))


def hand_in(prompt: Prompt) -> None:
    sitting.act((MODE, topic.id), prompt.id, Write(str(state.widget_value(f"text-{prompt.id}") or "")))


def compare(prompt: Prompt) -> None:
    ticked = tuple(point.id for point in prompt.points if state.widget_value(f"tick-{prompt.id}-{point.id}"))
    sitting.act((MODE, topic.id), prompt.id, Tick(ticked))


@st.fragment
def draw() -> None:
    session = cast("explain.State", sitting.fresh(MODE, topic))
    prompt, count = session.prompt, len(session.prompts)
    if prompt is None:
        summary(session)
        return
    st.progress(session.position / count, text=f"Prompt {session.position + 1} of {count}")
    with st.container(border=True, key=f"card-{prompt.id}"):
        st.badge(prompt.level, color="gray")
        prose.headed(prompt.prompt, topic)
        {"writing": writing, "ticking": ticking, "comparing": comparing}[session.phase](session, prompt)


def writing(session: explain.State, prompt: Prompt) -> None:
    """The field to write in, with the hint where it was asked for."""
    if session.hint_shown:
        with st.container(key=f"reason-hint-{prompt.id}"):
            prose.prose(f"**Hint.** {prompt.hint}", topic)
    else:
        send = ((MODE, topic.id), prompt.id, ShowHint())
        st.button("Show a hint", type="tertiary", key=f"hint-{prompt.id}", on_click=sitting.act, args=send)
    text = st.text_area(
        "Explain it in your own words, from memory",
        value=session.draft,
        height=220,
        max_chars=explain.TEXT_LIMIT,
        key=f"text-{prompt.id}",
        on_change=keep_draft,
        args=(prompt,),
        placeholder="Full sentences work best. What you wrote is kept whenever you click outside this field.",
    )
    st.button("Compare", type="primary", key=f"write-{prompt.id}", on_click=hand_in, args=(prompt,))
    st.caption(f"{len(prompt.points)} ideas are looked for." + ("" if text else " Write at least a sentence first."))


def ticking(session: explain.State, prompt: Prompt) -> None:
    """The learner's own judgement, before anything is compared."""
    st.markdown("> " + session.texts[prompt.id].replace("\n", "\n> "))
    st.markdown("**Which of these do you think you covered?** Judge first; then see what was found.")
    for point in prompt.points:
        st.checkbox(point.name, key=f"tick-{prompt.id}-{point.id}")
    st.button("Show what was found", type="primary", key=f"ticked-{prompt.id}", on_click=compare, args=(prompt,))


def comparing(session: explain.State, prompt: Prompt) -> None:
    """What was found beside what was ticked, what was missing, and a model answer."""
    coverage, ticked = session.coverage(prompt), session.ticks[prompt.id]
    st.markdown("> " + session.texts[prompt.id].replace("\n", "\n> "))
    st.subheader(coverage.sentence, anchor=False)
    st.caption("This is coverage, not a grade: words are compared, so it can be wrong in both directions.")
    for point, finding in zip(prompt.points, coverage.findings, strict=True):
        if point.id in coverage.covered:
            how = f"found in “{finding.excerpt}”" if finding.found else "you say you said it"
            st.markdown(f"✓ **{point.name}**: {how}" + ("" if point.id in ticked else " (you had not ticked it)"))
            continue
        st.markdown(f"✗ **{point.name}**: {point.missed}" + (" You had ticked it." if point.id in ticked else ""))
        if finding.contradicted and finding.excerpt:
            st.caption(f"You seem to say the opposite: “{finding.excerpt}”")
        send = ((MODE, topic.id), prompt.id, Overrule(point.id))
        st.button("I did say this", key=f"overrule-{prompt.id}-{point.id}", on_click=sitting.act, args=send)
    with st.expander("A model answer", expanded=True):
        prose.prose(prompt.answer, topic)
        prose.sources(prompt.source, topic)
    last = session.position + 1 == len(session.prompts)
    send_on = ((MODE, topic.id), prompt.id, GoOn())
    label = "Finish" if last else "Next prompt"
    st.button(label, type="primary", key=f"next-{prompt.id}", shortcut=keys.space(), on_click=sitting.act, args=send_on)
    try_it.offer(prompt, topic)


def summary(session: explain.State) -> None:
    """The end: coverage of each prompt."""
    st.header("All prompts done", anchor=False)
    for prompt in session.prompts:
        coverage = session.coverage(prompt)
        st.markdown(f"- {prose.one_line(prompt.prompt)} **{len(coverage.covered)} of {len(coverage.findings)}**")
    st.page_link(frame.address("self-test"), label="Test yourself with 10 questions", query_params={"topic": topic.id})
    st.button("Once more", key="again", on_click=sitting.start_over, args=(MODE, topic))


if sitting.sit_down(MODE, topic).attempt.items:
    draw()
else:
    st.write("This topic has nothing to explain (yet).")
