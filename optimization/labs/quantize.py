"""What may be set in the quantization lab, and what it compares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field
from pydantic.config import JsonDict

from optimization.labs.fields import FromShell, Network, Seed, TimedFlag, TimedParams, listed
from optimization.labs.lab import Lab, Offer
from optimization.labs.needs import LITERT, TORCH
from optimization.labs.networks import NETWORKS, USUAL
from optimization.results.bets import Bet

POOLING_LABELS: JsonDict = {"max": "MaxPool", "average": "AveragePool (the network is trained with it)"}
PREPROCESSING_LABELS: JsonDict = {"right": "As in training: 0 to 1", "wrong": "Forgotten: calibrated with values from 0 to 255"}


class Params(TimedParams):
    """Parameters of one quantization run."""

    variants: ClassVar[tuple[str, ...]] = (
        "float32",
        "control",
        "float16",
        "int8 dynamic",
        "int8 weight-only",
        "int8 static",
        "classic int8 dynamic",
        "int8 static per tensor",
        "int4 weight-only",
        "int16x8",
        "sparse float32",
        "float32, 2 threads",
        "int8 static, 2 threads",
    )
    figures: ClassVar[tuple[str, ...]] = ("speed", "file", "gzip", "accuracy", "changed", "non-zero")

    def in_words(self) -> str:
        return listed(
            f"{self.calibration_images} calibration {'image' if self.calibration_images == 1 else 'images'}",
            self.preprocessing == "wrong" and "wrong pre-processing",
            self.pooling == "average" and "average pooling",
            self.threads > 1 and f"{self.threads} threads",
            not self.more_formats and "the usual formats",
            self.more_formats and self.sparsity != 0.8 and f"{100 * self.sparsity:g} % zeros in the sparse row",
            NETWORKS[self.network].words,
            self.seed > 0 and f"seed {self.seed}",
        )

    network: Network = USUAL
    pooling: Literal["max", "average"] = Field(
        "max",
        title="Pooling",
        description="One operator without an int8 kernel can split the graph.",
        json_schema_extra={"labels": POOLING_LABELS},
    )
    calibration_images: int = Field(
        200,
        ge=1,
        le=500,
        title="Calibration images",
        description="Training pictures shown to static int8 to learn the range of each activation.",
    )
    preprocessing: Literal["right", "wrong"] = Field(
        "right",
        title="Pre-processing of the calibration images",
        description="Calibration must see pictures exactly as the network will.",
        json_schema_extra={"labels": PREPROCESSING_LABELS, "more": True},
    )
    threads: Annotated[Literal[1, 2], FromShell] = Field(
        1, title="Threads", description="2 adds rows that run on two threads beside those on one.", json_schema_extra={"more": True}
    )
    more_formats: bool = Field(
        True,
        title="More formats",
        description="Also int8 per tensor, int4 weights, int16 x int8, and the sparse encoding.",
        json_schema_extra={"more": True},
    )
    sparsity: float = Field(
        0.8,
        ge=0.0,
        le=0.99,
        title="Zeros in the sparse row",
        description="Share of each layer's weights set to zero before the sparse encoding. Only where more formats are on.",
        json_schema_extra={"more": True},
    )
    seed: Seed = 0
    timed: TimedFlag = True


def work(params: Params) -> Mapping[str, float]:
    """How many files each part of a run has to do with."""
    files = 7 + 4 * params.more_formats + (params.threads == 2) * 2
    return {"Converting": files, "Reading the test pictures": files, "Measuring the latency": files * params.timed}


LAB = Lab(
    id="quantize",
    title="Quantize it",
    summary="Convert a trained network to LiteRT with fewer bits per number and measure each file.",
    params=Params,
    entry="optimization.laboratory.quantization.lab:run",
    needs={**TORCH, **LITERT},
    recipes={
        "default": {},
        "usual formats": {"more_formats": False},
        "wrong calibration": {"preprocessing": "wrong", "more_formats": False},
        "average pooling": {"pooling": "average", "more_formats": False},
        "two threads": {"threads": 2, "more_formats": False},
        "signs": {"network": "signs"},
    },
    bet=Bet(question="Against the float32 file, calibrated int8 will be…", figure="speed", of="int8 static", against="float32"),
    work=work,
    lighter={"more_formats": False},
    offer=Offer(minutes=5, words="32 bits to 8, live; pick it to see what fewer bits cost"),
)
