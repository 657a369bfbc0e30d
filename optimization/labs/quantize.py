"""What may be set in the quantization lab."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Params(BaseModel):
    """Parameters of one quantization run; the defaults are the recipe that the lab opens with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    calibration_images: int = Field(
        200,
        ge=1,
        le=500,
        title="Calibration images",
        description="Training pictures shown to static int8 to learn the range of each activation.",
    )
    seed: int = Field(
        0, ge=0, le=9999, title="Seed", description="Fixes the training, the calibration pictures and the order of the timing rounds."
    )
