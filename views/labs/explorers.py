"""What stands above a lab: the trained network to look at, at the speed of a slider, and the runs that it takes to have it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from optimization.errors import LabError
from optimization.labs import LABS, Lab
from optimization.results.records import LayerInside
from optimization.running.runs import RunStatus
from views.components import number_line, weights
from views.labs import lab_form, run_progress
from views.page import state, visitor
from views.page.services import runner

WAITING_PX = 260
"""About as high as what comes, so that the page does not jump far."""


def is_possible(lab: Lab) -> bool:
    """Whether the lab's libraries are there; the panel below says what to install where they are not."""
    return not lab_form.missing(lab)


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


def _pruning(given: Mapping[str, Any]) -> weights.Pruning | None:
    """What the form holds, as the explorer can show it; None where something else than the smallest weights is removed."""
    whole = next((whole for whole, method in _METHODS.items() if method == given.get("method")), None)
    amount = given.get("amount")
    return weights.Pruning(amount=amount, whole=whole) if whole is not None and isinstance(amount, float | int) else None


def numbers_of(network: str, *, place: str) -> None:
    """The numbers of the network on the grid of few values that they are rounded to."""
    st.markdown("### See what is rounded")
    layers = _layers(network, place=place)
    if layers:
        number_line.explorer(layers, key=f"explore-{place}")


def _layers(network: str, *, place: str) -> tuple[LayerInside, ...]:
    """The layers of the trained network; where nobody has looked into it here, that run is started and shown, and there are none yet."""
    lab, parameters, name = LABS["inside"], {"network": network}, f"inside-{network}"
    known = runner().latest(lab.id, parameters)
    if known is None or known.lab != lab.id:
        status = under_way(lab, parameters, name=name)
        known = status.result if status is not None else None
        if status is not None and known is None:
            wait_for(status, name=name, what="Looking into the trained network", height_px=WAITING_PX)
    if known is None:
        return ()
    st.caption(f"◉ The numbers of the network that was trained on this machine, looked at {visitor.local_time(known.measured_at)}.")
    return known.inside


def under_way(lab: Lab, parameters: Mapping[str, Any], *, name: str) -> RunStatus | None:
    """The run that this page has asked for, started now where there is none; None where it cannot be."""
    run_id = state.load().runs.get(name)
    if run_id is None:
        try:
            run_id = runner().submit(lab.id, parameters, asker=visitor.learner())
        except LabError as error:
            st.warning(str(error))
            return None
        state.change(runs={**state.load().runs, name: run_id})
    return runner().status(run_id)


def wait_for(status: RunStatus, *, name: str, what: str, height_px: int = 0) -> None:
    """Show a run that has no result yet, and draw the page again when it has ended; or say why it failed."""
    if not status.ended:
        st.fragment(_watch, run_every=run_progress.POLL_S)(status.run_id, name, what)
        if height_px:
            st.skeleton(height=height_px)
        return
    st.warning(status.message or "This run ended without a result.")
    st.button("Try again", key=f"again-{name}", on_click=_forget, args=(name,))


def _watch(run_id: str, name: str, what: str) -> None:
    status = runner().status(run_id)
    if status.ended:
        st.rerun()
    run_progress.draw(status, place=name, what=what)


def _forget(name: str) -> None:
    """Forget the run, so that the page asks for another one or begins anew; the one in the address only where it is meant."""
    if "job" in st.query_params and state.load().runs.get(name, st.query_params["job"]) == st.query_params["job"]:
        st.query_params.pop("job")
    state.change(runs={place: run for place, run in state.load().runs.items() if place != name})


def network_chosen(lab: Lab, *, place: str) -> str:
    """The network that the form of the panel ``place`` has chosen; to be asked after the form is drawn."""
    chosen = lab_form.values(lab.params, preset={}, place=place).get("network")
    return str(chosen or lab.params.model_fields["network"].default)
