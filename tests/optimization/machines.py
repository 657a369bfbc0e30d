"""A machine whose clocks move only when it is told to, so that the true ratios are known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
import numpy.typing as npt

from optimization.measuring.clocks import Clocks

Noise = Callable[[np.random.Generator], Callable[[int], float]]
"""Random numbers to a function of the time in ns: by how much everything is slower at that moment."""

READING_NS = 100
"""What reading a clock takes."""


class Machine:
    """Three clocks, and calls that take a known CPU time times what ``noise`` draws for each moment.

    ``neighbours`` processes want the same processor: they take turns of ``turn_ns`` with ours, which move the wall alone. ``step_ns`` is
    that of the clocks of CPU time. What is done ``elsewhere`` (0..1 of a call) is done by another thread of this process.
    """

    def __init__(
        self,
        *,
        seed: int = 0,
        noise: Noise | float = 0.0,
        neighbours: int = 0,
        turn_ns: int = 4_000_000,
        step_ns: int = 1,
        elsewhere: float = 0.0,
    ) -> None:
        self._rng = np.random.default_rng(seed)
        self._noise = (lognormal(noise) if isinstance(noise, float) else noise)(self._rng)
        self._neighbours, self._turn_ns, self._step_ns, self._elsewhere = neighbours, turn_ns, step_ns, elsewhere
        self._left_ns = float(turn_ns)
        self.now_ns, self.thread_ns, self.process_ns = 0.0, 0.0, 0.0
        self.log: list[str] = []

    @property
    def clocks(self) -> Clocks:
        """To be handed to what measures."""
        return Clocks(thread=self._thread, process=self._process, wall=self._wall)

    def call(self, name: str, latency_us: float, *, threads: Literal[1, 2] = 1) -> Callable[[], None]:
        """A call of that CPU time; on two threads it takes as much, but half of it at once."""

        def run() -> None:
            self.log.append(name)
            self._work(1000 * latency_us * self._noise(int(self.now_ns)), threads=threads)

        return run

    def _work(self, cpu_ns: float, *, threads: int = 1) -> None:
        self.process_ns += cpu_ns
        self.thread_ns += cpu_ns / threads * (1 - self._elsewhere)
        self.now_ns += cpu_ns / threads
        self._left_ns -= cpu_ns / threads
        while self._left_ns <= 0:
            waited = self._neighbours * self._turn_ns * float(self._rng.uniform(0.5, 1.5))
            self.now_ns += waited
            self._left_ns += self._turn_ns

    def _wall(self) -> int:
        self.log.append("wall")
        self._work(READING_NS)
        return int(self.now_ns)

    def _thread(self) -> int:
        self.log.append("thread")
        self._work(READING_NS)
        return int(self.thread_ns // self._step_ns * self._step_ns)

    def _process(self) -> int:
        self._work(READING_NS)
        return int(self.process_ns // self._step_ns * self._step_ns)


class Blocks:
    """A stopwatch that draws whole blocks at once, for tests that need thousands of rounds; a call is its own latency in ns."""

    def __init__(self, noise: Noise, *, seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        self._noise = noise(self._rng)
        self._now_ns = 0.0

    def wall(self) -> int:
        return int(self._now_ns)

    def times(self, call: Callable[[], float], *, turns: int, calls: int = 1) -> npt.NDArray[np.float64]:
        """As ``Stopwatch.times``: each call slower by what the noise draws for its moment."""
        factors = np.array([self._noise(int(self._now_ns + number * call())) for number in range(turns)])
        times = call() * factors
        self._now_ns += float(times.sum())
        return np.array([times, times])


def lognormal(spread: float) -> Noise:
    """Each call is off by itself."""
    return lambda rng: lambda now_ns: float(np.exp(spread * rng.standard_normal()))


def heavy_tails(rng: np.random.Generator) -> Callable[[int], float]:
    """Most calls are off by a few percent, some by any factor: there is no mean to speak of."""
    return lambda now_ns: float(np.exp(0.03 * rng.standard_normal()) * (1 + (rng.pareto(0.9) if rng.random() < 0.1 else 0.0)))


def bursts(rng: np.random.Generator) -> Callable[[int], float]:
    """A neighbour that comes every 30 ms or so, stays about 8 ms and slows everything down, up to three times."""
    ends = begins = 0.0
    slower = 1.0

    def factor(now_ns: int) -> float:
        nonlocal ends, begins, slower
        if now_ns >= begins:
            ends = now_ns + rng.exponential(8e6)
            begins, slower = ends + rng.exponential(30e6), rng.uniform(1.3, 3)
        return float((slower if now_ns < ends else 1.0) * np.exp(0.02 * rng.standard_normal()))

    return factor


def drift(rng: np.random.Generator) -> Callable[[int], float]:
    """A CPU that grows half as slow again within two seconds, and whose clock goes up and down by 30 % meanwhile."""
    return lambda now_ns: float((1 + 0.3 * np.sin(now_ns / 4e8)) * (1 + 0.5 * min(now_ns / 2e9, 1)) * np.exp(0.02 * rng.standard_normal()))


def half_busy(rng: np.random.Generator) -> Callable[[int], float]:
    """A neighbour that is there half of the time, for about 50 ms each."""
    changes, busy = 0.0, False

    def factor(now_ns: int) -> float:
        nonlocal changes, busy
        if now_ns >= changes:
            changes, busy = now_ns + rng.exponential(50e6), not busy
        return float((1.6 if busy else 1.0) * np.exp(0.05 * rng.standard_normal()))

    return factor


NOISES: dict[str, Noise] = {
    "quiet": lognormal(0.03),
    "loud": lognormal(0.1),
    "louder": lognormal(0.3),
    "heavy tails": heavy_tails,
    "bursts": bursts,
    "drift": drift,
    "half busy": half_busy,
}
