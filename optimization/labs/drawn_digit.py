"""Brings a digit that somebody drew into the shape of the digits that the network was trained on.

The digits of MNIST were scaled, their proportions kept, until they fit in 20x20 pixels, and put into 28x28 with their centre of mass in the
middle (Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits"). A drawing that is smaller, or in a corner, would be
a kind of picture that no network here has seen: so it is scaled and centred in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence

from optimization.labs.digit import SIDE

BOX = 20
"""Pixels of the longer side of a digit."""
FULL = 15
"""The hex digit f."""

Picture = tuple[tuple[float, ...], ...]


def as_training_digit(drawing: str) -> Picture:
    """The 28x28 pixels, 0 (paper) to 1 (ink), of a drawing of 784 hex digits, row by row; a blank one, or none, stays blank."""
    if not drawing.strip("0"):
        return ((0.0,) * SIDE,) * SIDE
    rows = [[int(digit, 16) / FULL for digit in drawing[start : start + SIDE]] for start in range(0, SIDE * SIDE, SIDE)]
    ink_of_rows, ink_of_columns = [sum(row) for row in rows], [sum(column) for column in zip(*rows, strict=True)]
    step = max(_length(ink_of_rows), _length(ink_of_columns)) / BOX
    row_shares, column_shares = _shares(ink_of_rows, step), _shares(ink_of_columns, step)
    means = [[sum(a * _dot(b, row) for a, row in zip(weights, rows, strict=True) if a) for b in column_shares] for weights in row_shares]
    darkest = max(max(row) for row in means)
    return tuple(tuple(value / darkest for value in row) for row in means)


def _length(ink: Sequence[float]) -> int:
    """From the first row (or column) with ink to the last one."""
    inked = [place for place, amount in enumerate(ink) if amount]
    return inked[-1] + 1 - inked[0]


def _shares(ink: Sequence[float], step: float) -> list[list[float]]:
    """For each row (or column) of the picture, of ``step`` drawn ones: how much of it each of the 28 drawn ones makes up.

    The middle of the picture is the centre of mass of ``ink``, or as near to it as the whole of the ink stays in the picture. Where the
    drawing is enlarged a row is still as high as a drawn one, which makes the steps between them soft.
    """
    inked = [place for place, amount in enumerate(ink) if amount]
    centre = sum((place + 0.5) * amount for place, amount in enumerate(ink)) / sum(ink)
    centre = min(max(centre, inked[-1] + 1 - SIDE / 2 * step), inked[0] + SIDE / 2 * step)
    length = max(step, 1.0)
    middles = [centre + (number + 0.5 - SIDE / 2) * step for number in range(SIDE)]
    return [
        [max(0.0, min(place + 1, middle + length / 2) - max(place, middle - length / 2)) / length for place in range(SIDE)]
        for middle in middles
    ]


def _dot(shares: Sequence[float], values: Sequence[float]) -> float:
    return sum(share * value for share, value in zip(shares, values, strict=True) if share)
