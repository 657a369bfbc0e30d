"""What earlier versions left behind, by the commit that made it."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
VERSIONS = sorted(folder.name for folder in HERE.iterdir() if (folder / "data.zip").is_file())


@dataclass(frozen=True)
class Address:
    """Where a student was: ``state`` is page, finished, running or lab; ``item`` what was asked there, ``text`` what stood in its field."""

    learner: str
    name: str
    address: str
    state: str
    item: str | None = None
    text: str | None = None


def unpack(version: str, folder: Path) -> Path:
    """Put the data folder of that version there, and return it."""
    with zipfile.ZipFile(HERE / version / "data.zip") as kept:
        kept.extractall(folder)
    return folder


def read(version: str, name: str) -> Any:
    return json.loads((HERE / version / f"{name}.json").read_text(encoding="utf-8"))


def addresses(version: str) -> list[Address]:
    return [Address(**one) for one in read(version, "addresses")]


def cookie(version: str, learner: str) -> str:
    return str(read(version, "learners")[learner]["cookie"])
