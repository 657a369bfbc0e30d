from collections.abc import Sequence
from typing import Any

import pytest

from optimization.laboratory.quantization.headline import headline
from optimization.labs.quantize import Params
from optimization.results.records import Headline, Speedup, Variant, Verdict

NAMES = ("float32", "control", "float16", "int8 dynamic", "int8 weight-only", "int8 static", "classic int8 dynamic")
USUAL: list[tuple[Verdict, float]] = [
    ("no difference", 1.0),
    ("faster", 2.5),
    ("no difference", 1.0),
    ("faster", 2.9),
    ("slower", 0.8),
]


def variant(name: str, verdict: Verdict, ratio: float) -> Variant:
    speedup = Speedup(ratio=ratio, low=ratio, high=ratio, verdict=verdict)
    raw_bytes = 1_724_888 if name in ("float32", "control", "float32, 2 threads") else 862_444 if name == "float16" else 442_279
    return Variant(
        name=name,
        label=name,
        nonzero_weights=1,
        total_weights=1,
        raw_bytes=raw_bytes,
        gzip_bytes=1,
        accuracy=0.356 if name == "int8 static" else 0.978,
        partitions=3 if name == "int8 static" else 1,
        speedup=speedup,
    )


def said(verdicts: Sequence[tuple[Verdict, float]], *more: tuple[str, Verdict, float], **settings: Any) -> Headline:
    measured: list[tuple[Verdict, float]] = [("no difference", 1.0), ("no difference", 1.0), *verdicts]
    rows = [variant(name, verdict, ratio) for name, (verdict, ratio) in zip(NAMES, measured, strict=True)]
    return headline(Params(**settings), [*rows, *(variant(*one) for one in more)])


def test_the_figure_is_the_size_and_the_files_are_named_by_verdict() -> None:
    found = said(USUAL)
    assert found.sentence == (
        "The int8 file is 3.9× smaller. Speed on this CPU: faster: int8 dynamic (2.5×), int8 static (2.9×); "
        "no difference: float16, int8 weight-only; slower: classic int8 dynamic (0.8×)."
    )
    assert (found.figure, found.figure_label) == ("3.9×", "smaller: int8 static against float32")


def test_where_nothing_is_faster_the_sentence_says_so_first() -> None:
    found = said([("no difference", 1.0), ("slower", 0.58), ("no difference", 1.0), ("slower", 0.7), ("no difference", 1.0)])
    assert found.sentence == (
        "The int8 file is 3.9× smaller. On this CPU none is faster: no difference: float16, int8 weight-only, "
        "classic int8 dynamic; slower: int8 dynamic (0.58×), int8 static (0.7×)."
    )


def test_a_very_slow_file_is_not_rounded_to_nothing() -> None:
    assert "slower: classic int8 dynamic (0.8×), int16x8 (0.043×)" in said(USUAL, ("int16x8", "slower", 0.0432)).sentence


NOISE: list[tuple[Verdict, float]] = [("not decided", 1.0)] * 5


@pytest.mark.parametrize("settings", [{}, {"pooling": "average"}, {"threads": 2}])
def test_where_nothing_is_decided_the_size_leads_and_every_row_says_its_bounds(settings: dict[str, Any]) -> None:
    found = said(NOISE, ("float32, 2 threads", "not decided", 1.8), **settings)
    assert "not decided: float16 (between 1.00× and 1.00×), int8 dynamic (" in found.sentence
    assert "float32, 2 threads (between 1.80× and 1.80×)" in found.sentence
    assert "faster" not in found.sentence
    assert found.figure == "3.9×"


def test_a_row_that_is_not_decided_hides_no_other() -> None:
    found = said([("not decided", 1.02), *USUAL[1:]])
    assert "Speed on this CPU: faster: int8 dynamic (2.5×), int8 static (2.9×);" in found.sentence
    assert found.sentence.endswith("not decided: float16 (between 1.02× and 1.02×). Run again when this computer has less to do.")
    average = said([("not decided", 1.02), *USUAL[1:]], pooling="average")
    assert average.sentence.startswith("With AveragePool the calibrated int8 file runs in 3 pieces and is faster")


def test_wrong_calibration_is_about_what_is_still_read_rightly_noise_or_not() -> None:
    for verdicts in (USUAL, NOISE):
        found = said(verdicts, preprocessing="wrong", pooling="average", threads=2)
        assert found.sentence.startswith(
            "Calibrated with pixels from 0 to 255 instead of 0 to 1, the int8 file reads 35.6 % of the pictures correctly; "
            "float32 reads 97.8 %."
        )
        assert found.figure == "35.6 %"


@pytest.mark.parametrize(
    ("verdict", "ratio", "words"),
    [
        ("faster", 1.5, "runs in 3 pieces and is faster than float32 (1.5×)."),
        ("no difference", 1.04, "runs in 3 pieces and is no faster than float32 (1.0×)."),
        ("slower", 0.9, "runs in 3 pieces and is slower than float32 (0.9×)."),
    ],
)
def test_average_pooling_is_about_the_pieces_of_the_calibrated_file(verdict: Verdict, ratio: float, words: str) -> None:
    found = said([*USUAL[:3], (verdict, ratio), USUAL[4]], pooling="average")
    assert found.sentence.startswith(f"With AveragePool the calibrated int8 file {words}")


def test_two_threads_are_compared_with_one() -> None:
    faster = said(USUAL, ("float32, 2 threads", "faster", 1.8), threads=2)
    slower = said(USUAL, ("float32, 2 threads", "slower", 0.59), threads=2)
    assert faster.sentence.startswith("On two threads the float32 file is faster than on one (1.8×).")
    assert slower.sentence.startswith("On two threads the float32 file is slower than on one (0.59×).")
    assert (slower.figure, slower.figure_label) == ("0.59×", "as fast on two threads as on one: float32")


def test_a_file_that_was_not_timed_has_no_headline() -> None:
    variants = [variant(name, "no difference", 1.0).model_copy(update={"speedup": None}) for name in NAMES]
    with pytest.raises(ValueError, match="not timed"):
        headline(Params(), variants)
