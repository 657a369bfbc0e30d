"""A runner that runs nothing and says what a test tells it to, and a result as a lab would have measured it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from optimization.labs import lab_named
from optimization.results import ChangedImage, Headline, LabResult, LayerCount, Machine, Speedup, Variant
from optimization.runs import OnFinished, RunStatus, stored_status, unknown_status

RUN = "0123456789abcdef0123456789abcdef"


class RunnerDouble:
    """What the pages call of ``optimization.runner.Runner``; ``statuses`` and ``newest`` are what it will say."""

    def __init__(self) -> None:
        self.statuses: dict[str, RunStatus] = {}
        self.newest: LabResult | None = None
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.cancelled: list[str] = []
        self.waiting: list[OnFinished | None] = []

    def start_in_background(self) -> None:
        return None

    def submit(self, lab_id: str, params: Mapping[str, Any], *, asker: str, on_finished: OnFinished | None = None) -> str:
        parameters = lab_named(lab_id).parameters(params).model_dump(mode="json")
        self.asked.append((lab_id, parameters))
        self.waiting.append(on_finished)
        self.statuses.setdefault(RUN, RunStatus(run_id=RUN, state="running", lab=lab_id, parameters=parameters, step="Training", done=0.25))
        return RUN

    def status(self, run_id: str) -> RunStatus:
        return self.statuses.get(run_id, unknown_status(run_id))

    def cancel(self, run_id: str, *, asker: str) -> None:
        self.cancelled.append(run_id)

    def latest(self, lab_id: str, params: Mapping[str, Any]) -> LabResult | None:
        lab_named(lab_id).parameters(params)
        return self.newest

    def finish(self, result: LabResult) -> None:
        """The run ends with this result, and everybody who asked is told."""
        self.statuses[RUN] = stored_status(RUN, result)
        for on_finished in self.waiting:
            if on_finished is not None:
                on_finished(RUN, result)


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
        "latency_us": 120.4,
        "latency_interval_us": (118.0, 123.0),
        "speedup": speedup,
    }
    return variant(name, **(facts | values))


SAME = Speedup(ratio=1.0, low=1.0, high=1.0, verdict="no difference")


def prune_result() -> LabResult:
    """A pruning run with a dense and a pruned network."""
    shape = (6, 1, 5, 5)
    dense = measured(
        "dense", SAME, layers=(LayerCount(layer="conv1", shape=shape, nonzero_weights=150, total_weights=150),), code="DENSE-CODE"
    )
    changed = ChangedImage(index=3, label=7, before=7, after=1, pixels=tuple((0, 4, 8, 12, 16, 12, 8, 4) for _ in range(8)))
    pruned = measured(
        "pruned",
        Speedup(ratio=0.991, low=0.957, high=1.034, verdict="no difference"),
        nonzero_weights=100,
        gzip_bytes=700,
        accuracy=0.9417,
        changed_predictions=12,
        layers=(LayerCount(layer="conv1", shape=shape, nonzero_weights=15, total_weights=150),),
        changed=(changed,),
    )
    return LabResult(
        lab="prune",
        parameters={"amount": 0.9, "method": "l1_unstructured", "finetune_epochs": 0, "seed": 0},
        seed=0,
        machine=Machine(cpu="TEST-CPU", cores=4, threads=1, flags=("avx2",), system="Linux", python="3.11.2", versions={"torch": "2.13.0"}),
        measured_at=datetime(2026, 3, 1, 9, 14, tzinfo=UTC),
        took_s=4.2,
        timing_rounds=60,
        headline=Headline(sentence="HEADLINE-SENTENCE", figure="0.99×", figure_label="HEADLINE-LABEL"),
        variants=(dense, pruned),
    )
