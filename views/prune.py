"""Prune it: the lab on its own page."""

import streamlit as st

from optimization.labs import LABS
from views import frame, lab_panel

topic = frame.topic_of_address()
lab = LABS["prune"]
frame.trail(topic, lab.id)
st.title(lab.title, anchor=False)
st.write(lab.summary)
lab_panel.panel(lab, preset={}, place=lab.id, topic=topic)
