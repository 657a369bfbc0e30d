"""What a run finds, row by row, and the result that is made of it: the same for every lab."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from optimization.labs import lab_named
from optimization.measuring.accuracy import Labels, with_accuracy
from optimization.measuring.timing import compare, with_timing
from optimization.measuring.turn import turn_to_measure
from optimization.results.machine import describe_machine
from optimization.results.progress import Part, Report
from optimization.results.records import Conditions, Headline, LabResult, Record, Variant

if TYPE_CHECKING:
    from optimization.laboratory.pictures.data import Pictures

CONTROL = "control"
"""The id of the row that is the first one built a second time: what its speed differs by is what chance alone does."""


class Asked(Protocol):
    """The parameters of any lab, as far as every run needs them."""

    @property
    def seed(self) -> int: ...

    def model_dump(self) -> dict[str, Any]: ...


class Findings:
    """The rows of a run as they fill; the first one is what all others are compared with.

    A row is added when its network is built, read with and timed when the run comes to that. Every step that is reported shows the rows
    as they stand, so that a run which is ended early has figures to judge.
    """

    def __init__(self, lab: str, params: Asked, report: Report, *, threads: int = 1) -> None:
        self._started = time.perf_counter()
        self._lab, self._params, self._report, self._threads = lab, params, report, threads
        self._seen: dict[str, Labels] = {}
        self._pictures: Pictures | None = None
        self._timing: Conditions | None = None
        self.variants: list[Variant] = []

    def opened(self, pictures: Callable[[], Pictures]) -> Pictures:
        """The pictures of the run, which its networks are tested on; loading them is its first step."""
        self.step("Loading the pictures", 0.0)
        self._pictures = pictures()
        return self._pictures

    def step(self, name: str, share: float) -> None:
        """Say what the run does, with the rows that there are; raises RunCancelled where the run was stopped."""
        self._report.step(name, share, tuple(self.variants))

    def part(self, start: float, end: float) -> Report:
        """The report of a part of the run, from ``start`` to ``end`` of the whole, which shows the rows beside each of its steps."""
        return _WithRows(Part(self._report, start, end), self.variants)

    def add(self, row: Variant) -> None:
        """A row with its weights and bytes; accuracy and latency follow."""
        self.variants.append(row)

    def row(self, name: str) -> Variant:
        """The row of that id as it stands; KeyError where there is none yet."""
        return self.variants[self._place(name)]

    def note(self, name: str, note: str) -> None:
        """What has to be known about a row beside its figures."""
        place = self._place(name)
        self.variants[place] = self.variants[place].model_copy(update={"note": note})

    def read(self, name: str, classes: Labels) -> None:
        """The accuracy of a row whose network sees these classes in the test pictures, int64 [n]; the first row is read before others."""
        if self._pictures is None:
            raise ValueError("a network is tested on the pictures of its run")
        place, test = self._place(name), self._pictures.test
        self._seen[name] = classes
        reference = self._seen[self.variants[0].name]
        self.variants[place] = with_accuracy(self.variants[place], classes, reference=reference, labels=test.labels, pixels=test.pixels)

    def seen(self, name: str) -> Labels:
        """What the network of a row saw in the n test pictures: int64 [n]; KeyError where it was not read with."""
        return self._seen[name]

    def time(self, calls: Mapping[str, Callable[[], object]], *, share: float, parallel: Sequence[str] = ()) -> None:
        """The latency of every row, by its id in ``calls``; ``parallel`` are those that run on several threads. Waits for its turn."""
        with turn_to_measure(self._report, share=share, variants=tuple(self.variants)):
            comparison = compare(
                calls,
                control=CONTROL,
                seed=self._params.seed,
                parallel=parallel,
                check=self._report.check,
                limit_s=self._report.timing_s,
            )
        self.variants[:] = [with_timing(variant, comparison.timings[variant.name]) for variant in self.variants]
        self._timing = comparison.conditions

    def result(self, headline: Headline, *, extras: Record | None = None) -> LabResult:
        """The result with all rows; ``extras`` is what this lab alone finds."""
        return LabResult(
            lab=self._lab,
            parameters=self._params.model_dump(),
            seed=self._params.seed,
            machine=describe_machine((*lab_named(self._lab).libraries, "numpy"), threads=self._threads),
            measured_at=datetime.now(UTC),
            took_s=time.perf_counter() - self._started,
            timing_rounds=self._timing.rounds if self._timing is not None else 0,
            timing=self._timing,
            headline=headline,
            variants=tuple(self.variants),
            data_set=self._pictures.data_set if self._pictures is not None else "",
            classes=self._pictures.classes if self._pictures is not None else (),
            extras=extras.model_dump(mode="json") if extras is not None else {},
        )

    def _place(self, name: str) -> int:
        places = [place for place, variant in enumerate(self.variants) if variant.name == name]
        if not places:
            raise KeyError(name)
        return places[0]


class _WithRows:
    """Hands a report on, with the rows as they stand beside every step."""

    def __init__(self, report: Report, variants: Sequence[Variant]) -> None:
        self._report, self._variants = report, variants

    @property
    def timing_s(self) -> float:
        return self._report.timing_s

    def step(self, name: str, share: float, variants: Sequence[Variant] = ()) -> None:
        self._report.step(name, share, variants or tuple(self._variants))

    def check(self) -> None:
        self._report.check()
