from typing import Any

import numpy as np
import pytest

pytest.importorskip("tensorflow")
pytest.importorskip("torch")

import torch

from optimization.laboratory.networks.classifier import as_input
from optimization.laboratory.networks.lenet import AverageLeNet5, LeNet5, Widths, average_lenet_from, lenet_from
from optimization.laboratory.networks.register import AVERAGING, NETWORKS, SIGNS
from optimization.laboratory.networks.signs import SignNet, average_sign_net_from, sign_net_from
from optimization.laboratory.networks.signs import Widths as SignWidths
from optimization.laboratory.quantization import twin
from optimization.laboratory.quantization.conversion import int8_static
from optimization.laboratory.quantization.runtime import LiteRTNetwork
from optimization.laboratory.quantization.stored_weights import stored_weights
from optimization.laboratory.quantization.twin import export_tflite, float_tflite, keras_twin


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


def operators(file: bytes) -> list[str]:
    from ai_edge_litert import schema_py_generated as schema

    model = schema.ModelT.InitFromPackedBuf(file, 0)
    names = {code: name for name, code in vars(schema.BuiltinOperator).items() if isinstance(code, int)}
    return [names[model.operatorCodes[operator.opcodeIndex].builtinCode] for operator in model.subgraphs[0].operators]


def test_the_exported_graph_is_whole_without_arithmetic_on_shapes(float_file: bytes) -> None:
    assert operators(float_file) == [
        "CONV_2D",
        "MAX_POOL_2D",
        "CONV_2D",
        "MAX_POOL_2D",
        "RESHAPE",
        "FULLY_CONNECTED",
        "FULLY_CONNECTED",
    ]


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


def sign_logits(state: Any, images: Any) -> Any:
    with torch.inference_mode():
        return sign_net_from(state)(as_input(images)).numpy()


def keras_sign_logits(state: Any, images: Any) -> Any:
    model = keras_twin(state, network=SIGNS)
    return np.concatenate([model(image[None]).numpy() for image in images])


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_every_network_s_twin_reads_its_pictures_and_has_its_parameters(network: Any) -> None:
    full = network.architecture()
    twin_model = keras_twin(full.state_dict(), network=network)
    channels, height, width = network.input_shape
    assert twin_model.input_shape == (1, height, width, channels)
    with_kernel = [layer.name for layer in twin_model.layers if any(weight.name == "kernel" for weight in layer.weights)]
    assert with_kernel == list(network.layers)
    assert sum(weight.shape.num_elements() for weight in twin_model.trainable_variables) == sum(p.numel() for p in full.parameters())


@pytest.mark.parametrize("network", [*NETWORKS.values(), *AVERAGING.values()], ids=lambda network: network.id)
def test_every_network_s_twin_gives_its_outputs(network: Any) -> None:
    torch.manual_seed(0)
    state = network.architecture().state_dict()
    images = network.pictures().test.images[:3]
    with torch.inference_mode():
        expected = network.from_state(state)(as_input(images)).numpy()
    model = keras_twin(state, network=network)
    found = np.concatenate([model(image.reshape(model.input_shape)).numpy() for image in images])
    assert np.abs(found - expected).max() < 1e-4 * np.abs(expected).max()


def test_the_convolutional_twin_gives_the_outputs_of_pytorch_with_the_statistics_of_batch_norm(briefly_trained: Any, signs: Any) -> None:
    assert (briefly_trained["block3.depthwise_norm.running_var"] - 1).abs().max() > 0.1
    images = signs.test.images[:50]
    expected = sign_logits(briefly_trained, images)
    assert np.abs(expected).max() > 1
    assert np.abs(keras_sign_logits(briefly_trained, images) - expected).max() < 1e-4


def test_a_convolutional_network_of_other_widths_has_its_twin_too(signs: Any) -> None:
    torch.manual_seed(0)
    state = SignNet(SignWidths(stem=3, block1=5, block2=7, block3=9, block4=11, block5=13)).state_dict()
    images = signs.test.images[:5]
    assert np.abs(keras_sign_logits(state, images) - sign_logits(state, images)).max() < 1e-4


@pytest.mark.parametrize("identity", ["lenet", "signs"])
def test_an_averaging_twin_gives_the_outputs_of_the_averaging_network_and_its_file_too(
    identity: str, pictures: Any, signs: Any, briefly_trained: Any
) -> None:
    torch.manual_seed(0)
    state, from_state, images, pooling = {
        "lenet": (AverageLeNet5().state_dict(), average_lenet_from, pictures.test.images[:20], lenet_from),
        "signs": (briefly_trained, average_sign_net_from, signs.test.images[:20], sign_net_from),
    }[identity]
    network = AVERAGING[identity]
    with torch.inference_mode():
        expected = from_state(state)(as_input(images)).numpy()
        with_the_largest = pooling(state)(as_input(images)).numpy()
    assert np.abs(with_the_largest - expected).max() > 0.01
    model = keras_twin(state, network=network)
    batches = images.reshape(len(images), 1, *model.input_shape[1:])
    assert np.abs(np.concatenate([model(batch).numpy() for batch in batches]) - expected).max() < 1e-4
    file = float_tflite(state, network=network)
    assert np.abs(LiteRTNetwork(file).logits(images) - expected).max() < 1e-4
    assert operators(file).count("AVERAGE_POOL_2D") == 2
    assert "MAX_POOL_2D" not in operators(file)


def test_the_exported_convolutional_network_gives_the_same_outputs_without_an_operator_for_batch_norm(
    briefly_trained: Any, signs_file: bytes, signs: Any
) -> None:
    images = signs.test.images[:50]
    assert np.abs(LiteRTNetwork(signs_file).logits(images) - sign_logits(briefly_trained, images)).max() < 1e-4
    block, pool = ["DEPTHWISE_CONV_2D", "CONV_2D"], ["MAX_POOL_2D"]
    assert operators(signs_file) == ["CONV_2D", *block, *pool, *block, *block, *pool, *block, *block, "MEAN", "FULLY_CONNECTED"]


def test_zeros_of_the_convolutional_network_are_zeros_of_its_file(briefly_trained: Any) -> None:
    state = {name: tensor.clone() for name, tensor in briefly_trained.items()}
    state["block2.depthwise.weight"][:5] = 0.0
    state["block4.pointwise.weight"][:, :8] = 0.0
    file = export_tflite(keras_twin(state, network=SIGNS))
    counts = {stored.count.layer: stored.count for stored in stored_weights(file, layers=SIGNS.layers)}
    assert list(counts) == list(SIGNS.layers)
    removed = {layer: count.total_weights - count.nonzero_weights for layer, count in counts.items()}
    assert {layer: zeros for layer, zeros in removed.items() if zeros} == {"block2.depthwise": 5 * 9, "block4.pointwise": 8 * 256}


def test_coloured_pictures_can_calibrate_and_enter_an_int8_file(signs_file: bytes, signs: Any) -> None:
    network = LiteRTNetwork(int8_static(signs_file, signs.train.images[:100]))
    assert network.input_quantization is not None
    images = signs.test.images[:100]
    same = network.predict(images) == LiteRTNetwork(signs_file).predict(images)
    assert 0.8 < same.mean() < 1.01
