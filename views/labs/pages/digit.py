"""Break it: a drawing of one's own, and ever smaller networks that read it."""

import streamlit as st

from optimization.labs import LABS
from views.labs import digit_bench, explorers
from views.page import frame

topic = frame.topic_of_address()
lab = LABS["digit"]
frame.trail(topic, lab.id)
st.title(lab.title, anchor=False)
st.write(lab.summary)
if explorers.is_possible(lab):
    digit_bench.bench(lab, topic=topic)
else:
    st.warning("This lab needs libraries that are not installed here. Everything else works. To install them:")
    st.code(f"pip install {' '.join(lab.missing())}", language=None, wrap_lines=True)
