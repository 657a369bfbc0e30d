from itertools import product
from typing import Any, get_args

import pytest

pytest.importorskip("torch")

from optimization.laboratory.pruning.headline import headline
from optimization.labs.prune import MaskRemoved, Method, Params
from optimization.results.records import Headline, Speedup, Variant, Verdict

DENSE = Variant(
    name="dense",
    label="Dense",
    nonzero_weights=430_500,
    total_weights=430_500,
    raw_bytes=1_000,
    gzip_bytes=1,
    accuracy=0.978,
    images=1_000,
)


def said(
    verdict: Verdict, *, ratio: float = 1.0, by_chance: float = 0.5, small: float = 0.9, left: int = 43_050, **params: Any
) -> Headline:
    pruned = DENSE.model_copy(
        update={
            "nonzero_weights": left,
            "raw_bytes": 2_000,
            "accuracy": 0.967,
            "speedup": Speedup(ratio=ratio, low=ratio, high=ratio, verdict=verdict),
        }
    )
    rows = {"dense": DENSE, "pruned": pruned}
    rows["random mask"] = pruned.model_copy(update={"accuracy": by_chance})
    rows["small dense"] = pruned.model_copy(update={"accuracy": small})
    return headline(Params.model_validate(params), rows)


def test_zeros_that_change_nothing_are_said_to_change_nothing() -> None:
    assert said("no difference", ratio=1.004) == Headline(
        sentence="No difference of 5 % or more: zeros do not speed up dense kernels.",
        figure="1.00×",
        figure_label="as fast as the dense network",
    )


def test_removed_channels_that_help_are_credited() -> None:
    found = said("faster", ratio=1.62, method="structured", amount=0.5)
    assert found.sentence.startswith("Faster: whole channels and units are gone")
    assert found.figure == "1.62×"


@pytest.mark.parametrize("method", ["l1_unstructured", "structured"])
def test_what_is_not_decided_says_its_bounds_and_no_speed(method: str) -> None:
    found = said("not decided", ratio=3.0, method=method)
    assert found.sentence.startswith("Not decided: between 3.00× and 3.00× as fast")
    assert "Run again" in found.sentence
    assert (found.figure, found.figure_label) == ("10.0 %", "of the weights are left")


@pytest.mark.parametrize("method", ["l1_unstructured", "global_unstructured", "random_unstructured"])
@pytest.mark.parametrize("verdict", ["faster", "slower"])
def test_no_verdict_but_no_difference_is_believed_of_zeros(verdict: Verdict, method: str) -> None:
    sentence = said(verdict, method=method).sentence
    assert verdict in sentence
    assert "run again before you believe it" in sentence


def test_a_narrower_network_that_is_slower_is_doubted() -> None:
    assert "run again before you believe it" in said("slower", method="structured").sentence


def test_fine_tuning_adds_both_accuracies() -> None:
    one = said("no difference", finetune_epochs=2).sentence
    assert "After 2 epochs of fine-tuning 96.7 % of the pictures are read correctly (dense: 97.8 %)." in one
    steps = said("no difference", finetune_epochs=1, steps=4).sentence
    assert "After 4 steps with 1 epoch of fine-tuning each, 96.7 % of the pictures" in steps


@pytest.mark.parametrize("method", ["l1_unstructured", "structured"])
def test_nothing_removed_is_said_so(method: str) -> None:
    assert "nothing was removed" in said("no difference", amount=0.01, method=method, left=430_500).sentence


def test_a_mask_that_stays_explains_a_slower_network_and_a_larger_file() -> None:
    sentence = said("slower", ratio=0.63, mask_removed="never").sentence
    assert sentence.startswith("Slower: the mask is still there")
    assert "2.00 times as large" in sentence
    assert "zeros do not speed up" not in said("no difference", mask_removed="never").sentence


def test_weights_that_were_trained_after_remove_are_counted_instead_of_called_zeros() -> None:
    found = said("no difference", mask_removed="before", finetune_epochs=1, left=209_167)
    assert "nothing held the zeros, and after training 48.6 % of the weights are not zero, instead of 10.0 %" in found.sentence
    assert (found.figure, found.figure_label) == ("48.6 %", "of the weights are not zero")


@pytest.mark.parametrize("mask", ["before", "never"])
def test_where_channels_went_the_mask_is_not_spoken_of(mask: str) -> None:
    kept = said("faster", method="structured", finetune_epochs=1)
    assert said("faster", method="structured", finetune_epochs=1, mask_removed=mask) == kept


def test_a_small_dense_network_that_reads_more_is_named_with_how_many_more() -> None:
    assert said("no difference", small=0.98).sentence.endswith("reads 13 more of the 1,000 pictures correctly.")
    assert "small dense" not in said("no difference", small=0.967).sentence
    assert "small dense" not in said("no difference", small=0.98, amount=0, left=430_500).sentence


def test_chance_is_named_where_a_method_did_no_better() -> None:
    assert "Weights removed at random cost no more: 96.7 % against 96.7 %." in said("no difference", by_chance=0.967).sentence
    assert "Channels removed at random cost no more" in said("faster", by_chance=0.97, method="structured").sentence
    assert "at random" not in said("no difference", by_chance=0.966).sentence
    assert "at random" not in said("no difference", by_chance=0.97, method="random_unstructured").sentence


@pytest.mark.parametrize(
    ("verdict", "method", "mask", "epochs"), [*product(get_args(Verdict), get_args(Method), get_args(MaskRemoved), [0, 2])]
)
def test_every_combination_has_a_sentence_and_a_figure_that_do_not_contradict_each_other(
    verdict: Verdict, method: str, mask: str, epochs: int
) -> None:
    found = said(verdict, ratio=1.3, method=method, mask_removed=mask, finetune_epochs=epochs, amount=0.5, steps=2)
    assert found.sentence[0].isupper()
    assert found.sentence.endswith(".")
    assert "  " not in found.sentence
    if verdict == "not decided":
        assert "×" not in found.figure
        assert "No difference" not in found.sentence
    elif verdict == "no difference":
        assert found.sentence.startswith("No difference")
    else:
        assert found.sentence.startswith((verdict.capitalize(), f"Measured {verdict}"))


def test_a_network_that_was_not_timed_has_no_headline() -> None:
    with pytest.raises(ValueError, match="not timed"):
        headline(Params(), {"dense": DENSE, "pruned": DENSE})
