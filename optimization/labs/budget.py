"""What may be set in the pipeline that has to meet a budget."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field
from pydantic.config import JsonDict

from optimization.labs.fields import LabParams, Network, Seed, listed
from optimization.labs.lab import Lab, Offer
from optimization.labs.needs import LITERT, PRUNING
from optimization.labs.networks import NETWORKS, USUAL
from optimization.results.bets import Bet

FORMAT_LABELS: JsonDict = {"float32": "float32", "float16": "float16", "int8": "int8, calibrated", "int8_dynamic": "int8, dynamic range"}


AS_LONG = "Training a float network for as long"
"""What the run does while it trains the network that the coded one is compared with."""


WAYS: Mapping[str, str] = {"coded": "small file", "fast": "fast network"}
"""The id of the row of each half -> what it is called."""


def way_title(row: str) -> str:
    """What a row is called: ``small file``."""
    return WAYS.get(row, row)


class Params(LabParams):
    """Parameters of one pipeline: one way to the smallest file (``coded``), one to the fastest network (``fast``)."""

    variants: ClassVar[tuple[str, ...]] = ("float", "control", "coded", "fast", "small dense")
    figures: ClassVar[tuple[str, ...]] = ("speed", "file", "gzip", "accuracy", "changed", "non-zero")

    def in_words(self) -> str:
        return listed(
            f"{100 * self.sparsity:g} % zeros in {self.rounds} {'round' if self.rounds == 1 else 'rounds'}",
            f"{self.shared_values} shared values",
            f"{self.coded_epochs} epochs",
            f"then {100 * self.removed:g} % of the channels removed",
            f"{self.fast_epochs} epochs",
            str(FORMAT_LABELS[self.format]),
            NETWORKS[self.network].words,
            self.seed > 0 and f"seed {self.seed}",
        )

    @classmethod
    def row_title(cls, row: str, parameters: Mapping[str, Any]) -> str:
        return way_title(row)

    network: Network = USUAL
    sparsity: float = Field(
        0.97, ge=0.0, le=0.995, title="Small file: zeros", description="Share of all weights that are zero before the rest is coded."
    )
    rounds: int = Field(
        3,
        ge=1,
        le=10,
        title="Small file: pruning rounds",
        description="Steps up to that share, with training after each.",
        json_schema_extra={"more": True},
    )
    coded_epochs: int = Field(
        4, ge=0, le=40, title="Small file: epochs", description="Training passes over all rounds and the shared values."
    )
    shared_values: int = Field(
        16,
        ge=2,
        le=256,
        title="Small file: shared values a layer",
        description="k-means replaces each layer's weights with this many values.",
    )
    removed: float = Field(
        0.8, ge=0.0, le=0.95, title="Fast network: channels removed", description="Share of each layer's channels and units to remove."
    )
    fast_epochs: int = Field(5, ge=0, le=40, title="Fast network: epochs", description="Training passes after the channels were removed.")
    format: Literal["float32", "float16", "int8", "int8_dynamic"] = Field(
        "int8",
        title="Fast network: number format",
        description="How the LiteRT file stores and computes.",
        json_schema_extra={"labels": FORMAT_LABELS},
    )
    seed: Seed = 0


def work(params: Params) -> Mapping[str, float]:
    """The epochs of each training of a run; both rivals are trained for as long as the coded network was in all."""
    in_rounds = params.coded_epochs * params.rounds // (params.rounds + 1)
    rival = NETWORKS[params.network].epochs + params.coded_epochs
    return {
        "Round": in_rounds,
        "Training the shared values": params.coded_epochs - in_rounds,
        "Training the narrow network": params.fast_epochs,
        "Training a small dense network": rival,
        AS_LONG: rival,
    }


LAB = Lab(
    id="budget",
    title="Beat the budget",
    summary="Make a trained network fit: one half of the page builds the smallest file, the other the fastest network.",
    params=Params,
    entry="optimization.laboratory.pipeline.lab:run",
    needs={**PRUNING, **LITERT},
    recipes={
        "default": {},
        "half width, float": {"removed": 0.5, "format": "float32", "fast_epochs": 2, "coded_epochs": 3, "rounds": 2},
        "half width, int8": {"removed": 0.5, "fast_epochs": 2, "coded_epochs": 3, "rounds": 2},
        "signs": {"network": "signs", "sparsity": 0.85, "rounds": 3, "coded_epochs": 6, "removed": 0.5, "fast_epochs": 6},
    },
    bet=Bet(question="Against the float file, the fast network will be…", figure="speed", of="fast", against="float"),
    work=work,
    lighter={"coded_epochs": 1, "fast_epochs": 1},
    meets_budgets=True,
    offer=Offer(minutes=10, words="build the smallest pipeline that still works; pick it when you know the parts"),
)
