"""The base of everything in a topic file."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict
from pydantic_core import PydanticCustomError


class Part(BaseModel):
    """Base of everything in a topic file: frozen, unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def refused(wrong: str, allowed: str, *, code: str = "value") -> PydanticCustomError:
    """What a validator raises: what is wrong, what is allowed, and the code of the problem, as ``check`` says them."""
    return PydanticCustomError("refused", "{wrong}; {allowed}", {"wrong": wrong, "allowed": allowed, "code": code})
