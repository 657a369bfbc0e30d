import gzip
import zlib

import pytest

from optimization.measuring.sizes import gzip_bytes, ideal_bytes


def test_gzip_is_what_the_command_writes_and_equal_contents_give_equal_sizes() -> None:
    content = bytes(range(256)) * 40
    assert gzip_bytes(content) == gzip_bytes(content) == len(gzip.compress(content, compresslevel=6))


def test_zeros_shrink_and_noise_does_not() -> None:
    noise = b"".join(zlib.crc32(number.to_bytes(4, "big")).to_bytes(4, "big") for number in range(10_000))
    assert gzip_bytes(bytes(40_000)) < 200
    assert gzip_bytes(noise) > 39_000


@pytest.mark.parametrize(("weights", "bits", "expected"), [(43_050, 32, 172_200), (0, 32, 0), (3, 4, 2), (9, 1, 2), (1_000, 8, 1_000)])
def test_the_ideal_is_the_bits_of_the_weights_in_whole_bytes(weights: int, bits: int, expected: int) -> None:
    assert ideal_bytes(weights, bits=bits) == expected
