"""What may be set where a student's own drawing is read by ever smaller networks."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from optimization.labs.fields import LabParams, Seed
from optimization.labs.lab import Lab, Offer
from optimization.labs.needs import TORCH
from optimization.results.shares import percent

SIDE = 28
SPARSITIES = (0.0, 0.5, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99)
BITS = (32, 8, 4, 3, 2)


def variant_name(sparsity: float, bits: int) -> str:
    """The variant with that share of zeros and that many bits a weight: ``90 % zeros, 4 bits``."""
    return f"{percent(sparsity, places=0)} zeros, {bits} bits"


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
