"""Compares the latency of several callables fairly, on a machine that does other things too.

The same network timed twice in two separate blocks differs by up to 43 % when a neighbour is busy. Interleaved rounds, per-round
ratios, a control (the baseline built a second time) and a margin of 5 % keep such noise from being reported as an effect.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimization.results import Speedup, Variant, Verdict

Call = Callable[[], object]
Clock = Callable[[], int]
Floats = npt.NDArray[np.float64]

WARM_UP_CALLS = 50
WARM_UP_LIMIT_NS = 500_000_000
UNTIMED_CALLS = 2
BLOCK_NS = 3_000_000
ROUNDS = 60
MAX_ROUNDS = 180
RESAMPLES = 2000
MARGIN = 0.05

UNCHANGED = Speedup(ratio=1.0, low=1.0, high=1.0, verdict="no difference")


@dataclass(frozen=True, kw_only=True)
class Timing:
    """The median latency of one callable in microseconds, its 95 % interval, and its speed against the first callable."""

    latency_us: float
    interval_us: tuple[float, float]
    speedup: Speedup


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The timing of every callable, by name, and the number of rounds it took."""

    timings: Mapping[str, Timing]
    rounds: int


def compare(
    calls: Mapping[str, Call],
    *,
    control: str,
    seed: int,
    check: Callable[[], None] = lambda: None,
    clock: Clock = time.perf_counter_ns,
) -> Comparison:
    """Time all ``calls`` in interleaved rounds; the first is the baseline, ``control`` is the baseline built a second time.

    ``check`` is called between rounds and may raise to stop. Where the control's interval leaves the margin, more rounds are
    run, up to MAX_ROUNDS. That decision looks at the control only, so it favours no verdict on any other callable.
    Raises KeyError where ``control`` is not among ``calls``.
    """
    rng = np.random.default_rng(seed)
    names = list(calls)
    control_row = names.index(control) if control in calls else _refuse(control)
    with _no_garbage_collection():
        repeats = [_warm_up(call, clock=clock, check=check) for call in calls.values()]
        rounds = np.empty((len(names), 0))
        while True:
            rounds = np.hstack([rounds, _rounds(list(calls.values()), repeats, rng=rng, check=check, clock=clock)])
            control_interval = median_interval(rounds[0] / rounds[control_row], seed=seed)
            if not _leaves_margin(control_interval) or rounds.shape[1] >= MAX_ROUNDS:
                break
    noisy = _leaves_margin(control_interval)
    return Comparison(
        timings={name: _timing(rounds[0], rounds[row], first=row == 0, noisy=noisy, seed=seed) for row, name in enumerate(names)},
        rounds=rounds.shape[1],
    )


def with_timing(variant: Variant, timing: Timing) -> Variant:
    """``variant`` with its measured latency and speed-up."""
    return variant.model_copy(
        update={"latency_us": timing.latency_us, "latency_interval_us": timing.interval_us, "speedup": timing.speedup},
    )


def median_interval(values: Floats, *, seed: int) -> tuple[float, float]:
    """The bootstrap 95 % percentile interval of the median of ``values`` (shape [rounds])."""
    count = len(values)
    # Drawn from the values in order, the places of a resample sort as its values do, and whole numbers sort ten times as fast.
    ordered = np.sort(values)
    places = np.sort(np.random.default_rng(seed).integers(0, count, size=(RESAMPLES, count), dtype=np.int16), axis=1)
    medians = (ordered[places[:, (count - 1) // 2]] + ordered[places[:, count // 2]]) / 2
    low, high = np.percentile(medians, [2.5, 97.5])
    return float(low), float(high)


def verdict_of(interval: tuple[float, float], *, noisy: bool) -> Verdict:
    """What an interval of speed ratios allows one to say; ``noisy`` where the control's own interval leaves the margin."""
    low, high = interval
    if noisy:
        return "not decided"
    if low > 1 + MARGIN:
        return "faster"
    if high < 1 - MARGIN:
        return "slower"
    return "not decided" if _leaves_margin(interval) else "no difference"


def _refuse(control: str) -> int:
    raise KeyError(f"the control {control!r} is not among the callables")


def _leaves_margin(interval: tuple[float, float]) -> bool:
    return interval[0] < 1 - MARGIN or interval[1] > 1 + MARGIN


def _timing(baseline: Floats, own: Floats, *, first: bool, noisy: bool, seed: int) -> Timing:
    ratios = baseline / own
    low, high = interval = median_interval(ratios, seed=seed)
    low_us, high_us = median_interval(own / 1000, seed=seed)
    return Timing(
        latency_us=float(np.median(own)) / 1000,
        interval_us=(low_us, high_us),
        speedup=UNCHANGED
        if first
        else Speedup(ratio=float(np.median(ratios)), low=low, high=high, verdict=verdict_of(interval, noisy=noisy)),
    )


def _warm_up(call: Call, *, clock: Clock, check: Callable[[], None]) -> int:
    """Call up to WARM_UP_CALLS times within WARM_UP_LIMIT_NS; the number of calls that fill one block."""
    check()
    durations: list[int] = []
    start = clock()
    while len(durations) < WARM_UP_CALLS and clock() - start < WARM_UP_LIMIT_NS:
        before = clock()
        call()
        durations.append(clock() - before)
    return max(1, round(BLOCK_NS / max(1.0, float(np.median(durations)))))


def _rounds(calls: list[Call], repeats: list[int], *, rng: np.random.Generator, check: Callable[[], None], clock: Clock) -> Floats:
    """ROUNDS rounds of one block per callable, in a new random order each round: ns per call, shape [callables, rounds]."""
    times = np.empty((len(calls), ROUNDS))
    for column in range(ROUNDS):
        check()
        for row in rng.permutation(len(calls)):
            times[row, column] = block_ns(calls[row], repeats[row], clock=clock)
    return times


def block_ns(call: Call, repeats: int, *, clock: Clock = time.perf_counter_ns) -> float:
    """The time of one call in ns, as the mean of ``repeats`` calls on end after UNTIMED_CALLS."""
    # The untimed calls bring this network's weights back into the cache after another network's turn.
    for _ in range(UNTIMED_CALLS):
        call()
    start = clock()
    for _ in range(repeats):
        call()
    return max(1, clock() - start) / repeats


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
