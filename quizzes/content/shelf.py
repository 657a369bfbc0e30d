"""Serves the topics of a folder while it is being edited."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

from quizzes.content.models import Topic
from quizzes.content.problems import Problem
from quizzes.content.reader import Labs, read_file, topic_paths

Stamp = tuple[int, int]
"""Modification time in ns and size in bytes."""


@dataclass
class _Kept:
    stamp: Stamp
    topic: Topic | None
    problems: tuple[Problem, ...] = field(default=())


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
        """The topics as they are on disk now. Costs one ``stat`` a file where nothing changed."""
        with self._lock:
            paths = topic_paths(self.folder) if self.folder.is_dir() else []
            self._kept = {path: self._fresh(path) for path in paths}
            kept = self._kept.values()
            topics = sorted((one.topic for one in kept if one.topic is not None), key=lambda topic: (topic.track, topic.title))
            return Offer(tuple(topics), tuple(problem for one in kept for problem in one.problems))

    def _fresh(self, path: Path) -> _Kept:
        known = self._kept.get(path)
        stamp = _stamp(path)
        if known is not None and known.stamp == stamp:
            return known
        topic, problems = read_file(path, folder=self.folder, labs=self._labs)
        if topic is None and known is not None:
            topic = known.topic
        return _Kept(stamp, topic, problems)


def _stamp(path: Path) -> Stamp:
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)
