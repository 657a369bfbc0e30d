"""What may be set where the weights of a linear classifier are rounded: a lab that lives in the tests alone."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from optimization.labs.fields import LabParams, Seed, listed
from optimization.labs.lab import Lab, Offer
from optimization.labs.needs import PICTURES
from optimization.results.bets import Bet
from optimization.results.records import Record


class Params(LabParams):
    """To how many decimals the weights are rounded."""

    variants: ClassVar[tuple[str, ...]] = ("float", "control", "rounded")
    figures: ClassVar[tuple[str, ...]] = ("speed", "file", "gzip", "accuracy", "changed", "non-zero")

    decimals: int = Field(2, ge=0, le=6, title="Decimals", description="How many are kept of each weight.")
    seed: Seed = 0

    def in_words(self) -> str:
        return listed(f"{self.decimals} decimals", self.seed > 0 and f"seed {self.seed}")


class Spread(Record):
    """What a run finds besides its rows."""

    largest_weight: float


LAB = Lab(
    id="toy",
    title="Round it",
    summary="Keep fewer decimals of each weight of a linear classifier.",
    params=Params,
    entry="optimization.laboratory.toy.lab:run",
    needs=PICTURES,
    recipes={"default": {}, "whole numbers": {"decimals": 0}},
    bet=Bet(question="Against the float classifier, the rounded one will be…", figure="speed", of="rounded", against="float"),
    offer=Offer(minutes=2, words="keep fewer decimals; pick it when you wonder how many a weight needs"),
)
