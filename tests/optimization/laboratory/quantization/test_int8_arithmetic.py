"""The int8 files against plain numpy: the layers are computed again with the integers, scales and zero points that the file holds."""

from typing import Any

import numpy as np
import pytest

pytest.importorskip("tensorflow")
pytest.importorskip("torch")

from ai_edge_litert.interpreter import Interpreter, OpResolverType

from optimization.laboratory.quantization.conversion import int8_static_per_tensor
from optimization.laboratory.quantization.runtime import LiteRTNetwork

LAYERS = {"CONV_2D": 2, "FULLY_CONNECTED": 2}
RELU_LAYERS = 3
"""conv1, conv2 and fc1 end in ReLU; fc2 does not."""


class Opened:
    """A .tflite file of which every tensor can be read: LiteRT's own kernels, no delegate that hides what is between."""

    def __init__(self, file: bytes) -> None:
        self._interpreter = Interpreter(
            model_content=file,
            num_threads=1,
            experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
            experimental_preserve_all_tensors=True,
        )
        self._interpreter.allocate_tensors()
        self._details = {tensor["index"]: tensor for tensor in self._interpreter.get_tensor_details()}
        self.nodes = self._interpreter._get_ops_details()

    def run(self, picture: Any) -> None:
        self._interpreter.set_tensor(self._interpreter.get_input_details()[0]["index"], picture)
        self._interpreter.invoke()

    def integers(self, index: int) -> Any:
        return self._interpreter.get_tensor(index)

    def scales(self, index: int) -> Any:
        return self._details[index]["quantization_parameters"]["scales"].astype(np.float64)

    def zero_point(self, index: int) -> int:
        (point,) = set(self._details[index]["quantization_parameters"]["zero_points"].tolist())
        return int(point)


@pytest.fixture(scope="module", params=["per channel", "per tensor"])
def file(request: pytest.FixtureRequest, static_file: bytes, float_file: bytes, calibration: Any) -> bytes:
    return static_file if request.param == "per channel" else int8_static_per_tensor(float_file, calibration)


def convolved(pixels: Any, kernel: Any) -> Any:
    """[1, h, w, c] integers and [out, k, k, c] weights to [1, h-k+1, w-k+1, out] sums of products."""
    windows = np.lib.stride_tricks.sliding_window_view(pixels[0], kernel.shape[1:3], axis=(0, 1))
    return np.einsum("hwckl,oklc->hwo", windows, kernel)[None]


def computed(opened: Opened, node: Any, given: Any, *, relu: bool) -> Any:
    """The layer's int8 output from its int8 input: sum of (x - zero point) * w, plus the bias, rescaled, rounded and clipped."""
    source, weights, bias = node["inputs"]
    (target,) = node["outputs"]
    steps, kernel = given.astype(np.int64) - opened.zero_point(source), opened.integers(weights).astype(np.int64)
    sums = convolved(steps, kernel) if node["op_name"] == "CONV_2D" else steps.reshape(1, -1) @ kernel.T
    real = (sums + opened.integers(bias)) * opened.scales(source) * opened.scales(weights)
    lowest = opened.zero_point(target) if relu else -128
    return np.clip(np.round(real / opened.scales(target)) + opened.zero_point(target), lowest, 127)


def layers_of(opened: Opened) -> list[Any]:
    return [node for node in opened.nodes if node["op_name"] in LAYERS]


def test_every_convolution_and_linear_layer_is_numpy_s_within_one_step(file: bytes, pictures: Any) -> None:
    opened = Opened(file)
    layers = layers_of(opened)
    assert {name: sum(node["op_name"] == name for node in layers) for name in LAYERS} == LAYERS
    for picture in LiteRTNetwork(file).prepared(pictures.test.images[:5]):
        opened.run(picture)
        for place, node in enumerate(layers):
            found = opened.integers(node["outputs"][0]).astype(np.int64)
            assert np.ptp(found) > 50
            expected = computed(opened, node, opened.integers(node["inputs"][0]), relu=place < RELU_LAYERS)
            assert np.abs(found - expected).max() <= 1


def pooled(maps: Any) -> Any:
    _, height, width, channels = maps.shape
    return maps.reshape(1, height // 2, 2, width // 2, 2, channels).max(axis=(2, 4))


def test_the_whole_network_as_xnnpack_runs_it_is_numpy_s_within_two_steps(file: bytes, pictures: Any) -> None:
    opened, network = Opened(file), LiteRTNetwork(file)
    images = pictures.test.images[:20]
    conv1, conv2, fc1, fc2 = layers_of(opened)
    for picture, found in zip(network.prepared(images), network.logits(images), strict=True):
        maps = pooled(computed(opened, conv1, picture, relu=True))
        maps = pooled(computed(opened, conv2, maps, relu=True))
        hidden = computed(opened, fc1, maps, relu=True)
        expected = computed(opened, fc2, hidden, relu=False)
        assert np.ptp(expected) > 50
        assert np.abs(found - expected).max() <= 2


def test_per_channel_has_a_scale_for_each_output_and_per_tensor_one(static_file: bytes, float_file: bytes, calibration: Any) -> None:
    def scales(file: bytes) -> list[int]:
        opened = Opened(file)
        return [len(opened.scales(node["inputs"][1])) for node in layers_of(opened)]

    assert scales(static_file)[:2] == [20, 50]
    assert scales(int8_static_per_tensor(float_file, calibration)) == [1, 1, 1, 1]
