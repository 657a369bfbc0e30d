"""The pictures that the texts of a topic show: files beside the topic, never an address elsewhere."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path as FilePath
from typing import Any

from pydantic import BaseModel

from quizzes.content.document import Document, Path, short, where
from quizzes.content.problems import Refusal

# Brackets inside brackets are left out, so that the search takes one pass whatever stands there.
IMAGE = re.compile(r"!\[([^\[\]\n]*)\]\(([^()\n]*)\)")
IMAGE_ENDINGS = (".png", ".jpg", ".jpeg", ".svg", ".webp", ".gif")


def missing_images(document: Document, path: Path, part: BaseModel, *, folder: FilePath) -> Iterator[Refusal]:
    """A refusal for each picture in the texts of ``part`` that is no picture file below ``folder``."""
    for inner, text in texts_of(part, path):
        for alternative, target in IMAGE.findall(text):
            wrong = _fault(target, folder)
            if wrong:
                place = document.place_inside(inner, f"![{alternative}]({target})")
                shown = f"the image {short(target)!r} {wrong}"
                yield Refusal(place, where(inner), shown, f"allowed: a file beside the topic, {' '.join(IMAGE_ENDINGS)}", "picture")


def _fault(target: str, folder: FilePath) -> str:
    path = FilePath(target)
    if path.is_absolute() or ".." in path.parts or "\\" in target or ":" in target:
        return "is not inside the track's folder"
    if path.suffix.lower() not in IMAGE_ENDINGS:
        return "is no picture"
    try:
        file = (folder / path).resolve()
        if not file.is_file():
            return "does not exist"
    except (OSError, ValueError, RuntimeError):
        return "does not exist"
    return "" if file.is_relative_to(folder.resolve()) else "is not inside the track's folder"


def pictures_below(folder: FilePath) -> frozenset[str]:
    """The picture files below a folder, as paths from there."""
    found: set[str] = set()
    for directory, _, names in os.walk(folder):
        found |= {os.path.join(directory, name) for name in names if name.lower().endswith(IMAGE_ENDINGS)}
    return frozenset(os.path.relpath(path, folder) for path in found)


def texts_of(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every text inside a part, with its path as it is written in the file."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield from texts_of(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from texts_of(inner, (*path, index))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts_of(inner, (*path, str(key)))
