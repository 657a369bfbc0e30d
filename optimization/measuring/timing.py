"""Compares the latency of several callables fairly, on a machine that does other things too.

The same network timed twice in two separate blocks differs by up to 43 % when a neighbour is busy. So single calls are timed by the CPU
time of their thread, which stands still while a neighbour has the processor; of a block of calls the median counts, so that one call that
was interrupted does not; the blocks of all callables take turns in rounds, in random order, and are compared within their round; and there
are more rounds as long as an interval is too wide to say anything, until the time is up. Two things keep noise from being reported as an
effect: a margin of 5 %, and a control, the baseline built a second time, whose own spread an effect has to leave.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np

from optimization.measuring.clocks import CLOCKS, COARSE, Call, Clock, Clocks, Stopwatch, believable, load_per_core
from optimization.measuring.intervals import ERROR, LEAST_VALUES, LOOKS, Floats, median_interval
from optimization.results.progress import TIMING_S
from optimization.results.records import ClockName, Conditions, Speedup, Variant, Verdict

WARM_UP_CALLS = 50
WARM_UP_LIMIT_NS = 500_000_000
BLOCK_NS = 600_000
LEAST_TURNS = 3
MARGIN = 0.05

Interval = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Timing:
    """The median latency of one callable in microseconds, its interval, and its speed against the first callable.

    ``wall_us`` is the time of a call on the wall, None where the machine was too busy to tell.
    """

    latency_us: float
    interval_us: Interval
    speedup: Speedup
    wall_us: float | None = None


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The timing of every callable, by name, and how they were timed."""

    timings: Mapping[str, Timing]
    conditions: Conditions


def compare(
    calls: Mapping[str, Call],
    *,
    control: str,
    seed: int,
    parallel: Collection[str] = (),
    check: Callable[[], None] = lambda: None,
    limit_s: float = TIMING_S,
    clocks: Clocks = CLOCKS,
) -> Comparison:
    """Time all ``calls`` in interleaved rounds; the first is the baseline, ``control`` is the baseline built a second time.

    Those named in ``parallel`` work on several threads: they are compared with the baseline by the time on the wall. ``check`` is called
    between rounds and may raise to stop. A callable rests from the look on that decides it; rounds end with all decided or after
    ``limit_s``. Raises KeyError where ``control`` is not among ``calls``.
    """
    if control not in calls:
        raise KeyError(f"the control {control!r} is not among the callables")
    with _no_garbage_collection():
        latencies_ns = [_warm_up(call, wall=clocks.wall, check=check) for call in calls.values()]
        single_threaded = [call for name, call in calls.items() if name not in parallel]
        choice = believable(single_threaded, clocks=clocks, block_ns=BLOCK_NS)
        watch = Stopwatch.adjusted(cpu=clocks.named(choice.name), wall=clocks.wall)
        rows = [
            _row(call, latency_ns, "wall" if name in parallel else choice.name, watch=watch, step_ns=choice.step_ns)
            for (name, call), latency_ns in zip(calls.items(), latencies_ns, strict=True)
        ]
        start = clocks.wall()
        rounds = race(rows, rows[list(calls).index(control)], seed=seed, check=check, end_ns=start + 1e9 * limit_s)
    running_share = sum(row.cpu_ns for row in rows) / sum(row.wall_ns for row in rows) if choice.name == "thread" else None
    took_s = (clocks.wall() - start) / 1e9
    conditions = Conditions(clock=choice.name, why=choice.why, rounds=rounds, took_s=took_s, load=load_per_core(), running=running_share)
    return Comparison(
        timings={name: row.timing(quiet=not conditions.busy) for name, row in zip(calls, rows, strict=True)}, conditions=conditions
    )


def with_timing(variant: Variant, timing: Timing) -> Variant:
    """``variant`` with its measured latency and speed-up."""
    return variant.model_copy(
        update={
            "latency_us": timing.latency_us,
            "latency_interval_us": timing.interval_us,
            "wall_us": timing.wall_us,
            "speedup": timing.speedup,
        },
    )


def verdict_of(interval: Interval, *, control: Interval = (1.0, 1.0)) -> Verdict:
    """What an interval of speed ratios allows one to say beside the ``control``'s.

    An effect has to leave both the margin and what the control reaches by chance. Where the control itself lies beyond the margin, not
    even "no difference" is said.
    """
    low, high = interval
    if low > max(1 + MARGIN, control[1]):
        return "faster"
    if high < min(1 - MARGIN, control[0]):
        return "slower"
    is_within = low >= 1 - MARGIN and high <= 1 + MARGIN
    believable_control = control[0] <= 1 + MARGIN and control[1] >= 1 - MARGIN
    return "no difference" if is_within and believable_control else "not decided"


@dataclass(kw_only=True)
class Row:
    """One callable and what was measured of it."""

    call: Call
    turns: int
    calls: int
    """How often it is timed in a round, and how many calls on end are timed together: one, where the clock's steps are small enough."""
    watch: Stopwatch
    speedup: Speedup
    """As the last look found it."""
    times: list[float] = field(default_factory=list)
    """ns of the median call of each round, by the CPU clock."""
    wall_times: list[float] = field(default_factory=list)
    cpu_ns: float = 0.0
    wall_ns: float = 0.0
    """Of all timed calls together."""

    @property
    def clock(self) -> ClockName:
        """What it is timed by."""
        return self.speedup.clock

    def run(self) -> None:
        """Its turn in a round."""
        times = self.watch.times(self.call, turns=self.turns, calls=self.calls)
        own, waited = np.median(times, axis=1)
        self.times.append(float(own))
        self.wall_times.append(float(waited))
        if self.clock != "wall":
            self.cpu_ns += self.calls * float(times[0].sum())
            self.wall_ns += self.calls * float(times[1].sum())

    def counted(self, clock: ClockName) -> Floats:
        """What ``clock`` gave in each round: nanoseconds a call, [rounds]."""
        return np.array(self.wall_times if clock == "wall" else self.times)

    def ratios(self, baseline: Row) -> Floats:
        """How many times as fast as the baseline in each round of both, by this row's clock: [rounds]."""
        own = self.counted(self.clock)
        return baseline.counted(self.clock)[: len(own)] / own

    def judge(self, baseline: Row, *, control: Interval) -> None:
        """Look at what was measured so far."""
        ratios = self.ratios(baseline)
        low, high = median_interval(ratios)
        verdict = verdict_of((low, high), control=control)
        self.speedup = Speedup(ratio=float(np.median(ratios)), low=low, high=high, verdict=verdict, confidence=1 - ERROR, clock=self.clock)

    def timing(self, *, quiet: bool) -> Timing:
        """What was found."""
        own = self.counted(self.clock) / 1000
        return Timing(
            latency_us=float(np.median(own)),
            interval_us=median_interval(own),
            speedup=self.speedup,
            wall_us=float(np.median(self.wall_times)) / 1000 if quiet else None,
        )


def _row(call: Call, latency_ns: float, clock: ClockName, *, watch: Stopwatch, step_ns: float) -> Row:
    """A callable of about that latency, before its first round."""
    calls = max(1, round(step_ns / COARSE / latency_ns))
    turns = max(LEAST_TURNS, round(BLOCK_NS / latency_ns / calls))
    return Row(call=call, turns=turns, calls=calls, watch=watch, speedup=_itself(clock))


def _itself(clock: ClockName) -> Speedup:
    """The speed of what is not compared with anything yet, and of the baseline at the end."""
    return Speedup(ratio=1.0, low=1.0, high=1.0, verdict="no difference", confidence=1 - ERROR, clock=clock)


def race(rows: Sequence[Row], control: Row, *, seed: int, check: Callable[[], None], end_ns: float) -> int:
    """Run rounds of all rows that are not decided yet, until all are or ``end_ns`` has come; how many there were."""
    baseline, rivals = rows[0], [row for row in rows[1:] if row is not control]
    active, rng, wall = list(rows), np.random.default_rng(seed), baseline.watch.wall
    for count in range(1, LOOKS[-1] + 1):
        check()
        for place in rng.permutation(len(active)):
            active[place].run()
        is_late = wall() >= end_ns and count >= LEAST_VALUES
        if is_late or count in LOOKS:
            _look(active, baseline, control)
            undecided = [row for row in rivals if row.speedup.verdict == "not decided"]
            active = [baseline, control, *undecided]
            if is_late or not (undecided or (not rivals and control.speedup.verdict == "not decided")):
                return count
    return LOOKS[-1]


def _look(active: Sequence[Row], baseline: Row, control: Row) -> None:
    """Judge every row that runs, each beside the control by the same clock; the control beside the margin alone."""
    spread = {clock: median_interval(baseline.counted(clock) / control.counted(clock)) for clock in {row.clock for row in active}}
    for row in active:
        if row is control:
            row.judge(baseline, control=(1.0, 1.0))
        elif row is not baseline:
            row.judge(baseline, control=spread[row.clock])


def _warm_up(call: Call, *, wall: Clock, check: Callable[[], None]) -> float:
    """Call up to WARM_UP_CALLS times within WARM_UP_LIMIT_NS; about how many ns a call takes."""
    check()
    durations: list[int] = []
    start = wall()
    while len(durations) < WARM_UP_CALLS and wall() - start < WARM_UP_LIMIT_NS:
        began_ns = wall()
        call()
        durations.append(wall() - began_ns)
    return max(1.0, float(np.median(durations)))


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
