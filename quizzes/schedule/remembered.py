"""What a replay came to, kept in a file for each learner over a restart of the server. A file may be deleted at any time.

A file is never trusted over the log: it says of which rows, of which items and by which rules it was made, and counts only where the log
still begins with these rows. Its name does not tell whose it is, because a learner's id is what lets one in.
"""

from __future__ import annotations

import hashlib
import json
import logging
from datetime import date
from pathlib import Path
from typing import Any

from quizzes import private
from quizzes.atomic import replace_file
from quizzes.events.log import Extent
from quizzes.schedule.index import Index
from quizzes.schedule.memory import SCHEDULER, Memory, Replay, Review

VERSION = 1
"""Changes with what is kept, and with what a review comes to."""


class Files:
    """The files of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._prints: tuple[Index, str] | None = None

    def read(self, learner: str, index: Index) -> tuple[Extent, Replay] | None:
        """What was kept of these items, and of which rows; None where there is nothing that can be used."""
        try:
            kept = json.loads(self._path(learner).read_bytes())
            if kept["version"] != VERSION or kept["index"] != self._print(index):
                return None
            return Extent(int(kept["rows"]), int(kept["newest"])), _replay(kept, index)
        except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
            return None  # it was never written, or somebody has been at it: the log has it all

    def write(self, learner: str, extent: Extent, replay: Replay, index: Index) -> None:
        """Keep it; where that cannot be done, it is computed again after the next start."""
        head = {"version": VERSION, "index": self._print(index), "rows": extent.rows, "newest": extent.newest}
        try:
            private.make_folder(self._folder)
            replace_file(self._path(learner), json.dumps(head | _values(replay), separators=(",", ":")).encode(), mode=private.FILE)
        except OSError as error:
            logging.getLogger(__name__).warning("What is remembered could not be kept: %s", error)

    def forget(self, learner: str) -> None:
        """Delete what is kept of that learner."""
        self._path(learner).unlink(missing_ok=True)

    def _path(self, learner: str) -> Path:
        return self._folder / f"{hashlib.sha256(f'memories of {learner}'.encode()).hexdigest()[:40]}.json"

    def _print(self, index: Index) -> str:
        """What tells one index, and one scheduler, from another."""
        held = self._prints
        if held is None or held[0] is not index:
            told = [[*map(repr, index.entries.values())], sorted(index.current.items()), repr(SCHEDULER.to_dict())]
            held = self._prints = (index, hashlib.sha256(json.dumps(told).encode()).hexdigest())
        return held[1]


def _values(replay: Replay) -> dict[str, Any]:
    def day(one: date | None) -> int | None:
        return None if one is None else one.toordinal()

    return {
        "memories": [
            [m.item, day(m.met), m.stability, m.difficulty, day(m.last), day(m.due), m.reviews, m.lapses, m.sure_wrong, m.known]
            for m in replay.memories.values()
        ],
        "reviews": [[one.item, day(one.day), one.expected, one.rating] for one in replay.reviews],
        "taught": [[*key, day(at)] for key, at in replay.taught.items()],
        "bets": [[*key, *bet] for key, bet in replay.bets.items()],
        "decided": sorted(map(list, replay.decided)),
    }


def _replay(kept: dict[str, Any], index: Index) -> Replay:
    names = {name: name for name in index.entries}  # one text for each item, however often it stands in the file

    def day(one: int | None) -> date | None:
        return None if one is None else date.fromordinal(one)

    found = Replay(index)
    for item, met, stability, difficulty, last, due, reviews, lapses, sure_wrong, known in kept["memories"]:
        found.memories[names[item]] = Memory(
            item=names[item],
            met=day(met),
            stability=stability,
            difficulty=difficulty,
            last=day(last),
            due=day(due),
            reviews=reviews,
            lapses=lapses,
            sure_wrong=sure_wrong,
            known=known,
        )
    days: dict[int, date] = {}
    for item, at, expected, rating in kept["reviews"]:
        found.reviews.append(Review(names[item], days.setdefault(at, date.fromordinal(at)), expected, rating))
    found.taught |= {(topic, concept): date.fromordinal(at) for topic, concept, at in kept["taught"]}
    found.bets |= {(session, item): (outcome, sure) for session, item, outcome, sure in kept["bets"]}
    found.decided |= {(session, item) for session, item in kept["decided"]}
    return found
