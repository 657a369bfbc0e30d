"""The paper, the run that reads what is on it, and the readings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from optimization.errors import LabError
from optimization.labs import Lab
from optimization.results.records import LabResult, Unfinished
from optimization.running.runs import RunStatus
from quizzes.content.topic import Topic
from views.components import drawing, hands, readings
from views.labs import explorers, lab_result
from views.labs.lab_log import lab_run_event
from views.page import state, visitor
from views.page.services import runner, services

PLACE, WARM_UP = "digit", "digit-networks"
PAPER = "paper-digit"


def bench(lab: Lab, *, topic: Topic) -> None:
    """Draw a digit, have it read, look through the readings. The run and the digit are in the address, so that a refresh finds both."""
    runner().start_in_background()
    status = _status(lab)
    drawn = str(status.parameters.get("drawing", "")) if status is not None else ""
    busy = status is not None and not status.ended

    def read() -> None:
        _read(lab, state.sent(PAPER, "read"), topic)

    with st.container(border=True, key="card-paper"):
        drawing.paper(drawing=drawn, digit=_digit(), busy=busy, key=PAPER, on_read=read, on_named=_name)
    if status is None:
        _warm_up(lab)
    elif status.result is None:
        explorers.wait_for(status, name=PLACE, what="The drawing")
    else:
        _show(status.result)
    if status is None:
        hands.follow(PLACE, stage="", to="", is_over=False)
    else:
        to = f"progress-{PLACE}" if busy else "card-readings"
        hands.follow(PLACE, stage=f"{status.run_id} {busy}", to=to, is_over=not busy, nearest=True)


def _status(lab: Lab) -> RunStatus | None:
    """The run of the drawing that the address names, or of the newest one; None where nothing was read yet.

    An address may name a run of another lab, which is none.
    """
    run_id = st.query_params.get("job") or state.load().runs.get(PLACE)
    status = runner().status(run_id) if run_id else None
    return status if status is not None and status.lab in (lab.id, "") else None


def _digit() -> int | None:
    """What the student says was drawn."""
    said = st.query_params.get("digit", "")
    return int(said) if len(said) == 1 and said in "0123456789" else None


def _say_digit(digit: Any) -> None:
    st.query_params.pop("digit", None)
    if isinstance(digit, int) and 0 <= digit <= 9:
        st.query_params["digit"] = str(digit)


def _name() -> None:
    _say_digit(state.sent(PAPER, "named"))


def _read(lab: Lab, wanted: Any, topic: Topic) -> None:
    """Have a drawing read; it comes from a browser, and the lab checks it."""
    if not isinstance(wanted, Mapping):
        return
    learner, moment, log = visitor.learner(), visitor.now(), services().log

    def keep(run_id: str, found: LabResult | Unfinished) -> None:
        log.append([lab_run_event(run_id, found, learner=learner, utc_offset_min=moment.utc_offset_min, item=topic.id)])

    try:
        run_id = runner().submit(lab.id, {"drawing": wanted.get("drawing")}, asker=learner, on_ended=keep)
    except LabError as error:
        state.change(notice=str(error))
        return
    _say_digit(wanted.get("digit"))
    st.query_params["job"] = run_id
    state.change(runs={**state.load().runs, PLACE: run_id})


def _warm_up(lab: Lab) -> None:
    """Prepare the networks while the student draws, the first time that this machine needs them."""
    if runner().latest(lab.id, {}) is not None:
        return
    status = explorers.under_way(lab, {}, name=WARM_UP)
    if status is not None and status.result is None:
        st.caption("While you draw, this machine prepares the networks, once.")
        explorers.wait_for(status, name=WARM_UP, what="The networks")


def _show(result: LabResult) -> None:
    with st.container(border=True, key="card-readings"):
        readings.explorer(result, drawn=_digit(), key="readings-digit")
    st.caption(f"◉ read here, {visitor.local_time(result.measured_at)}, on {lab_result.cpu(result)}")
    with st.expander("How do we know?"):
        st.markdown(
            "One network was trained on 1,077 handwritten digits. For each share of zeros it lost the smallest weights of every layer "
            "and was trained on for one epoch with the zeros held. For each number of bits the weights of every output channel were then "
            "rounded to a grid with zero in its middle: 2 bits leave three values a channel. Rounding came last, without training after "
            "it. All forty networks compute in float32, so this shows what fewer bits do to a reading, and nothing about speed."
        )
        st.markdown(
            "The training pictures are 8×8 blocks, enlarged. Every digit in them is as high as the picture, so the drawing is cut out, "
            "stretched to that height and averaged to 8×8 blocks too. The confidence is the network's own score (softmax); a network "
            "can be sure and wrong."
        )
        versions = ", ".join(f"{name} {version}" for name, version in result.machine.versions.items())
        st.caption(f"Python {result.machine.python}, {versions}. Seed {result.seed}. The run took {result.took_s:.2f} s.")
