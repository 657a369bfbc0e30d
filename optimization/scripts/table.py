"""The figures, printed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from optimization.measuring import Timing


@dataclass(frozen=True, kw_only=True)
class Row:
    """What is known of one network; ``speed`` is how many times as fast as the first one it is, with its 95 % interval."""

    name: str
    nonzero_weights: int
    total_weights: int
    raw_bytes: int
    gzip_bytes: int
    accuracy: float | None = None
    latency_us: float | None = None
    speed: float | None = None
    speed_interval: tuple[float, float] | None = None

    def timed(self, timing: Timing) -> Row:
        """The same row with what was measured."""
        speed = timing.speedup
        return replace(self, latency_us=timing.latency_us, speed=speed.ratio, speed_interval=(speed.low, speed.high))


def print_rows(rows: Sequence[Row], *, as_json: bool) -> None:
    """A line for each network, or all of them as one line of JSON."""
    if as_json:
        print(json.dumps([asdict(row) for row in rows]))
        return
    print(f"{'':24}{'weights ≠ 0':>12}{'of':>10}{'bytes':>11}{'gzip':>11}{'accuracy':>10}{'latency':>12}{'speed':>8}  95 % interval")
    for row in rows:
        accuracy = "" if row.accuracy is None else f"{row.accuracy:.1%}"
        latency = "" if row.latency_us is None else f"{row.latency_us:.1f} us"
        speed = "" if row.speed is None else f"{row.speed:.2f}x"
        interval = "" if row.speed_interval is None else f"{row.speed_interval[0]:.2f}-{row.speed_interval[1]:.2f}"
        print(
            f"{row.name:24}{row.nonzero_weights:12,}{row.total_weights:10,}{row.raw_bytes:11,}{row.gzip_bytes:11,}"
            f"{accuracy:>10}{latency:>12}{speed:>8}  {interval}"
        )
