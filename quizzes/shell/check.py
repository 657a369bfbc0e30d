"""``check``: every problem and warning of a folder, for people, for programs, and as annotations in a CI run."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

from quizzes.content.across import Outline, across
from quizzes.content.draft import Draft
from quizzes.content.lint import lint
from quizzes.content.lint.order import Edge
from quizzes.content.reader import no_folder, outlined, outlined_terms, read_draft_file, read_site_file, read_terms_file, topic_paths
from quizzes.content.shelf import State, stamp, stamp_with_record
from quizzes.content.site import has_site, site_path
from quizzes.content.source.images import pictures_below
from quizzes.content.source.problems import CODES, WARNINGS, Problem, printable
from quizzes.content.terms import has_terms, terms_path
from quizzes.content.topic import SECTIONS, Topic
from quizzes.models.labs import Labs
from quizzes.models.terms import Terms
from quizzes.questions import Prompt
from quizzes.questions.explain import trial

Format = Literal["text", "json", "github"]
FORMATS: tuple[Format, ...] = ("text", "json", "github")

WATCH_EVERY_S = 0.15


@dataclass(frozen=True)
class Checked:
    """What is known of one file; ``state`` tells whether it has to be read again."""

    state: State | None
    topic: Topic | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Read:
    """A file as it was read, before anything was said of it."""

    state: State
    draft: Draft
    outline: Outline


Edges = tuple[Edge, ...]
"""What the other topics of the folder need."""


class Checking:
    """Checks a folder again and again; a file that did not change is not read twice."""

    def __init__(self, folder: Path, *, labs: Labs) -> None:
        self.folder = folder
        self._labs = labs
        self._read: dict[Path, Read] = {}
        self._known: dict[Path, tuple[Edges, Checked]] = {}
        self._terms: Terms | None = None

    def look(self) -> tuple[Checked, ...]:
        """Every file as it is now."""
        no_content = no_folder(self.folder)
        paths = [] if no_content else topic_paths(self.folder)
        folder_files = self._above()
        if not paths:
            no_topics = no_content or Problem(
                self.folder.as_posix(), 1, 1, "folder", "no topic file found", "put one at TRACK/TOPIC.yaml", "file"
            )
            return (*(checked_file for _, checked_file in folder_files), Checked(None, None, (no_topics,)))
        pictures = {parent: pictures_below(parent) for parent in {path.parent for path in paths}}
        with _no_collecting():
            self._read = {path: self._as_read(path, pictures[path.parent]) for path in paths}
            outlines = [reading.outline for reading in self._read.values()]
            self._known = {path: self._checked(path, reading, outlines) for path, reading in self._read.items()}
        crossing_problems = across([*outlines, *outlined_terms(self.folder)])
        return (
            *(_with_those(checked_file, path, crossing_problems) for path, checked_file in folder_files),
            *(_with_those(checked_file, path, crossing_problems) for path, (_, checked_file) in self._known.items()),
        )

    def _above(self) -> list[tuple[Path, Checked]]:
        """The files of what stands above the topics, where there are any: they are short, so they are read each time. Terms of a file that
        is broken stay as they were.
        """
        checked_files: list[tuple[Path, Checked]] = []
        if has_site(self.folder):
            path = site_path(self.folder)
            checked_files.append((path, Checked((stamp(path), frozenset()), None, read_site_file(self.folder)[1])))
        terms, problems = read_terms_file(self.folder)
        if terms != self._terms and not problems:
            self._terms, self._known = terms, {}  # what the topics say of words changes with them
        if has_terms(self.folder):
            path = terms_path(self.folder)
            checked_files.append((path, Checked((stamp(path), frozenset()), None, problems)))
        return checked_files

    def _as_read(self, path: Path, pictures: frozenset[str]) -> Read:
        state = (stamp_with_record(path), pictures)
        former = self._read.get(path)
        if former is not None and former.state == state:
            return former
        draft = read_draft_file(path, folder=self.folder, labs=self._labs)
        return Read(state, draft, outlined(draft, path, folder=self.folder))

    def _checked(self, path: Path, reading: Read, outlines: Sequence[Outline]) -> tuple[Edges, Checked]:
        """What is said of a file; anew where it changed, or what other topics need."""
        other_outlines = (outline for outline in outlines if outline.topic != reading.outline.topic)
        edges = tuple((need.holder, need.needed) for outline in other_outlines for need in outline.needs)
        former = self._known.get(path)
        if former is not None and former[0] == edges and former[1].state == reading.state:
            return former
        said_alone = reading.draft.problems(path.as_posix())
        problems = sorted({*said_alone, *lint(reading.draft, file=path.as_posix(), terms=self._terms, around=edges)})
        return edges, Checked(reading.state, reading.draft.topic, tuple(problems))


def _with_those(checked_file: Checked, path: Path, crossing_problems: Sequence[Problem]) -> Checked:
    """What is known of a file, with what shows only beside the others."""
    own_problems = [problem for problem in crossing_problems if problem.file == printable(path.as_posix())]
    return replace(checked_file, problems=tuple(sorted({*checked_file.problems, *own_problems}))) if own_problems else checked_file


@contextmanager
def _no_collecting() -> Iterator[None]:
    """While files are read nothing is made in cycles, and looking for them takes a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def check(folder: Path, *, labs: Labs, form: Format = "text", strict: bool = False) -> int:
    """Print everything that was found; 1 where there is an error, with ``strict`` also where there is a warning, else 0."""
    files = Checking(folder, labs=labs).look()
    print(said(files, form))
    return exit_code(files, strict=strict)


def exit_code(files: Sequence[Checked], *, strict: bool) -> int:
    return int(any(problem.severity == "error" or strict for checked_file in files for problem in checked_file.problems))


def said(files: Sequence[Checked], form: Format) -> str:
    """The findings in one of the formats."""
    problems = [problem for checked_file in files for problem in checked_file.problems]
    if form == "json":
        topics = _topics(files)
        whole = {"problems": [as_json(problem) for problem in problems], "topics": {t.id: counts(t) for t in topics}}
        whole["prompts"] = {f"{topic.id}/{prompt.id}": as_figures(prompt) for topic in topics for prompt in _with_examples(topic)}
        return json.dumps(whole, ensure_ascii=False, indent=1)
    if form == "github":
        return "\n".join([annotation(problem) for problem in problems] + [summary(files)])
    errors = [problem for problem in problems if problem.severity == "error"]
    lines = [str(problem) for problem in errors or problems]  # warnings wait until nothing has to be mended first
    if not errors:
        lines += [line for topic in _topics(files) for line in _figures(topic)]
        lines.append(summary(files))
    return "\n".join(lines)


def _figures(topic: Topic) -> Iterator[str]:
    """What a topic holds, and how well the phrasings of its prompts see what their examples say."""
    yield f"{topic.id}: {', '.join(f'{name} {count}' for name, count in counts(topic).items())}"
    for prompt in _with_examples(topic):
        yield f"  {prompt.id}: on {_count(len(prompt.examples), 'example')} {trial.tried(prompt)}"


def _with_examples(topic: Topic) -> list[Prompt]:
    return [prompt for prompt in topic.explain if prompt.examples]


def as_figures(prompt: Prompt) -> dict[str, float]:
    """How many examples a prompt has, and precision and recall of its phrasings on them, 0..1."""
    tally = trial.tried(prompt)
    return {"examples": len(prompt.examples), "precision": round(tally.precision, 3), "recall": round(tally.recall, 3)}


def as_json(problem: Problem) -> dict[str, str | int]:
    """All fields of a problem, and why its code is one."""
    return asdict(problem) | {"why": (CODES | WARNINGS)[problem.code]}


def annotation(problem: Problem) -> str:
    """A workflow command that GitHub, Gitea and Forgejo show beside the line.

    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
    """
    place = f"file={_property(problem.file)},line={problem.line},col={problem.column},title={problem.code}"
    return f"::{problem.severity} {place}::{_data(f'{problem.where}: {problem.wrong}; {problem.allowed}')}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def counts(topic: Topic) -> dict[str, int]:
    return {name: len(getattr(topic, name)) for name in SECTIONS}


def _topics(files: Sequence[Checked]) -> list[Topic]:
    return [checked_file.topic for checked_file in files if checked_file.topic is not None]


def summary(files: Sequence[Checked]) -> str:
    """``2 topics, no problem found``"""
    problems = [problem for checked_file in files for problem in checked_file.problems]
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    counts = [_count(number, name) for number, name in ((errors, "error"), (warnings, "warning")) if number]
    return f"{_count(len(_topics(files)), 'topic')}, {' and '.join(counts) or 'no problem'} found"


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'s' if number != 1 else ''}"


def watch(folder: Path, *, labs: Labs, wait: Callable[[float], None] = time.sleep) -> None:
    """Check, and check again whenever something is saved, until it is interrupted. Prints how long each check took."""
    checking = Checking(folder, labs=labs)
    last: object = None
    while True:
        began_s = time.perf_counter()
        files = checking.look()
        states = tuple((checked_file.state, checked_file.problems) for checked_file in files)
        if states != last:
            last = states
            problems = [str(problem) for checked_file in files for problem in checked_file.problems]
            took_ms = 1000 * (time.perf_counter() - began_s)
            print(
                "\n".join([*problems, f"{time.strftime('%H:%M:%S')} {summary(files)} ({took_ms:.0f} ms); watching, Ctrl-C ends"]),
                flush=True,
            )
        wait(WATCH_EVERY_S)
