"""The base of everything in a topic file."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """Base of everything in a topic file: frozen, unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")
