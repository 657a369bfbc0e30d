"""What stands above a lab: the trained network to look at, at the speed of a slider, and the runs that it takes to have it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

import streamlit as st

from optimization.errors import LabError
from optimization.labs import LABS, Lab, sweep
from optimization.labs.inside import LayerInside, Opened
from optimization.labs.sweep import Slider, Swept
from views.components import number_line, swept, weights
from views.labs import lab_form, lab_run
from views.page import state, visitor

WAITING_PX = 260
"""About as high as what comes, so that the page does not jump far."""


class Looked(NamedTuple):
    """A trained network as it was looked into: its id, its layers, and what a picture of its can show."""

    network: str
    layers: tuple[LayerInside, ...]
    classes: tuple[str, ...]


def weights_of(network: str, *, place: str) -> None:
    """The weights of the network, and what a threshold takes from them; its button sets the form of the panel ``place``."""
    st.markdown("### See which weights go")
    looked = _opened(network)
    if looked is None:
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

    run = _pruning(lab_form.values(lab.params, preset={}, place=place))
    with _read_along("zeros", looked) as read:
        weights.explorer(looked.layers, amount=0.9, key=key, on_apply=apply, run=run, swept=read)


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
    looked = _opened(network)
    if looked is not None:
        with _read_along("range", looked) as read:
            number_line.explorer(looked.layers, key=f"explore-{place}", swept=read)


def _opened(network: str) -> Looked | None:
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
        return None
    st.caption(f"◉ The numbers of the network that was trained on this machine, looked at {visitor.local_time(result.measured_at)}.")
    return Looked(network, opened.inside, result.classes)


@contextmanager
def _read_along(slider: Slider, looked: Looked) -> Iterator[Mapping[str, Any] | None]:
    """What the network still reads at each place of the slider, for the explorer that is drawn meanwhile.

    Where nobody has measured it here, that run is started; it is shown below the explorer, and the page is drawn again when it has ended.
    """
    network, classes = looked.network, looked.classes
    parameters, place = {"network": network, "slider": slider}, f"sweep-{slider}-{network}"
    result = lab_run.latest(sweep.LAB, parameters)
    found = result.extras_as(Swept) if result is not None else None
    if result is not None and found is not None:
        yield swept.sent(found, network=network, classes=result.classes, measured=visitor.local_time(result.measured_at))
        return
    status = lab_run.started(sweep.LAB, parameters, place=place)
    yield swept.waiting(network, classes=classes) if status is not None and not status.ended else None
    if status is not None and status.result is None:
        lab_run.wait_for(status, place=place, purpose="Once, for the slider above")


def network_chosen(lab: Lab, *, place: str) -> str:
    """The network that the form of the panel ``place`` has chosen; to be asked after the form is drawn."""
    network_id = lab_form.values(lab.params, preset={}, place=place).get("network")
    return str(network_id or lab.params.model_fields["network"].default)
