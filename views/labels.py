"""Where the names of marks go in a picture, so that no name lies on another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from statistics import fmean
from typing import Literal

LINE_PX = 13
WIDE = 0.34
"""Share of the picture's width that a name may take, at phone width."""

Side = Literal["left", "right"]
Spot = tuple[str, float, float]
"""A mark: name, x (on a logarithmic axis), y."""


@dataclass(frozen=True)
class Label:
    """The names of marks that lie close together, one below the other, and the side of the marks on which they stand."""

    text: str
    x: float
    y: float
    align: Side


@dataclass(frozen=True)
class _Group:
    spots: tuple[Spot, ...]
    at: float
    """Share of the width, 0..1."""
    height: float
    """Pixels from the bottom."""

    def collides(self, other: _Group) -> bool:
        tall = LINE_PX * (len(self.spots) + len(other.spots)) / 2
        return abs(self.at - other.at) < WIDE and abs(self.height - other.height) < tall


def grouped(spots: Sequence[Spot], *, x_range: tuple[float, float], y_range: tuple[float, float], height_px: float) -> list[Label]:
    """Labels for marks in a picture of ``height_px`` whose x axis is logarithmic; names that would lie on each other share one label.

    The names in a label, each once, are in the order of their marks from top to bottom. Raises ValueError where a range is empty or x is
    not positive.
    """

    def group(some: Sequence[Spot]) -> _Group:
        at = fmean(log(x / x_range[0]) for _, x, _ in some) / log(x_range[1] / x_range[0])
        height = height_px * (fmean(y for _, _, y in some) - y_range[0]) / (y_range[1] - y_range[0])
        return _Group(tuple(sorted(some, key=lambda spot: -spot[2])), at, height)

    if x_range[0] <= 0 or x_range[1] <= x_range[0] or y_range[1] <= y_range[0]:
        raise ValueError("a picture needs room in both directions")
    groups = [group([spot]) for spot in spots]
    while pair := _first_collision(groups):
        groups = [one for one in groups if one is not pair[0] and one is not pair[1]] + [group([*pair[0].spots, *pair[1].spots])]
    return [_label(one) for one in groups]


def _first_collision(groups: Sequence[_Group]) -> tuple[_Group, _Group] | None:
    for number, one in enumerate(groups):
        for other in groups[number + 1 :]:
            if one.collides(other):
                return one, other
    return None


def _label(one: _Group) -> Label:
    """Beside its marks, towards the middle of the picture."""
    on_the_left = one.at < 0.55
    xs = [x for _, x, _ in one.spots]
    x = max(xs) if on_the_left else min(xs)
    names = dict.fromkeys(name for name, _, _ in one.spots)
    return Label("\n".join(names), x, fmean(y for _, _, y in one.spots), "left" if on_the_left else "right")
