"""Break it: a drawing of one's own, and ever smaller networks that read it."""

import streamlit as st

from optimization.labs import LABS
from views.labs import digit_bench, explorers, lab_form
from views.page import frame

topic = frame.topic_of_address()
lab = LABS["digit"]
frame.trail(topic, lab.id)
st.title(lab.title, anchor=False)
st.write(lab.summary)
if explorers.is_possible(lab):
    digit_bench.bench(lab, topic=topic)
else:
    lab_form.say_missing(lab.missing())
