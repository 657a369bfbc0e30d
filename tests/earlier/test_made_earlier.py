"""Databases, codes, exports and decks that earlier versions made work unchanged."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from earlier import HERE, VERSIONS, cookie, read, unpack
from shipped_topic import shipped_topics
from what_came_of_it import counted, sessions

from optimization.running.run_store import RUN_ID, RunStore
from quizzes.content.topic import Topic
from quizzes.events.learners import is_learner_id, learner_of
from quizzes.events.log import EventLog, open_log
from quizzes.events.payloads import PAYLOADS
from quizzes.events.unfinished import EPOCH
from quizzes.exports.anki import guid
from quizzes.exports.events_json import dump, load
from quizzes.schedule.ledger import Ledger
from quizzes.sessions.register import index

ROOT = Path(__file__).resolve().parents[2]
TOPIC = "computer-vision/model-optimization"
NEW = "0123456789abcdef"

pytestmark = pytest.mark.parametrize("version", VERSIONS)


@pytest.fixture(scope="module")
def topics() -> Mapping[str, Topic]:
    return shipped_topics()


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
    assert kinds <= set(PAYLOADS) - {"moved"}, "none that means another"
    assert kinds >= {"started", "answered", "rated", "finished", "undone", "report", "known", "setting", "lab_run", "bet"}
    assert kinds >= {"went_on", "hinted", "stepped", "drafted", "overruled", "run_started", "practised"}


def test_the_schedule_makes_of_the_rows_what_it_made_of_them_then(version: str, log: EventLog, topics: Mapping[str, Topic]) -> None:
    for learner, then in read(version, "memories").items():
        assert remembered(log, cookie(version, learner), topics) == then, learner


def remembered(log: EventLog, learner: str, topics: Mapping[str, Topic]) -> dict[str, dict[str, Any]]:
    """By full item id as it was then, which a renamed item still names in ``was``."""
    ledger = Ledger(log)
    found = ledger.memories(learner, index(topics.values()))
    items = [(topic.id, item) for topic in topics.values() for item in topic.items()]
    oldest = {f"{topic}/{item.id}": f"{topic}/{item.was[0] if item.was else item.id}" for topic, item in items}
    names = ("met", "stability", "difficulty", "due", "reviews", "lapses", "known", "sure_wrong")
    return {oldest[item]: {name: _plain(asdict(memory)[name]) for name in names} for item, memory in found.items()}


@pytest.fixture(params=["opened by this version", "written by then while this version has it open", "come in as a file"])
def now(request: pytest.FixtureRequest, version: str, data: Path, tmp_path: Path) -> Iterator[EventLog]:
    """The rows of then in a log of now, by each way that they can come into one."""
    file = data / "events.db"
    if request.param != "opened by this version":
        old, file = file, tmp_path / "new.db"
        open_log(f"sqlite:///{file}").close()
        if request.param == "come in as a file":
            _take_in(old, file, [str(one["cookie"]) for one in read(version, "learners").values()])
        else:
            with closing(sqlite3.connect(file)) as connection:
                connection.execute("ATTACH ? AS old", (str(old),))
                for table in ("events", "item_versions"):
                    connection.execute(f"INSERT INTO {table} SELECT * FROM old.{table}")
                connection.commit()
    opened = open_log(f"sqlite:///{file}")
    yield opened
    opened.close()


def _take_in(old: Path, file: Path, learners: list[str]) -> None:
    """Every learner's rows as a file of that version, which had one row an event as the table has it."""
    log = open_log(f"sqlite:///{file}")
    with closing(sqlite3.connect(old)) as connection:
        connection.row_factory = sqlite3.Row
        for learner in learners:
            rows = [dict(row) for row in connection.execute("SELECT * FROM events WHERE learner = ? ORDER BY at, id", (learner,))]
            for row in rows:
                del row["learner"]
                row["at"] = (EPOCH + timedelta(microseconds=row["at"])).isoformat()
                row["sure"] = None if row["sure"] is None else bool(row["sure"])
                row["payload"] = json.loads(row["payload"])
            text = json.dumps({"format": "featherweight-events", "version": 1, "events": rows})
            log.append(load(text, learner=learner, read_at=datetime.now(UTC)).events)
    log.close()


def test_whichever_way_rows_came_sessions_progress_and_figures_are_as_they_were(
    version: str, now: EventLog, topics: Mapping[str, Topic]
) -> None:
    came_of_it = read(version, "came_of_it")
    for name in read(version, "learners"):
        learner = cookie(version, name)
        assert json.loads(json.dumps(sessions(now, learner, topics))) == came_of_it[name]["sessions"]
        assert json.loads(json.dumps(counted(now, learner, topics))) == came_of_it[name]["counted"]
        assert remembered(now, learner, topics) == read(version, "memories").get(name, {})


def test_rows_go_out_and_come_in_again_as_they_were(version: str, now: EventLog) -> None:
    for name in read(version, "learners"):
        learner = cookie(version, name)
        rows = now.of_learner(learner)
        text = dump(rows, written_at=datetime.now(UTC))
        now.delete(learner)
        assert now.append(load(text, learner=learner, read_at=datetime.now(UTC)).events) == len(rows)
        assert now.of_learner(learner) == rows


def _plain(value: object) -> object:
    return value if isinstance(value, int | float) else str(value)


def test_an_exported_json_comes_in_as_the_same_rows_and_the_same_schedule(
    version: str, data: Path, log: EventLog, tmp_path: Path, topics: Mapping[str, Topic]
) -> None:
    empty = open_log(f"sqlite:///{tmp_path / 'new.db'}")
    rows = load((data / "export.json").read_bytes(), learner=NEW, read_at=datetime.now(UTC)).events
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
