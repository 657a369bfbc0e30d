import pytest

pytest.importorskip("torch")

from optimization.labs.prune import Params
from optimization.pruning.headline import headline
from optimization.results import Headline, Speedup, Variant, Verdict

DENSE = Variant(name="dense", label="Dense", nonzero_weights=430_500, total_weights=430_500, raw_bytes=1, gzip_bytes=1, accuracy=0.978)


def said(verdict: Verdict, *, ratio: float = 1.0, **params: object) -> Headline:
    pruned = DENSE.model_copy(
        update={
            "nonzero_weights": 43_050,
            "accuracy": 0.967,
            "speedup": Speedup(ratio=ratio, low=ratio, high=ratio, verdict=verdict),
        }
    )
    return headline(Params.model_validate(params), DENSE, pruned)


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
def test_noise_is_called_noise_and_no_speed_is_named(method: str) -> None:
    found = said("too noisy", ratio=3.0, method=method)
    assert "Too noisy" in found.sentence
    assert "Run it again" in found.sentence
    assert (found.figure, found.figure_label) == ("10.0%", "of the weights are left")


@pytest.mark.parametrize(("verdict", "method"), [("faster", "l1_unstructured"), ("slower", "l1_unstructured"), ("slower", "structured")])
def test_a_verdict_that_pruning_cannot_explain_is_doubted(verdict: Verdict, method: str) -> None:
    sentence = said(verdict, method=method).sentence
    assert verdict in sentence
    assert "run it again before you believe it" in sentence


def test_fine_tuning_adds_both_accuracies() -> None:
    assert (
        "After 2 epochs of fine-tuning 96.7% of the pictures are read rightly (dense: 97.8%)."
        in said("no difference", finetune_epochs=2).sentence
    )


def test_nothing_removed_is_said_so() -> None:
    assert "nothing was removed" in said("no difference", amount=0).sentence


def test_a_network_that_was_not_timed_has_no_headline() -> None:
    with pytest.raises(ValueError, match="not timed"):
        headline(Params(), DENSE, DENSE)
