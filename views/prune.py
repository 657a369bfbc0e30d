"""Prune it: the network to look at, and the lab below it."""

import streamlit as st

from optimization.labs import LABS
from views import explore, frame, lab_panel

topic = frame.topic_of_address()
lab = LABS["prune"]
frame.trail(topic, lab.id)
st.title(lab.title, anchor=False)
st.write(lab.summary)
if explore.is_possible(LABS["inside"]):
    above = st.container(border=True, key="card-explore")
lab_panel.panel(lab, preset={}, place=lab.id, topic=topic)
if explore.is_possible(LABS["inside"]):
    with above:  # drawn last, because the form below says which network
        explore.weights_of(explore.network_chosen(lab, place=lab.id), place=lab.id)
