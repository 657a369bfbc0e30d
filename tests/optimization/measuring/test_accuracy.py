import base64
import io
from math import sqrt
from typing import Any

import numpy as np
import pytest
from PIL import Image

from optimization.measuring.accuracy import SHOWN_CHANGES, wilson_interval, with_accuracy
from optimization.results.records import Variant

VARIANT = Variant(name="pruned", label="Pruned", nonzero_weights=1, total_weights=2, raw_bytes=3, gzip_bytes=4)


def test_the_interval_of_95_of_100_is_the_one_in_the_textbooks() -> None:
    assert wilson_interval(95, 100) == pytest.approx((0.8882, 0.9785), abs=1e-4)


@pytest.mark.parametrize(("correct", "total"), [(1, 10), (225, 450), (440, 450)])
def test_at_both_ends_the_observed_share_lies_196_standard_errors_away(correct: int, total: int) -> None:
    for end in wilson_interval(correct, total):
        assert abs(correct / total - end) / sqrt(end * (1 - end) / total) == pytest.approx(1.959964, rel=1e-6)


@pytest.mark.parametrize("correct", [0, 450])
def test_the_interval_stays_within_0_and_1(correct: int) -> None:
    low, high = wilson_interval(correct, 450)
    assert 0 <= low < high <= 1


@pytest.mark.parametrize(("correct", "total"), [(1, 0), (-1, 5), (6, 5)])
def test_what_is_not_a_share_is_refused(correct: int, total: int) -> None:
    with pytest.raises(ValueError, match="not a share"):
        wilson_interval(correct, total)


def test_changed_predictions_are_counted_against_the_first_variant_not_the_labels() -> None:
    labels, before, after = np.array([3, 5, 7, 1]), np.array([3, 9, 7, 1]), np.array([3, 5, 2, 1])
    pixels = np.arange(4 * 49, dtype=np.uint8).reshape(4, 7, 7)
    scored = with_accuracy(VARIANT, after, reference=before, labels=labels, pixels=pixels)
    assert (scored.accuracy, scored.images, scored.changed_predictions) == (0.75, 4, 2)
    assert [(image.index, image.label, image.before, image.after) for image in scored.changed] == [(1, 5, 9, 5), (2, 7, 7, 2)]
    assert (scored.right_to_wrong, scored.wrong_to_right) == (1, 1)


def shown(png: str) -> Any:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(png))))


def test_a_changed_digit_is_kept_as_a_picture_of_dark_ink_on_light_paper() -> None:
    pixels = np.zeros((2, 28, 28), dtype=np.uint8)
    pixels[1, 0, 27] = 255
    pixels[1, 14, 0] = 128
    labels = np.array([1, 2])
    (kept,) = with_accuracy(VARIANT, np.array([1, 3]), reference=labels, labels=labels, pixels=pixels).changed
    picture = shown(kept.png)
    assert picture.shape == (84, 84)
    assert [picture[1, 1], picture[1, 82], picture[43, 1]] == [255, 0, 127]
    assert (picture == 0).sum() == 9


def test_a_changed_sign_is_kept_in_its_colours() -> None:
    pixels = np.zeros((1, 32, 32, 3), dtype=np.uint8)
    pixels[0, 31, 0] = (200, 100, 50)
    picture = shown(with_accuracy(VARIANT, np.array([1]), reference=np.array([0]), labels=np.array([0]), pixels=pixels).changed[0].png)
    assert picture.shape == (64, 64, 3)
    assert picture[63, 0].tolist() == picture[62, 1].tolist() == [200, 100, 50]
    assert picture[61, 2].tolist() == [0, 0, 0]


def test_at_most_twelve_changed_pictures_are_kept_but_all_are_counted() -> None:
    labels = np.zeros(20, dtype=np.int64)
    scored = with_accuracy(VARIANT, labels + 1, reference=labels, labels=labels, pixels=np.zeros((20, 28, 28), dtype=np.uint8))
    assert (scored.changed_predictions, len(scored.changed)) == (20, SHOWN_CHANGES)
