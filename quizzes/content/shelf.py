"""Serves the topics of a folder while it is being edited."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from quizzes.content.images import pictures_below
from quizzes.content.models import Topic
from quizzes.content.problems import Problem
from quizzes.content.reader import Labs, no_folder, read_file, topic_paths

Stamp = tuple[int, ...]
"""What changes when a file does: times of modification and change in ns, size in bytes, and which file it is."""

State = tuple[Stamp, frozenset[str]]
"""A file's stamp, and the pictures beside it: one that comes or goes can mend or break a topic."""


@dataclass
class _Kept:
    state: State
    topic: Topic | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Offer:
    """What may be learned now; ``problems`` are for whoever runs the app."""

    topics: tuple[Topic, ...]
    problems: tuple[Problem, ...]

    def topic(self, topic_id: str) -> Topic | None:
        """The topic of that id, or None where there is none."""
        return next((topic for topic in self.topics if topic.id == topic_id), None)


class Shelf:
    """Keeps each file's last good version: a saved file is read at the next look, a broken one changes nothing but the problems."""

    def __init__(self, folder: Path, *, labs: Labs) -> None:
        self.folder = folder
        self._labs = labs
        self._kept: dict[Path, _Kept] = {}
        self._lock = threading.Lock()

    def look(self) -> Offer:
        """The topics as they are on disk now. Costs one ``stat`` a topic and a list of each track's pictures where nothing changed."""
        missing = no_folder(self.folder)
        with self._lock:
            paths = [] if missing else topic_paths(self.folder)
            around = {parent: pictures_below(parent) for parent in {path.parent for path in paths}}
            self._kept = {path: self._fresh(path, around[path.parent]) for path in paths}
            kept = self._kept.values()
            topics = sorted((one.topic for one in kept if one.topic is not None), key=lambda topic: (topic.track, topic.title))
            problems = [problem for one in kept for problem in one.problems]
            return Offer(tuple(topics), tuple([missing] if missing else problems))

    def _fresh(self, path: Path, pictures: frozenset[str]) -> _Kept:
        known = self._kept.get(path)
        state = (stamp(path), pictures)
        if known is not None and known.state == state:
            return known
        topic, problems = read_file(path, folder=self.folder, labs=self._labs)
        if topic is None and known is not None:
            topic = known.topic
        return _Kept(state, topic, problems)


def stamp(path: Path) -> Stamp:
    """The file's stamp; empty where it cannot be asked."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)
