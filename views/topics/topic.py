"""One topic: what it is, two ways in, and all its modes."""

from typing import Literal

import streamlit as st

from quizzes.progress import standing
from quizzes.progress.advice import advice
from quizzes.sessions.register import SELF_TEST
from views.page import frame, pages, schedule_now, settings, visitor
from views.page.services import services
from views.practice import next_step
from views.shown import days, prose
from views.topics import exam, first_visit, modes

topic = frame.topic_of_address()
here = {"topic": topic.id}
frame.trail(topic)

st.caption(f"{topic.track} · {topic.subject}")
st.title(topic.title, anchor=False)
is_first_visit = first_visit.is_wanted()
if is_first_visit:
    first_visit.draw(topic)
prose.prose(topic.summary, topic)


def first_thing() -> bool:
    """What to go on with: an attempt that was left, or what is due; False where it is to start."""
    due = schedule_now.due(topic)
    if left:
        if st.button(f"Go on: {left[0].where}", type="primary", width="stretch", key="go-on"):
            left[0].go_on()
        for one in left[1:]:
            if one.aside:  # the others stand in the list of modes, and the test on its button
                st.page_link(pages.file(one.mode), label=f"Go on: {one.where}", query_params=one.query)
    elif due and st.button(f"Today: {due} due here", type="primary", width="stretch", key="to-today"):
        st.switch_page(pages.file("today"))
    return bool(left or due)


left = list(next_step.left({topic.id: topic}, with_today=False))
is_new = is_first_visit and not first_visit.is_asked_for()
is_taken = is_new or first_thing() or is_first_visit
stopped_test = next((one for one in left if one.mode == SELF_TEST.id), None)
is_on_offer = not is_new and stopped_test is not None and stopped_test is left[0]  # then it is the button above, under one name
start, test = (st.container(), None) if is_on_offer else st.columns(2)
kind: Literal["primary", "secondary"] = "secondary" if is_taken or not topic.recall else "primary"
if start.button(f"Start ({topic.minutes} min)", type=kind, width="stretch", key="start", disabled=not topic.recall):
    st.switch_page(pages.file("recall"), query_params={**here, "deck": "short"})
kind = "primary" if not is_taken and not topic.recall and topic.self_test else "secondary"
says = f"Test me ({days.counted(SELF_TEST.asked(topic), 'question')})" if stopped_test is None else f"Go on: {stopped_test.where}"
if test is not None and test.button(says, type=kind, width="stretch", key="test", disabled=not topic.self_test):
    st.switch_page(pages.file("self-test"), query_params=here)

if not is_first_visit:  # whose panel says it already
    tests = services().log.of_learner(visitor.learner(), kinds=["finished"])
    st.caption(advice(topic, tests, schedule_now.memories(), schedule_now.index(), day=schedule_now.today()))
exam.draw(topic, with_minutes=True)

with st.expander("What you will learn"):
    prose.prose("\n".join(f"- {part}" for part in topic.learn), topic)

left_in = {one.mode: one for one in reversed(left) if not one.aside}
standings = standing.standings(topic, schedule_now.memories(), schedule_now.index(), day=schedule_now.today())
for group in modes.GROUPS:
    offered = list(modes.offered(group, topic))
    if not offered:
        continue
    st.subheader(group, anchor=False)
    with st.container(border=True, key=f"modes-{group.lower()}", gap="xsmall"):
        for line in offered:
            with st.container(key=f"mode-{line.page}", gap=None):
                stopped, came = left_in.get(line.page), standings.get(line.page)
                with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                    query = stopped.query if stopped is not None else here
                    st.page_link(pages.file(line.page), label=f"**{pages.title(line.page)}**", query_params=query)
                    if stopped is not None:
                        st.caption(f"**go on: {stopped.place}**")
                    elif came is not None:
                        st.caption(came.said)
                st.caption(f"{line.minutes} min · {line.when}")

if settings.author_links():
    with st.container(horizontal=True, gap="medium", key="for-instructors"):
        st.page_link(pages.file("author"), label="Edit this topic", query_params=here)
        st.page_link(pages.file("items"), label=pages.title("items"), query_params=here)
