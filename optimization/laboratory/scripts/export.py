"""The network as a .tflite file."""

from __future__ import annotations

from optimization.laboratory.networks.classifier import StateDict
from optimization.laboratory.networks.network import Network
from optimization.laboratory.quantization.twin import export_tflite, keras_twin


def float_tflite(state: StateDict, *, network: Network) -> bytes:
    """The float32 .tflite file of the network, exported by Keras with a fixed batch of 1."""
    return export_tflite(keras_twin(state, network=network))
