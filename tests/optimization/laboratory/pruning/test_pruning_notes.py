from typing import Any

import pytest

pytest.importorskip("torch")


from optimization.laboratory.networks.lenet import Widths
from optimization.laboratory.pruning.notes import pruned_note, small_dense_note
from optimization.laboratory.pruning.selection import selection_of
from optimization.labs.prune import Params
from optimization.results.records import LayerCount, Variant


def note(*, empty: tuple[str, ...] = (), **given: Any) -> str:
    params = Params.model_validate(given)
    layers = tuple(
        LayerCount(layer=name, shape=(10, 10), nonzero_weights=0 if name in empty else 5, total_weights=100) for name in ("a", "b", "c")
    )
    row = Variant(name="pruned", label="", nonzero_weights=1, total_weights=300, raw_bytes=1, gzip_bytes=1, layers=layers)
    return pruned_note(params, selection_of(params), row)


def test_there_is_nothing_to_say_about_the_default_run() -> None:
    assert note() == note(method="structured", round_to=8) == note(steps=3, finetune_epochs=1) == ""


def test_a_setting_that_changes_nothing_is_called_that() -> None:
    assert "The setting of the mask changes nothing" in note(method="structured", mask_removed="never")
    assert "Rounding changes nothing" in note(round_to=8)
    assert "the same weights as one shot" in note(steps=3)
    assert "the same weights as one shot" not in note(steps=3, method="random_unstructured")


def test_masks_that_stay_or_hold_nothing_are_explained() -> None:
    assert "weight_orig and weight_mask" in note(mask_removed="never")
    assert "nothing held them" in note(mask_removed="before", finetune_epochs=1)
    assert "nothing held them" not in note(mask_removed="before")


def test_layers_without_any_weight_are_named() -> None:
    assert note(empty=("a", "c")) == "Nothing is left in a, c, so no picture gets through."


def test_the_small_dense_network_is_described_by_its_widths_and_both_counts() -> None:
    said = small_dense_note(Widths(conv1=6, conv2=15, fc1=154), parameters=41_085, target_count=43_630, epochs=8)
    assert "41,085 parameters (widths 6, 15, 154); 43,630 weights of the pruned network are not zero." in said
    assert "8 epochs" in said
