"""The record of a topic's figures, a file beside it: what was measured, when, on what, and with which versions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from quizzes import records
from quizzes.models.figures import Figure, pictures_behind

FILE_ENDING = ".figures.json"
ANY_MACHINE = "any"
"""The kind of CPU under which a figure is kept that does not depend on it."""
HOW_IT_COMES = ("lab", "set", "figure", "of", "against", "seeds", "code")


class Seen(BaseModel):
    """One figure as it was measured. ``low`` and ``high`` bound it where the run gave bounds; ``machine`` is the CPU's own name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: float
    low: float | None = None
    high: float | None = None
    at: datetime
    machine: str
    python: str
    versions: Mapping[str, str]

    @model_validator(mode="after")
    def _lies_within_its_bounds(self) -> Self:
        if (self.low is not None and self.value < self.low) or (self.high is not None and self.value > self.high):
            raise ValueError("the value lies outside of its bounds")
        return self


class Recorded(BaseModel):
    """What is known of one figure: for each kind of CPU, as long as what is run stays the same (``comes``)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    comes: str
    seen: Mapping[str, Seen]

    def holds_for(self, figure: Figure) -> bool:
        """Whether it was measured as the figure is defined now."""
        return self.comes == comes(figure) and bool(self.seen)


Record = Mapping[str, Recorded]
"""Figure id -> what is known of it."""


def comes(figure: Figure) -> str:
    """Changes when what is run does, or the pictures that it depends on: 16 hex digits."""
    origin = {name: figure.model_dump(mode="json")[name] for name in HOW_IT_COMES}
    if figure.lab is not None and figure.figure is not None:
        origin |= pictures_behind(figure.figure)
    return hashlib.sha256(json.dumps(origin, sort_keys=True).encode()).hexdigest()[:16]


def record_path(topic_path: Path) -> Path:
    """``TOPIC.yaml`` -> ``TOPIC.figures.json``"""
    return records.beside(topic_path, FILE_ENDING)


def read_record(path: Path) -> Record:
    """What the file holds; empty where there is none, and without what cannot be read."""
    return records.read(path, Recorded)


def write_record(path: Path, record: Record) -> None:
    """Replace the record in one step. Raises OSError."""
    records.write(path, record)
