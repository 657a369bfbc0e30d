"""What may be set where a student's own drawing is read by ever smaller networks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from pydantic import Field

from optimization.labs.fields import LabParams, Seed
from optimization.labs.lab import Lab, Offer
from optimization.labs.needs import TORCH
from optimization.results.records import Found
from optimization.results.shares import percent

SIDE = 28
SPARSITIES = (0.0, 0.5, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99)
BITS = (32, 8, 4, 3, 2)


def variant_name(sparsity: float, bits: int) -> str:
    """The variant with that share of zeros and that many bits a weight: ``90 % zeros, 4 bits``."""
    return f"{percent(sparsity, places=0)} zeros, {bits} bits"


STILL, NO_MORE = variant_name(0.5, 32), variant_name(0.9, 32)
"""The challenge: a drawing that the first of these networks reads as the whole one does, and the second does not."""
MET = f"{STILL} read it, {NO_MORE} do not"
"""How a run is kept whose drawing met the challenge."""


@dataclass(frozen=True, kw_only=True)
class Challenge:
    """How a drawing stands against the challenge: what it should be read as, and what each network reads, as indices of classes.

    ``sure`` is the score that the network which should fail gives to what it should not read.
    """

    wanted: int
    whole: int
    still: int
    no_more: int
    sure: float

    @property
    def is_met(self) -> bool:
        return self.whole == self.still == self.wanted != self.no_more


def challenge(result: Found, *, drawn: int | None) -> Challenge | None:
    """How the drawing of a run stands against it; ``drawn`` is the digit that the learner says it is, else what the whole network reads
    counts. None where the run was not read with all networks."""
    try:
        whole, still, no_more = (result.variant(name).scores for name in (Params.variants[0], STILL, NO_MORE))
    except KeyError:
        return None
    if not (whole and still and no_more):
        return None
    wanted = _best(whole) if drawn is None else drawn
    return Challenge(wanted=wanted, whole=_best(whole), still=_best(still), no_more=_best(no_more), sure=no_more[wanted])


def _best(scores: Sequence[float]) -> int:
    return max(range(len(scores)), key=scores.__getitem__)


class Params(LabParams):
    """One drawing, read by every variant."""

    variants: ClassVar[tuple[str, ...]] = tuple(variant_name(sparsity, bits) for sparsity in SPARSITIES for bits in BITS)

    drawing: str = Field(
        "",
        pattern=rf"^([0-9a-f]{{{SIDE * SIDE}}})?$",
        title="Drawing",
        description="0 is paper and f is ink; nothing stands for the first test picture.",
        json_schema_extra={"allowed": f"{SIDE * SIDE} hex digits, one a pixel, row by row"},
    )
    seed: Seed = 0


LAB = Lab(
    id="digit",
    title="Break it",
    summary="Draw a digit and let networks with fewer weights and fewer bits read it, until one fails.",
    params=Params,
    entry="optimization.laboratory.breaking.lab:run",
    needs=TORCH,
    offer=Offer(minutes=3, words="draw a digit and take weights and bits away until a network misreads it"),
)
