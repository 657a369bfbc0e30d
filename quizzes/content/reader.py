"""Reads topic files and gathers the problems of all of them. No bad file raises, and none takes down another."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath

from quizzes.content.across import Outline, across, outline
from quizzes.content.draft import Draft, read_draft
from quizzes.content.site import Site, has_site, read_site, site_path
from quizzes.content.source.document import SIZE_LIMIT_BYTES, Unreadable, decode
from quizzes.content.source.problems import Problem, Refusal
from quizzes.content.terms import has_terms, read_terms, terms_outline, terms_path
from quizzes.content.topic import Topic
from quizzes.figures.record import read_record, record_path
from quizzes.models.labs import Labs
from quizzes.models.terms import Terms


@dataclass(frozen=True)
class Reading:
    """What a folder holds: the topics that are whole, and every problem of the others."""

    topics: Mapping[str, Topic]
    problems: tuple[Problem, ...]
    files: int
    site: Site | None = None
    terms: Terms | None = None


def read_folder(folder: FilePath, *, labs: Labs) -> Reading:
    """Read every topic file below ``folder``; problems come in the order of files and lines."""
    topics: dict[str, Topic] = {}
    refusal = no_folder(folder)
    if refusal is not None:
        return Reading({}, (refusal,), 0)
    site, site_problems = read_site_file(folder)
    terms, of_terms = read_terms_file(folder)
    problems = [*site_problems, *of_terms]
    paths = topic_paths(folder)
    outlines: list[Outline] = []
    for path in paths:
        draft = read_draft_file(path, folder=folder, labs=labs)
        problems.extend(draft.problems(path.as_posix()))
        outlines.append(outlined(draft, path, folder=folder))
        if draft.topic is not None:
            topics[draft.topic.id] = draft.topic
    problems.extend(across([*outlines, *outlined_terms(folder)]))
    if not paths:
        problems.append(Problem(folder.as_posix(), 1, 1, "folder", "no topic file found", "put one at TRACK/TOPIC.yaml", "file"))
    return Reading(topics, tuple(sorted(problems)), len(paths), site, terms)


def no_folder(folder: FilePath) -> Problem | None:
    """What to say where ``folder`` is none; None where it is one."""
    if os.path.isdir(folder):
        return None
    wrong = "this is a file" if os.path.isfile(folder) else "there is no such folder"
    return Refusal((1, 1), "folder", wrong, "give the folder that holds a folder for each track", "file").in_file(folder.as_posix())


def topic_paths(folder: FilePath) -> list[FilePath]:
    """Every YAML file below the folder that should be a topic, in a stable order; and folders that may not be opened.

    Hidden files are left out, and those that stand above the topics: the home page's and the terms.
    """
    paths: list[FilePath] = []

    def closed(error: OSError) -> None:
        paths.append(FilePath(error.filename))

    for directory, inner, names in os.walk(folder, onerror=closed):
        inner[:] = [name for name in inner if not name.startswith(".")]
        paths += [FilePath(directory, name) for name in names if not name.startswith(".") and name.lower().endswith((".yaml", ".yml"))]
    return sorted(path for path in paths if path not in (site_path(folder), terms_path(folder)))


def read_file(path: FilePath, *, folder: FilePath, labs: Labs) -> tuple[Topic | None, tuple[Problem, ...]]:
    """The topic in one file, or every problem that keeps it from being one."""
    draft = read_draft_file(path, folder=folder, labs=labs)
    return draft.topic, draft.problems(path.as_posix())


def outlined(draft: Draft, path: FilePath, *, folder: FilePath) -> Outline:
    """What other files have to know of that one."""
    return outline(draft, file=path.as_posix(), topic=path.relative_to(folder).with_suffix("").as_posix())


def outlined_terms(folder: FilePath) -> list[Outline]:
    """What the folder's terms need of its topics; empty where it has none."""
    path = terms_path(folder)
    try:
        outline_of = terms_outline(_data(path), file=path.as_posix()) if has_terms(folder) else None
    except OSError:
        outline_of = None
    return [outline_of] if outline_of is not None else []


def read_draft_file(path: FilePath, *, folder: FilePath, labs: Labs) -> Draft:
    """What one file holds, whole or not."""
    try:
        text = decode(_data(path))
    except OSError as error:
        return Draft(refusals=(_closed_folder(error),))
    except Unreadable as error:
        return Draft(refusals=(error.refusal,))
    record = read_record(record_path(path))
    return read_draft(text, relative=path.relative_to(folder), images=path.parent, labs=labs, record=record)


def read_site_file(folder: FilePath) -> tuple[Site | None, tuple[Problem, ...]]:
    """What stands above the folder's topics, or every problem of its file; nothing of both where there is no such file."""
    if not has_site(folder):
        return None, ()
    path = site_path(folder)
    try:
        return read_site(_data(path), file=path.as_posix())
    except OSError as error:
        return None, (_closed_folder(error).in_file(path.as_posix()),)


def read_terms_file(folder: FilePath) -> tuple[Terms | None, tuple[Problem, ...]]:
    """The folder's terms, or every problem of their file; nothing of both where there is no such file."""
    if not has_terms(folder):
        return None, ()
    path = terms_path(folder)
    try:
        return read_terms(_data(path), file=path.as_posix(), folder=folder)
    except OSError as error:
        return None, (_closed_folder(error).in_file(path.as_posix()),)


def _closed_folder(error: OSError) -> Refusal:
    return Refusal((1, 1), "file", f"cannot be read ({error.strerror})", "see that it is there and may be read", "file")


def _data(path: FilePath) -> bytes:
    """The file's bytes, one more than allowed at most; raises OSError, also for a folder and for a pipe, which would never end."""
    if path.exists() and not path.is_file():
        raise OSError(0, "a folder that may not be opened" if path.is_dir() else "it is no file")
    with path.open("rb") as file:
        return file.read(SIZE_LIMIT_BYTES + 1)
