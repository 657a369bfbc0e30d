"""The whole topic on one printable page."""

import streamlit as st

from quizzes.exports.sheet_version import version
from views.components import hands
from views.page import empty_states, frame, schedule_now
from views.shown import prose

topic = frame.topic_of_address()
frame.trail(topic, "cheat-sheet")
st.title(topic.title.partition(":")[0] + ": cheat sheet", anchor=False)
if not topic.cheat_sheet:
    empty_states.nothing("No cheat sheet", "This topic has no cheat sheet (yet).", key="cheat-sheet")
    frame.way_back(topic)
else:
    today = schedule_now.today()
    with st.container(key="sheet-of"):
        st.caption(f"{topic.track} · {today.day} {today:%b %Y} · version {version(topic)}")
    with st.container(key="not-on-paper"):
        st.caption("Your browser's print command puts it on paper in two columns, without menus.")
with st.container(key="cheat-sheet"):
    for section in topic.cheat_sheet:
        st.subheader(section.heading, anchor=section.id)
        prose.prose(section.text, topic)
        prose.sources(section.source, topic)
section_id = st.query_params.get("section")
if section_id is not None and section_id in {section.id for section in topic.cheat_sheet}:
    hands.open_at(section_id)
