"""Reads topic files and gathers the problems of all of them. No bad file raises, and none takes down another."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from pydantic import BaseModel, ValidationError

from quizzes.content.crosschecks import NAMED, cross_checks
from quizzes.content.document import SIZE_LIMIT_BYTES, Document, Path, Unreadable, decode, read_document, where
from quizzes.content.fields import ID_PATTERN, Plain, core_value
from quizzes.content.models import FORMAT, QUESTION_TYPES, SECTIONS, Asked, Header, Part, Topic
from quizzes.content.problems import Problem, Refusal, did_you_mean
from quizzes.content.refusals import refusals, shown

Labs = Mapping[str, type[BaseModel]]
"""Lab id -> the model of its parameters."""


@dataclass(frozen=True)
class Reading:
    """What a folder holds: the topics that are whole, and every problem of the others."""

    topics: Mapping[str, Topic]
    problems: tuple[Problem, ...]
    files: int


def read_folder(folder: FilePath, *, labs: Labs) -> Reading:
    """Read every topic file below ``folder``; problems come in the order of files and lines."""
    topics: dict[str, Topic] = {}
    missing = no_folder(folder)
    if missing is not None:
        return Reading({}, (missing,), 0)
    problems: list[Problem] = []
    paths = topic_paths(folder)
    for path in paths:
        topic, found = read_file(path, folder=folder, labs=labs)
        problems.extend(found)
        if topic is not None:
            topics[topic.id] = topic
    if not paths:
        problems.append(Problem(folder.as_posix(), 1, 1, "folder", "no topic file found", "put one at TRACK/TOPIC.yaml"))
    return Reading(topics, tuple(sorted(problems)), len(paths))


def no_folder(folder: FilePath) -> Problem | None:
    """What to say where ``folder`` is none; None where it is one."""
    if os.path.isdir(folder):
        return None
    wrong = "this is a file" if os.path.isfile(folder) else "there is no such folder"
    return Refusal((1, 1), "folder", wrong, "give the folder that holds a folder for each track").in_file(folder.as_posix())


def topic_paths(folder: FilePath) -> list[FilePath]:
    """Every YAML file below the folder, hidden ones left out, in a stable order; and folders that may not be opened."""
    found: list[FilePath] = []

    def closed(error: OSError) -> None:
        found.append(FilePath(error.filename))

    for directory, inner, names in os.walk(folder, onerror=closed):
        inner[:] = [name for name in inner if not name.startswith(".")]
        found += [FilePath(directory, name) for name in names if not name.startswith(".") and name.lower().endswith((".yaml", ".yml"))]
    return sorted(found)


def read_file(path: FilePath, *, folder: FilePath, labs: Labs) -> tuple[Topic | None, tuple[Problem, ...]]:
    """The topic in one file, or every problem that keeps it from being one."""
    topic, found = _read(path, folder, labs)
    return topic, tuple(sorted({refusal.in_file(path.as_posix()) for refusal in found}))


def _read(path: FilePath, folder: FilePath, labs: Labs) -> tuple[Topic | None, list[Refusal]]:
    try:
        document = read_document(decode(_data(path)))
    except OSError as error:
        return None, [Refusal((1, 1), "file", f"cannot be read ({error.strerror})", "see that it is there and may be read")]
    except Unreadable as error:
        return None, [error.refusal]
    if not isinstance(document.value, dict):
        return None, [
            Refusal(document.place(()), "topic", f"{shown(document.value)} is not a mapping", "a topic file starts with “format: 1”")
        ]
    given = core_value(document.value.get("format", FORMAT))
    if given != FORMAT or not isinstance(given, int) or isinstance(given, bool):
        wrong = f"{shown(document.value['format'])} is not a known format"
        return None, [Refusal(document.place(("format",)), "format", wrong, f"allowed: {FORMAT}")]
    return _validate(document, path.relative_to(folder), path.parent, labs)


def _data(path: FilePath) -> bytes:
    """The file's bytes, one more than allowed at most; raises OSError, also for a folder and for a pipe, which would never end."""
    if path.exists() and not path.is_file():
        raise OSError(0, "a folder that may not be opened" if path.is_dir() else "it is no file")
    with path.open("rb") as file:
        return file.read(SIZE_LIMIT_BYTES + 1)


def _validate(document: Document, relative: FilePath, images: FilePath, labs: Labs) -> tuple[Topic | None, list[Refusal]]:
    found = list(document.refusals)
    found += _misplaced(document, relative)
    header, header_refusals = _header(document)
    found += header_refusals
    sections = {name: list(_entries(document, name, model, found.append)) for name, model in SECTIONS.items()}
    # The header names the faults of these lists; here only their valid entries matter.
    named = {name: list(_entries(document, name, model, lambda _: None)) for name, model in NAMED.items()}
    found += cross_checks(document, header, sections | named, labs=labs, images=images)
    if not header_refusals and all(_is_empty(document.value.get(name, [])) for name in SECTIONS):
        found.append(Refusal(document.place(()), "topic", "there is nothing to practise", f"add one of: {', '.join(SECTIONS)}"))
    if found or header is None:
        return None, found
    parts: dict[str, Any] = {name: getattr(header, name) for name in Header.model_fields}
    parts |= {name: tuple(item for _, item in entries) for name, entries in sections.items()}
    return Topic.model_construct(**parts), []


def _is_empty(value: Any) -> bool:
    return value == [] or (isinstance(value, Plain) and core_value(value) is None)


def _header(document: Document) -> tuple[Header | None, list[Refusal]]:
    """The header, checked against a mapping without the sections; unknown top-level keys are named here."""
    unknown = [key for key in document.value if key not in Topic.model_fields]
    found = [
        Refusal(document.key_places[(key,)], where((key,)), "there is no such key", did_you_mean(key, Topic.model_fields))
        for key in unknown
    ]
    given = {key: value for key, value in document.value.items() if key in Header.model_fields}
    try:
        return Header.model_validate(given), found
    except ValidationError as error:
        return None, found + list(refusals(error, model=Header, base=(), document=document))


def _entries(document: Document, section: str, model: type[Part], refuse: Callable[[Refusal], None]) -> Iterator[tuple[Path, Part]]:
    """Each valid entry of a section with its path; the others are refused one by one, so that all their faults are seen."""
    value: Any = document.value.get(section, [])
    if _is_empty(value):
        return
    if not isinstance(value, list):
        refuse(Refusal(document.place((section,)), section, f"{shown(value)} is not a list", "write a list, one “- ” for each entry"))
        return
    for index, entry in enumerate(value):
        path: Path = (section, index)
        kind = _kind(document, path, entry, model, refuse)
        if kind is None:
            continue
        try:
            yield path, kind.model_validate(entry)
        except ValidationError as error:
            for refusal in refusals(error, model=kind, base=path, document=document):
                refuse(refusal)


def _kind(document: Document, path: Path, entry: Any, model: type[Part], refuse: Callable[[Refusal], None]) -> type[Part] | None:
    """The model of an entry: where the section holds questions its ``type`` tells; None, and a refusal, where there is no such type."""
    if model is not Asked:
        return model
    given = entry.get("type", "one-choice") if isinstance(entry, dict) else "one-choice"
    if isinstance(given, str) and given in QUESTION_TYPES:
        return QUESTION_TYPES[given]
    inner = (*path, "type")
    refuse(Refusal(document.place(inner), where(inner), f"{shown(given)} is no type of question", did_you_mean(str(given), QUESTION_TYPES)))
    return None


def _misplaced(document: Document, relative: FilePath) -> list[Refusal]:
    """A topic's id is its path, so the path has to be TRACK/TOPIC.yaml and the id has to say the same."""
    parts = relative.with_suffix("").parts
    if relative.suffix != ".yaml":
        return [Refusal((1, 1), "file", f"the ending is {relative.suffix}", "allowed: .yaml")]
    if len(parts) != 2 or not all(re.fullmatch(ID_PATTERN, part) for part in parts):
        return [Refusal((1, 1), "file", "the path is not TRACK/TOPIC.yaml", "two names of lower-case letters a-z, digits and hyphens")]
    expected = "/".join(parts)
    given = document.value.get("id")
    if isinstance(given, str) and given != expected:
        return [Refusal(document.place(("id",)), "id", f"{shown(given)} does not match the file's path", f"allowed: {expected}")]
    return []
