"""Reads topic files and gathers the problems of all of them. No bad file raises, and none takes down another."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath

from quizzes.content.document import SIZE_LIMIT_BYTES, Unreadable, decode
from quizzes.content.draft import Draft, Labs, read_draft
from quizzes.content.problems import Problem, Refusal
from quizzes.content.topic import Topic

__all__ = ["Labs", "Reading", "no_folder", "read_draft_file", "read_file", "read_folder", "topic_paths"]


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
        problems.append(Problem(folder.as_posix(), 1, 1, "folder", "no topic file found", "put one at TRACK/TOPIC.yaml", "file"))
    return Reading(topics, tuple(sorted(problems)), len(paths))


def no_folder(folder: FilePath) -> Problem | None:
    """What to say where ``folder`` is none; None where it is one."""
    if os.path.isdir(folder):
        return None
    wrong = "this is a file" if os.path.isfile(folder) else "there is no such folder"
    return Refusal((1, 1), "folder", wrong, "give the folder that holds a folder for each track", "file").in_file(folder.as_posix())


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
    draft = read_draft_file(path, folder=folder, labs=labs)
    return draft.topic, draft.problems(path.as_posix())


def read_draft_file(path: FilePath, *, folder: FilePath, labs: Labs) -> Draft:
    """What one file holds, whole or not."""
    try:
        text = decode(_data(path))
    except OSError as error:
        refusal = Refusal((1, 1), "file", f"cannot be read ({error.strerror})", "see that it is there and may be read", "file")
        return Draft(refusals=(refusal,))
    except Unreadable as error:
        return Draft(refusals=(error.refusal,))
    return read_draft(text, relative=path.relative_to(folder), images=path.parent, labs=labs)


def _data(path: FilePath) -> bytes:
    """The file's bytes, one more than allowed at most; raises OSError, also for a folder and for a pipe, which would never end."""
    if path.exists() and not path.is_file():
        raise OSError(0, "a folder that may not be opened" if path.is_dir() else "it is no file")
    with path.open("rb") as file:
        return file.read(SIZE_LIMIT_BYTES + 1)
