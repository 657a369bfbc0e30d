"""Databases, codes, exports and decks that earlier versions made work unchanged."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from earlier import HERE, VERSIONS, cookie, read, unpack

from optimization.labs import LABS
from optimization.running.run_store import RUN_ID, RunStore
from quizzes.content.reader import read_folder
from quizzes.content.topic import Topic
from quizzes.events.learners import is_learner_id, learner_of
from quizzes.events.log import EventLog, open_log
from quizzes.events.payloads import PAYLOADS
from quizzes.exports.anki import guid
from quizzes.exports.events_json import load
from quizzes.schedule.ledger import Ledger

ROOT = Path(__file__).resolve().parents[2]
TOPIC = "computer-vision/model-optimization"
NEW = "0123456789abcdef"

pytestmark = pytest.mark.parametrize("version", VERSIONS)


@pytest.fixture(scope="module")
def topics() -> Mapping[str, Topic]:
    return read_folder(ROOT / "content", labs={lab.id: lab.params for lab in LABS.values()}).topics


@pytest.fixture
def data(version: str, tmp_path: Path) -> Path:
    return unpack(version, tmp_path / "data")


@pytest.fixture
def log(data: Path) -> Iterator[EventLog]:
    opened = open_log(f"sqlite:///{data / 'events.db'}")
    yield opened
    opened.close()


def test_every_row_of_the_database_is_read(version: str, data: Path, log: EventLog) -> None:
    with sqlite3.connect(data / "events.db") as behind:
        kept = dict(behind.execute("SELECT learner, count(*) FROM events GROUP BY learner"))
        kinds = {kind for (kind,) in behind.execute("SELECT DISTINCT kind FROM events")}
    assert {learner: len(log.of_learner(learner)) for learner in kept} == kept
    assert kinds <= set(PAYLOADS)
    assert kinds >= {"started", "answered", "rated", "moved", "finished", "undone", "report", "known", "setting", "lab_run", "bet"}


def test_the_schedule_makes_of_the_rows_what_it_made_of_them_then(version: str, log: EventLog, topics: Mapping[str, Topic]) -> None:
    for learner, then in read(version, "memories").items():
        assert remembered(log, cookie(version, learner), topics) == then, learner


def remembered(log: EventLog, learner: str, topics: Mapping[str, Topic]) -> dict[str, dict[str, Any]]:
    """By full item id as it was then, which a renamed item still names in ``was``."""
    ledger = Ledger(log)
    found = ledger.memories(learner, ledger.index(tuple(topics.values())))
    items = [(topic.id, item) for topic in topics.values() for item in topic.items()]
    oldest = {f"{topic}/{item.id}": f"{topic}/{item.was[0] if item.was else item.id}" for topic, item in items}
    names = ("met", "stability", "difficulty", "due", "reviews", "lapses", "known", "sure_wrong")
    return {oldest[item]: {name: _plain(asdict(memory)[name]) for name in names} for item, memory in found.items()}


def _plain(value: object) -> object:
    return value if isinstance(value, int | float) else str(value)


def test_an_exported_json_comes_in_as_the_same_rows_and_the_same_schedule(
    version: str, data: Path, log: EventLog, tmp_path: Path, topics: Mapping[str, Topic]
) -> None:
    empty = open_log(f"sqlite:///{tmp_path / 'new.db'}")
    rows = load((data / "export.json").read_bytes(), learner=NEW, now=datetime.now(UTC)).events
    then = log.of_learner(cookie(version, "a"))
    assert empty.append(rows) == len(rows) == len(then)
    assert [asdict(one) | {"learner": ""} for one in empty.of_learner(NEW)] == [asdict(one) | {"learner": ""} for one in then]
    assert remembered(empty, NEW, topics) == read(version, "memories")["a"]
    assert empty.append(rows) == 0
    empty.close()


def test_cookies_and_resume_codes_name_the_same_learners(version: str) -> None:
    for kept in read(version, "learners").values():
        assert is_learner_id(kept["cookie"])
        assert learner_of(kept["resume_code"]) == kept["cookie"]


def test_a_deck_in_anki_is_updated_by_a_new_one_and_not_doubled(version: str, tmp_path: Path, topics: Mapping[str, Topic]) -> None:
    with zipfile.ZipFile(HERE / version / "deck.apkg") as deck:
        deck.extract("collection.anki2", tmp_path)
    with sqlite3.connect(tmp_path / "collection.anki2") as collection:
        then = {one for (one,) in collection.execute("SELECT guid FROM notes")}
    topic = topics[TOPIC]
    assert then
    assert then <= {guid(topic, item) for item in (*topic.recall, *topic.quick_check)}


def test_results_of_lab_runs_are_found_by_the_run_of_their_address(version: str, data: Path) -> None:
    store = RunStore(data / "runs")
    runs = [path.stem.removeprefix("run-") for path in (data / "runs").glob("run-*.json")]
    assert runs
    assert all(RUN_ID.fullmatch(run) and store.run(run) is not None for run in runs)
