"""The figures, printed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType

from optimization.measuring.sizes import gzip_bytes
from optimization.measuring.timing import Comparison, Timing
from optimization.results.records import LayerCount


@dataclass(frozen=True, kw_only=True)
class Row:
    """What is known of one network; ``speed`` is how many times as fast as the first one it is, with its 99 % interval and the verdict."""

    name: str
    nonzero_weights: int
    total_weights: int
    raw_bytes: int
    gzip_bytes: int
    accuracy: float
    latency_us: float | None = None
    speed: float | None = None
    speed_interval: tuple[float, float] | None = None
    verdict: str | None = None
    scores: tuple[float, ...] = ()
    """Of each class, for one picture."""

    def timed(self, timing: Timing) -> Row:
        """The same row with what was measured."""
        speed = timing.speedup
        return replace(self, latency_us=timing.latency_us, speed=speed.ratio, speed_interval=(speed.low, speed.high), verdict=speed.verdict)

    def reading(self, scores: Sequence[float]) -> Row:
        """The same row with what the network makes of one picture."""
        return replace(self, scores=tuple(scores))


def counted(name: str, layers: Sequence[LayerCount], content: bytes, *, accuracy: float) -> Row:
    """The row of a network with those layers, whose file holds ``content``."""
    return Row(
        name=name,
        nonzero_weights=sum(layer.nonzero_weights for layer in layers),
        total_weights=sum(layer.total_weights for layer in layers),
        raw_bytes=len(content),
        gzip_bytes=gzip_bytes(content),
        accuracy=accuracy,
    )


def print_rows(rows: Sequence[Row], *, titles: Mapping[str, str] = MappingProxyType({})) -> None:
    """A line for each network, under its title where that is not its name."""
    print(f"{'':24}{'weights ≠ 0':>12}{'of':>10}{'bytes':>11}{'gzip':>11}{'accuracy':>10}{'latency':>12}{'speed':>8}  99 % interval")
    for row in rows:
        latency = "" if row.latency_us is None else f"{row.latency_us:.1f} us"
        speed = "" if row.speed is None else f"{row.speed:.2f}x"
        interval = "" if row.speed_interval is None else f"{row.speed_interval[0]:.2f}-{row.speed_interval[1]:.2f}, {row.verdict}"
        reads = f"reads {row.scores.index(max(row.scores))} ({max(row.scores):.1%})" if row.scores else ""
        print(
            f"{titles.get(row.name, row.name):24}{row.nonzero_weights:12,}{row.total_weights:10,}{row.raw_bytes:11,}{row.gzip_bytes:11,}"
            f"{row.accuracy:10.1%}{latency:>12}{speed:>8}  {interval}{reads}"
        )


def print_conditions(comparison: Comparison) -> None:
    """By which clock the latencies were measured, in how many rounds, and whether the machine was busy."""
    conditions = comparison.conditions
    clock = {"thread": "CPU time of the thread", "process": "CPU time of the process", "wall": "time on the wall"}[conditions.clock]
    reason = f" ({conditions.why})" if conditions.why else ""
    load = "" if conditions.load is None else f", {conditions.load:.1f} processes for each core"
    print(f"Timed by the {clock}{reason}, {conditions.rounds} rounds in {conditions.took_s:.1f} s.")
    print(f"This machine was {'busy' if conditions.busy else 'quiet'}{load}.")
    on_the_wall = [name for name, timing in comparison.timings.items() if timing.speedup.clock != conditions.clock]
    if on_the_wall:
        print(f"By the time on the wall, because they run on several threads: {', '.join(on_the_wall)}.")


def print_json(rows: Sequence[Row], **further_lists: Sequence[object]) -> None:
    """All of it as one line of JSON: the rows as ``variants``, and lists of other records under their names."""
    lists = {"variants": rows, **further_lists}
    print(json.dumps({name: [asdict(record) for record in records] for name, records in lists.items()}))  # type: ignore[call-overload]
