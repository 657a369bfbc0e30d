"""How each of the networks in ``optimization.labs.networks`` is built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from optimization.laboratory.networks import lenet, signs
from optimization.laboratory.networks.network import Network, Recipe
from optimization.laboratory.pictures import data, drawing
from optimization.labs.networks import TRAINING_EPOCHS

LENET = Network(
    id="lenet",
    architecture=lenet.LeNet5,
    widths_of=lenet.widths_of,
    from_state=lenet.lenet_from,
    pictures=data.digits,
    recipe=Recipe(epochs=TRAINING_EPOCHS["lenet"], seed=0, learning_rate=0.08, batch_size=64),
    finetuning_rate=0.02,
    twin="optimization.laboratory.quantization.architectures:lenet5",
    file_name="lenet5",
    sources=(Path(data.__file__), Path(lenet.__file__)),
)

SIGNS = Network(
    id="signs",
    architecture=signs.SignNet,
    widths_of=signs.widths_of,
    from_state=signs.sign_net_from,
    pictures=data.signs,
    recipe=Recipe(epochs=TRAINING_EPOCHS["signs"], seed=0, batch_size=64),
    finetuning_rate=0.02,
    twin="optimization.laboratory.quantization.architectures:sign_net",
    file_name="signs",
    sources=(Path(data.__file__), Path(drawing.__file__), Path(signs.__file__)),
)

AVERAGE_LENET = replace(
    LENET,
    id="lenet-average",
    architecture=lenet.AverageLeNet5,
    from_state=lenet.average_lenet_from,
    twin="optimization.laboratory.quantization.architectures:average_lenet5",
    file_name="lenet5-average",
)

AVERAGE_SIGNS = replace(
    SIGNS,
    id="signs-average",
    architecture=signs.AverageSignNet,
    from_state=signs.average_sign_net_from,
    twin="optimization.laboratory.quantization.architectures:average_sign_net",
    file_name="signs-average",
)

NETWORKS: Mapping[str, Network] = {network.id: network for network in (LENET, SIGNS)}
AVERAGING: Mapping[str, Network] = {"lenet": AVERAGE_LENET, "signs": AVERAGE_SIGNS}
"""The same networks with average pooling, under the same ids."""
