import pytest

pytest.importorskip("torch")

from optimization.laboratory.pipeline.headline import headline
from optimization.results.records import Headline, Speedup, Variant, Verdict


def variant(name: str, raw_bytes: int, accuracy: float | None, verdict: Verdict | None = None, ratio: float = 1.0) -> Variant:
    speedup = None if verdict is None else Speedup(ratio=ratio, low=ratio, high=ratio, verdict=verdict)
    return Variant(
        name=name,
        label=name,
        nonzero_weights=1,
        total_weights=1,
        raw_bytes=raw_bytes,
        gzip_bytes=1,
        accuracy=accuracy,
        speedup=speedup,
    )


def said(
    *,
    coded_bytes: int = 10_000,
    coded: float | None = 0.98,
    fast: float | None = 0.98,
    verdict: Verdict | None = "faster",
    ratio: float = 5.61,
    reference: float = 0.98,
) -> Headline:
    float32 = variant("float", 1_727_400, 0.978, "no difference")
    return headline(
        float32,
        variant("coded", coded_bytes, coded, "no difference"),
        variant("fast", 25_000, fast, verdict, ratio),
        reference=reference,
    )


AGAINST = "Losses count against the better of the float network and one trained as long as the coded (98.0 %)."


def test_both_ways_are_said_with_what_they_lost() -> None:
    found = said(coded=0.978, fast=0.97)
    assert found.sentence == (
        "The coded file is 173× smaller with 0.2 points of accuracy lost. "
        f"The narrow network is 5.6× as fast with 1 point of accuracy lost. {AGAINST}"
    )
    assert (found.figure, found.figure_label) == ("173×", "smaller: the coded file against the float file")


def test_a_network_that_lost_nothing_or_gained_is_said_to_have_no_loss_seen() -> None:
    sentence = said(coded=0.98, fast=0.991).sentence
    assert sentence.count("with no loss seen") == 2
    assert "lost" not in sentence.removesuffix(AGAINST)


def test_small_ratios_have_a_decimal_and_a_larger_file_is_called_larger() -> None:
    assert said(coded_bytes=400_000).figure == "4.3×"
    larger = said(coded_bytes=3_454_800)
    assert (larger.figure, larger.figure_label) == ("2.0×", "larger: the coded file against the float file")
    assert "2.0× larger" in larger.sentence
    assert "smaller" not in larger.sentence


@pytest.mark.parametrize(
    ("verdict", "ratio", "words"),
    [
        ("slower", 0.62, "The narrow network is slower, 0.6× as fast, with no loss seen."),
        ("no difference", 1.02, "The narrow network is no faster (no difference of 5 % or more) with no loss seen."),
        (
            "not decided",
            5.0,
            "The speed of the narrow network is not decided, between 5.00× and 5.00× (run again); the network comes with no loss seen.",
        ),
    ],
)
def test_the_verdict_decides_what_is_said_of_speed(verdict: Verdict, ratio: float, words: str) -> None:
    sentence = said(verdict=verdict, ratio=ratio).sentence
    assert words in sentence
    assert "5.0×" not in sentence


def test_rows_that_were_not_tested_or_timed_have_no_headline() -> None:
    with pytest.raises(ValueError, match="coded was not tested"):
        said(coded=None)
    with pytest.raises(ValueError, match="fast was not timed"):
        said(verdict=None)
