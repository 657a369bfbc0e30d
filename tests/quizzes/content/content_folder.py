"""A content folder on disk that holds the whole topic of ``broken/whole``, for tests that change it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from optimization.labs.lab import allowed_values
from quizzes.content.reader import read_file
from quizzes.content.shelf import Shelf
from quizzes.content.source.problems import Problem
from quizzes.content.topic import Topic
from quizzes.models.labs import Explored, Labs

BROKEN = Path(__file__).parent / "broken"


class PruneParams(BaseModel):
    """Parameters of a lab of these tests; the real labs have their own."""

    model_config = ConfigDict(extra="forbid")

    amount: float = Field(0.5, ge=0.0, le=0.99)
    seed: int = 0
    keep: bool | None = None
    layers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FakeLab:
    """A lab as content sees it."""

    params: type[BaseModel] = PruneParams
    rows: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    example: Mapping[str, Any] = field(default_factory=dict)
    has_page: bool = True
    budget_networks: tuple[str, ...] = ()
    explored: Explored = field(default_factory=dict)

    def measured_alone(self, figure: str, given: Mapping[str, Any]) -> tuple[str, ...]:
        return (*self.rows, *(f"{figure} at {amount}" for amount in given.get("layers", ())))

    def allowed(self, name: str) -> str:
        return allowed_values(self.params, name)


PRUNE = FakeLab(rows=("dense", "control", "pruned"))


@dataclass(frozen=True)
class ContentFolder:
    """A folder of topics; the topic that the tests change is ``whole/topic.yaml``."""

    root: Path
    whole: str
    """The text of the whole topic."""

    @property
    def labs(self) -> Labs:
        return {"prune": PRUNE}

    @property
    def topic_file(self) -> Path:
        return self.root / "whole" / "topic.yaml"

    def write(self, text: str | bytes) -> None:
        self.topic_file.write_bytes(text.encode() if isinstance(text, str) else text)

    def read(self, text: str | bytes) -> tuple[Topic | None, tuple[Problem, ...]]:
        """Write the topic's file and read it."""
        self.write(text)
        return read_file(self.topic_file, folder=self.root, labs=self.labs)

    def changed(self, old: str, new: str) -> str:
        """The whole topic with the first ``old`` replaced."""
        assert old in self.whole
        return self.whole.replace(old, new, 1)

    def read_whole(self, old: str = "", new: str = "") -> Topic:
        """The whole topic, read with the first ``old`` replaced; fails where the reader refuses it."""
        topic, problems = self.read(self.changed(old, new))
        assert problems == ()
        assert topic is not None
        return topic

    def add_topic(self, name: str) -> Path:
        """Another whole topic in the same track."""
        path = self.root / "whole" / f"{name}.yaml"
        path.write_bytes(self.changed("id: whole/topic", f"id: whole/{name}").encode())
        return path

    def shelf(self) -> Shelf:
        return Shelf(self.root, labs=self.labs)


def new_content_folder(root: Path) -> ContentFolder:
    """A folder at ``root``, which must not exist yet, with a copy of the whole topic."""
    shutil.copytree(BROKEN / "whole", root / "whole")
    return ContentFolder(root, (root / "whole" / "topic.yaml").read_text(encoding="utf-8"))
