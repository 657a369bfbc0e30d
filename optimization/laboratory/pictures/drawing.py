"""Draws the pictures of the second network: a sign of one of ten shapes on a cluttered background, 32x32, in colour.

Each shape is a signed distance, so that an edge is smooth at any size: a pixel is covered by 0.5 minus its distance in pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Shape = Callable[[Floats, Floats], Floats]
"""``x`` to the right and ``y`` down, in radii of the sign, to the signed distance from its edge: negative inside."""

SIDE = 32
RADIUS_PX = (8.0, 13.5)
TURN = np.radians(20)
STRETCH = (0.85, 1.2)
PAINTS = np.array([(220, 30, 40), (240, 130, 20), (245, 215, 30), (30, 150, 70), (30, 90, 200), (150, 50, 160)], dtype=np.float32) / 255
"""Red, orange, yellow, green, blue, violet: a sign is painted, what stands behind it is dull."""
LINES_BEHIND = 4
DOTS_BEHIND = 2
NOISE = (0.02, 0.08)
PICTURES_AT_ONCE = 250


def draw_signs(count: int, *, seed: int) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """``count`` pictures, uint8 [count, 32, 32, 3], and the index in ``SHAPES`` of each one's sign, int64 [count].

    Every shape is drawn equally often (to within one), in random order. Equal arguments give equal pictures; on another kind of CPU,
    whose sine may round otherwise, a pixel may be one step brighter or darker.
    """
    rng = np.random.default_rng(seed)
    labels = rng.permutation(np.arange(count) % len(SHAPES))
    chunks = [_pictures(labels[start : start + PICTURES_AT_ONCE], rng) for start in range(0, count, PICTURES_AT_ONCE)]
    return np.concatenate(chunks), labels.astype(np.int64)


def _pictures(labels: npt.NDArray[np.int64], rng: np.random.Generator) -> npt.NDArray[np.uint8]:
    """One picture for each label: background, clutter, the sign, a twig in front of every second one, noise."""
    count = len(labels)
    canvas = _gradient(_dull(count, rng), rng)
    for _ in range(LINES_BEHIND):
        _paint(canvas, _line(count, rng), _dull(count, rng))
    for _ in range(DOTS_BEHIND):
        _paint(canvas, _dot(count, rng), _painted(count, rng))
    _paint(canvas, _sign(labels, rng), _painted(count, rng))
    twig = _line(count, rng) * (np.arange(count) % 2)[:, None, None]
    _paint(canvas, twig.astype(np.float32), _dull(count, rng))
    canvas += _between(NOISE, count, rng)[..., None] * rng.standard_normal(canvas.shape, dtype=np.float32)
    return np.rint(np.clip(canvas, 0, 1) * 255).astype(np.uint8)


def _gradient(colour: Floats, rng: np.random.Generator) -> Floats:
    """[n, 32, 32, 3]: ``colour`` (float32 [n, 3]) that fades a little towards another one, in a direction of its own."""
    count = len(colour)
    angle = _between((0, 2 * np.pi), count, rng)
    x, y = _pixels()
    share = 0.2 * (1 + (np.cos(angle) * x + np.sin(angle) * y) / SIDE)
    second_colour = _dull(count, rng)
    start, change = colour[:, None, None, :], (second_colour - colour)[:, None, None, :]
    return (start + share[..., None] * change).astype(np.float32)


def _sign(labels: npt.NDArray[np.int64], rng: np.random.Generator) -> Floats:
    """How much of each pixel the sign covers, [n, 32, 32], with its place, size, rotation and proportions drawn at random."""
    count = len(labels)
    radius, turn = _between(RADIUS_PX, count, rng), _between((-TURN, TURN), count, rng)
    stretch = np.sqrt(_between(STRETCH, count, rng))
    x, y = _pixels()
    slack = SIDE / 2 - 0.8 * radius
    x, y = x - slack * _between((-1, 1), count, rng), y - slack * _between((-1, 1), count, rng)
    along, across = (np.cos(turn) * x + np.sin(turn) * y) / stretch, (np.cos(turn) * y - np.sin(turn) * x) * stretch
    coverage = np.empty((count, SIDE, SIDE), dtype=np.float32)
    for label, distance in enumerate(SHAPES.values()):
        rows = labels == label
        coverage[rows] = _coverage(distance(along[rows] / radius[rows], across[rows] / radius[rows]) * radius[rows])
    return coverage


def _line(count: int, rng: np.random.Generator) -> Floats:
    """How much of each pixel a thin straight line covers, [count, 32, 32]; the line has two random ends in the picture."""
    x, y = _pixels()
    start_x, start_y, end_x, end_y = (_between((-SIDE / 2, SIDE / 2), count, rng) for _ in range(4))
    along_x, along_y = end_x - start_x, end_y - start_y
    share = np.clip(((x - start_x) * along_x + (y - start_y) * along_y) / (along_x**2 + along_y**2 + 1e-6), 0, 1)
    distance = np.sqrt((x - start_x - share * along_x) ** 2 + (y - start_y - share * along_y) ** 2)
    return _coverage(distance - _between((0.3, 1.2), count, rng))


def _dot(count: int, rng: np.random.Generator) -> Floats:
    """How much of each pixel a small disc covers, [count, 32, 32]."""
    x, y = _pixels()
    centre_x, centre_y = (_between((-SIDE / 2, SIDE / 2), count, rng) for _ in range(2))
    return _coverage(np.hypot(x - centre_x, y - centre_y) - _between((1.0, 3.5), count, rng))


def _painted(count: int, rng: np.random.Generator) -> Floats:
    """A colour out of ``PAINTS`` in bright or dim light, a little off, for each of ``count`` pictures: [count, 3]."""
    light = _between((0.55, 1.0), count, rng)[:, 0]
    return PAINTS[rng.integers(len(PAINTS), size=count)] * light + 0.06 * rng.standard_normal((count, 3), dtype=np.float32)


def _dull(count: int, rng: np.random.Generator) -> Floats:
    """A grey with a tint for each of ``count`` pictures: [count, 3]."""
    return _between((0.1, 0.9), count, rng)[:, 0] + 0.08 * rng.standard_normal((count, 3), dtype=np.float32)


def _paint(canvas: Floats, coverage: Floats, colour: Floats) -> None:
    """Lay ``colour`` [n, 3] over the pictures [n, 32, 32, 3] where ``coverage`` [n, 32, 32] says, in place."""
    pixels, touched = canvas.reshape(-1, 3), np.flatnonzero(coverage)
    share = coverage.reshape(-1, 1)[touched]
    pixels[touched] += share * (colour[touched // SIDE**2] - pixels[touched])


def _coverage(distance_px: Floats) -> Floats:
    coverage: Floats = np.clip(0.5 - distance_px, 0, 1).astype(np.float32)
    return coverage


def _pixels() -> tuple[Floats, Floats]:
    """The places of the pixels' centres from the picture's centre: x as [1, 32], y as [32, 1]."""
    places = np.arange(SIDE, dtype=np.float32) - (SIDE - 1) / 2
    return places[None, :], places[:, None]


def _between(limits: tuple[float, float], count: int, rng: np.random.Generator) -> Floats:
    """A number within ``limits`` for each of ``count`` pictures, as [count, 1, 1]."""
    return rng.uniform(*limits, size=(count, 1, 1)).astype(np.float32)


def _polygon(corners: int, *, flat_top: bool = False) -> Shape:
    """A regular polygon; its first corner points up unless it has a ``flat_top``."""
    sector = 2 * np.pi / corners

    def distance(x: Floats, y: Floats) -> Floats:
        angle = np.arctan2(x, -y) + (sector / 2 if flat_top else 0)
        outside: Floats = np.hypot(x, y) * np.cos(angle % sector - sector / 2) - np.cos(sector / 2)
        return outside

    return distance


def _star(x: Floats, y: Floats) -> Floats:
    """Five points; between them the edge comes in to 0.45 radii."""
    sector, inner = 2 * np.pi / 5, 0.45
    angle = np.abs((np.arctan2(x, -y) + sector / 2) % sector - sector / 2)
    across, along = inner * np.sin(sector / 2), 1 - inner * np.cos(sector / 2)
    radius = np.hypot(x, y)
    outside: Floats = ((radius * np.cos(angle) - 1) * across + radius * np.sin(angle) * along) / np.hypot(across, along)
    return outside


def _box(x: Floats, y: Floats, *, half_width: float, half_height: float) -> Floats:
    outside: Floats = np.maximum(np.abs(x) - half_width, np.abs(y) - half_height)
    return outside


def _cross(x: Floats, y: Floats) -> Floats:
    outside: Floats = np.minimum(_box(x, y, half_width=1, half_height=0.32), _box(x, y, half_width=0.32, half_height=1))
    return outside


def _arrow(x: Floats, y: Floats) -> Floats:
    """An arrow to the right: a shaft, and a head whose tip is at (1, 0)."""
    head = np.maximum(-x, ((x - 1) * 0.85 + np.abs(y)) / np.hypot(0.85, 1))
    outside: Floats = np.minimum(_box(x + 0.45, y, half_width=0.5, half_height=0.26), head)
    return outside


SHAPES: Mapping[str, Shape] = {
    "triangle": _polygon(3),
    "triangle on its tip": lambda x, y: _polygon(3)(x, -y),
    "square": _polygon(4, flat_top=True),
    "diamond": _polygon(4),
    "disc": lambda x, y: np.hypot(x, y) - np.float32(0.95),
    "ring": lambda x, y: np.abs(np.hypot(x, y) - np.float32(0.75)) - np.float32(0.22),
    "star": _star,
    "cross": _cross,
    "arrow to the left": lambda x, y: _arrow(-x, y),
    "arrow to the right": _arrow,
}
