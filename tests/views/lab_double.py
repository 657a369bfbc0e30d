"""A runner that runs nothing and says what a test tells it to, and a result as a lab would have measured it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from optimization.labs import lab_named, sweep
from optimization.results.records import (
    ChangedImage,
    Headline,
    LabResult,
    LayerCount,
    Machine,
    OperatorCount,
    Reason,
    Speedup,
    Unfinished,
    Variant,
)
from optimization.running.effort import Forecast
from optimization.running.runs import OnEnded, RunStatus, stored_status, stored_unfinished, unknown_status

RUN = "0123456789abcdef0123456789abcdef"
LOOK = "fedcba9876543210fedcba9876543210"
"""The run that a page asks for by itself, to have a network to look at."""
ALONG = "00112233445566778899aabbccddeeff"
"""The run that an explorer asks for, to have what is read at each place of its slider."""


class RunnerDouble:
    """What the pages call of ``optimization.running.runner.Runner``; ``statuses``, ``newest`` and ``along`` are what it will say."""

    def __init__(self, run: str = RUN) -> None:
        self.run = run
        self.statuses: dict[str, RunStatus] = {}
        self.newest: LabResult | None = None
        self.along: LabResult | None = None
        self.told: Forecast | None = None
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.cancelled: list[str] = []
        self.waiting: list[OnEnded | None] = []

    def start_in_background(self) -> None:
        return None

    def submit(self, lab_id: str, params: Mapping[str, Any], *, asker: str, on_ended: OnEnded | None = None) -> str:
        parameters = lab_named(lab_id).parameters(params).model_dump(mode="json")
        self.asked.append((lab_id, parameters))
        self.waiting.append(on_ended)
        run = ALONG if lab_id == sweep.LAB.id else self.run
        self.statuses.setdefault(run, RunStatus(run_id=run, state="running", lab=lab_id, parameters=parameters, step="Training", done=0.25))
        return run

    def status(self, run_id: str) -> RunStatus:
        return self.statuses.get(run_id, unknown_status(run_id))

    def cancel(self, run_id: str, *, asker: str) -> None:
        self.cancelled.append(run_id)

    def latest(self, lab_id: str, params: Mapping[str, Any]) -> LabResult | None:
        lab_named(lab_id).parameters(params)
        return self.along if lab_id == sweep.LAB.id else self.newest

    def forecast(self, lab_id: str, params: Mapping[str, Any]) -> Forecast | None:
        lab_named(lab_id).parameters(params)
        return self.told

    def end_early(self, found: Unfinished) -> None:
        """The run ends before its time, and everybody who asked is told."""
        self.statuses[self.run] = stored_unfinished(self.run, found)
        self._tell(found)

    def finish(self, result: LabResult) -> None:
        """The run ends with this result, and everybody who asked is told."""
        self.statuses[self.run] = stored_status(self.run, result)
        self._tell(result)

    def _tell(self, found: LabResult | Unfinished) -> None:
        for on_ended in self.waiting:
            if on_ended is not None:
                on_ended(self.run, found)


class Sorted:
    """One runner to the pages: the labs that open a network, and the drawings, go to the double ``looks``, all others to ``panels``."""

    def __init__(self, panels: RunnerDouble, looks: RunnerDouble) -> None:
        self._panels, self._looks = panels, looks

    def __getattr__(self, name: str) -> Any:
        return lambda *given, **named: getattr(self._double(*given), name)(*given, **named)

    def _double(self, what: str = "", *_: Any) -> RunnerDouble:
        return self._looks if what in ("inside", "digit", sweep.LAB.id, self._looks.run, ALONG) else self._panels


def cut_short(result: LabResult, *rows: str, reason: Reason = "over time", counted_only: bool = False, **values: Any) -> Unfinished:
    """A run as it would have been if it had ended when it had measured these rows, none of them timed; ``counted_only`` before they were
    read with."""
    open_yet: dict[str, Any] = {"speedup": None, "latency_us": None}
    open_yet |= {"accuracy": None, "accuracy_interval": None, "changed_predictions": None} if counted_only else {}
    kept = tuple(one.model_copy(update=open_yet) for one in result.variants if one.name in rows)
    facts: dict[str, Any] = {
        "message": "IT-ENDED-EARLY.",
        "step": "Training: epoch 3 of 8",
        "ended_at": result.measured_at,
        "took_s": 300.0,
    }
    facts |= {"lab": result.lab, "parameters": result.parameters, "data_set": result.data_set}
    return Unfinished(variants=kept, reason=reason, **(facts | values))


PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
"""A PNG file of one black pixel."""


def variant(name: str, **values: Any) -> Variant:
    """A variant of 1,000 weights and 4,000 bytes, with whatever else is given."""
    facts: dict[str, Any] = {"nonzero_weights": 1_000, "total_weights": 1_000, "raw_bytes": 4_000, "gzip_bytes": 3_600} | values
    return Variant(name=name, label=values.pop("label", name.upper()), **{key: facts[key] for key in facts if key != "label"})


def measured(name: str, speedup: Speedup, **values: Any) -> Variant:
    """A variant that was measured to its end."""
    facts: dict[str, Any] = {
        "accuracy": 0.975,
        "accuracy_interval": (0.955, 0.985),
        "images": 360,
        "changed_predictions": 0,
        "right_to_wrong": 0,
        "wrong_to_right": 0,
        "latency_us": 120.4,
        "latency_interval_us": (118.0, 123.0),
        "speedup": speedup,
    }
    return variant(name, **(facts | values))


SAME = Speedup(ratio=1.0, low=1.0, high=1.0, verdict="no difference")


def speed(ratio: float, verdict: str | None = None) -> Speedup:
    """A speed with an interval of 3 % on both sides, and the verdict that follows from it unless another is given."""
    follows = "faster" if ratio > 1.1 else "slower" if ratio < 0.9 else "no difference"
    return Speedup(ratio=ratio, low=0.97 * ratio, high=1.03 * ratio, verdict=verdict or follows)  # type: ignore[arg-type]


def machine(**values: Any) -> Machine:
    """A machine, with whatever else is given."""
    facts = {"cpu": "TEST-CPU", "cores": 4, "threads": 1, "flags": ("avx2",), "system": "Linux", "python": "3.11.2"}
    return Machine(**(facts | {"versions": {"torch": "2.13.0"}} | values))


def result(lab: str, variants: tuple[Variant, ...], parameters: Mapping[str, Any] | None = None, **values: Any) -> LabResult:
    """A run of a lab with its default parameters, but for the given ones."""
    facts: dict[str, Any] = {
        "lab": lab,
        "parameters": lab_named(lab).parameters(parameters or {}).model_dump(mode="json"),
        "seed": 0,
        "machine": machine(),
        "measured_at": datetime(2026, 3, 1, 9, 14, tzinfo=UTC),
        "took_s": 4.2,
        "timing_rounds": 60,
        "headline": Headline(sentence="HEADLINE-SENTENCE", figure="0.99×", figure_label="HEADLINE-LABEL"),
        "data_set": "mnist",
    }
    return LabResult(variants=variants, **(facts | values))


def prune_result(speedup: Speedup | None = None, parameters: Mapping[str, Any] | None = None, **values: Any) -> LabResult:
    """A pruning run with a dense and a pruned network."""
    shape = (6, 1, 5, 5)
    dense = measured(
        "dense", SAME, layers=(LayerCount(layer="conv1", shape=shape, nonzero_weights=150, total_weights=150),), code="DENSE-CODE"
    )
    changed = (
        ChangedImage(index=1, label=8, before=3, after=5, png=PIXEL),
        ChangedImage(index=2, label=4, before=9, after=4, png=PIXEL),
        ChangedImage(index=3, label=7, before=7, after=1, png=PIXEL),
    )
    pruned = measured(
        "pruned",
        speedup or Speedup(ratio=0.991, low=0.957, high=1.034, verdict="no difference"),
        nonzero_weights=100,
        gzip_bytes=700,
        sparse_bytes=900,
        ideal_bytes=400,
        accuracy=0.9417,
        changed_predictions=12,
        right_to_wrong=7,
        wrong_to_right=3,
        layers=(LayerCount(layer="conv1", shape=shape, nonzero_weights=15, total_weights=150),),
        changed=changed,
    )
    small = measured("small dense", speed(1.2), nonzero_weights=90, total_weights=90, raw_bytes=900, gzip_bytes=880, accuracy=0.91)
    return result("prune", (dense, pruned, small), parameters, **values)


def quantize_result(**values: Any) -> LabResult:
    """A quantization run with all of its rows, as large and as fast as they are on a real machine."""
    sizes = (1_725_000, 1_725_000, 866_000, 437_000, 437_000, 441_000, 443_000, 436_000, 222_000, 452_000, 560_000, 1_725_000, 441_000)
    speeds = (1.0, 1.0, 0.98, 2.46, 1.02, 2.91, 2.44, 2.93, 0.99, 0.04, 1.0, 0.91, 2.2)
    accuracies = (0.978, 0.978, 0.978, 0.978, 0.976, 0.973, 0.978, 0.971, 0.958, 0.978, 0.973, 0.978, 0.973)
    names = lab_named("quantize").params.variants  # type: ignore[attr-defined]
    operators = (OperatorCount(name="FULLY_CONNECTED", count=3), OperatorCount(name="CONV_2D", count=2))
    variants = tuple(
        measured(
            name,
            SAME if number < 2 else speed(speeds[number]),
            nonzero_weights=430_500,
            total_weights=430_500,
            raw_bytes=sizes[number],
            gzip_bytes=int(sizes[number] * 0.9),
            accuracy=accuracies[number],
            operators=operators,
            partitions=1,
        )
        for number, name in enumerate(names)
    )
    return result("quantize", variants, **values)


def budget_result(
    parameters: Mapping[str, Any] | None = None, *, rows: Mapping[str, Mapping[str, Any]] | None = None, **values: Any
) -> LabResult:
    """A run of the pipeline; ``rows`` says what differs in which row."""
    facts: dict[str, dict[str, Any]] = {
        "float": {"speedup": SAME, "raw_bytes": 1_725_000, "accuracy": 0.978},
        "control": {"speedup": SAME, "raw_bytes": 1_725_000, "accuracy": 0.978},
        "coded": {"speedup": speed(1.01), "raw_bytes": 15_300, "accuracy": 0.975},
        "fast": {"speedup": speed(5.6), "raw_bytes": 33_000, "accuracy": 0.969},
        "small dense": {"speedup": speed(6.9), "raw_bytes": 42_000, "accuracy": 0.951},
    }
    variants = tuple(measured(name, **(own | dict((rows or {}).get(name, {})))) for name, own in facts.items())
    return result("budget", variants, parameters, **values)
