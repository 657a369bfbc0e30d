"""A small convolutional network for the drawn signs: 127,762 parameters, nearly all of them in its 1x1 convolutions.

Each block is a depthwise-separable convolution, with batch norm, as in MobileNet (A. Howard et al., arXiv 1704.04861).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import torch.nn.functional as F
from torch import Tensor, nn

from optimization.laboratory.networks.classifier import Classifier, StateDict, loaded

CLASSES = 10


@dataclass(frozen=True, kw_only=True)
class Widths:
    """Output channels of the first convolution and of each block."""

    stem: int = 24
    block1: int = 48
    block2: int = 96
    block3: int = 128
    block4: int = 256
    block5: int = 256


class Block(nn.Module):
    """A 3x3 filter on each channel by itself, then a 1x1 convolution that mixes the channels: [n, c, h, w] to [n, width, h, w]."""

    def __init__(self, channels: int, width: int) -> None:
        super().__init__()
        self.depthwise = nn.Conv2d(channels, channels, kernel_size=3, padding=1, groups=channels, bias=False)
        self.depthwise_norm = nn.BatchNorm2d(channels)
        self.pointwise = nn.Conv2d(channels, width, kernel_size=1, bias=False)
        self.pointwise_norm = nn.BatchNorm2d(width)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.depthwise_norm(self.depthwise(x)))
        return F.relu(self.pointwise_norm(self.pointwise(x)))


class SignNet(Classifier):
    """Reads [n, 3, 32, 32] and gives [n, 10] logits."""

    input_shape = (3, 32, 32)

    def __init__(self, widths: Widths = Widths()) -> None:
        super().__init__()
        self.stem = nn.Conv2d(3, widths.stem, kernel_size=4, stride=2, padding=1, bias=False)
        self.stem_norm = nn.BatchNorm2d(widths.stem)
        self.block1 = Block(widths.stem, widths.block1)
        self.block2 = Block(widths.block1, widths.block2)
        self.block3 = Block(widths.block2, widths.block3)
        self.block4 = Block(widths.block3, widths.block4)
        self.block5 = Block(widths.block4, widths.block5)
        self.classifier = nn.Linear(widths.block5, CLASSES)

    def forward(self, images: Tensor) -> Tensor:
        x = F.relu(self.stem_norm(self.stem(images)))
        x = self.pooled(self.block1(x))
        x = self.pooled(self.block3(self.block2(x)))
        x = self.block5(self.block4(x))
        return cast("Tensor", self.classifier(x.mean(dim=(2, 3))))

    def pooled(self, x: Tensor) -> Tensor:
        """[n, c, h, w] to [n, c, h/2, w/2]: the largest of each four."""
        return F.max_pool2d(x, 2)


class AverageSignNet(SignNet):
    """The same network with the mean of each four in place of the largest; trained as such."""

    def pooled(self, x: Tensor) -> Tensor:
        return F.avg_pool2d(x, 2)


def widths_of(state: StateDict) -> Widths:
    """The widths of the network that ``state`` belongs to."""
    blocks = {f"block{number}": len(state[f"block{number}.pointwise.weight"]) for number in range(1, 6)}
    return Widths(stem=len(state["stem.weight"]), **blocks)


def sign_net_from(state: StateDict) -> SignNet:
    """A network in evaluation mode with memory of its own, holding a copy of ``state``."""
    return loaded(SignNet(widths_of(state)), state)


def average_sign_net_from(state: StateDict) -> AverageSignNet:
    """The same for the network that averages."""
    return loaded(AverageSignNet(widths_of(state)), state)
