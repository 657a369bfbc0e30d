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
from quizzes.events.rating import Rating
from quizzes.schedule.index import Index
from quizzes.schedule.memory import SCHEDULER, Memory, Replay, Review

VERSION = 2
"""Changes with what is kept, and with what a review comes to."""


class Files:
    """The files of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._prints: tuple[Index, str] | None = None

    def read(self, learner: str, index: Index) -> tuple[Extent, Replay] | None:
        """What was kept of these items, and of which rows; None where there is nothing that can be used."""
        try:
            contents = json.loads(self._path(learner).read_bytes())
            if contents["version"] != VERSION or contents["index"] != self._print(index):
                return None
            return Extent(int(contents["rows"]), int(contents["newest"])), _replay(contents, index)
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
        prints = self._prints
        if prints is None or prints[0] is not index:
            entries, lessons = ([*map(repr, rows_of.values())] for rows_of in (index.entries, index.lessons))
            parts = [entries, sorted(index.current.items()), lessons, repr(SCHEDULER.to_dict())]
            prints = self._prints = (index, hashlib.sha256(json.dumps(parts).encode()).hexdigest())
        return prints[1]


def _values(replay: Replay) -> dict[str, Any]:
    def day(value: date | None) -> int | None:
        return None if value is None else value.toordinal()

    return {
        "memories": [
            [m.item, day(m.met), m.stability, m.difficulty, day(m.last), day(m.due), m.reviews, m.lapses, m.sure_wrong, m.known]
            for m in replay.memories.values()
        ],
        "reviews": [[review.item, day(review.day), review.expected, review.rating] for review in replay.reviews],
        "taught": [[*key, day(at)] for key, at in replay.taught.items()],
        "bets": [[*key, *bet] for key, bet in replay.bets.items()],
        "decided": sorted(map(list, replay.decided)),
    }


def _replay(contents: dict[str, Any], index: Index) -> Replay:
    names = {name: name for name in index.entries}  # one text for each item, however often it stands in the file

    def day(ordinal: int | None) -> date | None:
        return None if ordinal is None else date.fromordinal(ordinal)

    replay = Replay(index)
    for item, met_on, stability, difficulty, last, due_on, reviews, lapses, sure_wrong, is_known in contents["memories"]:
        replay.memories[names[item]] = Memory(
            item=names[item],
            met=day(met_on),
            stability=stability,
            difficulty=difficulty,
            last=day(last),
            due=day(due_on),
            reviews=reviews,
            lapses=lapses,
            sure_wrong=sure_wrong,
            known=is_known,
        )
    days: dict[int, date] = {}
    for item, at, expected_recall, rating in contents["reviews"]:
        replay.reviews.append(Review(names[item], days.setdefault(at, date.fromordinal(at)), expected_recall, Rating(rating)))
    replay.taught |= {(topic, concept): date.fromordinal(at) for topic, concept, at in contents["taught"]}
    replay.bets |= {(session, item): (outcome, sure) for session, item, outcome, sure in contents["bets"]}
    replay.decided |= {(session, item) for session, item in contents["decided"]}
    return replay
