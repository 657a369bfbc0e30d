"""What stands above a lab: the trained network to look at, at the speed of a slider, and the runs that it takes to have it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from optimization.errors import LabError
from optimization.labs import LABS, Lab
from optimization.labs.inside import LayerInside, Opened
from views.components import number_line, weights
from views.labs import lab_form, lab_run
from views.page import state, visitor

WAITING_PX = 260
"""About as high as what comes, so that the page does not jump far."""


def weights_of(network: str, *, place: str) -> None:
    """The weights of the network, and what a threshold takes from them; its button sets the form of the panel ``place``."""
    st.markdown("### See which weights go")
    layers = _layers(network, place=place)
    if not layers:
        return
    key, lab = f"explore-{place}", LABS[place]

    def apply() -> None:
        wanted = state.sent(key, "apply")
        if not isinstance(wanted, Mapping):
            return
        method = _METHODS[bool(wanted.get("whole"))]
        try:
            lab_form.fill(lab, {"amount": wanted.get("amount"), "method": method}, place=place)
        except LabError as error:
            state.change(notice=str(error))

    weights.explorer(layers, amount=0.9, key=key, on_apply=apply, run=_pruning(lab_form.values(lab.params, preset={}, place=place)))


_METHODS = {False: "l1_unstructured", True: "global_unstructured"}
"""Whether the whole network has one threshold -> the method of the lab that prunes so."""


def _pruning(settings: Mapping[str, Any]) -> weights.Pruning | None:
    """What the form holds, as the explorer can show it; None where something else than the smallest weights is removed."""
    whole = next((whole for whole, method in _METHODS.items() if method == settings.get("method")), None)
    amount = settings.get("amount")
    return weights.Pruning(amount=amount, whole=whole) if whole is not None and isinstance(amount, float | int) else None


def numbers_of(network: str, *, place: str) -> None:
    """The numbers of the network on the grid of few values that they are rounded to."""
    st.markdown("### See what is rounded")
    layers = _layers(network, place=place)
    if layers:
        number_line.explorer(layers, key=f"explore-{place}")


def _layers(network: str, *, place: str) -> tuple[LayerInside, ...]:
    """The layers of the trained network; where nobody has looked into it here, that run is started and shown, and there are none yet."""
    lab, parameters, own_place = LABS["inside"], {"network": network}, f"inside-{network}"
    result = lab_run.latest(lab, parameters)
    opened = result.extras_as(Opened) if result is not None else None
    if opened is None:
        status = lab_run.started(lab, parameters, place=own_place)
        result = status.result if status is not None else None
        opened = result.extras_as(Opened) if result is not None else None
        if status is not None and result is None:
            lab_run.wait_for(status, place=own_place, purpose="Looking into the trained network")
            if not status.ended:
                st.skeleton(height=WAITING_PX)
    if result is None or opened is None:
        return ()
    st.caption(f"◉ The numbers of the network that was trained on this machine, looked at {visitor.local_time(result.measured_at)}.")
    return opened.inside


def network_chosen(lab: Lab, *, place: str) -> str:
    """The network that the form of the panel ``place`` has chosen; to be asked after the form is drawn."""
    chosen = lab_form.values(lab.params, preset={}, place=place).get("network")
    return str(chosen or lab.params.model_fields["network"].default)
