"""One topic: what it is, the one thing to do next, two ways in, and all its modes."""

from collections import Counter

import streamlit as st

from quizzes.progress import next_thing, standing
from quizzes.schedule import mastery
from quizzes.sessions.register import LESSON, SELF_TEST
from views.lessons import parts
from views.page import frame, pages, schedule_now, settings, visitor
from views.page.services import services
from views.practice import next_step
from views.shown import days, prose
from views.topics import concepts, exam, first_visit, modes

topic = frame.topic_of_address()
query_here = {"topic": topic.id}
frame.trail(topic)
START_KEYS = {"today": "to-today", "recall": "start", SELF_TEST.id: "test"}

memories, index, today = schedule_now.memories(), schedule_now.index(), schedule_now.today()
lesson_parts = parts.standings(topic) if topic.lesson else ()
tests = [row for row in services().log.of_learner(visitor.learner(), kinds=["finished"]) if row.item == topic.id]
tested = [row.payload for row in tests if row.mode == SELF_TEST.id]
steps_left = list(next_step.left({topic.id: topic}, with_today=False))
next_one = next_thing.next_thing(topic, parts=lesson_parts, tests=tests, memories=memories, index=index, day=today)


def one_thing() -> str:
    """What to go on with, or what comes next, in a sentence and with its button; the mode that it leads to."""
    with st.container(border=True, key="card-next"):
        if steps_left:
            st.markdown(f"You stopped in the middle of **{pages.title(steps_left[0].mode)}**.")
            if st.button(f"Go on: {steps_left[0].where}", type="primary", width="stretch", key="go-on"):
                steps_left[0].go_on()
            return steps_left[0].mode
        if next_one is None:
            st.markdown("This topic has nothing to practise yet.")
            return ""
        st.markdown(next_one.why)
        key = START_KEYS.get(next_one.mode, "next-thing")
        if st.button(next_one.label, type="primary", width="stretch", key=key):
            query = next_one.query if next_one.mode == "today" else {**query_here, **next_one.query}
            st.switch_page(pages.file(next_one.mode), query_params=dict(query))
        return next_one.mode


def ways_in(next_mode: str) -> None:
    """The two short ways in, where they are not the next thing already, and what else was left that stands in no row of the modes."""
    stopped = next((step_left for step_left in steps_left if step_left.mode == SELF_TEST.id), None)
    says = f"Test me ({days.counted(SELF_TEST.asked(topic), 'question')})" if stopped is None else f"Go on: {stopped.where}"
    ways = [
        (f"Start ({next_thing.deck_minutes(topic)} min)", "start", "recall", {**query_here, "deck": "short"}, bool(topic.recall)),
        (says, "test", SELF_TEST.id, query_here, bool(topic.self_test)),
    ]
    ways = [way for way in ways if way[2] != next_mode or (steps_left and way[2] == "recall")]
    for column, (label, key, page, query, is_there) in zip(st.columns(len(ways)), ways, strict=True):
        if column.button(label, width="stretch", key=key, disabled=not is_there):
            st.switch_page(pages.file(page), query_params=query)
    for step_left in steps_left[1:]:
        if step_left.aside:  # the others stand in the list of modes, and the test on its button
            st.page_link(pages.file(step_left.mode), label=f"Go on: {step_left.where}", query_params=step_left.query)


def states() -> dict[str, str]:
    """Page -> how far the visitor is with it, in a few words."""
    state_of = {mode: came.said for mode, came in standing.standings(topic, memories, index, day=today).items()}
    runs = Counter(str(row.payload["lab"]) for row in services().log.of_learner(visitor.learner(), kinds=["lab_run"]))
    state_of |= {lab: f"run {days.counted(runs[lab], 'time')}" if runs[lab] else standing.NOT_BEGUN for lab in topic.labs}
    if tested:
        state_of[SELF_TEST.id] = f"last time {tested[-1]['right']} of {tested[-1]['of']}"
    if lesson_parts:
        done_count, of = sum(progress.is_done for progress in lesson_parts), len(lesson_parts)
        if done_count == of:
            state_of[LESSON.id] = f"✓ all {of} parts done" if of > 1 else "✓ done"
        elif any(progress.answered for progress in lesson_parts):
            state_of[LESSON.id] = f"{done_count} of {days.counted(of, 'part')} done"
    return state_of | {step_left.mode: f"**go on: {step_left.place}**" for step_left in reversed(steps_left) if not step_left.aside}


def list_of_modes(next_mode: str) -> None:
    """Every mode in the order in which one takes them, each with its state; the whole row leads there."""
    state_of, queries = states(), {step_left.mode: step_left.query for step_left in reversed(steps_left) if not step_left.aside}
    for group in modes.GROUPS:
        lines_offered = list(modes.offered(group, topic, parts=lesson_parts, pace=schedule_now.pace()))
        if not lines_offered:
            continue
        st.subheader(group, anchor=False)
        with st.container(border=True, key=f"modes-{group.lower()}", gap="xsmall"):
            for line in lines_offered:
                with st.container(key=f"mode-{line.page}", gap=None):
                    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                        name, query = f"**{pages.title(line.page)}**", queries.get(line.page, query_here)
                        st.page_link(pages.file(line.page), label=name, query_params=query)
                        mark = "**next**" if line.page == next_mode and line.page not in queries else ""
                        st.caption(" · ".join(filter(None, (mark, state_of.get(line.page)))))
                    st.caption(f"{line.takes} · {line.when}")


st.caption(f"{topic.track} · {topic.subject}")
st.title(topic.title, anchor=False)
is_first_visit = first_visit.is_wanted()
if is_first_visit:
    first_visit.draw(topic)
prose.prose(topic.summary, topic)
comes_next = "" if is_first_visit and not first_visit.is_asked_for() else one_thing()
ways_in(comes_next)
exam.draw(topic, with_minutes=True)
enough = st.container()  # filled last: the days until the exam take a moment to play through
with st.expander("What you will learn"):
    prose.prose("\n".join(f"- {part}" for part in topic.learn), topic)
concepts.draw(topic, mastery.mastery(memories, index, topic=topic.id, day=today), lesson_parts)
list_of_modes(comes_next)
with enough:
    exam.are_minutes_enough(topic)

if settings.author_links():
    with st.container(horizontal=True, gap="medium", key="for-instructors"):
        st.page_link(pages.file("author"), label="Edit this topic", query_params=query_here)
        st.page_link(pages.file("items"), label=pages.title("items"), query_params=query_here)
