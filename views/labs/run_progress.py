"""What a page says of a run that is not at its end: what it is doing, for how long, and how long it will still take."""

from __future__ import annotations

import streamlit as st

from optimization.labs import RUNNABLE
from optimization.running.runs import RunStatus

POLL_S = 0.25
"""How often a page looks at a run."""
STARTING = "Starting"
"""Before anything is known of a run."""


def draw(status: RunStatus, *, place: str, purpose: str = "") -> None:
    """The bar and the line above it; ``purpose`` says what the run is for where ``place``, which tells several apart, does not."""
    with st.container(key=f"progress-{place}"):
        st.progress(min(1.0, status.done), text=line(status, purpose=purpose))


def line(status: RunStatus, *, purpose: str = "") -> str:
    """One line: ``Pruning · 3 s, about 8 s left``; no seconds are said that an earlier run of the same settings has not taken."""
    doing = _waiting_line(status) or status.step or STARTING
    times = [f"{status.elapsed_s:.0f} s"]
    if status.left_s is not None:
        times.append("nearly done" if status.left_s < 1 else f"{about(status.left_s)} left")
    elif status.expected_s is not None and status.expected_s >= 1:
        times.append(f"then {about(status.expected_s)}")
    return f"{f'{purpose}: ' if purpose else ''}{doing} · {', '.join(times)}"


def _waiting_line(status: RunStatus) -> str:
    """Its place, and which run it waits for, and how long that one still takes where that is known; nothing where it waits for none."""
    position = status.queue_position or 1
    place = f"Number {position} in the queue" if position > 1 else ""
    if not status.behind:
        return place
    run_ahead = f"“{RUNNABLE[status.behind].title}”" if status.behind in RUNNABLE else "another run"
    remaining = f", which has {about(status.behind_s)} left" if status.behind_s is not None else ""
    return f"{place or 'Waiting'} behind {run_ahead}{remaining}"


def about(seconds: float) -> str:
    """A time that was the same before but will not be to the second: ``about 8 s``, ``about 25 s``, ``about 2 min``."""
    if seconds < 20:
        return f"about {max(1, round(seconds))} s"
    if seconds < 90:
        return f"about {5 * round(seconds / 5)} s"
    return f"about {round(seconds / 60)} min"
