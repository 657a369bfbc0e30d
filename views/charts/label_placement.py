"""Where the names of marks go in a picture, so that no name lies on another or on a mark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log
from typing import Literal

WIDTH_PX = 250
"""The plane of a picture on a phone; what does not collide there does not collide on a wider one."""
LETTER_PX, LINE_PX = 5.6, 13
MARK_PX = 9
"""Half of what a mark takes; a name stands so far from its middle."""
SAME_PLACE_PX = 7

Side = Literal["left", "center", "right"]
Spot = tuple[str, float, float]
"""A mark: name, x (on a logarithmic axis), y."""


@dataclass(frozen=True)
class Label:
    """A name beside its mark at (x, y): how the text is aligned, and how far it is moved in pixels (down is positive)."""

    text: str
    x: float
    y: float
    align: Side
    dx: int
    dy: int


@dataclass(frozen=True)
class _Box:
    left: float
    right: float
    low: float
    high: float

    def overlaps(self, box: _Box) -> bool:
        return self.left < box.right and box.left < self.right and self.low < box.high and box.low < self.high

    def is_inside(self, width_px: float, height_px: float) -> bool:
        return self.left >= 0 and self.right <= width_px and self.low >= 0 and self.high <= height_px


@dataclass(frozen=True)
class Plane:
    """The ranges of a picture, its x axis logarithmic, and its height; raises ValueError where a range is empty or x is not positive."""

    x_range: tuple[float, float]
    y_range: tuple[float, float]
    height_px: float

    def __post_init__(self) -> None:
        if self.x_range[0] <= 0 or self.x_range[1] <= self.x_range[0] or self.y_range[1] <= self.y_range[0]:
            raise ValueError("a picture needs room in both directions")

    def pixel(self, spot: Spot) -> tuple[float, float]:
        """Where a mark is, from the lower left corner."""
        x_share = log(spot[1] / self.x_range[0]) / log(self.x_range[1] / self.x_range[0])
        y_share = (spot[2] - self.y_range[0]) / (self.y_range[1] - self.y_range[0])
        return WIDTH_PX * x_share, self.height_px * y_share


def placed(spots: Sequence[Spot], *, plane: Plane, other_spots: Sequence[Spot] = ()) -> list[Label]:
    """A label for each mark that has a free place beside it, the first ones first; ``other_spots`` are marks without a name.

    Marks at the same place share the first one's label, which then ends with how many more there are: ``int8 (+2)``.
    """
    pixels = [plane.pixel(spot) for spot in (*spots, *other_spots)]
    marks = [_Box(x - MARK_PX / 2, x + MARK_PX / 2, y - MARK_PX / 2, y + MARK_PX / 2) for x, y in pixels]
    boxes: list[_Box] = []
    labels: list[Label] = []
    for spot, same in _by_place(spots, plane):
        text = spot[0] if not same else f"{spot[0]} (+{same})"
        for label, box in _candidates(text, spot, plane):
            free = not any(box.overlaps(other_box) for other_box in (*marks, *boxes))
            if free and box.is_inside(WIDTH_PX, plane.height_px):
                labels.append(label)
                boxes.append(box)
                break
    return labels


def _by_place(spots: Sequence[Spot], plane: Plane) -> Iterable[tuple[Spot, int]]:
    """The first mark of each place, and how many other names stand there too."""
    places: list[tuple[Spot, set[str]]] = []
    for spot in spots:
        x, y = plane.pixel(spot)
        for first, names in places:
            at = plane.pixel(first)
            if abs(at[0] - x) < SAME_PLACE_PX and abs(at[1] - y) < SAME_PLACE_PX:
                names.add(spot[0])
                break
        else:
            places.append((spot, {spot[0]}))
    return [(first, len(names) - 1) for first, names in places]


def _candidates(text: str, spot: Spot, plane: Plane) -> Iterable[tuple[Label, _Box]]:
    """Right of the mark, left of it, then above and below it: in its middle, or ending or beginning there."""
    x, y = plane.pixel(spot)
    wide, half = LETTER_PX * len(text), LINE_PX / 2
    far = MARK_PX + LINE_PX // 2
    at_the_sides: list[tuple[Side, int, int]] = [("left", MARK_PX, 0), ("right", -MARK_PX, 0)]
    over_and_under: list[tuple[Side, int, int]] = [(align, dx, dy) for dy in (-far, far) for align, dx in _ENDS]
    for align, dx, dy in (*at_the_sides, *over_and_under):
        left_px = x + dx - wide * _SHARE_LEFT[align]
        yield Label(text, spot[1], spot[2], align, dx, dy), _Box(left_px, left_px + wide, y - dy - half, y - dy + half)


_ENDS: tuple[tuple[Side, int], ...] = (("center", 0), ("right", MARK_PX), ("left", -MARK_PX))
_SHARE_LEFT: dict[Side, float] = {"left": 0.0, "center": 0.5, "right": 1.0}
"""Which share of a text stands left of the point that it is aligned to."""
