"""The page of a lab with something to look at and touch: that comes first, and once there is a run of one's own, below its result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from optimization.labs import LABS
from views import explore, frame, lab_panel


def draw(lab_id: str, look: Callable[..., Any]) -> None:
    """The lab ``lab_id``; ``look`` draws the network that the form below it names."""
    topic = frame.topic_of_address()
    lab = LABS[lab_id]
    frame.trail(topic, lab.id)
    st.title(lab.title, anchor=False)
    st.write(lab.summary)
    has_look = explore.is_possible(LABS["inside"])
    above = st.container(key="explore-above")
    has_run = lab_panel.panel(lab, preset={}, place=lab.id, topic=topic)
    if has_look:
        place = st.container(key="explore-below") if has_run else above
        with place, st.container(border=True, key="card-explore"):
            look(explore.network_chosen(lab, place=lab.id), place=lab.id)
