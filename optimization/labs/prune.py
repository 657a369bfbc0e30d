"""What may be set in the pruning lab, and what it always compares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field
from pydantic.config import JsonDict

from optimization.labs.fields import FromShell, Network, Seed, TimedFlag, TimedParams, listed
from optimization.labs.lab import Lab, Offer
from optimization.labs.needs import PRUNING
from optimization.labs.networks import NETWORKS, USUAL
from optimization.results.bets import Bet
from optimization.results.figures import layer_name
from optimization.results.scan import AMOUNTS, point_name

Method = Literal["l1_unstructured", "global_unstructured", "random_unstructured", "structured", "random_structured"]
MaskRemoved = Literal["after", "before", "never"]

METHOD_LABELS: JsonDict = {
    "l1_unstructured": "Single weights, the smallest of each layer (L1)",
    "global_unstructured": "Single weights, the smallest of the whole network",
    "random_unstructured": "Single weights, chosen at random",
    "structured": "Whole channels and units, the weakest first (L1 norm)",
    "random_structured": "Whole channels and units, chosen at random",
}
METHOD_WORDS = {
    "l1_unstructured": "single weights",
    "global_unstructured": "single weights, the smallest of all",
    "random_unstructured": "single weights at random",
    "structured": "whole channels",
    "random_structured": "whole channels at random",
}
MASK_WORDS = {"after": "", "before": "zeros not held", "never": "mask left in"}
MASK_LABELS: JsonDict = {
    "after": "After fine-tuning, as it should be",
    "before": "Before fine-tuning: nothing holds the zeros",
    "never": "Never: weight_orig and weight_mask stay in the file",
}


SCAN = "Testing each layer alone"
"""What the run does while it scans."""

BY_CHANCE = "random mask"
"""The id of the row that has lost as much as the pruned one, chosen at random."""


def title_by_chance(method: str) -> str:
    """What that row is called: after what was removed, and as another draw where the pruned one is a random one too."""
    pruned_part = "channels" if method in ("structured", "random_structured") else "mask"
    if method in ("random_unstructured", "random_structured"):
        return f"{'another' if pruned_part == 'mask' else 'other'} random {pruned_part}"
    return f"random {pruned_part}"


class Params(TimedParams):
    """Parameters of one pruning run."""

    def in_words(self) -> str:
        return listed(
            f"{100 * self.amount:g} %",
            METHOD_WORDS[self.method],
            self.steps > 1 and f"{self.steps} steps",
            self.finetune_epochs > 0 and f"{self.finetune_epochs} {'epoch' if self.finetune_epochs == 1 else 'epochs'} of fine-tuning",
            self.round_to > 1 and f"widths in multiples of {self.round_to}",
            MASK_WORDS[self.mask_removed],
            self.scan and "each layer alone too",
            NETWORKS[self.network].words,
            self.seed > 0 and f"seed {self.seed}",
        )

    @classmethod
    def row_title(cls, row: str, parameters: Mapping[str, Any]) -> str:
        return title_by_chance(str(parameters.get("method", ""))) if row == BY_CHANCE else row

    @classmethod
    def parts(cls, figure: str, settings: Mapping[str, Any]) -> tuple[str, ...]:
        """What a figure of such a run can be of besides its rows: a layer of a row, and in a scan a layer at an amount."""
        network = NETWORKS.get(str(settings.get("network", USUAL)))
        if network is None:
            return ()
        if figure == "non-zero":
            return tuple(layer_name(layer, row) for row in cls.variants for layer in network.layers)
        if figure == "accuracy" and settings.get("scan") is True:
            return tuple(point_name(layer, amount) for layer in network.layers for amount in (0, *AMOUNTS))
        return ()

    variants: ClassVar[tuple[str, ...]] = ("dense", "control", "pruned", BY_CHANCE, "small dense")
    figures: ClassVar[tuple[str, ...]] = ("speed", "file", "gzip", "sparse file", "accuracy", "changed", "non-zero")

    network: Network = USUAL
    amount: float = Field(0.9, ge=0.0, le=0.99, title="Amount", description="Share of the weights, or of each layer's channels, to remove.")
    method: Method = Field(
        "l1_unstructured",
        title="What is removed",
        description="Single weights keep every shape; removing whole channels makes the layers narrower.",
        json_schema_extra={"labels": METHOD_LABELS},
    )
    steps: int = Field(
        1,
        ge=1,
        le=10,
        title="Pruning steps",
        description="1 is one shot; more go up to the amount in a cubic schedule, fine-tuning after each.",
        json_schema_extra={"more": True},
    )
    finetune_epochs: int = Field(
        0, ge=0, le=10, title="Fine-tuning epochs", description="Training passes after each pruning step, with the mask kept."
    )
    round_to: Annotated[Literal[1, 2, 4, 8, 16], FromShell] = Field(
        1,
        title="Round widths up to a multiple of",
        description="For whole channels only: kernels like multiples of 8 or 16. 1 does not round.",
        json_schema_extra={"more": True},
    )
    mask_removed: MaskRemoved = Field(
        "after",
        title="When the mask is removed",
        description="For single weights only: prune.remove writes the zeros into the weights.",
        json_schema_extra={"labels": MASK_LABELS, "more": True},
    )
    scan: bool = Field(
        False,
        title="Sensitivity scan",
        description="Also prune each layer alone and see what that costs.",
        json_schema_extra={"more": True},
    )
    seed: Seed = 0
    timed: TimedFlag = True


def work(params: Params) -> Mapping[str, float]:
    """The epochs of each training of a run, and whether the scan is in it; the chosen weights and the random ones are trained on alike."""
    epochs_at_once, in_steps = (params.finetune_epochs, 0) if params.steps == 1 else (0, params.steps * params.finetune_epochs)
    return {
        "Fine-tuning": 2 * epochs_at_once,
        "Step": 2 * in_steps,
        "Training a small dense network": NETWORKS[params.network].epochs + epochs_at_once + in_steps,
        SCAN: int(params.scan),
    }


LAB = Lab(
    id="prune",
    title="Prune it",
    summary="Remove weights or whole channels from a trained network and measure what is left.",
    params=Params,
    entry="optimization.laboratory.pruning.lab:run",
    needs=PRUNING,
    recipes={
        "default": {},
        "half the channels": {"method": "structured", "amount": 0.5, "finetune_epochs": 1},
        "one threshold": {"method": "global_unstructured", "amount": 0.95, "finetune_epochs": 1},
        "in steps": {"amount": 0.97, "steps": 4, "finetune_epochs": 1},
        "sensitivity": {"scan": True, "amount": 0.8},
        "mask left in": {"mask_removed": "never"},
        "trained after remove": {"mask_removed": "before", "finetune_epochs": 1},
        "signs": {"network": "signs", "amount": 0.5, "finetune_epochs": 1},
    },
    bet=Bet(question="Against the dense network, the pruned one will be…", figure="speed", of="pruned", against="dense"),
    work=work,
    lighter={"finetune_epochs": 1, "steps": 1, "scan": False},
    offer=Offer(minutes=5, words="remove weights from a real network; pick it when you doubt a claim"),
)
