"""LeNet-5 in the shape that Caffe and the pruning papers use: 431,080 parameters, of which 430,500 are weights.

Sources: Y. LeCun et al., "Gradient-based learning applied to document recognition" (1998); widths from Deep Compression,
arXiv 1510.00149, table 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import torch.nn.functional as F
from torch import Tensor, nn

from optimization.laboratory.networks.classifier import Classifier, StateDict, loaded

CLASSES = 10
POOLED_SIDE = 4
"""Each channel of conv2 reaches the first linear layer as a 4x4 map."""


@dataclass(frozen=True, kw_only=True)
class Widths:
    """Output channels of the convolutions and units of the hidden layer."""

    conv1: int = 20
    conv2: int = 50
    fc1: int = 500


class LeNet5(Classifier):
    """Reads [n, 1, 28, 28] and gives [n, 10] logits."""

    input_shape = (1, 28, 28)

    def __init__(self, widths: Widths = Widths()) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, widths.conv1, kernel_size=5)
        self.conv2 = nn.Conv2d(widths.conv1, widths.conv2, kernel_size=5)
        self.fc1 = nn.Linear(widths.conv2 * POOLED_SIDE * POOLED_SIDE, widths.fc1)
        self.fc2 = nn.Linear(widths.fc1, CLASSES)

    def forward(self, images: Tensor) -> Tensor:
        x = self.pooled(F.relu(self.conv1(images)))
        x = self.pooled(F.relu(self.conv2(x)))
        x = F.relu(self.fc1(x.flatten(1)))
        return cast("Tensor", self.fc2(x))

    def pooled(self, x: Tensor) -> Tensor:
        """[n, c, h, w] to [n, c, h/2, w/2]: the largest of each four."""
        return F.max_pool2d(x, 2)


class AverageLeNet5(LeNet5):
    """The same network with the mean of each four in place of the largest; trained as such."""

    def pooled(self, x: Tensor) -> Tensor:
        return F.avg_pool2d(x, 2)


def widths_of(state: StateDict) -> Widths:
    """The widths of the network that ``state`` belongs to."""
    return Widths(conv1=len(state["conv1.bias"]), conv2=len(state["conv2.bias"]), fc1=len(state["fc1.bias"]))


def lenet_from(state: StateDict) -> LeNet5:
    """A network in evaluation mode with memory of its own, holding a copy of ``state``."""
    return loaded(LeNet5(widths_of(state)), state)


def average_lenet_from(state: StateDict) -> AverageLeNet5:
    """The same for the network that averages."""
    return loaded(AverageLeNet5(widths_of(state)), state)
