"""One topic: what it is, two ways in, and all its modes."""

import streamlit as st

from quizzes.advice import advice
from views import exam, frame, memory, modes, visitor
from views.services import services

topic = frame.topic_of_address()
here = {"topic": topic.id}
frame.trail(topic)

st.caption(f"{topic.track} · {topic.subject} · about {topic.minutes} minutes")
st.title(topic.title, anchor=False)
st.markdown(topic.summary)

start, test = st.columns(2)
if start.button(f"Start ({topic.minutes} min)", type="primary", width="stretch", key="start", disabled=not topic.recall):
    st.switch_page(frame.address("recall"), query_params={**here, "deck": "short"})
if test.button("Test me (10 questions)", width="stretch", key="test", disabled=not topic.self_test):
    st.switch_page(frame.address("self-test"), query_params=here)

tests = services().log.of_learner(visitor.learner(), kinds=["finished"])
with st.container(horizontal=True, vertical_alignment="center", gap="small", key="advice"):
    st.caption(advice(topic, tests, memory.memories(), memory.index(), day=memory.today()), width="content")
    if memory.due(topic):
        st.page_link(frame.address("today"), label="Today")
exam.draw(topic, with_minutes=True)

with st.expander("What you will learn"):
    st.markdown("\n".join(f"- {line}" for line in topic.learn))

for group, rows in modes.GROUPS.items():
    offered = [row for row in rows if row.minutes(topic)]
    if not offered:
        continue
    st.subheader(group, anchor=False)
    with st.container(border=True, key=f"modes-{group.lower()}", gap="xsmall"):
        for row in offered:
            with st.container(key=f"mode-{row.page}", gap=None):
                st.page_link(frame.address(row.page), label=f"**{frame.title(row.page)}**", query_params=here)
                st.caption(f"{row.minutes(topic)} min · {row.when(topic)}")

if visitor.may_author():
    with st.container(horizontal=True, gap="medium", key="for-instructors"):
        st.page_link(frame.address("author"), label="Edit this topic", query_params=here)
        st.page_link(frame.address("items"), label=frame.title("items"), query_params=here)
