"""The page of a lab; what there is to look at and touch comes first and stays there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from optimization.labs import LABS
from views.labs import explorers, lab_panel, lab_run
from views.page import frame


def draw(lab_id: str, look: Callable[..., Any] | None = None) -> None:
    """The lab ``lab_id``; ``look``, where there is one, draws the network that the form below it names."""
    topic = frame.topic_of_address()
    lab = LABS[lab_id]
    frame.trail(topic, lab.id)
    st.title(lab.title, anchor=False)
    st.write(lab.summary)
    explorer_place = st.container(key="explore-above")
    lab_panel.panel(lab, preset={}, place=lab.id, topic=topic, bet=lab.bet)
    if look is not None and lab_run.is_possible(LABS["inside"]):
        with explorer_place, st.container(border=True, key="card-explore"):
            look(explorers.network_chosen(lab, place=lab.id), place=lab.id)
