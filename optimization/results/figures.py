"""The figures that a claim can be about, each computed from a result in one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from optimization.errors import LabError
from optimization.results.printed import Printed
from optimization.results.records import Found, LabResult, Variant, Verdict, in_words, interval_name, times
from optimization.results.scan import Sensitivity


class NoSuchFigure(LabError):
    """The result does not hold what was asked for; the text says what there is."""


PRINTED_FIGURE = "printed"
"""The figure of a program."""
SAME_SIZE = "the same size"
"""What is said of two files that are equally large to two decimals."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A measured figure with its unit in ``text``; ``verdict`` is given for speed only, ``low`` and ``high`` where there is an interval."""

    value: float
    text: str
    verdict: Verdict | None = None
    low: float | None = None
    high: float | None = None
    confidence: float = 0.95
    before_bytes: int | None = None
    """Of both files, where the figure is about bytes: the one that is compared with, and the one that is judged."""
    after_bytes: int | None = None
    repeats: int = 0
    """How often it was measured, where ``low`` and ``high`` are the smallest and the largest of the repeats; else 0."""
    show: str = ".2f"
    """How its bounds are written."""

    @property
    def interval(self) -> tuple[float, float] | None:
        return None if self.low is None or self.high is None else (self.low, self.high)

    @property
    def interval_name(self) -> str:
        """``99 % interval``, or ``range of 9 repeats``"""
        return f"range of {self.repeats} repeats" if self.repeats else interval_name(self.confidence)

    @property
    def said(self) -> str:
        """The figure with its interval: ``1.00× as fast [0.99, 1.01]``."""
        return self.text if self.bounds is None else f"{self.text} [{', '.join(self.bounds)}]"

    @property
    def bounds(self) -> tuple[str, str] | None:
        """Both ends of the interval as they are written; None where there is none."""
        return None if self.low is None or self.high is None else (format(self.low, self.show), format(self.high, self.show))

    @property
    def in_words(self) -> str:
        """The verdict as people read it everywhere; empty where the figure has none."""
        return "" if self.verdict is None or self.low is None or self.high is None else in_words(self.verdict, self.low, self.high)


def figure(result: Found, name: str, *, of: str, against: str, rival: LabResult | None = None) -> Figure:
    """The figure ``name`` of the variant ``of``, compared with the variant ``against`` of the same run, or of the run ``rival``.

    ``printed`` is what a program printed, of no row and against none. Raises NoSuchFigure where a result has no such variant or the figure
    was not measured, or measured on two machines.
    """
    if name == PRINTED_FIGURE:
        return _printed_figure(result)
    if name not in FIGURES:
        raise NoSuchFigure(f"There is no figure {name!r}; there are: {', '.join(FIGURES)}.")
    variant, reference = _row(result, of), _row(rival or result, against)
    if rival is None:
        value = FIGURES[name](variant, reference, result)
    elif name == "speed":
        _same_machine(result, rival)
        value = _gain(variant, reference)
    else:
        value = FIGURES[name](variant, reference, rival) if name != "changed" else None
    if value is None:
        raise NoSuchFigure(f"This run did not measure {name!r} of “{of}” against “{against}”.")
    return value


def _printed_figure(result: Found) -> Figure:
    extras = result.extras_as(Printed) if isinstance(result, LabResult) else None
    if extras is None:
        raise NoSuchFigure("This run printed no number.")
    low, high = extras.bounds or (None, None)
    repeats = len(extras.values) if extras.bounds is not None else 0
    return Figure(value=extras.value, text=extras.text, low=low, high=high, repeats=repeats, show=extras.show)


def _row(result: Found, name: str) -> Variant:
    try:
        return result.variant(name)
    except KeyError as error:
        raise NoSuchFigure(f"This run has no row {error}; it has: {', '.join(variant.name for variant in result.variants)}.") from None


def _same_machine(result: Found, rival: LabResult) -> None:
    """Two gains can be compared only where the same code ran on the same kind of CPU."""
    machine = result.machine if isinstance(result, LabResult) else rival.machine
    if (machine.cpu, machine.versions) != (rival.machine.cpu, rival.machine.versions):
        raise NoSuchFigure("The two runs were measured on another CPU, or with other versions of the libraries.")


def _gain(variant: Variant, reference: Variant) -> Figure | None:
    """How many times as large the gain of one row is as that of another, each against the first row of its own run.

    The two were not timed in turns, but each beside its own baseline; the interval reaches from the smallest ratio that both intervals
    allow to the largest, so it holds the truth wherever both of them do.
    """
    if variant.speedup is None or reference.speedup is None:
        return None
    gain, rival_gain = variant.speedup, reference.speedup
    ratio = gain.ratio / rival_gain.ratio
    return Figure(
        value=ratio,
        text=f"{times(ratio)} the gain ({times(gain.ratio)} against {times(rival_gain.ratio)})",
        low=gain.low / rival_gain.high,
        high=gain.high / rival_gain.low,
        confidence=gain.confidence + rival_gain.confidence - 1,
    )


def alone(result: Found, name: str, *, of: str) -> Figure:
    """The figure ``name`` of the variant ``of`` by itself: ``accuracy`` in percent, files in kB (1,000 bytes), ``non-zero`` as a number of
    weights, ``latency`` in microseconds. ``of`` may also be a layer of a variant (``conv1 of pruned``: its weights that are not zero), or
    one of a sensitivity scan at an amount (``conv1 at 0.9``: the accuracy).

    Raises NoSuchFigure where the result has no such variant or part, or the figure was not measured.
    """
    if (part := _parts(result).get((name, of))) is not None:
        return part
    variant = _row(result, of)
    if name not in ALONE_FIGURES:
        raise NoSuchFigure(f"There is no figure {name!r} of a row alone; there are: {', '.join(ALONE_FIGURES)}.")
    value = ALONE_FIGURES[name](variant)
    if value is None:
        raise NoSuchFigure(f"This run did not measure {name!r} of “{of}”.")
    return value


def layer_name(layer: str, row: str) -> str:
    """What a figure calls a layer of a row: ``conv1 of pruned``"""
    return f"{layer} of {row}"


def _parts(result: Found) -> Mapping[tuple[str, str], Figure]:
    """Figures of what a run counts within its rows, by figure and part."""
    of_parts = {
        ("non-zero", layer_name(layer.layer, row.name)): _weights(layer.nonzero_weights) for row in result.variants for layer in row.layers
    }
    scan = result.extras_as(Sensitivity) if isinstance(result, LabResult) else None
    for point in scan.scan if scan is not None else ():
        percent = 100 * point.accuracy
        of_parts["accuracy", point.name] = Figure(value=percent, text=f"{percent:.1f} % of the validation pictures read correctly")
    return of_parts


def _weights(count: int) -> Figure:
    return Figure(value=count, text=f"{count:,} weights that are not zero")


def _share_read(variant: Variant) -> Figure | None:
    if variant.accuracy is None:
        return None
    low, high = (100 * end for end in variant.accuracy_interval) if variant.accuracy_interval is not None else (None, None)
    return Figure(value=100 * variant.accuracy, text=f"{100 * variant.accuracy:.1f} % read correctly", low=low, high=high)


def _kilobytes(size: int | None) -> Figure | None:
    return None if size is None else Figure(value=size / 1000, text=f"{size / 1000:,.1f} kB")


def _latency(variant: Variant) -> Figure | None:
    if variant.latency_us is None:
        return None
    low, high = variant.latency_interval_us or (None, None)
    return Figure(value=variant.latency_us, text=f"{variant.latency_us:.0f} µs", low=low, high=high)


ALONE_FIGURES: Mapping[str, Callable[[Variant], Figure | None]] = {
    "accuracy": _share_read,
    "file": lambda variant: _kilobytes(variant.raw_bytes),
    "gzip": lambda variant: _kilobytes(variant.gzip_bytes),
    "sparse file": lambda variant: _kilobytes(variant.sparse_bytes),
    "non-zero": lambda variant: _weights(variant.nonzero_weights),
    "latency": _latency,
}
"""Name -> how a figure of one row is read that is compared with no other."""


def _speed(variant: Variant, reference: Variant, result: Found) -> Figure | None:
    """How many times as fast; measured against the first variant only, because ratios of medians would lose the pairing."""
    if variant.speedup is None or reference != result.variants[0]:
        return None
    speed = variant.speedup
    return Figure(
        value=speed.ratio,
        text=f"{speed.ratio:.2f}× as fast",
        verdict=speed.verdict,
        low=speed.low,
        high=speed.high,
        confidence=speed.confidence,
    )


def _times_smaller(size: int | None, reference_size: int | None) -> Figure | None:
    if not size or reference_size is None:
        return None
    ratio = reference_size / size
    text = SAME_SIZE if f"{ratio:.2f}" == "1.00" else f"{ratio:.2f}× smaller" if ratio >= 1 else f"{1 / ratio:.2f}× larger"
    return Figure(value=ratio, text=text, before_bytes=reference_size, after_bytes=size)


def _accuracy(variant: Variant, reference: Variant, result: Found) -> Figure | None:
    if variant.accuracy is None or reference.accuracy is None:
        return None
    points = 100 * (variant.accuracy - reference.accuracy)
    return Figure(value=points, text=f"{points:+.1f} points of accuracy")


def _changed_figure(variant: Variant, reference: Variant, result: Found) -> Figure | None:
    if variant.changed_predictions is None or variant.images is None or reference != result.variants[0]:
        return None
    return Figure(value=variant.changed_predictions, text=f"{variant.changed_predictions} of {variant.images:,} pictures read differently")


def _nonzero(variant: Variant, reference: Variant, result: Found) -> Figure | None:
    share = 100 * variant.nonzero_weights / reference.total_weights
    return Figure(value=share, text=f"{variant.nonzero_weights:,} weights that are not zero ({share:.0f} %)")


FIGURES: Mapping[str, Callable[[Variant, Variant, Found], Figure | None]] = {
    "speed": _speed,
    "file": lambda variant, reference, result: _times_smaller(variant.raw_bytes, reference.raw_bytes),
    "gzip": lambda variant, reference, result: _times_smaller(variant.gzip_bytes, reference.gzip_bytes),
    "sparse file": lambda variant, reference, result: _times_smaller(variant.sparse_bytes, reference.raw_bytes),
    "accuracy": _accuracy,
    "changed": _changed_figure,
    "non-zero": _nonzero,
}
"""Name -> how it is read: ``file``, ``gzip`` and ``sparse file`` are times smaller, ``accuracy`` is a difference in points,
``changed`` a number of pictures, ``non-zero`` a share in percent of all weights."""
