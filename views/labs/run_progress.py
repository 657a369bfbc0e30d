"""What a page says of a run that is not at its end: what it is doing, for how long, and how long it will still take."""

from __future__ import annotations

import streamlit as st

from optimization.running.runs import RunStatus

POLL_S = 0.25
"""How often a page looks at a run."""
STARTED = "Starting"
"""Before anything is known of a run."""


def draw(status: RunStatus, *, place: str, what: str = "") -> None:
    """The bar and the line above it; ``what`` is what the run is for where ``place``, which tells several on a page apart, does not say."""
    with st.container(key=f"progress-{place}"):
        st.progress(min(1.0, status.done), text=line(status, what=what))


def line(status: RunStatus, *, what: str = "") -> str:
    """One line: ``Pruning · 3 s, about 8 s left``; no seconds are said that an earlier run of the same settings has not taken."""
    position = status.queue_position
    doing = f"Number {position} in the queue" if position is not None and position > 1 else status.step or STARTED
    times = [f"{status.elapsed_s:.0f} s"]
    if status.left_s is not None:
        times.append("nearly done" if status.left_s < 1 else f"{about(status.left_s)} left")
    elif status.expected_s is not None and status.expected_s >= 1:
        times.append(f"then {about(status.expected_s)}")
    return f"{f'{what}: ' if what else ''}{doing} · {', '.join(times)}"


def about(seconds: float) -> str:
    """A time that was the same before but will not be to the second: ``about 8 s``, ``about 25 s``, ``about 2 min``."""
    if seconds < 20:
        return f"about {max(1, round(seconds))} s"
    if seconds < 90:
        return f"about {5 * round(seconds / 5)} s"
    return f"about {round(seconds / 60)} min"
