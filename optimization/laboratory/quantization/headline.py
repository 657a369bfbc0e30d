"""What a quantization run says first: a sentence and a figure, both from what was measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from optimization.labs.quantize import Params
from optimization.results.records import Headline, Speedup, Variant, Verdict
from optimization.results.shares import percent


def headline(params: Params, variants: Sequence[Variant]) -> Headline:
    """What the settings of this run are about, and what the verdicts allow to say of speed.

    ``variants`` are all rows of the run, fully measured, the float32 file first and its control second.
    """
    float32, _control, *quantized = variants
    rows = {variant.name: variant for variant in variants}
    if params.preprocessing == "wrong":
        lead = _wrong_calibration(float32, rows["int8 static"])
    elif params.pooling == "average" and _is_decided(rows["int8 static"]):
        lead = _average_pooling(rows["int8 static"])
    elif params.threads == 2 and _is_decided(rows["float32, 2 threads"]):
        lead = _two_threads(rows)
    else:
        lead = _size(float32, rows["int8 static"])
    return lead.model_copy(update={"sentence": f"{lead.sentence} {_speed(quantized)}"})


def _size(float32: Variant, static: Variant) -> Headline:
    shrink = f"{float32.raw_bytes / static.raw_bytes:.1f}×"
    return Headline(sentence=f"The int8 file is {shrink} smaller.", figure=shrink, figure_label="smaller: int8 static against float32")


def _wrong_calibration(float32: Variant, static: Variant) -> Headline:
    if float32.accuracy is None or static.accuracy is None:
        raise ValueError("a file was not tested")
    return Headline(
        sentence=f"Calibrated with pixels from 0 to 255 instead of 0 to 1, the int8 file reads {percent(static.accuracy)} of the pictures "
        f"correctly; float32 reads {percent(float32.accuracy)}.",
        figure=percent(static.accuracy),
        figure_label="of the pictures read correctly by int8 static, wrongly calibrated",
    )


def _average_pooling(static: Variant) -> Headline:
    pieces = "" if static.partitions is None else f"runs in {_pieces(static.partitions)} and "
    return Headline(
        sentence=f"With AveragePool the calibrated int8 file {pieces}is {_against_float32(static)}.",
        figure=_ratio(static),
        figure_label="as fast as float32: int8 static with AveragePool",
    )


def _two_threads(rows: Mapping[str, Variant]) -> Headline:
    two = rows["float32, 2 threads"]
    return Headline(
        sentence=f"On two threads the float32 file is {_against_float32(two, reference='on one')}.",
        figure=_ratio(two),
        figure_label="as fast on two threads as on one: float32",
    )


def _speed(quantized: Sequence[Variant]) -> str:
    """The files by verdict: "Speed on this CPU: faster: int8 static (2.9×); no difference: float16."."""
    figures: Mapping[Verdict, Callable[[Variant], str]] = {
        "faster": _ratio,
        "no difference": lambda variant: "",
        "slower": _ratio,
        "not decided": lambda variant: _speedup(variant).bounds,
    }
    names_by_verdict = {
        verdict: [
            f"{variant.name} ({figure(variant)})" if figure(variant) else variant.name
            for variant in quantized
            if _speedup(variant).verdict == verdict
        ]
        for verdict, figure in figures.items()
    }
    parts = [f"{verdict}: {', '.join(names)}" for verdict, names in names_by_verdict.items() if names]
    lead = "Speed on this CPU: " if names_by_verdict["faster"] or names_by_verdict["not decided"] else "On this CPU none is faster: "
    advice = " Run again when this computer has less to do." if names_by_verdict["not decided"] else ""
    return f"{lead}{'; '.join(parts)}.{advice}"


def _against_float32(variant: Variant, *, reference: str = "float32") -> str:
    """The verdict on a variant in words; it must be decided."""
    return {
        "faster": f"faster than {reference} ({_ratio(variant)})",
        "no difference": f"no faster than {reference} ({_ratio(variant)})",
        "slower": f"slower than {reference} ({_ratio(variant)})",
    }[_speedup(variant).verdict]


def _is_decided(variant: Variant) -> bool:
    return _speedup(variant).verdict != "not decided"


def _pieces(count: int) -> str:
    return "one piece" if count == 1 else f"{count} pieces"


def _ratio(variant: Variant) -> str:
    """ "2.9×", and below one with two significant digits: "0.58×", "0.043×"."""
    ratio = _speedup(variant).ratio
    return f"{ratio:.1f}×" if ratio >= 1 else f"{ratio:.2g}×"


def _speedup(variant: Variant) -> Speedup:
    if variant.speedup is None:
        raise ValueError(f"{variant.name} was not timed")
    return variant.speedup
