"""Whole runs of the pruning lab. Latencies are not judged here: other processes use this machine too."""

from typing import Any

import pytest

pytest.importorskip("torch")
pytest.importorskip("torch_pruning")

from optimization.labs import lab_named
from optimization.results import LabResult

pytestmark = pytest.mark.slow


def run(report: Any, **params: Any) -> LabResult:
    lab = lab_named("prune")
    return lab.load()(lab.parameters(params), report)


@pytest.fixture(scope="module")
def default_run(trained: Any) -> tuple[LabResult, Any]:
    from optimization.progress import TerminalReport

    class Kept(TerminalReport):
        def __init__(self) -> None:
            self.seen: list[tuple[str, float, Any]] = []

        def step(self, name: str, done: float, variants: Any = ()) -> None:
            self.seen.append((name, done, list(variants)))

    kept = Kept()
    return run(kept), kept.seen


def test_the_default_run_leaves_ten_percent_in_as_many_bytes(default_run: Any) -> None:
    result, _ = default_run
    dense, control, pruned = result.variants
    assert [variant.name for variant in result.variants] == ["dense", "control", "pruned"]
    assert (pruned.nonzero_weights, pruned.total_weights) == (43_050, 430_500)
    assert dense.raw_bytes == control.raw_bytes == pruned.raw_bytes
    assert pruned.gzip_bytes < dense.gzip_bytes / 3
    assert [layer.nonzero_weights for layer in pruned.layers] == [50, 2_500, 40_000, 500]


def test_the_control_reads_every_picture_as_the_dense_network_does(default_run: Any) -> None:
    result, _ = default_run
    dense, control = result.variant("dense"), result.variant("control")
    assert control.changed_predictions == dense.changed_predictions == 0
    assert control.accuracy == dense.accuracy > 0.95
    assert dense.images == 450
    assert dense.accuracy_interval[0] < dense.accuracy < dense.accuracy_interval[1]


def test_every_variant_was_timed_and_the_first_is_the_measure(default_run: Any) -> None:
    result, _ = default_run
    first = result.variants[0].speedup
    assert (first.ratio, first.low, first.high, first.verdict) == (1.0, 1.0, 1.0, "no difference")
    for variant in result.variants:
        assert variant.latency_interval_us[0] <= variant.latency_us <= variant.latency_interval_us[1]
    assert result.timing_rounds >= 40
    assert result.variant("pruned").speedup.verdict in ("no difference", "too noisy")


def test_figures_come_before_the_timing_and_progress_never_goes_back(default_run: Any) -> None:
    _, seen = default_run
    done = [share for _, share, _ in seen]
    assert done == sorted(done)
    assert done[-1] == 1.0
    first = next(variants for _, _, variants in seen if variants)
    assert first[0].raw_bytes > 1_700_000
    assert first[0].latency_us is None
    measuring = next(variants for name, _, variants in seen if name == "Measuring the latency")
    assert [variant.accuracy is not None for variant in measuring] == [True, True, True]


def test_the_result_survives_its_journey_as_json_and_names_the_machine(default_run: Any) -> None:
    result, _ = default_run
    assert LabResult.model_validate_json(result.model_dump_json()) == result
    assert {"torch", "torch-pruning", "numpy", "scikit-learn"} == set(result.machine.versions)
    assert result.parameters == {"amount": 0.9, "method": "l1_unstructured", "finetune_epochs": 0, "seed": 0}


def test_the_same_seed_gives_the_same_counts_accuracy_and_changes(default_run: Any, report: Any) -> None:
    result, _ = default_run
    again = run(report)
    for before, after in zip(result.variants, again.variants, strict=True):
        assert (before.layers, before.gzip_bytes, before.accuracy, before.changed) == (
            after.layers,
            after.gzip_bytes,
            after.accuracy,
            after.changed,
        )


def test_structured_pruning_at_one_half_makes_the_file_three_times_smaller(trained: Any, report: Any) -> None:
    result = run(report, method="structured", amount=0.5)
    dense, pruned = result.variant("dense"), result.variant("pruned")
    assert pruned.nonzero_weights == pruned.total_weights == 109_000
    assert dense.raw_bytes / pruned.raw_bytes >= 3
    assert pruned.speedup is not None
    assert pruned.speedup.verdict in ("faster", "too noisy")


def test_fine_tuning_recovers_what_hard_pruning_lost(trained: Any, report: Any) -> None:
    cut = run(report, amount=0.97).variant("pruned")
    recovered = run(report, amount=0.97, finetune_epochs=1).variant("pruned")
    assert cut.accuracy is not None
    assert recovered.accuracy is not None
    assert recovered.accuracy > cut.accuracy + 0.05
    assert recovered.nonzero_weights == cut.nonzero_weights
    assert cut.changed_predictions is not None
    assert len(cut.changed) == min(12, cut.changed_predictions)


def test_removing_nothing_gives_the_dense_network(trained: Any, report: Any) -> None:
    result = run(report, amount=0)
    dense, pruned = result.variant("dense"), result.variant("pruned")
    assert (pruned.nonzero_weights, pruned.gzip_bytes, pruned.changed_predictions) == (dense.nonzero_weights, dense.gzip_bytes, 0)
