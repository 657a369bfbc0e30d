"""What the networks of this laboratory have in common: they read pictures, and score each class."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import ClassVar, TypeVar, cast

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from optimization.results.records import LayerCount

StateDict = Mapping[str, Tensor]

PICTURES_AT_ONCE = 500
"""More of them would take hundreds of megabytes in the widest layers."""


class Classifier(nn.Module):
    """Reads float32 [n, *input_shape] and gives [n, classes] logits. Its last convolution or linear layer is the one that scores."""

    input_shape: ClassVar[tuple[int, int, int]]
    """Channels, height, width."""


AnyClassifier = TypeVar("AnyClassifier", bound=Classifier)


def loaded(model: AnyClassifier, state: StateDict) -> AnyClassifier:
    """``model`` in evaluation mode, holding a copy of ``state``."""
    model.load_state_dict(state)
    return model.eval()


def weight_layers(model: nn.Module) -> dict[str, nn.Conv2d | nn.Linear]:
    """The convolution and linear layers by name, from the first to the one that scores."""
    return {name: module for name, module in model.named_modules() if isinstance(module, nn.Conv2d | nn.Linear)}


def as_input(images: npt.NDArray[np.float32]) -> Tensor:
    """[n, h, w] or [n, h, w, 3] pictures as the [n, channels, h, w] tensor that a network reads, with memory of its own."""
    tensor = torch.tensor(images)
    return tensor[:, None] if tensor.ndim == 3 else tensor.movedim(-1, 1)


def predict(model: nn.Module, images: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    """The class that ``model`` sees in each of the n pictures: int64 [n]."""
    with torch.inference_mode():
        parts = [model(part).argmax(dim=1) for part in torch.split(as_input(images), PICTURES_AT_ONCE)]
        return cast("npt.NDArray[np.int64]", torch.cat(parts).numpy())


def count_weights(state: StateDict) -> tuple[LayerCount, ...]:
    """Non-zero and total weights per convolution and linear layer; biases and batch norm are left out."""
    weights = {name.removesuffix(".weight"): value for name, value in state.items() if name.endswith(".weight") and value.ndim > 1}
    return tuple(
        LayerCount(layer=layer, shape=tuple(weight.shape), nonzero_weights=int(weight.count_nonzero()), total_weights=weight.numel())
        for layer, weight in weights.items()
    )


def state_bytes(state: StateDict) -> bytes:
    """The state dict as ``torch.save`` writes it. A buffer, because a file's name would become part of its size."""
    buffer = io.BytesIO()
    torch.save(dict(state), buffer)
    return buffer.getvalue()


def state_from(content: bytes) -> StateDict:
    """What ``state_bytes`` wrote."""
    state: StateDict = torch.load(io.BytesIO(content), weights_only=True)
    return state
