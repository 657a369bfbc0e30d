"""The page of a lab with something to look at and touch, which comes first and stays there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from optimization.labs import LABS
from views.labs import explorers, lab_panel
from views.page import frame


def draw(lab_id: str, look: Callable[..., Any]) -> None:
    """The lab ``lab_id``; ``look`` draws the network that the form below it names."""
    topic = frame.topic_of_address()
    lab = LABS[lab_id]
    frame.trail(topic, lab.id)
    st.title(lab.title, anchor=False)
    st.write(lab.summary)
    above = st.container(key="explore-above")
    lab_panel.panel(lab, preset={}, place=lab.id, topic=topic, bet=lab.bet)
    if explorers.is_possible(LABS["inside"]):
        with above, st.container(border=True, key="card-explore"):
            look(explorers.network_chosen(lab, place=lab.id), place=lab.id)
