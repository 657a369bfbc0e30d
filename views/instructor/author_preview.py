"""The right side of the Author page: the item that the cursor is in, as a student sees it, to be answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

import streamlit as st

from optimization.labs import LABS
from quizzes import variants
from quizzes.attempts.attempt import REHEARSAL
from quizzes.attempts.mode import Session
from quizzes.authoring import writing as steps
from quizzes.authoring.rehearsal import rehearse
from quizzes.authoring.writing import Writing
from quizzes.content.lesson import LessonPart
from quizzes.content.topic import Topic
from quizzes.models import Asked, Budget, Item, Measure, Myth, SheetSection
from quizzes.proofs.evidence import carries_proof
from quizzes.questions import Problem, Prompt
from quizzes.sessions import explain, questions, recall
from views.instructor import author_prompt
from views.lessons import screen
from views.page import keyed, state
from views.page.services import services
from views.practice import card, explanation, problem, question
from views.practice.answering.answer_fields import Ways
from views.shown import prose

SEAT = (REHEARSAL, "")


def draw_item(item: Item, topic: Topic, seed: int) -> None:
    """The item in the flow of its own mode; what is done here is recorded nowhere."""
    session = _session(item, topic, seed)
    if session is None:
        _to_read(item, topic)
    elif session.finished:
        st.success("Done. Nothing of this was recorded.")
        st.button("Try it once more", key="author-again", on_click=_rehearse_again)
    else:
        _try_question(session, topic)


def draw(writing: Writing) -> None:
    """The heading, the ways to the neighbours, and the item; or what keeps it from being shown."""
    at, part = writing.at, writing.part
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="author-where"):
        name = f" · {getattr(part, 'id', '') or f'{at[0]}[{at[1]}]'}" if at is not None else ""
        st.caption(f"As a student sees it{name}")
        with st.container(horizontal=True, gap="small", width="content"):
            st.button("‹ Before", key="author-before", type="tertiary", on_click=_step, args=(-1,))
            st.button("Next ›", key="author-next", type="tertiary", on_click=_step, args=(1,))
    topic = writing.draft.as_far_as_valid()
    if part is None or topic is None:
        _say_nothing_here(writing)
        return
    if isinstance(part, SheetSection):
        st.subheader(part.heading, anchor=False)
        prose.prose(part.text, topic)
        return
    if isinstance(part, LessonPart):
        _lesson(part, topic, writing)
        return
    item = cast("Item", part)
    for fault in list(writing.faults_here())[:3]:
        st.warning(f"Line {fault.line}: {fault.wrong}; {fault.allowed}")
    if isinstance(item, Asked) and item.inputs:
        if any(fault.code == "variant" for fault in writing.faults_here()):
            return
        _figures(item, writing.seed)
    draw_item(item, topic, writing.seed)
    if isinstance(item, Prompt):
        author_prompt.draw(item, topic)
    _proof(item, topic)


def _lesson(part: LessonPart, topic: Topic, writing: Writing) -> None:
    """The screen of the part that the cursor is in, to be answered; nothing is recorded."""
    for fault in list(writing.faults_here())[:3]:
        st.warning(f"Line {fault.line}: {fault.wrong}; {fault.allowed}")
    shown_screen = part.screens[min(writing.number_inside("screens"), len(part.screens) - 1)]
    st.caption(f"{part.title} · screen {part.screens.index(shown_screen) + 1} of {len(part.screens)}")
    session = _session(shown_screen.ask, topic, writing.seed)
    if not isinstance(session, questions.State):
        return
    if session.finished:
        st.success("Done. Nothing of this was recorded.")
        st.button("Try it once more", key="author-again", on_click=_rehearse_again)
        return
    with st.container(border=True, key=keyed.by_id("card", f"{topic.id}/{shown_screen.id}")):
        screen.read(shown_screen, topic)
        screen.ask(shown_screen, topic, session)
    screen.announce(shown_screen, session)
    if session.answered:
        question.go_on(session, shown_screen.ask, topic, label="Done")


def _say_nothing_here(writing: Writing) -> None:
    faults = list(writing.faults_here())
    if faults:
        st.warning(f"This entry cannot be shown yet. Line {faults[0].line}: {faults[0].wrong}; {faults[0].allowed}")
    elif writing.draft.document is None:
        first = writing.problems[0]
        st.warning(f"Nothing can be shown until the text can be read. Line {first.line}: {first.wrong}; {first.allowed}")
    elif writing.draft.header is None:
        st.markdown("The top of the file has to pass before anything can be shown. The list on the left says what to mend.")
    else:
        st.markdown("Put the cursor into an item to see it here as a student does.")
        titles = [LABS[name].title for name in writing.draft.header.labs if name in LABS]
        st.caption(f"Labs that its page offers: {', '.join(titles) or 'none; “labs:” at the top names them'}.")


def _session(item: Item, topic: Topic, seed: int) -> Session | None:
    """The rehearsal under way where it is of this very item and these figures, else a new one."""
    rehearsed = state.load().sessions.get(SEAT)
    attempt_wanted = (topic.id, seed, ((item.id, item.content_hash),))
    if rehearsed is not None and (rehearsed.attempt.topic, rehearsed.attempt.seed, rehearsed.attempt.items) == attempt_wanted:
        return rehearsed
    fresh = rehearse(item, topic, seed=seed)
    if fresh is not None:
        state.change(sessions={**state.load().sessions, SEAT: fresh}, picked=None, fault=None)
    return fresh


def _try_question(session: Session, topic: Topic) -> None:
    if isinstance(session, recall.State) and session.card is not None:
        card.draw(card.Shown(session=session, card=session.card, topic=topic), last=None)
    elif isinstance(session, explain.State) and session.prompt is not None:
        explanation.card(session, session.prompt, topic, last_label="Done")
    elif isinstance(session, questions.State) and session.question is not None:
        current = session.question
        if isinstance(current, Problem):
            problem.card(session, current, topic, last_label="Done")
            return
        question.card(session, current, topic, ways=Ways("Check", ask_why=True))
        if session.told:
            question.go_on(session, current, topic, label="Done")


def _to_read(item: Item, topic: Topic) -> None:
    """What is decided by a lab run, as far as it can be shown without one."""
    if isinstance(item, Myth):
        with st.container(border=True, key=keyed.by_id("card", f"{topic.id}/{item.id}")):
            prose.headed(item.claim, topic, asks=item)
            prose.said_by(item, topic)
            prose.prose(item.question, topic, asks=item)
            rows = [
                f"| {outcome.text} | {_condition(outcome.verdict, outcome.at_least, outcome.below)} | {outcome.why} |"
                for outcome in item.outcomes
            ]
            prose.prose("\n".join(["| Bet | True where | Why |", "|:--|:--|:--|", *rows]), topic)
        _decided_by(item)
    elif isinstance(item, Budget):
        with st.container(border=True, key=keyed.by_id("card", f"{topic.id}/{item.id}")):
            st.subheader(item.title, anchor=False)
            prose.prose(item.text, topic)
            speed = f", {item.least_speed:g} times as fast" if item.least_speed is not None else ""
            st.markdown(f"At most {item.most_kb:g} kB, at least {item.least_accuracy:g} % right{speed}.")


def _decided_by(myth: Myth) -> None:
    lab, settings, decides = myth.run
    if isinstance(decides, Measure):
        st.caption(f"Decided by what this program prints{f', in{decides.unit}' if decides.unit.strip() else ''}:")
        st.code(decides.code, language="python", wrap_lines=True)
        return
    against = decides.row if decides.rival is None else f"that of a second run with {_settings(decides.rival.set)}"
    st.caption(f"Decided by the lab {lab} with {_settings(settings)}: {decides.figure} of {decides.of} against {against}.")


def _settings(settings: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in settings.items()) or "its defaults"


def _condition(verdict: str | None, at_least: float | None, upper: float | None) -> str:
    bounds = [f"from {at_least:g} on" if at_least is not None else "", f"below {upper:g}" if upper is not None else ""]
    return verdict or " and ".join(text for text in bounds if text)


def _figures(item: Asked, seed: int) -> None:
    draw_text = ", ".join(f"{name} = {value}" for name, value in variants.draw(item, seed=seed).items())
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="author-figures"):
        st.caption(f"Seed {seed} draws {draw_text}; one of {variants.count_of_draws(item)} draws.", width="content")
        st.button("Other figures", key="author-seed", icon=":material/casino:", on_click=_reseed)


def _proof(item: Item, topic: Topic) -> None:
    """Whether the answer was proven as it is now, and how to do it."""
    if not carries_proof(item):
        return
    proof = services().records.proven(topic.id, variants.template_of(item))
    if proof is not None:
        st.caption(f"◉ proven on {proof.at.day} {proof.at:%b %Y}: {proof.says}")
    else:
        st.caption("This answer has a proof that was not run since it was last changed. In the shell, once it is saved:")
        st.code(f"python -m quizzes prove {topic.id}/{item.id} --record", language="bash", wrap_lines=True)


def _step(by: int) -> None:
    writing = state.load().writing
    if writing is not None:
        state.change(writing=steps.stepped(writing, by))


def _reseed() -> None:
    writing = state.load().writing
    if writing is not None and isinstance(writing.part, Asked):
        drawn_now = variants.draw(writing.part, seed=writing.seed)
        seeds = range(writing.seed + 1, writing.seed + 50)
        seed = next((seed_tried for seed_tried in seeds if variants.draw(writing.part, seed=seed_tried) != drawn_now), writing.seed + 1)
        state.change(writing=replace(writing, seed=seed))


def _rehearse_again() -> None:
    state.change(sessions={seat: session for seat, session in state.load().sessions.items() if seat != SEAT})
