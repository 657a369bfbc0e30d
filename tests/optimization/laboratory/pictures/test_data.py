from typing import Any

import numpy as np
import pytest

pytest.importorskip("sklearn")


def test_the_three_parts_share_no_picture_and_leave_none_out(pictures: Any) -> None:
    assert (len(pictures.train), len(pictures.validation), len(pictures.test)) == (1077, 270, 450)
    together = np.concatenate([part.pixels.reshape(-1, 64) for part in (pictures.train, pictures.validation, pictures.test)])
    from sklearn.datasets import load_digits

    original = load_digits().data
    assert sorted(map(tuple, together)) == sorted(map(tuple, original))


def test_each_digit_has_the_same_share_in_every_part(pictures: Any) -> None:
    shares = [np.bincount(part.labels, minlength=10) / len(part) for part in (pictures.train, pictures.validation, pictures.test)]
    assert np.abs(shares[0] - shares[1]).max() < 0.005
    assert np.abs(shares[0] - shares[2]).max() < 0.005


def test_pictures_are_28_by_28_between_0_and_1_and_keep_their_8_by_8_originals(pictures: Any) -> None:
    assert pictures.test.images.shape == (450, 28, 28)
    assert pictures.test.images.dtype == np.float32
    assert 0 <= pictures.test.images.min() < pictures.test.images.max() <= 1
    assert pictures.test.pixels.shape == (450, 8, 8)
    assert set(np.unique(pictures.test.pixels)) <= set(range(17))


def test_enlarging_gives_what_pytorch_gives(pictures: Any) -> None:
    torch = pytest.importorskip("torch")
    small = torch.tensor(pictures.test.pixels[:20] / 16)[:, None]
    expected = torch.nn.functional.interpolate(small, size=(28, 28), mode="bilinear", align_corners=False)[:, 0].numpy()
    assert np.abs(pictures.test.images[:20] - expected).max() < 1e-6


def test_the_three_parts_of_the_signs_share_no_picture(signs: Any) -> None:
    assert (len(signs.train), len(signs.validation), len(signs.test)) == (6_000, 500, 1_000)
    everything = {picture.tobytes() for part in (signs.train, signs.validation, signs.test) for picture in part.pixels}
    assert len(everything) == 7_500


def test_each_sign_has_the_same_share_in_every_part(signs: Any) -> None:
    assert len(signs.classes) == 10
    for part in (signs.train, signs.validation, signs.test):
        assert set(np.bincount(part.labels, minlength=10)) == {len(part) // 10}


def test_signs_are_32_by_32_in_colour_and_their_pixels_are_the_same_pictures_in_256_steps(signs: Any) -> None:
    assert signs.test.images.shape == signs.test.pixels.shape == (1_000, 32, 32, 3)
    assert (signs.test.images.dtype, signs.test.pixels.dtype) == (np.float32, np.uint8)
    assert np.array_equal(np.rint(signs.test.images * 255), signs.test.pixels)


def test_grey_pictures_get_a_channel_and_coloured_ones_keep_theirs(pictures: Any, signs: Any) -> None:
    from optimization.laboratory.pictures.data import channels_last

    assert channels_last(pictures.test.images).shape == (450, 28, 28, 1)
    assert channels_last(signs.test.images) is signs.test.images
