"""A network in which many weights are zero and the others share a few values, as a small file, and back again without any loss.

The file: 4 bytes that name the format, a CRC-32 of the network's layout and of all that follows; for every layer its codebook (how many
values, 2 bytes, and each as float32); then, arithmetically coded, for every layer which weights are not zero, then which value each of
these has, then biases and batch norms with 16 bits a number. The layout, the names and shapes of all tensors, belongs to the
architecture and is not in the file.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from math import frexp, prod

import numpy as np
import numpy.typing as npt

from optimization.errors import LabError
from optimization.laboratory.pipeline.arithmetic import AdaptiveBit, AdaptiveNumber, Coder, Decoder, Encoder

Numbers = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
Layout = Mapping[str, tuple[int, ...]]

FORMAT = b"FWC1"
HEADER_BYTES = 8
MOST_SHARED_VALUES = 65_535


class BadCode(LabError):
    """A file is no coded network, is damaged, or belongs to a network of another layout."""


def encode(tensors: Mapping[str, Numbers]) -> bytes:
    """The file of a network: tensors with two or more dimensions are weights, those with one are biases and batch norms.

    Raises ValueError where something would be lost: more than 65,535 different weights in a layer, a bias that needs more than 16 bits
    (see ``coded.as_short_floats``), a negative zero among the weights, a number that is not finite.
    """
    _refuse_what_would_be_lost(tensors)
    codebooks = {name: np.unique(tensor[tensor != 0]) for name, tensor in tensors.items() if tensor.ndim > 1}
    head = b"".join(len(values).to_bytes(2, "little") + values.astype("<f4").tobytes() for values in codebooks.values())
    coder = Encoder()
    rows = {name: tensors[name].reshape(len(tensors[name]), -1) for name in codebooks}
    nonzero = {name: code_positions(coder, weights != 0) for name, weights in rows.items()}
    for name, values in codebooks.items():
        code_choices(coder, np.searchsorted(values, rows[name][nonzero[name]]), values=len(values))
    code_short_floats(coder, {name: tensor for name, tensor in tensors.items() if tensor.ndim == 1})
    content = head + coder.finished()
    return FORMAT + _checksum({name: tensor.shape for name, tensor in tensors.items()}, content) + content


def decode(file: bytes, layout: Layout) -> dict[str, Numbers]:
    """The tensors that ``encode`` was given; ``layout`` gives their names and shapes in the same order. Raises BadCode."""
    return read(file, layout).tensors


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What a file holds, and how many bytes each of its sections takes: header, codebooks, positions, choices, other numbers."""

    tensors: dict[str, Numbers]
    section_bytes: dict[str, int]


def read(file: bytes, layout: Layout) -> Contents:
    """The same with the sizes of the sections."""
    content = file[HEADER_BYTES:]
    if file[: len(FORMAT)] != FORMAT:
        raise BadCode("This is not the file of a coded network.")
    if file[len(FORMAT) : HEADER_BYTES] != _checksum(layout, content):
        raise BadCode("The coded network is damaged or incomplete, or belongs to a network of another shape.")
    codebooks, start = _read_codebooks(content, [name for name, shape in layout.items() if len(shape) > 1])
    coder = Decoder(content[start:])
    nonzero = {name: code_positions(coder, np.zeros((layout[name][0], prod(layout[name][1:])), dtype=np.bool_)) for name in codebooks}
    after_positions = coder.bytes_read
    tensors = {name: _weights(coder, nonzero[name], values, name).reshape(layout[name]) for name, values in codebooks.items()}
    after_choices = coder.bytes_read
    tensors |= code_short_floats(coder, {name: np.zeros(shape, dtype=np.float32) for name, shape in layout.items() if len(shape) == 1})
    sections = {
        "header": HEADER_BYTES,
        "codebooks": start,
        "positions": after_positions,
        "choices": after_choices - after_positions,
        "other numbers": len(content) - start - after_choices,
    }
    return Contents(tensors={name: tensors[name] for name, shape in layout.items() if shape}, section_bytes=sections)


def _weights(coder: Coder, nonzero: Mask, values: Numbers, name: str) -> Numbers:
    choices = code_choices(coder, np.zeros(int(nonzero.sum()), dtype=np.int64), values=len(values))
    if len(choices) and choices.max() >= len(values):
        raise BadCode(f"The coded network is damaged: {name} names a shared value that its codebook does not have.")
    weights = np.zeros(nonzero.shape, dtype=np.float32)
    weights[nonzero] = values[choices]
    return weights


def code_positions(coder: Coder, nonzero: Mask) -> Mask:
    """Which weights [units, inputs] are not zero. First which units and inputs have any, then the places where such rows and columns cross.

    Pruned weights gather in few units and inputs. So each place is coded with the probability that its row and its column,
    as far as they are known, let expect.
    """
    rows, columns = (code_flags(coder, np.logical_or.reduce(nonzero, axis=axis)) for axis in (1, 0))
    positions = np.zeros_like(nonzero)
    positions[np.ix_(rows, columns)] = _code_crossings(coder, nonzero[np.ix_(rows, columns)])
    return positions


def _code_crossings(coder: Coder, nonzero: Mask) -> Mask:
    positions = np.zeros_like(nonzero)
    by_expectation: dict[int, AdaptiveBit] = {}
    in_column = [0] * nonzero.shape[1]
    total = coded_bits = 0
    for i, row in enumerate(nonzero.tolist()):
        in_row = 0
        for j, bit in enumerate(row):
            density = (total + 1) / (coded_bits + 4)
            expected_gap = (in_row + 1) / (j + 1 / density) * (in_column[j] + 1) / (i + 1 / density) / density
            # Half octaves. frexp and the four basic operations give the same bits on every machine, logarithms do not.
            mantissa, exponent = frexp(expected_gap)
            halves = 2 * exponent + (mantissa >= 0.75)
            adaptive = by_expectation.get(halves)
            if adaptive is None:
                adaptive = by_expectation[halves] = AdaptiveBit(zeros=max(1, round(1 / expected_gap)))
            if adaptive.code(coder, bit):
                positions[i, j] = True
                in_row += 1
                in_column[j] += 1
                total += 1
            coded_bits += 1
    return positions


def code_flags(coder: Coder, flags: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Yes or no for each of n: bool [n]."""
    adaptive = AdaptiveBit()
    return np.array([adaptive.code(coder, flag) for flag in flags.tolist()], dtype=np.bool_)


def code_choices(coder: Coder, choices: npt.NDArray[np.int64], *, values: int) -> npt.NDArray[np.int64]:
    """Which of ``values`` shared values each of n weights has: int64 [n]."""
    adaptive = AdaptiveNumber(max(0, values - 1).bit_length())
    return np.array([adaptive.code(coder, choice) for choice in choices.tolist()], dtype=np.int64)


def code_short_floats(coder: Coder, vectors: Mapping[str, Numbers]) -> dict[str, Numbers]:
    """Vectors of numbers of which only the upper 16 bits are set. Vectors of one role (bias, running mean...) are coded alike."""
    roles = {name.rpartition(".")[2] for name in vectors}
    high, low = ({role: AdaptiveNumber(8) for role in sorted(roles)} for _ in range(2))
    decoded_vectors: dict[str, Numbers] = {}
    for name, vector in vectors.items():
        role = name.rpartition(".")[2]
        upper = [
            high[role].code(coder, number >> 24) << 8 | low[role].code(coder, number >> 16 & 0xFF)
            for number in vector.view(np.uint32).tolist()
        ]
        decoded_vectors[name] = (np.array(upper, dtype=np.uint32) << 16).view(np.float32)
    return decoded_vectors


def _refuse_what_would_be_lost(tensors: Mapping[str, Numbers]) -> None:
    for name, tensor in tensors.items():
        if not np.isfinite(tensor).all():
            raise ValueError(f"{name} holds a number that is not finite")
        if tensor.ndim > 1 and np.signbit(tensor[tensor == 0]).any():
            raise ValueError(f"{name} holds a negative zero")
        if tensor.ndim == 1 and (tensor.view(np.uint32) & 0xFFFF).any():
            raise ValueError(f"{name} holds a number that needs more than 16 bits")
        if tensor.ndim > 1 and len(np.unique(tensor)) > MOST_SHARED_VALUES:
            raise ValueError(f"{name} holds more than {MOST_SHARED_VALUES:,} different weights")


def _read_codebooks(content: bytes, names: list[str]) -> tuple[dict[str, Numbers], int]:
    """The shared values by layer, and where the coded part starts."""
    codebooks: dict[str, Numbers] = {}
    place = 0
    for name in names:
        values_start = place + 2
        place = values_start + 4 * int.from_bytes(content[place:values_start], "little")
        if place > len(content):
            raise BadCode(f"The coded network is damaged: the codebook of {name} is cut off.")
        codebooks[name] = np.frombuffer(content[values_start:place], dtype="<f4").astype(np.float32)
    return codebooks, place


def _checksum(layout: Layout, content: bytes) -> bytes:
    described = repr([(name, tuple(map(int, shape))) for name, shape in layout.items()]).encode()
    return zlib.crc32(content, zlib.crc32(described)).to_bytes(4, "little")
