"""Break it: a drawing of one's own, and ever smaller networks that read it."""

import streamlit as st

from optimization.labs import LABS
from views import explore, frame, reading

topic = frame.topic_of_address()
lab = LABS["digit"]
frame.trail(topic, lab.id)
st.title(lab.title, anchor=False)
st.write(lab.summary)
if explore.is_possible(lab):
    reading.bench(lab, topic=topic)
else:
    st.warning("This lab needs libraries that are not installed here. Everything else works. To install them:")
    st.code(f"pip install {' '.join(lab.missing())}", language=None, wrap_lines=True)
