"""The whole topic on one printable page."""

import streamlit as st

from views import frame, prose

topic = frame.topic_of_address()
frame.trail(topic, "cheat-sheet")
st.title(topic.title.partition(":")[0] + ": cheat sheet", anchor=False)
if not topic.cheat_sheet:
    st.write("This topic has no cheat sheet (yet).")
for section in topic.cheat_sheet:
    st.subheader(section.heading, anchor=section.id)
    prose.prose(section.text, topic)
    prose.sources(section.source, topic)
if topic.cheat_sheet:
    st.caption("To print it, use your browser's print command: buttons and the way home are left out.")
