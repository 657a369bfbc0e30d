"""Break it: a drawing of one's own, and ever smaller networks that read it."""

import streamlit as st

from optimization.labs import LABS
from views.labs import digit_bench, lab_run
from views.page import frame

topic = frame.topic_of_address()
lab = LABS["digit"]
frame.trail(topic, lab.id)
st.title(lab.title, anchor=False)
st.write(lab.summary)
if lab_run.is_offered(lab):
    digit_bench.bench(lab, topic=topic)
