"""A drawing, brought into the shape of the training digits."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from optimization.labs.digit import SIDE, Params
from optimization.labs.drawn_digit import as_training_digit


def as_hex(ink: npt.NDArray[np.float64]) -> str:
    """28x28 numbers from 0 to 1 as a drawing."""
    return "".join(f"{round(15 * value):x}" for value in ink.ravel())


def paper(ink: Any, *, top: int, left: int) -> str:
    sheet = np.zeros((SIDE, SIDE))
    height, width = np.shape(ink)
    sheet[top : top + height, left : left + width] = ink
    return as_hex(sheet)


def test_a_box_half_as_wide_as_high_fills_the_rows_and_the_four_columns_in_the_middle() -> None:
    blocks = np.array(as_training_digit(paper(np.ones((28, 14)), top=0, left=14)))
    assert blocks == pytest.approx(np.tile([0, 0, 1, 1, 1, 1, 0, 0], (8, 1)))


@pytest.mark.parametrize(("top", "left"), [(0, 0), (3, 17), (12, 9)])
def test_where_and_how_large_it_was_drawn_does_not_matter(top: int, left: int) -> None:
    shape = np.array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1], [0, 1, 0, 1], [0, 0, 1, 1], [1, 0, 0, 1], [1, 0, 0, 1], [0, 1, 1, 0]])
    large = as_training_digit(paper(shape.repeat(3, axis=0).repeat(3, axis=1), top=2, left=5))
    assert np.array(as_training_digit(paper(shape, top=top, left=left))) == pytest.approx(np.array(large))


def test_a_block_holds_the_mean_of_its_part_of_the_drawing() -> None:
    ink = np.random.default_rng(5).integers(1, 16, size=(28, 14)) / 15
    halves = ink.repeat(2, axis=0).repeat(2, axis=1)  # a block is 3.5 pixels long, so 7 half pixels
    means = halves.reshape(8, 7, 4, 7).mean(axis=(1, 3))
    blocks = np.array(as_training_digit(paper(ink, top=0, left=7)))
    assert blocks[:, 2:6] == pytest.approx(means / means.max())
    assert blocks[:, [0, 1, 6, 7]] == pytest.approx(0)


def test_what_is_wider_than_high_is_squeezed_and_still_as_high_as_the_picture() -> None:
    blocks = np.array(as_training_digit(paper(np.ones((7, 28)), top=10, left=0)))
    assert blocks.sum(axis=1) == pytest.approx(6.4)
    assert blocks[:, 1:7].min() > 0.1


def test_faint_ink_is_made_as_dark_as_the_darkest_block_of_a_training_digit() -> None:
    assert max(map(max, as_training_digit(paper(np.full((20, 9), 0.2), top=3, left=3)))) == pytest.approx(1)


@pytest.mark.parametrize("drawing", ["", "0" * SIDE * SIDE])
def test_a_blank_drawing_stays_blank(drawing: str) -> None:
    assert Params(drawing=drawing).drawing == drawing
    assert np.array(as_training_digit(drawing)) == pytest.approx(np.zeros((8, 8)))
