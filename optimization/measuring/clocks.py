"""The clocks that a call can be timed by, which of them can be believed here, and how busy the machine is."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

import numpy as np

from optimization.measuring.intervals import Floats
from optimization.results.records import ClockName

Call = Callable[[], object]
Clock = Callable[[], int]
"""Nanoseconds since some moment."""

PROBES = 15
"""How often it is asked where the work is done, and how many steps of a clock are watched."""
PROBE_NS, PROBE_CALLS = 200_000, 100
UNTIMED_CALLS = 1
WATCHED_NS, MOST_READINGS = 100_000_000, 1_000_000
ELSEWHERE = 0.2
"""Share of the work of a call that may be done outside of the calling thread before the clock of that thread is not believed."""
COARSE = 0.01


@dataclass(frozen=True, kw_only=True)
class Clocks:
    """The CPU time of the calling thread, that of the whole process, and the time on the wall."""

    thread: Clock = time.thread_time_ns
    process: Clock = time.process_time_ns
    wall: Clock = time.perf_counter_ns

    def named(self, name: ClockName) -> Clock:
        """The clock of that name."""
        return {"thread": self.thread, "process": self.process, "wall": self.wall}[name]


CLOCKS = Clocks()
"""Those of this system."""


@dataclass(frozen=True, kw_only=True)
class Stopwatch:
    """Times single calls by two clocks at once; ``cost_ns`` is what reading them adds to each call, which is taken off again."""

    cpu: Clock
    wall: Clock
    cost_ns: tuple[float, float] = (0.0, 0.0)

    @classmethod
    def adjusted(cls, *, cpu: Clock, wall: Clock) -> Stopwatch:
        """A stopwatch that gives about 0 for a call that does nothing."""
        empty_calls = cls(cpu=cpu, wall=wall).times(lambda: None, turns=PROBE_CALLS)
        return cls(cpu=cpu, wall=wall, cost_ns=(float(np.median(empty_calls[0])), float(np.median(empty_calls[1]))))

    def times(self, call: Call, *, turns: int, calls: int = 1) -> Floats:
        """ns of CPU time and on the wall of one call, for each of ``turns`` after UNTIMED_CALLS: shape [2, turns].

        A turn is one call, or as many on end as ``calls`` says.
        """
        cpu, wall = self.cpu, self.wall
        elapsed = np.empty((2, turns))
        # The untimed calls bring this network's weights back into the cache after another network's turn.
        for _ in range(UNTIMED_CALLS):
            call()
        for turn in range(turns):
            wall_start, cpu_start = wall(), cpu()
            for _ in range(calls):
                call()
            elapsed[0, turn] = cpu() - cpu_start
            elapsed[1, turn] = wall() - wall_start
        times: Floats = np.maximum(1.0, elapsed - np.array(self.cost_ns)[:, None]) / calls
        return times


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The clock to time by, in words why it is not that of the thread, if so, and by how much it moves at a time."""

    name: ClockName
    why: str = ""
    step_ns: float = 0.0


def believable(calls: Iterable[Call], *, clocks: Clocks, block_ns: float) -> Choice:
    """The clock to time ``calls`` of one thread by in blocks of ``block_ns``.

    The thread's CPU time stands still while others have the processor. It is of no use where a library works in threads of its own, and
    where the clock itself moves in steps of more than 1 % of a block (15.6 ms on Windows).
    """
    name: ClockName = "thread"
    reason = ""
    if any(share_elsewhere(call, clocks=clocks) > ELSEWHERE for call in calls):
        name, reason = "process", "a part of the work is done outside of the thread that asks for it"
    step = step_ns(clocks.named(name), wall=clocks.wall)
    if step > COARSE * block_ns:
        reason = f"the clock of CPU time moves in steps of {step / 1e6:.2g} ms on this system"
        return Choice(name="wall", why=reason, step_ns=step_ns(clocks.wall, wall=clocks.wall))
    return Choice(name=name, why=reason, step_ns=step)


def share_elsewhere(call: Call, *, clocks: Clocks) -> float:
    """Which share of the CPU time of ``call`` other threads of this process spend (0..1), as the median of a few probes."""
    shares = []
    for _ in range(PROBES):
        process, thread, start = clocks.process(), clocks.thread(), clocks.wall()
        for _ in range(PROBE_CALLS):  # so many that reading the clocks does not count
            call()
            if clocks.wall() - start >= PROBE_NS:
                break
        own, whole = clocks.thread() - thread, clocks.process() - process
        shares.append(1 - own / whole if whole > 0 else 0.0)
    return median(shares)


def step_ns(clock: Clock, *, wall: Clock) -> float:
    """By how much ``clock`` moves at a time; 0 where it has moved whenever it is read, so that its steps are too small to be seen.

    A clock that does not move at all while it is watched has a step as long as that.
    """
    steps: list[int] = []
    stood = False
    start, last = wall(), clock()
    for _ in range(MOST_READINGS):
        if len(steps) == PROBES or wall() - start >= WATCHED_NS:
            break
        reading = clock()
        if reading == last:
            stood = True
        else:
            steps.append(reading - last)
            last = reading
    if not steps:
        return float(WATCHED_NS)
    return float(min(steps)) if stood else 0.0


def load_per_core() -> float | None:
    """How many processes want each core, on the average of the last minute; None where the system does not tell (Windows)."""
    try:
        return os.getloadavg()[0] / (os.cpu_count() or 1)
    except (AttributeError, OSError):
        return None
