"""The paper, the run that reads what is on it, and the readings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from optimization.labs import Lab
from optimization.labs.digit import MET, challenge
from optimization.results.data_sets import settles_nothing
from optimization.results.records import Found, LabResult
from optimization.running.runs import RunStatus
from quizzes import lab_runs
from quizzes.content.topic import Topic
from views.components import drawing, hands, readings
from views.labs import lab_run
from views.labs.results import lab_result
from views.page import pages, state, visitor
from views.page.services import services
from views.shown.units import percent

PLACE, WARM_UP = "digit", "digit-networks"
PAPER = "paper-digit"


def bench(lab: Lab, *, topic: Topic) -> None:
    """Draw a digit, have it read, look through the readings. The run and the digit are in the address, so that a refresh finds both."""
    status = _status(lab)
    drawn = str(status.parameters.get("drawing", "")) if status is not None else ""
    busy = status is not None and not status.ended

    def read() -> None:
        _read(lab, state.sent(PAPER, "read"), topic)

    _challenge(topic)
    with st.container(border=True, key="card-paper"):
        drawing.paper(drawing=drawn, digit=_digit(), busy=busy, key=PAPER, on_read=read, on_named=_name)
    if status is None:
        _warm_up(lab)
    elif status.result is None:
        lab_run.wait_for(status, place=PLACE, purpose="The drawing")
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
    run_id = st.query_params.get("job") or lab_run.of_place(PLACE)
    status = lab_run.status(run_id) if run_id else None
    return status if status is not None and status.lab in (lab.id, "") else None


def _digit() -> int | None:
    """What the student says was drawn."""
    digit = st.query_params.get("digit", "")
    return int(digit) if len(digit) == 1 and digit in "0123456789" else None


def _as_digit(sent: Any) -> int | None:
    """A digit that a browser sent; None where it is none."""
    return sent if isinstance(sent, int) and not isinstance(sent, bool) and 0 <= sent <= 9 else None


def _say_digit(digit: int | None) -> None:
    st.query_params.pop("digit", None)
    if digit is not None:
        st.query_params["digit"] = str(digit)


def _name() -> None:
    _say_digit(_as_digit(state.sent(PAPER, "named")))


def _outcome(result: Found, *, drawn: int | None) -> str | None:
    """What the row of a run says of the challenge: nothing where it was not met."""
    stands = challenge(result, drawn=drawn)
    return MET if stands is not None and stands.is_met and not result.is_former else None


CHALLENGE = "**A challenge:** draw a digit that the network with 50 % zeros still reads, and the one with 90 % zeros does not."


def _challenge(topic: Topic) -> None:
    """What to look for, and the drawing with which this learner found it first."""
    own = lab_runs.completed(services().log, "digit", learner=visitor.learner())
    met = [run for run in own if run.get("outcome") == MET]
    with st.container(key="challenge", gap="xsmall"):
        st.markdown(f"{CHALLENGE} {'✓ **You met it.**' if met else ''}")
        if met:
            shown = {"topic": topic.id, "job": str(met[-1]["run"])}
            st.page_link(pages.file("digit"), label="See the drawing that did it", query_params=shown)


def _certainty(share: float) -> str:
    """A score as people read it; never 100 % for what is less."""
    return "more than 99.9 %" if share >= 0.9995 else percent(share)


def _stands(result: LabResult) -> None:
    """How this drawing stands against the challenge, and what to try next."""
    stands = challenge(result, drawn=_digit())
    if stands is None or result.is_former:
        return
    wanted, read = result.classes[stands.wanted], result.classes[stands.no_more]
    if stands.is_met:
        said = f"✓ **Challenge met.** With 50 % zeros it is still read as {wanted}; with 90 % zeros it is read as {read}. It is kept."
    elif stands.whole != stands.wanted:
        said = f"Challenge: not yet. Even the whole network does not read it as {wanted}. Draw it more clearly."
    elif stands.still != stands.wanted:
        said = "Challenge: not yet. With 50 % zeros it is already misread. Draw it a little more clearly."
    else:
        said = (
            f"Challenge: not yet. With 90 % zeros it is still read as {wanted}, with {_certainty(stands.sure)} certainty. "
            "Make it less clear: bend a stroke, open a loop, or let it look like another digit."
        )
    st.markdown(said)


def _read(lab: Lab, wanted: Any, topic: Topic) -> None:
    """Have a drawing read; it comes from a browser, and the lab checks it."""
    if not isinstance(wanted, Mapping):
        return
    digit = _as_digit(wanted.get("digit"))
    outcome = partial(_outcome, drawn=digit)
    run_id = lab_run.ask(lab, {"drawing": wanted.get("drawing")}, on_ended=lab_run.keeper(lab, item=topic.id, outcome=outcome))
    if run_id is not None:
        _say_digit(digit)
        lab_run.show(run_id, place=PLACE)


def _warm_up(lab: Lab) -> None:
    """Prepare the networks while the student draws, the first time that this machine needs them."""
    if lab_run.latest(lab, {}) is not None:
        return
    status = lab_run.started(lab, {}, place=WARM_UP)
    if status is not None and status.result is None:
        st.caption("While you draw, this machine prepares the networks, once.")
        lab_run.wait_for(status, place=WARM_UP, purpose="The networks")


def _show(result: LabResult) -> None:
    if result.is_former:
        st.info(settles_nothing(result.data_set))
    with st.container(border=True, key="card-readings"):
        _stands(result)
        readings.explorer(result, drawn_digit=_digit(), key="readings-digit")
    st.caption(f"◉ read here, {visitor.local_time(result.measured_at)}, on {lab_result.cpu(result)}")
    with st.expander("How do we know?"):
        st.markdown(
            "One network was trained on handwritten digits of MNIST. For each share of zeros it lost the smallest weights of every layer "
            "and was trained on for one epoch with the zeros held. For each number of bits the weights of every output channel were then "
            "rounded to a grid with zero in its middle: 2 bits leave three values a channel. Rounding came last, without training after "
            "it. All forty networks compute in float32, so this shows what fewer bits do to a reading, and nothing about speed."
        )
        st.markdown(
            "In a training picture the longer side of the digit is 20 of the 28 pixels, and its centre of mass is in the middle; so the "
            "drawing is scaled and moved until it is like that too. The confidence is the network's own score (softmax); a network can "
            "be sure and wrong."
        )
        versions = ", ".join(f"{name} {version}" for name, version in result.machine.versions.items())
        st.caption(f"Python {result.machine.python}, {versions}. Seed {result.seed}. The run took {result.took_s:.2f} s.")
