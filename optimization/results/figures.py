"""The figures that a claim can be about, each computed from a result in one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from optimization.errors import LabError
from optimization.results.records import Found, Variant, Verdict, in_words, interval_name


class NoSuchFigure(LabError):
    """The result does not hold what was asked for; the text says what there is."""


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

    @property
    def interval_name(self) -> str:
        """``99 % interval``"""
        return interval_name(self.confidence)

    @property
    def in_words(self) -> str:
        """The verdict as people read it everywhere; empty where the figure has none."""
        return "" if self.verdict is None or self.low is None or self.high is None else in_words(self.verdict, self.low, self.high)


def figure(result: Found, name: str, *, of: str, against: str) -> Figure:
    """The figure ``name`` of the variant ``of``, compared with the variant ``against`` of the same run.

    Raises NoSuchFigure where the result has no such variant or the figure was not measured.
    """
    if name not in FIGURES:
        raise NoSuchFigure(f"There is no figure {name!r}; there are: {', '.join(FIGURES)}.")
    try:
        ours, theirs = result.variant(of), result.variant(against)
    except KeyError as error:
        raise NoSuchFigure(f"This run has no row {error}; it has: {', '.join(one.name for one in result.variants)}.") from None
    found = FIGURES[name](ours, theirs, result)
    if found is None:
        raise NoSuchFigure(f"This run did not measure {name!r} of “{of}” against “{against}”.")
    return found


def _speed(ours: Variant, theirs: Variant, result: Found) -> Figure | None:
    """How many times as fast; measured against the first variant only, because ratios of medians would lose the pairing."""
    if ours.speedup is None or theirs != result.variants[0]:
        return None
    one = ours.speedup
    return Figure(
        value=one.ratio, text=f"{one.ratio:.2f}× as fast", verdict=one.verdict, low=one.low, high=one.high, confidence=one.confidence
    )


def _times_smaller(ours: int | None, theirs: int | None) -> Figure | None:
    if not ours or theirs is None:
        return None
    ratio = theirs / ours
    text = SAME_SIZE if f"{ratio:.2f}" == "1.00" else f"{ratio:.2f}× smaller" if ratio >= 1 else f"{1 / ratio:.2f}× larger"
    return Figure(value=ratio, text=text, before_bytes=theirs, after_bytes=ours)


def _accuracy(ours: Variant, theirs: Variant, result: Found) -> Figure | None:
    if ours.accuracy is None or theirs.accuracy is None:
        return None
    points = 100 * (ours.accuracy - theirs.accuracy)
    return Figure(value=points, text=f"{points:+.1f} points of accuracy")


def _changed(ours: Variant, theirs: Variant, result: Found) -> Figure | None:
    if ours.changed_predictions is None or ours.images is None or theirs != result.variants[0]:
        return None
    return Figure(value=ours.changed_predictions, text=f"{ours.changed_predictions} of {ours.images} pictures read differently")


def _nonzero(ours: Variant, theirs: Variant, result: Found) -> Figure | None:
    share = 100 * ours.nonzero_weights / theirs.total_weights
    return Figure(value=share, text=f"{ours.nonzero_weights:,} weights that are not zero ({share:.0f} %)")


FIGURES: Mapping[str, Callable[[Variant, Variant, Found], Figure | None]] = {
    "speed": _speed,
    "file": lambda ours, theirs, result: _times_smaller(ours.raw_bytes, theirs.raw_bytes),
    "gzip": lambda ours, theirs, result: _times_smaller(ours.gzip_bytes, theirs.gzip_bytes),
    "sparse file": lambda ours, theirs, result: _times_smaller(ours.sparse_bytes, theirs.raw_bytes),
    "accuracy": _accuracy,
    "changed": _changed,
    "non-zero": _nonzero,
}
"""Name -> how it is read: ``file``, ``gzip`` and ``sparse file`` are times smaller, ``accuracy`` is a difference in points,
``changed`` a number of pictures, ``non-zero`` a share in percent of all weights."""
