from typing import Any

import numpy as np
import pytest

pytest.importorskip("tensorflow")
pytest.importorskip("torch")

import torch

from optimization.networks.lenet import LeNet5, Widths, as_input, lenet_from
from optimization.quantization import twin
from optimization.quantization.runtime import LiteRTNetwork
from optimization.quantization.twin import export_tflite, float_tflite, keras_twin


def torch_logits(state: Any, images: Any) -> Any:
    with torch.inference_mode():
        return lenet_from(state)(as_input(images)).numpy()


def keras_logits(state: Any, images: Any) -> Any:
    model = keras_twin(state)
    return np.concatenate([model(image[None, :, :, None]).numpy() for image in images])


def test_it_gives_the_outputs_of_the_pytorch_network(trained: Any, pictures: Any) -> None:
    images = pictures.test.images[:50]
    expected = torch_logits(trained, images)
    assert np.abs(expected).max() > 1
    assert np.abs(keras_logits(trained, images) - expected).max() < 1e-4


def test_it_has_431080_parameters(trained: Any) -> None:
    assert keras_twin(trained).count_params() == 431_080


def test_a_narrower_network_has_a_narrower_twin(pictures: Any) -> None:
    torch.manual_seed(0)
    state = LeNet5(Widths(conv1=3, conv2=7, fc1=11)).state_dict()
    images = pictures.test.images[:5]
    assert np.abs(keras_logits(state, images) - torch_logits(state, images)).max() < 1e-4


def test_the_exported_file_gives_the_same_outputs_too(trained: Any, float_file: bytes, pictures: Any) -> None:
    images = pictures.test.images[:50]
    assert np.abs(LiteRTNetwork(float_file).logits(images) - torch_logits(trained, images)).max() < 1e-4


def test_the_exported_graph_is_whole_without_arithmetic_on_shapes(float_file: bytes) -> None:
    from ai_edge_litert import schema_py_generated as schema

    model = schema.ModelT.InitFromPackedBuf(float_file, 0)
    names = {code: name for name, code in vars(schema.BuiltinOperator).items() if isinstance(code, int)}
    operators = [names[model.operatorCodes[operator.opcodeIndex].builtinCode] for operator in model.subgraphs[0].operators]
    assert operators == ["CONV_2D", "MAX_POOL_2D", "CONV_2D", "MAX_POOL_2D", "RESHAPE", "FULLY_CONNECTED", "FULLY_CONNECTED"]


def test_the_file_is_kept_until_the_weights_change(trained: Any, float_file: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    exported: list[Any] = []

    def recorded(model: Any) -> bytes:
        exported.append(model)
        return b"another file"

    monkeypatch.setattr(twin, "export_tflite", recorded)
    assert float_tflite(trained) == float_file
    assert not exported
    changed = dict(trained) | {"fc2.bias": trained["fc2.bias"] + 1}
    assert float_tflite(changed) == b"another file"


def test_exporting_says_nothing_on_stdout(trained: Any, capfd: pytest.CaptureFixture[str]) -> None:
    export_tflite(keras_twin(trained))
    assert capfd.readouterr().out == ""
