"""Brings a digit that somebody drew into the shape of the digits that the network was trained on.

The 1,797 pictures of scikit-learn were once 32x32 bitmaps, normalized to their height and counted in 4x4 blocks to 8x8 (E. Alpaydin and
C. Kaynak, UCI Optical Recognition of Handwritten Digits, 1998). In the training part every digit therefore reaches from the first
row to the last one, most stay within the six middle columns, and the darkest block is full of ink. A drawing that is smaller, or in a
corner, would be a kind of picture that no network here has seen: so it is cut out, stretched and averaged in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence

from optimization.labs.digit import SIDE

BLOCKS = 8
WIDEST = 6.4
"""Columns of blocks; a wider digit is squeezed."""
FULL = 15
"""The hex digit f."""

Blocks = tuple[tuple[float, ...], ...]


def as_training_digit(drawing: str) -> Blocks:
    """The 8x8 blocks, 0 (paper) to 1 (ink), of a drawing of 784 hex digits, row by row; a blank one, or none, stays blank."""
    if not drawing.strip("0"):
        return ((0.0,) * BLOCKS,) * BLOCKS
    rows = [[int(digit, 16) / FULL for digit in drawing[start : start + SIDE]] for start in range(0, SIDE * SIDE, SIDE)]
    inked_rows = [number for number, row in enumerate(rows) if any(row)]
    inked_columns = [number for number in range(SIDE) if any(row[number] for row in rows)]
    height = inked_rows[-1] + 1 - inked_rows[0]
    width = inked_columns[-1] + 1 - inked_columns[0]
    columns = min(WIDEST, BLOCKS * width / height)
    middle = inked_columns[0] + width / 2
    down = _shares(inked_rows[0], height / BLOCKS)
    across = _shares(middle - BLOCKS / 2 * width / columns, width / columns)
    means = [[sum(a * _dot(b, row) for a, row in zip(up, rows, strict=True) if a) for b in across] for up in down]
    darkest = max(max(row) for row in means)
    return tuple(tuple(value / darkest for value in row) for row in means)


def _shares(start: float, step: float) -> list[list[float]]:
    """For each of the 8 blocks of ``step`` pixels from ``start`` on: how much of its length each of the 28 pixels covers."""
    return [
        [max(0.0, min(pixel + 1, start + (block + 1) * step) - max(pixel, start + block * step)) / step for pixel in range(SIDE)]
        for block in range(BLOCKS)
    ]


def _dot(shares: Sequence[float], values: Sequence[float]) -> float:
    return sum(share * value for share, value in zip(shares, values, strict=True) if share)
