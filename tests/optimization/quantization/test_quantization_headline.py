from collections.abc import Sequence

import pytest

from optimization.quantization.headline import headline
from optimization.results import Headline, Speedup, Variant, Verdict

NAMES = ("float32", "control", "float16", "int8 dynamic", "int8 weight-only", "int8 static", "classic int8 dynamic")


def variant(name: str, verdict: Verdict, ratio: float) -> Variant:
    speedup = Speedup(ratio=ratio, low=ratio, high=ratio, verdict=verdict)
    raw_bytes = 1_724_888 if name in ("float32", "control") else 862_444 if name == "float16" else 442_279
    return Variant(name=name, label=name, nonzero_weights=1, total_weights=1, raw_bytes=raw_bytes, gzip_bytes=1, speedup=speedup)


def said(verdicts: Sequence[tuple[Verdict, float]]) -> Headline:
    measured: list[tuple[Verdict, float]] = [("no difference", 1.0), ("no difference", 1.0), *verdicts]
    return headline([variant(name, verdict, ratio) for name, (verdict, ratio) in zip(NAMES, measured, strict=True)])


def test_the_figure_is_the_size_and_the_files_are_named_by_verdict() -> None:
    found = said([("no difference", 1.0), ("faster", 2.5), ("no difference", 1.0), ("faster", 2.9), ("slower", 0.8)])
    assert found.sentence == (
        "The int8 file is 3.9× smaller. Speed on this CPU: faster: int8 dynamic (2.5×), int8 static (2.9×); "
        "no difference: float16, int8 weight-only; slower: classic int8 dynamic (0.8×)."
    )
    assert (found.figure, found.figure_label) == ("3.9×", "smaller: int8 static against float32")


def test_where_nothing_is_faster_the_sentence_says_so_first() -> None:
    found = said([("no difference", 1.0), ("slower", 0.6), ("no difference", 1.0), ("slower", 0.7), ("no difference", 1.0)])
    assert found.sentence == (
        "The int8 file is 3.9× smaller. On this CPU none is faster: no difference: float16, int8 weight-only, "
        "classic int8 dynamic; slower: int8 dynamic (0.6×), int8 static (0.7×)."
    )


def test_noise_leaves_only_the_size() -> None:
    found = said([("too noisy", 1.0)] * 5)
    assert "too noisy to compare" in found.sentence
    assert "faster" not in found.sentence


def test_a_file_that_was_not_timed_has_no_headline() -> None:
    variants = [variant(name, "no difference", 1.0).model_copy(update={"speedup": None}) for name in NAMES]
    with pytest.raises(ValueError, match="not timed"):
        headline(variants)
