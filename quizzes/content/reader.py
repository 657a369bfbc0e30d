"""Reads topic files and gathers the problems of all of them. No bad file raises, and none takes down another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from pydantic import BaseModel, ValidationError

from quizzes.content.crosschecks import cross_checks
from quizzes.content.document import Document, Path, Unreadable, decode, read_document
from quizzes.content.fields import ID_PATTERN, Plain, core_value
from quizzes.content.models import FORMAT, SECTIONS, Header, Part, Topic
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
    problems: list[Problem] = []
    if not folder.is_dir():
        return Reading({}, (Problem(str(folder), 1, 1, "folder", "there is no such folder", "give a folder with a folder a track"),), 0)
    paths = topic_paths(folder)
    for path in paths:
        topic, found = read_file(path, folder=folder, labs=labs)
        problems.extend(found)
        if topic is not None:
            topics[topic.id] = topic
    if not paths:
        problems.append(Problem(folder.as_posix(), 1, 1, "folder", "no topic file found", "put one at TRACK/TOPIC.yaml"))
    return Reading(topics, tuple(sorted(problems)), len(paths))


def topic_paths(folder: FilePath) -> list[FilePath]:
    """Every YAML file below the folder, hidden ones left out, in a stable order."""
    found = (path for ending in ("*.yaml", "*.yml") for path in folder.rglob(ending))
    return sorted(path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts))


def read_file(path: FilePath, *, folder: FilePath, labs: Labs) -> tuple[Topic | None, tuple[Problem, ...]]:
    """The topic in one file, or every problem that keeps it from being one."""
    topic, found = _read(path, folder, labs)
    return topic, tuple(sorted({refusal.in_file(path.as_posix()) for refusal in found}))


def _read(path: FilePath, folder: FilePath, labs: Labs) -> tuple[Topic | None, list[Refusal]]:
    try:
        document = read_document(decode(path.read_bytes()))
    except OSError as error:
        return None, [Refusal((1, 1), "file", f"cannot be read ({error.strerror})", "mend the file's rights")]
    except Unreadable as error:
        return None, [error.refusal]
    if not isinstance(document.value, dict):
        return None, [
            Refusal(document.place(()), "topic", f"{shown(document.value)} is not a mapping", "a topic file starts with “format: 1”")
        ]
    if "format" in document.value and core_value(document.value["format"]) != FORMAT:
        wrong = f"{shown(document.value['format'])} is not a known format"
        return None, [Refusal(document.place(("format",)), "format", wrong, f"allowed: {FORMAT}")]
    return _validate(document, path.relative_to(folder), path.parent, labs)


def _validate(document: Document, relative: FilePath, images: FilePath, labs: Labs) -> tuple[Topic | None, list[Refusal]]:
    found = list(document.refusals)
    found += _misplaced(document, relative)
    header, header_refusals = _header(document)
    found += header_refusals
    sections: dict[str, list[tuple[Path, Part]]] = {}
    for name, model in SECTIONS.items():
        sections[name] = []
        for path, item in _entries(document, name, model, found.append):
            sections[name].append((path, item))
    found += cross_checks(document, header, sections, labs=labs, images=images)
    if found or header is None:
        return None, found
    parts: dict[str, Any] = {name: getattr(header, name) for name in Header.model_fields}
    parts |= {name: tuple(item for _, item in entries) for name, entries in sections.items()}
    return Topic.model_construct(**parts), []


def _header(document: Document) -> tuple[Header | None, list[Refusal]]:
    """The header, checked against a mapping without the sections; unknown top-level keys are named here."""
    unknown = [key for key in document.value if key not in Topic.model_fields]
    found = [
        Refusal(document.key_places[(key,)], key[:40], "there is no such key", did_you_mean(key, Topic.model_fields)) for key in unknown
    ]
    given = {key: value for key, value in document.value.items() if key in Header.model_fields}
    try:
        return Header.model_validate(given), found
    except ValidationError as error:
        return None, found + list(refusals(error, model=Header, base=(), document=document))


def _entries(document: Document, section: str, model: type[Part], refuse: Callable[[Refusal], None]) -> Iterator[tuple[Path, Part]]:
    """Each valid entry of a section with its path; the others are refused one by one, so that all their faults are seen."""
    value: Any = document.value.get(section, [])
    if isinstance(value, Plain) and core_value(value) is None:
        value = []
    if not isinstance(value, list):
        refuse(Refusal(document.place((section,)), section, f"{shown(value)} is not a list", "write a list: one “- ” for each entry"))
        return
    for index, entry in enumerate(value):
        path: Path = (section, index)
        try:
            yield path, model.model_validate(entry)
        except ValidationError as error:
            for refusal in refusals(error, model=model, base=path, document=document):
                refuse(refusal)


def _misplaced(document: Document, relative: FilePath) -> list[Refusal]:
    """A topic's id is its path, so the path has to be TRACK/TOPIC.yaml and the id has to say the same."""
    parts = relative.with_suffix("").parts
    if relative.suffix != ".yaml":
        return [Refusal((1, 1), "file", f"the ending is {relative.suffix}", "allowed: .yaml")]
    if len(parts) != 2 or not all(re.fullmatch(ID_PATTERN, part) for part in parts):
        return [Refusal((1, 1), "file", "the path is not TRACK/TOPIC.yaml", "two names of lower-case letters, digits and hyphens")]
    expected = "/".join(parts)
    given = document.value.get("id")
    if isinstance(given, str) and given != expected:
        return [Refusal(document.place(("id",)), "id", f"{shown(given)} does not match the file's path", f"allowed: {expected}")]
    return []
