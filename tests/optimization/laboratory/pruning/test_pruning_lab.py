"""Whole runs of the pruning lab. Latencies are not judged here: other processes use this machine too."""

from collections.abc import Sequence
from typing import Any

import pytest

pytest.importorskip("torch")
pytest.importorskip("torch_pruning")

from optimization.laboratory.networks.register import LENET
from optimization.laboratory.pruning import lab as pruning_lab
from optimization.labs import lab_named
from optimization.results.progress import TIMING_S
from optimization.results.records import LabResult, Variant
from optimization.results.scan import Sensitivity

pytestmark = pytest.mark.slow

NAMES = ["dense", "control", "pruned", "random mask", "small dense"]


class Kept:
    """A report that keeps every step with the figures known by then; the run may time as long as a learner's."""

    timing_s = TIMING_S

    def __init__(self) -> None:
        self.seen: list[tuple[str, float, list[Variant]]] = []

    def step(self, name: str, done: float, variants: Sequence[Variant] = ()) -> None:
        self.seen.append((name, done, list(variants)))

    def check(self) -> None:
        return None


def run(report: Any, **params: Any) -> LabResult:
    lab = lab_named("prune")
    return lab.load()(lab.parameters(params), report)


@pytest.fixture(scope="module")
def default_run(trained: Any) -> tuple[LabResult, Any]:
    kept = Kept()
    return run(kept), kept.seen


def test_the_rows_are_the_ones_that_the_lab_promises(default_run: Any) -> None:
    result, _ = default_run
    assert [variant.name for variant in result.variants] == NAMES
    assert tuple(NAMES) == lab_named("prune").params.variants  # type: ignore[attr-defined]
    assert result.classes == tuple("0123456789")


def test_the_default_run_leaves_ten_percent_in_as_many_bytes(default_run: Any) -> None:
    result, _ = default_run
    dense, control, pruned = result.variants[:3]
    assert (pruned.nonzero_weights, pruned.total_weights) == (43_050, 430_500)
    assert dense.raw_bytes == control.raw_bytes == pruned.raw_bytes
    assert pruned.gzip_bytes < dense.gzip_bytes / 3
    assert [layer.nonzero_weights for layer in pruned.layers] == [50, 2_500, 40_000, 500]


def test_places_are_paid_for_in_the_sparse_file_and_the_ideal_is_only_counted(default_run: Any) -> None:
    result, _ = default_run
    dense, pruned = result.variant("dense"), result.variant("pruned")
    assert pruned.ideal_bytes == 4 * 43_050 < pruned.sparse_bytes
    assert pruned.sparse_bytes == pytest.approx(2 * pruned.ideal_bytes, rel=0.03)
    assert dense.sparse_bytes == pytest.approx(2 * dense.raw_bytes, rel=0.01)


def test_the_control_reads_every_picture_as_the_dense_network_does(default_run: Any) -> None:
    result, _ = default_run
    dense, control = result.variant("dense"), result.variant("control")
    assert control.changed_predictions == dense.changed_predictions == 0
    assert control.accuracy == dense.accuracy > 0.95
    assert dense.images == 1_000
    assert dense.accuracy_interval[0] < dense.accuracy < dense.accuracy_interval[1]


def test_a_random_mask_leaves_as_many_weights_and_knows_less(default_run: Any) -> None:
    result, _ = default_run
    pruned, chance = result.variant("pruned"), result.variant("random mask")
    assert [layer.nonzero_weights for layer in chance.layers] == [layer.nonzero_weights for layer in pruned.layers]
    assert chance.raw_bytes == pruned.raw_bytes
    assert chance.accuracy < pruned.accuracy - 0.1


def test_the_small_dense_network_says_its_size_and_has_about_as_many_parameters_as_are_left(default_run: Any) -> None:
    result, _ = default_run
    small = result.variant("small dense")
    left = 43_050 + 20 + 50 + 500 + 10
    assert "41,085 parameters (widths 6, 15, 154)" in small.note
    assert f"{left:,}" in small.note
    assert f"{LENET.recipe.epochs} epochs" in small.note
    assert small.total_weights == small.nonzero_weights == 41_085 - (6 + 15 + 154 + 10)
    assert small.accuracy > 0.93


def test_every_variant_was_timed_and_the_first_is_the_measure(default_run: Any) -> None:
    result, _ = default_run
    first = result.variants[0].speedup
    assert (first.ratio, first.low, first.high, first.verdict) == (1.0, 1.0, 1.0, "no difference")
    for variant in result.variants:
        assert variant.latency_interval_us[0] <= variant.latency_us <= variant.latency_interval_us[1]
    assert result.timing_rounds >= 40
    assert result.variant("pruned").speedup.verdict in ("no difference", "not decided")


def test_figures_come_before_the_timing_and_progress_never_goes_back(default_run: Any) -> None:
    _, seen = default_run
    done = [share for _, share, _ in seen]
    assert done == sorted(done)
    assert done[-1] == 1.0
    known = [[variant.name for variant in variants] for _, _, variants in seen if variants]
    assert known == sorted(known, key=len), "no row is taken back"
    assert known[0] == NAMES[:2]
    first = next(variants for _, _, variants in seen if len(variants) == 3)
    assert first[0].raw_bytes > 1_700_000
    assert first[2].nonzero_weights == 43_050
    assert first[0].latency_us is first[0].accuracy is None
    measuring = next(variants for name, _, variants in seen if name == "Measuring the latency")
    assert [variant.accuracy is not None for variant in measuring] == [True] * 5


def test_the_result_survives_its_journey_as_json_and_names_the_machine(default_run: Any) -> None:
    result, _ = default_run
    assert LabResult.model_validate_json(result.model_dump_json()) == result
    assert {"torch", "torch-pruning", "numpy", "scikit-learn", "mlxtend"} == set(result.machine.versions)
    assert result.parameters == lab_named("prune").params().model_dump()


def test_the_same_seed_gives_the_same_counts_accuracy_and_changes(default_run: Any, report: Any) -> None:
    result, _ = default_run
    again = run(report, timed=False)
    for before, after in zip(result.variants, again.variants, strict=True):
        assert (before.layers, before.gzip_bytes, before.accuracy, before.changed) == (
            after.layers,
            after.gzip_bytes,
            after.accuracy,
            after.changed,
        )


def test_structured_pruning_at_one_half_makes_the_file_three_times_smaller(trained: Any, report: Any) -> None:
    result = run(report, method="structured", amount=0.5, mask_removed="never")
    dense, pruned, chance = (result.variant(name) for name in ("dense", "pruned", "random mask"))
    assert pruned.nonzero_weights == pruned.total_weights == chance.total_weights == 109_000
    assert dense.raw_bytes / pruned.raw_bytes >= 3
    assert chance.raw_bytes == pruned.raw_bytes
    assert chance.layers == pruned.layers
    assert pruned.speedup is not None
    assert pruned.speedup.verdict in ("faster", "not decided")
    assert "there is no mask" in pruned.note


def test_fine_tuning_recovers_what_hard_pruning_lost(trained: Any, report: Any) -> None:
    cut = run(report, amount=0.97, timed=False).variant("pruned")
    recovered = run(report, amount=0.97, finetune_epochs=1, timed=False).variant("pruned")
    assert cut.accuracy is not None
    assert recovered.accuracy is not None
    assert recovered.accuracy > cut.accuracy + 0.05
    assert recovered.nonzero_weights == cut.nonzero_weights
    assert cut.changed_predictions is not None
    assert len(cut.changed) == min(12, cut.changed_predictions)


def test_removing_nothing_gives_the_dense_network(trained: Any, report: Any) -> None:
    result = run(report, amount=0, timed=False)
    dense, pruned = result.variant("dense"), result.variant("pruned")
    assert (pruned.nonzero_weights, pruned.gzip_bytes, pruned.changed_predictions) == (dense.nonzero_weights, dense.gzip_bytes, 0)
    assert result.variant("small dense").total_weights == 430_500


def test_a_mask_that_stays_doubles_the_file_but_not_the_counts(trained: Any, report: Any) -> None:
    result = run(report, mask_removed="never", scan=True)
    dense, pruned = result.variant("dense"), result.variant("pruned")
    assert pruned.raw_bytes / dense.raw_bytes == pytest.approx(2, abs=0.01)
    assert (pruned.nonzero_weights, pruned.total_weights) == (43_050, 430_500)
    assert pruned.sparse_bytes is not None
    assert pruned.sparse_bytes < dense.raw_bytes / 4
    assert "weight_orig" in pruned.note
    assert "2.00 times as large" in result.headline.sentence
    assert len(result.extras_as(Sensitivity).scan) == 4 * 6
    assert result.variant("small dense").raw_bytes < dense.raw_bytes / 5


def test_the_second_network_is_pruned_and_has_the_same_rows(briefly_trained: Any, report: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from optimization.laboratory.networks.register import SIGNS

    monkeypatch.setattr(pruning_lab, "trained", lambda *_, **__: briefly_trained)
    # Weights drawn at random stand for the small dense network, whose training takes half a minute.
    monkeypatch.setattr(pruning_lab, "small_dense", lambda network, **asked: drawn(network, asked["parameters"]))
    result = run(report, network="signs", amount=0.75, method="structured", round_to=8, timed=False)
    assert [variant.name for variant in result.variants] == NAMES
    dense, pruned = result.variant("dense"), result.variant("pruned")
    assert {layer.layer: layer.shape[0] for layer in pruned.layers if "depthwise" not in layer.layer} == {
        "stem": 8,
        "block1.pointwise": 16,
        "block2.pointwise": 24,
        "block3.pointwise": 32,
        "block4.pointwise": 64,
        "block5.pointwise": 64,
        "classifier": 10,
    }
    assert dense.total_weights == 125_032
    assert tuple(layer.layer for layer in dense.layers) == SIGNS.layers
    assert result.classes == SIGNS.pictures().classes
    assert dense.images == 1_000


def drawn(network: Any, parameters: int) -> Any:
    from optimization.laboratory.networks.small import widths_for

    return network.architecture(widths_for(network, parameters=parameters)).state_dict()
