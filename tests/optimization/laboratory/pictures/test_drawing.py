import math

import numpy as np
import pytest

from optimization.laboratory.pictures.drawing import PAINTS, SHAPES, SIDE, draw_signs

STAR_INNER = 0.45
AREAS = {
    "triangle": 3 * math.sqrt(3) / 4,
    "triangle on its tip": 3 * math.sqrt(3) / 4,
    "square": 2.0,
    "diamond": 2.0,
    "disc": math.pi * 0.95**2,
    "ring": math.pi * (0.97**2 - 0.53**2),
    "star": 5 * STAR_INNER * math.sin(math.radians(36)),
    "cross": 2 * (2 * 0.64) - 0.64**2,
    "arrow to the left": 0.95 * 0.52 + 0.85,
    "arrow to the right": 0.95 * 0.52 + 0.85,
}
"""By hand, in squared radii: two triangles of a star's inner and outer radius for each of its five points, and so on."""


def inside(shape: str) -> np.ndarray:
    """Where the shape is, on a fine grid that reaches from -1.1 to 1.1 radii."""
    places = np.linspace(-1.1, 1.1, 881, dtype=np.float32)
    return SHAPES[shape](*np.meshgrid(places, places)) < 0


def test_there_are_ten_shapes() -> None:
    assert list(AREAS) == list(SHAPES)


@pytest.mark.parametrize("shape", AREAS)
def test_each_shape_has_the_area_computed_by_hand(shape: str) -> None:
    assert inside(shape).sum() * 0.0025**2 == pytest.approx(AREAS[shape], rel=0.005)


@pytest.mark.parametrize(
    ("shape", "covered", "free"),
    [
        ("triangle", (0, -0.9), (0, 0.9)),
        ("triangle on its tip", (0, 0.9), (0, -0.9)),
        ("arrow to the left", (-0.2, 0.5), (0.2, 0.5)),
        ("arrow to the right", (0.2, 0.5), (-0.2, 0.5)),
    ],
)
def test_shapes_that_differ_by_direction_point_where_their_name_says(
    shape: str, covered: tuple[float, float], free: tuple[float, float]
) -> None:
    """x to the right and y down; an arrow's head is wider than its shaft."""
    x, y = np.array([covered, free], dtype=np.float32).T
    assert (SHAPES[shape](x, y) < 0).tolist() == [True, False]


def test_equal_seeds_give_equal_pictures_and_others_give_others() -> None:
    (first, labels), (again, same), (other, _) = (draw_signs(300, seed=seed) for seed in (5, 5, 6))
    assert np.array_equal(first, again)
    assert np.array_equal(labels, same)
    assert not np.array_equal(first, other)


def test_every_shape_is_drawn_equally_often() -> None:
    pictures, labels = draw_signs(205, seed=0)
    assert (pictures.shape, pictures.dtype, labels.dtype) == ((205, SIDE, SIDE, 3), np.uint8, np.int64)
    counts = np.bincount(labels, minlength=len(SHAPES))
    assert set(counts) == {20, 21}


def test_pictures_of_one_shape_differ_in_place_size_colour_and_noise() -> None:
    pictures, labels = draw_signs(400, seed=0)
    discs = pictures[labels == list(SHAPES).index("disc")].astype(float) / 255
    paints = np.abs(discs[..., None, :] - PAINTS).sum(axis=-1)
    # Pixels near one of the paints in bright light: where they are, how many, and which paint it is.
    painted = paints.min(axis=-1) < 0.35
    enough = painted.sum(axis=(1, 2)) > 60
    assert enough.sum() >= 10
    centres = np.array([np.argwhere(one).mean(axis=0) for one in painted[enough]])
    assert (centres.std(axis=0) > 1.5).all()
    assert painted[enough].sum(axis=(1, 2)).std() > 30
    assert len(set(paints[enough].min(axis=(1, 2)).argmin(axis=-1))) >= 4
    noise = np.abs(np.diff(discs, axis=2)).mean(axis=(1, 2, 3))
    assert noise.max() > 1.5 * noise.min()
