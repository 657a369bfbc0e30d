"""The records beside a topic: JSON files of what was measured or proven, an entry an id."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from quizzes.atomic import replace_file

Entry = TypeVar("Entry", bound=BaseModel)


def beside(topic_path: Path, ending: str) -> Path:
    """``TOPIC.yaml`` -> ``TOPIC.figures.json``"""
    return topic_path.with_suffix(ending)


def read(path: Path, entry: type[Entry]) -> Mapping[str, Entry]:
    """Id -> what is on record; empty where there is no file, and without what cannot be read."""
    try:
        recorded = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    known: dict[str, Entry] = {}
    for name, values in recorded.items() if isinstance(recorded, dict) else ():
        try:
            known[name] = entry.model_validate(values)
        except ValidationError:
            continue
    return known


def write(path: Path, known: Mapping[str, BaseModel]) -> None:
    """Replace the record in one step, in the order of ids. Raises OSError."""
    whole = {name: one.model_dump(mode="json") for name, one in sorted(known.items())}
    replace_file(path, f"{json.dumps(whole, indent=1, ensure_ascii=False)}\n".encode())
