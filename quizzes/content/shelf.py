"""Serves the topics of a folder while it is being edited. Files are read by a thread of the shelf's own, so that no page waits for long."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from quizzes.content.reader import no_folder, read_file, read_site_file, read_terms_file, topic_paths
from quizzes.content.site import Site, has_site, site_path
from quizzes.content.source.images import pictures_below
from quizzes.content.source.problems import Problem
from quizzes.content.terms import has_terms, terms_path
from quizzes.content.topic import Topic
from quizzes.figures.record import record_path
from quizzes.models.labs import Labs
from quizzes.models.terms import Terms

Stamp = tuple[int, ...]
"""What changes when a file does: times of modification and change in ns, size in bytes, and which file it is."""

State = tuple[Stamp, frozenset[str]]
"""A file's stamp, and the pictures beside it: one that comes or goes can mend or break a topic."""

SHOWN_EVERY_S = 2.0
"""While many files are read, what is there is offered anew this often: each offer is counted through by whoever takes it."""

CHEAP_S, REST_FACTOR = 0.005, 20
"""A look through the folder that takes more time of the processor is not repeated before so many times as long have passed."""


@dataclass
class _Kept:
    state: State
    holds: Topic | Site | Terms | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Offer:
    """What may be learned now; ``problems`` are for whoever runs the app. ``unread`` files of ``files`` were not read yet."""

    topics: tuple[Topic, ...]
    problems: tuple[Problem, ...]
    unread: int = 0
    files: int = 0
    site: Site | None = None
    terms: Terms | None = None

    def topic(self, topic_id: str) -> Topic | None:
        """The topic of that id, or None where there is none."""
        return next((topic for topic in self.topics if topic.id == topic_id), None)


class Shelf:
    """Keeps each file's last good version: a saved file is read at the next look, a broken one changes nothing but the problems.

    A look waits ``patience_s`` for files that have to be read, or until all are (None), and then offers what is there.
    """

    def __init__(self, folder: Path, *, labs: Labs, patience_s: float | None = None) -> None:
        self.folder = folder
        self._labs = labs
        self._patience_s = patience_s
        self._kept: dict[Path, _Kept] = {}
        self._waiting: dict[Path, State] = {}
        self._reader: threading.Thread | None = None
        self._offer = Offer((), ())
        self._is_stale, self._offered_at, self._look_again_at = True, 0.0, 0.0
        self._missing: Problem | None = None
        self._lock = threading.RLock()

    def look(self) -> Offer:
        """The topics as they are on disk now. Costs two ``stat`` a topic and a list of each track's pictures where nothing changed."""
        with self._lock:
            if time.monotonic() >= self._look_again_at:
                self._find_changes()
            reader = self._reader
        if reader is not None:
            reader.join(self._patience_s)
        with self._lock:
            clock_s = time.monotonic()
            if self._is_stale and (not self._waiting or clock_s - self._offered_at >= SHOWN_EVERY_S or not self._offer.topics):
                self._offer, self._is_stale, self._offered_at = self._make_offer(), False, clock_s
            return self._offer

    def _find_changes(self) -> None:
        """Have the files read that are new or other than they were, and forget those that are gone."""
        began = time.thread_time()
        no_content = no_folder(self.folder)
        paths = [] if no_content else topic_paths(self.folder)
        pictures_of = {parent: pictures_below(parent) for parent in {path.parent for path in paths}}
        site = site_path(self.folder)
        states: dict[Path, State] = (
            {site: (stamp(site), frozenset())} if has_site(self.folder) else {}
        )  # first, so that no page is without it
        if has_terms(self.folder):
            states[terms_path(self.folder)] = (stamp(terms_path(self.folder)), _picture_paths(self.folder, pictures_of))
        states |= {path: (stamp_with_record(path), pictures_of[path.parent]) for path in paths}
        if no_content != self._missing or self._kept.keys() - states.keys():
            self._missing, self._is_stale = no_content, True
            self._kept = {path: reading for path, reading in self._kept.items() if path in states}
        changed_files = {path: state for path, state in states.items() if path not in self._kept or self._kept[path].state != state}
        if changed_files != self._waiting:
            self._waiting, self._is_stale = changed_files, True
        if changed_files and self._reader is None:
            self._reader = threading.Thread(target=self._read_changed, name="content", daemon=True)
            self._reader.start()
        took = time.thread_time() - began
        self._look_again_at = time.monotonic() + REST_FACTOR * took if took > CHEAP_S else 0.0

    def _read_changed(self) -> None:
        """Read file after file until none is waiting."""
        while True:
            with self._lock:
                if not self._waiting:
                    self._reader = None
                    return
                path, state = next(iter(self._waiting.items()))
            try:
                holds, problems = self._read_file(path)
            except BaseException:
                with self._lock:
                    self._reader = None  # the next look tries again
                raise
            with self._lock:
                if self._waiting.get(path) == state:  # else it was saved again, or is gone, meanwhile
                    del self._waiting[path]
                    reading = self._kept.get(path)
                    last_good = reading.holds if holds is None and reading is not None else holds
                    self._kept[path] = _Kept(state, last_good, problems)
                    self._is_stale = True

    def _read_file(self, path: Path) -> tuple[Topic | Site | Terms | None, tuple[Problem, ...]]:
        if path == site_path(self.folder):
            return read_site_file(self.folder)
        if path == terms_path(self.folder):
            return read_terms_file(self.folder)
        return read_file(path, folder=self.folder, labs=self._labs)

    def _make_offer(self) -> Offer:
        readings = [self._kept[path] for path in sorted(self._kept)]
        topics = sorted(
            (reading.holds for reading in readings if isinstance(reading.holds, Topic)), key=lambda topic: (topic.track, topic.title)
        )
        site = next((reading.holds for reading in readings if isinstance(reading.holds, Site)), None)
        terms = next((reading.holds for reading in readings if isinstance(reading.holds, Terms)), None)
        problems = [self._missing] if self._missing else [problem for reading in readings for problem in reading.problems]
        return Offer(tuple(topics), tuple(problems), len(self._waiting), len(self._kept.keys() | self._waiting.keys()), site, terms)


def _picture_paths(folder: Path, pictures_of: Mapping[Path, frozenset[str]]) -> frozenset[str]:
    """All pictures below the folder that terms may show, by their paths."""
    return frozenset(f"{parent.relative_to(folder).as_posix()}/{name}" for parent, names in pictures_of.items() for name in names)


def stamp(path: Path) -> Stamp:
    """The file's stamp; empty where it cannot be asked."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)


def stamp_with_record(path: Path) -> Stamp:
    """The stamp of a topic's file and of the record of its figures, which its texts show."""
    return stamp(path) + stamp(record_path(path))
