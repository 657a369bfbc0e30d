"""Writes a sequence of bits in about as many bits as it holds information, by binary adaptive arithmetic coding.

Source: I. H. Witten, R. M. Neal, J. G. Cleary, "Arithmetic coding for data compression", CACM 30 (1987), 520-540; for the weights of
networks: S. Wiedemann et al., "DeepCABAC", arXiv 1907.11900.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Protocol

PROBABILITY_BITS = 16
_TOP_BYTE = 0xFF000000
_MASK = 0xFFFFFFFF


class Coder(Protocol):
    """One direction of coding. A format is described once, as calls of ``bit``, and so both directions agree."""

    def bit(self, bit: int, probability: int) -> int:
        """The bit at this place, 0 or 1. ``probability`` / 65536, strictly between 0 and 1, is how probable a 1 is here."""


class Encoder:
    """Writes; ``bit`` gives back what it was given."""

    def __init__(self) -> None:
        self._low, self._high = 0, _MASK
        self._written = bytearray()

    def bit(self, bit: int, probability: int) -> int:
        split = self._low + ((self._high - self._low) * probability >> PROBABILITY_BITS)
        if bit:
            self._high = split
        else:
            self._low = split + 1
        while not (self._low ^ self._high) & _TOP_BYTE:
            self._written.append(self._high >> 24)
            self._low, self._high = self._low << 8 & _MASK, self._high << 8 & _MASK | 0xFF
        return bit

    def finished(self) -> bytes:
        """All that was written. The decoder reads zeros behind the end, so one byte more is enough to stay above ``low``."""
        return bytes(self._written) + bytes([(self._low >> 24) + 1])


class Decoder:
    """Reads what ``Encoder`` wrote, given the same probabilities; behind the end it reads zeros, so it always comes to an end."""

    def __init__(self, content: bytes) -> None:
        self._low, self._high = 0, _MASK
        self._content = content
        self._place = 4
        self._window = int.from_bytes(content[:4].ljust(4, b"\0"), "big")

    @property
    def bytes_read(self) -> int:
        """How many bytes were needed up to here, to within the few that are looked at ahead."""
        return min(max(0, self._place - 4), len(self._content))

    def bit(self, bit: int, probability: int) -> int:
        split = self._low + ((self._high - self._low) * probability >> PROBABILITY_BITS)
        decoded_bit = int(self._window <= split)
        if decoded_bit:
            self._high = split
        else:
            self._low = split + 1
        while not (self._low ^ self._high) & _TOP_BYTE:
            next_byte = self._content[self._place] if self._place < len(self._content) else 0
            self._place += 1
            self._window = self._window << 8 & _MASK | next_byte
            self._low, self._high = self._low << 8 & _MASK, self._high << 8 & _MASK | 0xFF
        return decoded_bit


class AdaptiveBit:
    """Learns how often a bit is 1 while it is coded: the estimator of Krichevsky and Trofimov, which starts with half a 0 and half a 1.

    ``zeros`` says with how many halves of a 0 it starts, where a 1 is known to be rare.
    """

    __slots__ = ("_ones", "_probability", "_total")

    def __init__(self, *, zeros: int = 1) -> None:
        self._ones, self._total = 1, 1 + zeros
        self._probability = (1 << PROBABILITY_BITS) // self._total or 1

    def code(self, coder: Coder, bit: int = 0) -> int:
        """The bit at this place; ``bit`` matters to an encoder only."""
        coded_bit = coder.bit(bit, self._probability)
        self._ones += 2 * coded_bit
        self._total += 2
        self._probability = (self._ones << PROBABILITY_BITS) // self._total or 1  # below 1 in any case: it started with a 0
        return coded_bit


class AdaptiveNumber:
    """Learns the distribution of whole numbers of ``bits`` bits: one adaptive bit for every prefix."""

    def __init__(self, bits: int) -> None:
        self._bits = bits
        self._prefixes: defaultdict[int, AdaptiveBit] = defaultdict(AdaptiveBit)

    def code(self, coder: Coder, number: int = 0) -> int:
        """The number at this place; ``number`` matters to an encoder only."""
        prefix = 1
        for place in reversed(range(self._bits)):
            prefix = prefix << 1 | self._prefixes[prefix].code(coder, number >> place & 1)
        return prefix - (1 << self._bits)
