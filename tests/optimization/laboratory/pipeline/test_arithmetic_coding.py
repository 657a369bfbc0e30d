"""The oracle is Shannon's: a sequence costs the sum of -log2 p, and a coder may be only a little above it."""

from math import log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("torch")

from optimization.laboratory.pipeline.arithmetic import AdaptiveBit, AdaptiveNumber, Decoder, Encoder

bits_with_probabilities = st.lists(st.tuples(st.integers(0, 1), st.integers(1, 65_535)), max_size=400)


@given(bits_with_probabilities)
def test_what_was_written_is_read_back(pairs: list[tuple[int, int]]) -> None:
    encoder = Encoder()
    assert [encoder.bit(bit, one) for bit, one in pairs] == [bit for bit, _ in pairs]
    decoder = Decoder(encoder.finished())
    assert [decoder.bit(0, one) for _, one in pairs] == [bit for bit, _ in pairs]


@given(bits_with_probabilities)
def test_the_size_is_that_of_the_information_and_at_most_two_bytes_more(pairs: list[tuple[int, int]]) -> None:
    encoder = Encoder()
    for bit, one in pairs:
        encoder.bit(bit, one)
    ideal_bits = sum(-log2(one / 65_536 if bit else 1 - one / 65_536) for bit, one in pairs)
    assert len(encoder.finished()) <= ideal_bits / 8 * 1.01 + 2


@pytest.mark.parametrize("share", [0.001, 0.03, 0.5, 0.97, 1.0])
def test_an_adaptive_bit_learns_how_often_it_is_one(share: float) -> None:
    bits = (np.random.default_rng(1).random(20_000) < share).astype(int).tolist()
    encoder, adaptive = Encoder(), AdaptiveBit()
    for bit in bits:
        adaptive.code(encoder, bit)
    found = sum(bits) / len(bits)
    entropy_bits = sum(-log2(p) * p * len(bits) for p in (found, 1 - found) if p)
    assert len(encoder.finished()) * 8 <= entropy_bits * 1.01 + 40


@given(st.lists(st.integers(0, 31), max_size=200))
def test_numbers_are_read_back(numbers: list[int]) -> None:
    encoder, writing = Encoder(), AdaptiveNumber(5)
    assert [writing.code(encoder, number) for number in numbers] == numbers
    decoder, reading = Decoder(encoder.finished()), AdaptiveNumber(5)
    assert [reading.code(decoder) for _ in numbers] == numbers


def test_frequent_numbers_cost_less() -> None:
    numbers = np.random.default_rng(1).choice(16, size=10_000, p=[0.79] + [0.014] * 15).tolist()
    encoder, adaptive = Encoder(), AdaptiveNumber(4)
    for number in numbers:
        adaptive.code(encoder, number)
    shares = np.bincount(numbers) / len(numbers)
    assert len(encoder.finished()) * 8 == pytest.approx(-(shares * np.log2(shares)).sum() * len(numbers), rel=0.02)


@given(st.binary(max_size=20), st.integers(1, 65_535))
def test_any_bytes_can_be_read_as_long_as_one_likes(content: bytes, one: int) -> None:
    decoder = Decoder(content)
    assert {decoder.bit(0, one) for _ in range(500)} <= {0, 1}
    assert 0 <= decoder.bytes_read <= len(content)
