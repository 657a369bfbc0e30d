"""A drawing, brought into the shape of the training digits."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from optimization.labs.digit import SIDE, Params
from optimization.labs.drawn_digit import BOX, as_training_digit

SHAPE = np.array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1], [0, 1, 0, 1], [0, 0, 1, 1], [1, 0, 0, 1], [1, 0, 0, 1], [0, 1, 1, 0]])


def as_hex(ink: npt.NDArray[np.float64]) -> str:
    """28x28 numbers from 0 to 1 as a drawing."""
    return "".join(f"{round(15 * value):x}" for value in ink.ravel())


def paper(ink: Any, *, top: int, left: int) -> str:
    sheet = np.zeros((SIDE, SIDE))
    height, width = np.shape(ink)
    sheet[top : top + height, left : left + width] = ink
    return as_hex(sheet)


def picture(ink: Any, *, top: int = 0, left: int = 0) -> npt.NDArray[np.float64]:
    return np.array(as_training_digit(paper(ink, top=top, left=left)))


def middle_of_mass(seen: npt.NDArray[np.float64]) -> tuple[float, float]:
    places = np.arange(SIDE) + 0.5
    return float(seen.sum(axis=1) @ places / seen.sum()), float(seen.sum(axis=0) @ places / seen.sum())


@pytest.mark.parametrize(("height", "width"), [(28, 14), (20, 10), (7, 28), (10, 10), (26, 3)])
def test_a_box_keeps_its_proportions_its_longer_side_is_20_pixels_and_it_stands_in_the_middle(height: int, width: int) -> None:
    seen = picture(np.ones((height, width)))
    assert seen.shape == (SIDE, SIDE)
    assert seen.max(axis=1).sum() == pytest.approx(BOX * height / max(height, width), abs=1)
    assert seen.max(axis=0).sum() == pytest.approx(BOX * width / max(height, width), abs=1)
    assert seen == pytest.approx(seen[::-1, ::-1])


@pytest.mark.parametrize(("top", "left"), [(0, 0), (3, 17), (12, 9), (20, 24)])
def test_where_it_was_drawn_does_not_matter(top: int, left: int) -> None:
    assert picture(SHAPE, top=top, left=left) == pytest.approx(picture(SHAPE))


def test_how_large_it_was_drawn_hardly_matters() -> None:
    """What is small is enlarged with soft steps, as a photograph would be."""
    large = picture(SHAPE.repeat(3, axis=0).repeat(3, axis=1), top=2, left=5)
    assert np.abs(picture(SHAPE.repeat(2, axis=0).repeat(2, axis=1)) - large).mean() < 0.03


def test_what_is_as_large_as_the_box_already_is_only_moved_until_its_mass_is_in_the_middle() -> None:
    ink = np.zeros((20, 20))
    ink[0, :], ink[:, 0] = 1, 1
    ink[1:15, 1:15] = 1
    seen = picture(ink, top=4, left=2)
    assert middle_of_mass(seen) == pytest.approx((SIDE / 2, SIDE / 2))
    assert seen.sum() == pytest.approx(ink.sum())


def test_a_pixel_holds_the_mean_of_its_part_of_the_drawing() -> None:
    ink = np.random.default_rng(5).integers(1, 16, size=(28, 28)) / 15
    ink = (ink + ink[::-1, ::-1]) / 2  # its mass is in the middle
    ink = np.round(15 * ink) / 15
    fine = ink.repeat(5, axis=0).repeat(5, axis=1)  # a pixel of the 20 is 1.4 drawn ones long, so 7 fifths of one
    means = fine.reshape(20, 7, 20, 7).mean(axis=(1, 3))
    assert picture(ink)[4:24, 4:24] == pytest.approx(means / means.max(), abs=0.03)


def test_no_ink_is_lost_where_nearly_all_of_it_is_at_one_end() -> None:
    ink = np.zeros((28, 28))
    ink[:3, :], ink[:, 13] = 1, 0.1
    seen = picture(ink)
    assert seen.sum() == pytest.approx(ink.sum() * (BOX / 28) ** 2, rel=0.02)


def test_faint_ink_is_made_as_dark_as_the_darkest_pixel_of_a_training_digit() -> None:
    assert picture(np.full((20, 9), 0.2), top=3, left=3).max() == pytest.approx(1)


@pytest.mark.parametrize("drawing", ["", "0" * SIDE * SIDE])
def test_a_blank_drawing_stays_blank(drawing: str) -> None:
    assert Params(drawing=drawing).drawing == drawing
    assert np.array(as_training_digit(drawing)) == pytest.approx(np.zeros((SIDE, SIDE)))
