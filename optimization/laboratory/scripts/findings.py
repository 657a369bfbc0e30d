"""The rows of the run as they fill, and what is printed of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from optimization.laboratory.pictures.data import Pictures
from optimization.laboratory.scripts.progress import Part, Report
from optimization.laboratory.scripts.records import Record
from optimization.laboratory.scripts.table import Row, print_conditions, print_rows
from optimization.measuring.accuracy import Labels, wilson_interval
from optimization.measuring.timing import Comparison, compare
from optimization.measuring.turn import turn_to_measure
from optimization.results.records import Headline, Variant


class LabResult:
    """What a run found."""

    def __init__(self, headline: Headline, rows: Sequence[Variant], comparison: Comparison | None, extras: Any) -> None:
        self.headline, self.rows, self.comparison, self.extras = headline, rows, comparison, extras

    def printed(self) -> None:
        """The sentence and the table, or all of it as one line of JSON."""
        if "--json" in sys.argv:
            content = {"variants": [asdict(row) for row in self.rows], "extras": asdict(self.extras) if self.extras else {}}  # type: ignore[call-overload]
            print(json.dumps(content))
            return
        print(self.headline.sentence)
        print_rows([shown(row) for row in self.rows])
        if self.comparison is not None:
            print_conditions(self.comparison)


def shown(row: Variant) -> Row:
    """What the table says of a row."""
    speed = row.speedup
    return Row(
        name=row.name,
        nonzero_weights=row.nonzero_weights,
        total_weights=row.total_weights,
        raw_bytes=row.raw_bytes,
        gzip_bytes=row.gzip_bytes,
        accuracy=row.accuracy or 0.0,
        latency_us=row.latency_us,
        speed=speed.ratio if speed else None,
        speed_interval=(speed.low, speed.high) if speed else None,
        verdict=speed.verdict if speed else None,
    )


class Findings:
    """The first row is what all others are compared with."""

    def __init__(self, lab: str, params: Any, report: Report, *, threads: int = 1) -> None:
        self._params, self._report = params, report
        self._pictures: Any = None
        self._seen: dict[str, Labels] = {}
        self._comparison: Comparison | None = None
        self.variants: list[Any] = []

    def opened(self, pictures: Callable[[], Pictures]) -> Pictures:
        """The pictures that the networks are tested on."""
        self.step("Loading the pictures", 0.0)
        self._pictures = pictures()
        return self._pictures  # type: ignore[no-any-return]

    def step(self, name: str, share: float) -> None:
        """Say what the run does."""
        self._report.step(name, share)

    def part(self, start: float, end: float) -> Part:
        """The report of a part of the run."""
        return Part(self._report, start, end)

    def add(self, row: Variant) -> None:
        """A row with its weights and bytes."""
        self.variants.append(row)

    def row(self, name: str) -> Any:
        """The row of that name as it stands."""
        return self.variants[self._place(name)]

    def note(self, name: str, note: str) -> None:
        """What has to be known about a row."""
        self._change(name, note=note)

    def read(self, name: str, classes: Labels) -> None:
        """The accuracy of a row whose network sees these classes in the test pictures, int64 [n]."""
        labels = self._pictures.test.labels
        self._seen[name] = classes
        reference = self._seen[self.variants[0].name]
        right, was_right = classes == labels, reference == labels
        self._change(
            name,
            accuracy=float(right.mean()),
            accuracy_interval=wilson_interval(int(right.sum()), len(labels)),
            images=len(labels),
            changed_predictions=int((classes != reference).sum()),
            right_to_wrong=int((was_right & ~right).sum()),
            wrong_to_right=int((~was_right & right).sum()),
        )

    def seen(self, name: str) -> Labels:
        """What the network of a row saw in the test pictures."""
        return self._seen[name]

    def time(self, calls: Mapping[str, Callable[[], object]], *, share: float, parallel: Sequence[str] = ()) -> None:
        """The latency of every row; ``parallel`` are those that run on several threads."""
        with turn_to_measure(self._report, share=share):
            self._comparison = compare(calls, control="control", seed=self._params.seed, parallel=parallel)
        for name, timing in self._comparison.timings.items():
            self._change(
                name, latency_us=timing.latency_us, latency_interval_us=timing.interval_us, speedup=timing.speedup, wall_us=timing.wall_us
            )

    def result(self, headline: Headline, *, extras: Record | None = None) -> LabResult:
        """Everything that was found."""
        return LabResult(headline, self.variants, self._comparison, extras)

    def _place(self, name: str) -> int:
        return [variant.name for variant in self.variants].index(name)

    def _change(self, name: str, **values: Any) -> None:
        self.variants[self._place(name)] = replace(self.row(name), **values)
