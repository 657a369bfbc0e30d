"""What may be set in the pruning lab."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

Method = Literal["l1_unstructured", "random_unstructured", "structured", "random_structured"]

METHOD_LABELS: JsonDict = {
    "l1_unstructured": "Single weights, the smallest first (L1)",
    "random_unstructured": "Single weights, chosen at random",
    "structured": "Whole channels and units, the weakest first (L1 norm)",
    "random_structured": "Whole channels and units, chosen at random",
}


class Params(BaseModel):
    """Parameters of one pruning run; the defaults are the recipe that the lab opens with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    amount: float = Field(0.9, ge=0.0, le=0.99, title="Amount", description="Share of the weights, or of each layer's channels, to remove.")
    method: Method = Field(
        "l1_unstructured",
        title="What is removed",
        description="Single weights keep every shape; structured pruning makes the layers narrower.",
        json_schema_extra={"labels": METHOD_LABELS},
    )
    finetune_epochs: int = Field(
        0, ge=0, le=10, title="Fine-tuning epochs", description="Training passes after pruning, with the mask kept."
    )
    seed: int = Field(
        0, ge=0, le=9999, title="Seed", description="Fixes the training, the random choices and the order of the timing rounds."
    )
