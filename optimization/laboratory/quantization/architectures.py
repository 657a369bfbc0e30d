"""The networks' shapes in Keras, batch 1, with weights not yet set. A layer is called as it is in PyTorch.

Every layer has a name of its own: Keras would number the others through the life of the process, and the names stand in the file.
"""

from __future__ import annotations

from typing import Any

import keras

from optimization.laboratory.networks import lenet, signs

layers = keras.layers

EPSILON = 1e-5
"""PyTorch's, inside batch norm; Keras takes 1e-3 unless told otherwise."""


def lenet5(widths: lenet.Widths, pooling: Any = layers.MaxPooling2D) -> Any:
    """Reads [1, 28, 28, 1] and gives [1, 10] logits."""
    return keras.Sequential(
        [
            keras.Input((28, 28, 1), batch_size=1, name="image"),
            layers.Conv2D(widths.conv1, 5, activation="relu", name="conv1"),
            pooling(2, name="pool1"),
            layers.Conv2D(widths.conv2, 5, activation="relu", name="conv2"),
            pooling(2, name="pool2"),
            layers.Flatten(name="flatten"),
            layers.Dense(widths.fc1, activation="relu", name="fc1"),
            layers.Dense(lenet.CLASSES, name="fc2"),
        ],
        name="lenet5",
    )


def average_lenet5(widths: lenet.Widths) -> Any:
    """The same with average pooling."""
    return lenet5(widths, pooling=layers.AveragePooling2D)


def sign_net(widths: signs.Widths, pooling: Any = layers.MaxPooling2D) -> Any:
    """Reads [1, 32, 32, 3] and gives [1, 10] logits."""
    return keras.Sequential(
        [
            keras.Input((32, 32, 3), batch_size=1, name="image"),
            layers.Conv2D(widths.stem, 4, strides=2, padding="same", use_bias=False, name="stem"),
            *_norm_and_relu("stem_norm"),
            *_block("block1", widths.block1),
            pooling(2, name="pool1"),
            *_block("block2", widths.block2),
            *_block("block3", widths.block3),
            pooling(2, name="pool2"),
            *_block("block4", widths.block4),
            *_block("block5", widths.block5),
            layers.GlobalAveragePooling2D(name="mean"),
            layers.Dense(signs.CLASSES, name="classifier"),
        ],
        name="sign_net",
    )


def average_sign_net(widths: signs.Widths) -> Any:
    """The same with average pooling."""
    return sign_net(widths, pooling=layers.AveragePooling2D)


def _block(name: str, width: int) -> list[Any]:
    return [
        layers.DepthwiseConv2D(3, padding="same", use_bias=False, name=f"{name}.depthwise"),
        *_norm_and_relu(f"{name}.depthwise_norm"),
        layers.Conv2D(width, 1, use_bias=False, name=f"{name}.pointwise"),
        *_norm_and_relu(f"{name}.pointwise_norm"),
    ]


def _norm_and_relu(name: str) -> list[Any]:
    return [layers.BatchNormalization(epsilon=EPSILON, name=name), layers.ReLU(name=f"{name}.relu")]
