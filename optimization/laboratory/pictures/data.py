"""The pictures that networks learn from, in three parts that share none.

The 1,797 handwritten digits that ship in scikit-learn, enlarged from 8x8 to the 28x28 that LeNet-5 reads; and signs that are drawn here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

from optimization.laboratory.pictures.drawing import SHAPES, draw_signs

SIDE = 28
TEST_IMAGES = 450
VALIDATION_IMAGES = 270
SPLIT_SEED = 0

SIGNS = {"train": 6_000, "validation": 500, "test": 1_000}
SIGN_SEEDS = {"train": 1, "validation": 2, "test": 3}


@dataclass(frozen=True, kw_only=True)
class Split:
    """``images`` float32 [n, h, w], or [n, h, w, 3] in colour, from 0 to 1, and ``labels`` int64 [n].

    ``pixels`` are the pictures as they were before: digits 8x8 with values 0..16, signs 32x32x3 with values 0..255.
    """

    images: npt.NDArray[np.float32]
    labels: npt.NDArray[np.int64]
    pixels: npt.NDArray[np.float64] | npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True, kw_only=True)
class Pictures:
    """Three parts that share no picture, each with the classes in the same proportion; a label is an index in ``classes``."""

    train: Split
    validation: Split
    test: Split
    classes: tuple[str, ...]


@cache
def digits() -> Pictures:
    """All pictures, split the same way in every run, so that results with different seeds are about the same test pictures."""
    pixels, labels = load_digits(return_X_y=True)
    pixels, labels = pixels.reshape(-1, 8, 8), labels.astype(np.int64)
    images = enlarge(pixels / 16.0, side=SIDE)
    rest, test = train_test_split(np.arange(len(labels)), test_size=TEST_IMAGES, stratify=labels, random_state=SPLIT_SEED)
    train, validation = train_test_split(rest, test_size=VALIDATION_IMAGES, stratify=labels[rest], random_state=SPLIT_SEED)

    def split(rows: npt.NDArray[np.int64]) -> Split:
        return Split(images=images[rows], labels=labels[rows], pixels=pixels[rows])

    names = tuple(str(digit) for digit in range(10))
    return Pictures(train=split(train), validation=split(validation), test=split(test), classes=names)


@cache
def signs() -> Pictures:
    """Drawn signs: the same ones in every run, each part from a seed of its own. Drawing them takes about a second."""

    def split(part: str) -> Split:
        pixels, labels = draw_signs(SIGNS[part], seed=SIGN_SEEDS[part])
        return Split(images=pixels.astype(np.float32) / np.float32(255), labels=labels, pixels=pixels)

    return Pictures(train=split("train"), validation=split("validation"), test=split("test"), classes=tuple(SHAPES))


def channels_last(images: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """[n, h, w] or [n, h, w, 3] pictures as the [n, h, w, channels] that Keras and LiteRT read."""
    return images[..., None] if images.ndim == 3 else images


def enlarge(images: npt.NDArray[np.float64], *, side: int) -> npt.NDArray[np.float32]:
    """Bilinear enlargement of [n, small, small] to float32 [n, side, side], pixel centres aligned as PyTorch and Keras do."""
    weights = _interpolation(images.shape[-1], side)
    return (weights @ images @ weights.T).astype(np.float32)


def _interpolation(small: int, large: int) -> npt.NDArray[np.float64]:
    """The [large, small] matrix that maps a row of pixels to its enlargement."""
    positions = np.clip((np.arange(large) + 0.5) * small / large - 0.5, 0, small - 1)
    left = np.minimum(positions.astype(int), small - 2)
    share = positions - left
    weights = np.zeros((large, small))
    weights[np.arange(large), left] = 1 - share
    weights[np.arange(large), left + 1] += share
    return weights
