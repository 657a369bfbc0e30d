import contextlib
import zlib
from typing import Any

import numpy as np
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

pytest.importorskip("torch")

from optimization.laboratory.pipeline.coding import BadCode, decode, encode, read

SHARED = [-2.5, -0.25, 0.0, 0.0, 0.0, 1e-8, 0.1, 3.0]
SHORT = [0.0, -0.0, 1.0, -1.5, 0.0078125, 3.3895314e38]

weights = arrays(
    np.float32, array_shapes(min_dims=2, max_dims=4, max_side=6), elements=st.sampled_from(SHARED).map(lambda x: float(np.float32(x)))
)
biases = arrays(np.float32, st.integers(0, 8), elements=st.sampled_from(SHORT).map(lambda x: float(np.float32(x)))).filter(
    lambda one: not (one.view(np.uint32) & 0xFFFF).any()
)


def layer(*, shape: tuple[int, ...] = (20, 30), sparsity: float = 0.9, values: int = 16, seed: int = 0) -> Any:
    rng = np.random.default_rng(seed)
    codebook = rng.normal(size=values).astype(np.float32)
    return np.where(rng.random(shape) < sparsity, np.float32(0), codebook[rng.integers(0, values, shape)])


def network(**settings: Any) -> dict[str, Any]:
    return {"a.weight": layer(**settings), "a.bias": np.array([0.5, -2.0], np.float32), "b.weight": layer(shape=(3, 4, 5, 5), seed=1)}


def layout(tensors: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    return {name: tensor.shape for name, tensor in tensors.items()}


def same_bits(found: Any, expected: Any) -> bool:
    return found.dtype == expected.dtype == np.float32 and found.shape == expected.shape and found.tobytes() == expected.tobytes()


def sealed(content: bytes, like: bytes, shapes: dict[str, tuple[int, ...]]) -> bytes:
    """A file with that content whose checksum is right, as only somebody who knows the format would make it."""
    described = repr(list(shapes.items())).encode()
    assert like[4:8] == zlib.crc32(like[8:], zlib.crc32(described)).to_bytes(4, "little")
    return like[:4] + zlib.crc32(content, zlib.crc32(described)).to_bytes(4, "little") + content


@given(st.lists(weights, min_size=1, max_size=3), st.lists(biases, max_size=2))
def test_every_number_comes_back_bit_for_bit(layers: list[Any], vectors: list[Any]) -> None:
    tensors = {f"l{i}.weight": tensor for i, tensor in enumerate(layers)} | {f"l{i}.bias": vector for i, vector in enumerate(vectors)}
    found = decode(encode(tensors), layout(tensors))
    assert list(found) == list(tensors)
    assert all(same_bits(found[name], tensor) for name, tensor in tensors.items())


@pytest.mark.parametrize(("sparsity", "values"), [(0.0, 1), (0.0, 16), (0.0, 300), (0.5, 2), (0.9, 256), (0.99, 16), (1.0, 16)], ids=str)
def test_any_share_of_zeros_and_any_number_of_values_comes_back(sparsity: float, values: int) -> None:
    tensors = network(shape=(60, 50), sparsity=sparsity, values=values)
    assert all(same_bits(one, tensors[name]) for name, one in decode(encode(tensors), layout(tensors)).items())


@pytest.mark.parametrize("sparsity", [0.5, 0.9, 0.98])
def test_the_size_is_near_the_information_in_positions_and_values(sparsity: float) -> None:
    """Evenly scattered weights are the worst case: there is nothing to learn from rows and columns."""
    rng = np.random.default_rng(3)
    kept = rng.random((200, 300)) >= sparsity
    tensors = {"weight": np.where(kept, rng.choice(np.linspace(-1, 1, 16, dtype=np.float32), size=kept.shape), np.float32(0))}
    share = kept.mean()
    positions = -(share * np.log2(share) + (1 - share) * np.log2(1 - share)) * kept.size / 8
    ideal = positions + kept.sum() * 4 / 8 + 16 * 4 + 2 + 8
    assert ideal <= len(encode(tensors)) <= ideal * 1.03 + 60


def test_weights_that_gather_in_few_rows_and_columns_cost_less() -> None:
    rng = np.random.default_rng(3)
    gathered = np.zeros((200, 300), np.float32)
    gathered[np.ix_(rng.permutation(200)[:40], rng.permutation(300)[:60])] = rng.random((40, 60)) < 0.5
    scattered = rng.permutation(gathered.reshape(-1)).reshape(gathered.shape)
    assert len(encode({"weight": gathered})) < 0.5 * len(encode({"weight": scattered}))


def test_the_sections_add_up_to_the_file() -> None:
    tensors = network()
    file = encode(tensors)
    sections = read(file, layout(tensors)).section_bytes
    assert sum(sections.values()) == len(file)
    assert sections["header"] == 8
    assert sections["codebooks"] == 2 * 2 + 4 * (len(np.unique(tensors["a.weight"])) - 1 + len(np.unique(tensors["b.weight"])) - 1)


def test_equal_networks_give_equal_files() -> None:
    assert encode(network()) == encode(network())


def test_a_damaged_byte_is_noticed_wherever_it_is() -> None:
    tensors = network()
    file = encode(tensors)
    for place in range(len(file)):
        with pytest.raises(BadCode):
            decode(file[:place] + bytes([file[place] ^ 0x10]) + file[place + 1 :], layout(tensors))


def test_a_file_that_is_cut_off_anywhere_or_goes_on_is_refused() -> None:
    tensors = network()
    file = encode(tensors)
    for wrong in [*(file[:length] for length in range(len(file))), file + b"\0"]:
        with pytest.raises(BadCode):
            decode(wrong, layout(tensors))


def test_the_layout_of_another_network_is_refused() -> None:
    tensors = network()
    for other in [layout(tensors) | {"a.weight": (30, 20)}, {name.upper(): shape for name, shape in layout(tensors).items()}, {}]:
        with pytest.raises(BadCode, match="another shape"):
            decode(encode(tensors), other)


@examples(60)
@given(st.binary(max_size=200))
def test_a_forged_file_with_a_right_checksum_gives_numbers_or_is_refused(content: bytes) -> None:
    tensors = network()
    forged = sealed(content, encode(tensors), layout(tensors))
    with contextlib.suppress(BadCode):
        assert layout(decode(forged, layout(tensors))) == layout(tensors)


def test_a_codebook_that_is_cut_off_and_a_value_that_it_does_not_have_are_named() -> None:
    tensors = {"a.weight": layer(sparsity=0.0, values=3)}
    file = encode(tensors)
    shapes = layout(tensors)
    with pytest.raises(BadCode, match=r"codebook of a\.weight is cut off"):
        decode(sealed(b"\xff\xff" + file[10:], file, shapes), shapes)
    with pytest.raises(BadCode, match=r"a\.weight names a shared value"):
        decode(sealed(b"\x03\x00" + file[10:22] + bytes(500), file, shapes), shapes)


def test_what_would_not_come_back_is_refused() -> None:
    for wrong, why in [
        ({"weight": np.array([[np.nan]], np.float32)}, "not finite"),
        ({"weight": np.array([[-0.0]], np.float32)}, "negative zero"),
        ({"bias": np.array([np.inf], np.float32)}, "not finite"),
        ({"bias": np.array([0.1], np.float32)}, "more than 16 bits"),
        ({"weight": np.arange(1, 65_537, dtype=np.float32).reshape(256, 256)}, "65,535 different"),
    ]:
        with pytest.raises(ValueError, match=why):
            encode(wrong)
