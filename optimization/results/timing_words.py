"""How the latencies of a run were measured, in words for whoever asks how we know."""

from __future__ import annotations

from optimization.results.records import Conditions, LabResult
from optimization.results.shares import percent

CLOCKS = {
    "thread": "the CPU time of their thread, which stands still while other programs have the processor",
    "process": "the CPU time of the whole process",
    "wall": "the time on the wall",
}


def how_timed(result: LabResult) -> str:
    """What was timed by which clock, in how many rounds, and when a speed is called what; empty where nothing was timed."""
    if not any(variant.speedup is not None for variant in result.variants):
        return ""
    return _in_blocks(result) if result.timing is None else " ".join(_by_calls(result, result.timing))


def _by_calls(result: LabResult, conditions: Conditions) -> list[str]:
    first = result.variants[0]
    reason = f" ({conditions.why})" if conditions.why else ""
    several = [variant.name for variant in result.variants if variant.speedup is not None and variant.speedup.clock != conditions.clock]
    sentences = [
        "Every row is a network of its own in memory. Single calls for one picture were timed by "
        f"{CLOCKS[conditions.clock]}{reason}, in {conditions.rounds} rounds of all rows in random order; a row that is decided rests.",
        "Speed is the median of the ratios within the rounds; its interval misses the true one in 1 of 100 runs at most.",
        f"The control is {first.name} built a second time. A row is called faster or slower where its interval leaves both 0.95–1.05 and "
        "what the control reaches, no difference where it lies within 0.95–1.05; anything else is not decided.",
    ]
    if several:
        sentences.append(f"On two threads only the time on the wall shows the gain: {', '.join(several)}.")
    if first.wall_us is not None:
        sentences.append(f"A user waits {first.wall_us:,.0f} µs on the wall for {first.name}.")
    if conditions.busy:
        sentences.append(_busy(conditions))
    return sentences


def _busy(conditions: Conditions) -> str:
    """How busy the computer was, and what that does to the figures."""
    share = (
        ""
        if conditions.running is None
        else f": the timed calls had the processor for {percent(conditions.running, places=0)} of their time"
    )
    load = (
        ""
        if conditions.load is None
        else f", and {conditions.load:.1f} programs wanted each core"
        if share
        else f": {conditions.load:.1f} for each core"
    )
    return (
        f"**This computer was busy**{share}{load}. Other programs also take the cache, so that a smaller network may gain more than alone."
    )


def _in_blocks(result: LabResult) -> str:
    """The rule of the runs before, whose results are still shown."""
    threads = "1 thread" if result.machine.threads == 1 else f"{result.machine.threads} threads"
    return (
        f"Every row is a network of its own in memory. They were timed one picture at a time on {threads}, "
        f"in {result.timing_rounds} rounds that took all rows in random order. Speed is the median of the per-round ratios, with the "
        f"bootstrap 95 % interval. The control is {result.variants[0].name} built a second time: where even its interval leaves "
        "0.95–1.05, nothing is claimed."
    )
