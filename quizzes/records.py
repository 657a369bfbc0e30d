"""The records beside a topic: JSON files of what was measured or proven, an entry an id."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from quizzes.atomic import replace_file

Entry = TypeVar("Entry", bound=BaseModel)


def beside(topic_path: Path, suffix: str) -> Path:
    """``TOPIC.yaml`` -> ``TOPIC.figures.json``"""
    return topic_path.with_suffix(suffix)


def read(path: Path, entry: type[Entry]) -> Mapping[str, Entry]:
    """Id -> what is on record; empty where there is no file, and without what cannot be read."""
    try:
        contents = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    entries: dict[str, Entry] = {}
    for name, values in contents.items() if isinstance(contents, dict) else ():
        try:
            entries[name] = entry.model_validate(values)
        except ValidationError:
            continue
    return entries


def write(path: Path, entries: Mapping[str, BaseModel]) -> None:
    """Replace the record in one step, in the order of ids. Raises OSError."""
    whole = {name: entry.model_dump(mode="json") for name, entry in sorted(entries.items())}
    replace_file(path, f"{json.dumps(whole, indent=1, ensure_ascii=False)}\n".encode())
