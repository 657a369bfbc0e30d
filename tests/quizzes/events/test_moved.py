"""Rows of the kind ``moved``, which told seven things apart by a text, are read as the kinds of now wherever they come from."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from quizzes.events import table
from quizzes.events.event import Event
from quizzes.events.log import EventLog, open_log
from quizzes.exports.events_json import dump, load

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOW = AT + timedelta(days=1)

MEANT: dict[str, tuple[str, str, dict[str, Any]]] = {
    "next": ('{"to": "next"}', "went_on", {}),
    "hint": ('{"to": "hint"}', "hinted", {}),
    "step": ('{"to": "step"}', "stepped", {"text": None}),
    "filled step": ('{"to": "step", "text": "4 000"}', "stepped", {"text": "4 000"}),
    "draft": ('{"to": "draft", "text": "\\u201ehalf\\u201c a \\"sentence\\""}', "drafted", {"text": '„half“ a "sentence"'}),
    "empty draft": ('{"to": "draft", "text": ""}', "drafted", {"text": ""}),
    "overrule": ('{"to": "overrule", "point": "smaller"}', "overruled", {"point": "smaller"}),
    "run": ('{"to": "run", "text": "r1"}', "run_started", {"run": "r1"}),
    "practised": ('{"to": "practised"}', "practised", {}),
}
"""What a version before 0.2 wrote -> what it means."""

UNKNOWN = [
    '{"to": "elsewhere"}',
    '{"to": "next", "text": "with words that no kind has a place for"}',
    '{"to": "overrule"}',
    '{"to": "overrule", "point": ""}',
    '{"to": "draft"}',
    '{"to": "run"}',
    '{"to": "practised", "point": "p"}',
]

Write = Callable[[Path, Sequence[str]], None]


def then(file: Path, payloads: Sequence[str]) -> None:
    """Rows as a process of an older version writes them."""
    with closing(sqlite3.connect(file)) as connection, connection:
        for number, payload in enumerate(payloads):
            values = (f"s:i{number}:token", "ann", "s", "track/topic/i", int(AT.timestamp() * 1_000_000) + number, 3, payload)
            connection.execute(
                "INSERT INTO events (id, schema_version, learner, session, kind, item, mode, at, utc_offset_min, rating, hints, payload)"
                " VALUES (?, 1, ?, ?, 'moved', ?, 'explain', ?, 60, ?, 0, ?)",
                values,
            )


def before_the_migration(file: Path, payloads: Sequence[str]) -> None:
    """A database as it was when the kinds were parted, with these rows, and opened since."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DELETE FROM migrations WHERE number > 3")
    then(file, payloads)
    open_log(f"sqlite:///{file}").close()


def in_a_file(file: Path, payloads: Sequence[str]) -> None:
    """The rows come in with a JSON file."""
    rows = [
        {"id": f"s:i{number}:token", "session": "s", "kind": "moved", "item": "track/topic/i", "mode": "explain", "utc_offset_min": 60}
        | {"at": (AT + timedelta(microseconds=number)).isoformat(), "rating": 3, "payload": json.loads(payload), "schema_version": 1}
        for number, payload in enumerate(payloads)
    ]
    given = load(json.dumps({"format": "featherweight-events", "version": 1, "events": rows}), learner="ann", read_at=NOW)
    log = open_log(f"sqlite:///{file}")
    assert log.append(given.events) == len(payloads)
    log.close()


WAYS = pytest.mark.parametrize("write", [before_the_migration, then, in_a_file])


def raw(file: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT id, kind, payload, schema_version FROM events ORDER BY at").fetchall()


@WAYS
def test_what_an_older_version_wrote_is_read_as_what_it_means(log: EventLog, database: Path, write: Write) -> None:
    write(database, [written for written, _, _ in MEANT.values()])
    base = Event(id="", learner="ann", session="s", kind="", at=AT, item="track/topic/i", mode="explain", utc_offset_min=60, rating=3)
    expected = [
        replace(base, id=f"s:i{number}:token", kind=kind, payload=payload, at=AT + timedelta(microseconds=number))
        for number, (_, kind, payload) in enumerate(MEANT.values())
    ]
    assert list(log.of_learner("ann")) == expected
    assert list(log.session("ann", "s")) == expected
    assert {one.schema_version for one in expected} == {2}
    assert [kind for _, kind, _, _ in raw(database)] == (["moved"] * len(MEANT) if write is then else [one.kind for one in expected])


@WAYS
def test_a_kind_that_is_asked_for_is_found_whoever_wrote_it(log: EventLog, database: Path, write: Write) -> None:
    write(database, [written for written, _, _ in MEANT.values()])
    log.append([Event(id="new", learner="ann", session="s", kind="overruled", at=NOW, mode="explain", payload={"point": "faster"})])
    assert [one.payload["point"] for one in log.of_learner("ann", kinds=["overruled"])] == ["smaller", "faster"]
    assert [one.kind for one in log.of_learner("ann", kinds=["hinted", "practised", "rated"])] == ["hinted", "practised"]
    assert [one.payload["point"] for one in log.latest("ann", kinds=["overruled", "rated"], count=9)] == ["smaller", "faster"]
    columns = ("kind", "id", "payload")
    assert sorted(log.of_learners(columns, ["ann", "bob"], kinds=["overruled", "bet"])) == [
        ("overruled", "new", {"point": "faster"}),
        ("overruled", "s:i6:token", {"point": "smaller"}),
    ]


@WAYS
def test_what_no_rule_knows_stays_as_it_was_written_and_goes_out_and_in_again(log: EventLog, database: Path, write: Write) -> None:
    write(database, UNKNOWN)
    rows = log.of_learner("ann")
    assert [(one.kind, one.schema_version) for one in rows] == [("moved", 1)] * len(UNKNOWN)
    assert [{name: value for name, value in one.payload.items() if value is not None} for one in rows] == [
        json.loads(one) for one in UNKNOWN
    ]
    assert [(json.loads(payload), version) for _, _, payload, version in raw(database)] == [(json.loads(one), 1) for one in UNKNOWN]
    text = dump(rows, written_at=NOW)
    log.delete("ann")
    log.append(load(text, learner="ann", read_at=NOW).events)
    assert log.of_learner("ann") == rows


def test_the_same_deed_by_both_versions_is_there_once(log: EventLog, database: Path) -> None:
    then(database, [MEANT["next"][0]])
    assert log.append([Event(id="s:i0:token", learner="ann", session="s", kind="went_on", at=AT)]) == 0
    assert [one.kind for one in log.of_learner("ann")] == ["went_on"]


def test_all_rows_are_parted_however_many_there_are(log: EventLog, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "ROWS_AT_ONCE", 4)
    payloads = [MEANT["draft"][0], UNKNOWN[0], MEANT["next"][0]] * 7
    before_the_migration(database, payloads)
    assert [one.kind for one in log.of_learner("ann")] == ["drafted", "moved", "went_on"] * 7
    assert [kind for _, kind, _, _ in raw(database)] == ["drafted", "moved", "went_on"] * 7


def test_servers_that_part_the_same_rows_at_once_all_succeed(log: EventLog, database: Path) -> None:
    log.close()
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DELETE FROM migrations WHERE number > 3")
    then(database, [written for written, _, _ in MEANT.values()] * 300)
    failed: list[BaseException] = []

    def start() -> None:
        try:
            open_log(f"sqlite:///{database}").close()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert not failed
    assert [kind for _, kind, _, _ in raw(database)] == [kind for _, kind, _ in MEANT.values()] * 300
