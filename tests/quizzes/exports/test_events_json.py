"""Everything out as JSON and in again: the same rows, once, and no bad file takes anything along."""

from __future__ import annotations

import csv
import io
import json
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.events.event import Event
from quizzes.events.log import EventLog
from quizzes.events.unfinished import Place
from quizzes.exports.events_csv import COLUMNS, csv_text
from quizzes.exports.events_json import BadExport, dump, load

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def event(number: int, kind: str = "answered", **values: Any) -> Event:
    payload = values.pop("payload", {"choices": ("a",)} if kind == "answered" else {})
    at = NOW - timedelta(days=9) + timedelta(seconds=number, microseconds=number)
    base = {"session": "s", "item": "track/topic/q", "mode": "quick-check", "content_hash": "0" * 16, "utc_offset_min": 120}
    return Event(id=f"s:{number}", learner="ann", kind=kind, at=at, payload=payload, **(base | values))


EVENTS = [
    event(1, "started", payload={"topic": "track/topic", "seed": 5, "items": ({"id": "q", "hash": "0" * 16},), "options": {"deck": "all"}}),
    event(2, score=1.0, ms=1234, hints=1, sure=True),
    event(3, payload={"texts": ("=1+1", "-2")}, score=0.0),
    event(4, "rated", rating=3, score=1.0),
    event(5, "known", payload={"known": True}),
    event(6, "report", payload={"text": "=HYPERLINK(1) is wrong"}),
    event(
        7,
        "lab_run",
        payload={
            "run": "7" * 32,
            "lab": "prune",
            "parameters": {"amount": 0.9},
            "headline": "The run was stopped after 300 s.",
            "figures": {"dense.bytes": 180_000, "dense.accuracy": 0.975, "pruned": None, "pruned.low": 0.99, "pruned.high": 1.72},
            "outcome": None,
            "unfinished": "over time",
            "recorded": False,
        },
    ),
    event(
        8,
        "lab_run",
        payload={
            "run": "record-" + "0" * 16,
            "lab": "prune",
            "parameters": {"amount": 0.9},
            "headline": "pruned against dense: 1.00× as fast [0.99, 1.01]",
            "figures": {},
            "outcome": "same",
            "unfinished": None,
            "recorded": True,
        },
    ),
]


def test_what_was_written_is_read_again_unchanged(log: EventLog) -> None:
    log.append(EVENTS)
    stored = log.of_learner("ann")
    read = load(dump(stored, written_at=NOW), learner="ann", read_at=NOW).events
    log.delete("ann")
    assert log.append(read) == len(EVENTS)
    assert log.of_learner("ann") == stored


def test_reading_it_in_twice_or_in_another_order_adds_nothing(log: EventLog) -> None:
    text = dump(EVENTS, written_at=NOW)
    rows = json.loads(text)
    random.Random(1).shuffle(rows["events"])
    assert log.append(load(text, learner="ann", read_at=NOW).events) == len(EVENTS)
    assert log.append(load(json.dumps(rows), learner="ann", read_at=NOW).events) == 0


def test_another_browser_takes_the_rows_over_as_its_own(log: EventLog) -> None:
    log.append(load(dump(EVENTS, written_at=NOW), learner="bob", read_at=NOW).events)
    assert {one.learner for one in log.of_learner("bob")} == {"bob"}
    assert "ann" not in dump(log.of_learner("bob"), written_at=NOW)


def test_rows_that_are_somebody_s_are_known_before_anything_is_written(log: EventLog) -> None:
    log.append(EVENTS)
    assert log.holders([one.id for one in EVENTS] + ["unheard"] * 2_000) == {one.id: "ann" for one in EVENTS}


def test_deleting_takes_all_rows_of_one_learner_and_none_of_another(log: EventLog) -> None:
    log.append(EVENTS)
    log.append([Event(id="other", learner="bob", session="t", kind="known", at=NOW, payload={"known": True})])
    assert log.delete("ann") == len(EVENTS)
    assert log.of_learner("ann") == ()
    assert len(log.of_learner("bob")) == 1


def test_what_is_not_handed_in_is_taken_along_and_never_takes_the_place_of_something_newer(log: EventLog) -> None:
    here, done = Place("ann", "open"), Place("ann", EVENTS[0].id)
    log.keep_unfinished(here, {"text": "half a sentence", "marked": "[]"})
    typed = log.all_unfinished("ann")
    assert {one.field: one.text for one in typed} == {"text": "half a sentence", "marked": "[]"}
    text = dump(EVENTS, unfinished_texts=[*typed, replace(typed[0], answer=done.answer)], written_at=NOW)
    given = load(text, learner="bob", read_at=datetime.now(UTC))
    assert set(given.unfinished) >= set(typed)

    log.delete("ann")
    log.append(given.events)
    assert log.add_unfinished("bob", given.unfinished) == typed, "what is handed in comes back as its event alone"
    assert [(one.session, one.is_blank) for one in typed] == [("open", one.field == "marked") for one in typed]
    assert log.all_unfinished("bob") == typed
    log.keep_unfinished(replace(here, learner="bob"), {"text": "a newer one"})
    assert log.add_unfinished("bob", given.unfinished) == ()
    assert log.unfinished(replace(here, learner="bob")) == {"text": "a newer one", "marked": "[]"}
    table = list(csv.DictReader(io.StringIO(csv_text(EVENTS, typed))))
    assert [json.loads(row["payload"]) for row in table[len(EVENTS) :]] == [{one.field: one.text} for one in typed]


def changed(**values: Any) -> str:
    rows = json.loads(dump(EVENTS, written_at=NOW))
    rows["events"][1] |= values
    return json.dumps(rows)


def typed(**values: Any) -> str:
    one = {"answer": "open", "field": "text", "text": "half", "at": "2026-01-01T00:00:00+00:00"} | values
    return json.dumps(json.loads(dump(EVENTS, written_at=NOW)) | {"unfinished": [one]})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no JSON"),
        ("[" * 900, "no JSON"),
        ("[" * 100_000, "100,000 lists and objects"),
        (b"[" + b"{}," * 100_000 + b"{}]", "100,002 lists and objects"),
        (b"\xff\xfe\x00", "no JSON"),
        ("[]", "JSON” button"),
        ('{"format": "other", "version": 1, "events": []}', "format"),
        ('{"format": "featherweight-events", "version": 2, "events": []}', "version"),
        ('{"format": "featherweight-events", "version": 1, "events": [3]}', "Event 1"),
        (changed(score=1.5), "Event 2: The score 1.5"),
        (changed(score=float("nan")), "Event 2: score"),
        (changed(rating=9), "Event 2: rating: Input should be 1, 2, 3 or 4"),
        (changed(kind="stole"), "Event 2: 'stole' is no kind"),
        (changed(payload={"choices": 3}), "Event 2"),
        (changed(payload={"more": 1}), "Event 2"),
        (changed(at="yesterday"), "Event 2: at"),
        (changed(at="2026-01-01T00:00:00"), "Event 2: at"),
        (changed(at="9999-12-31T23:59:59+00:00"), "Event 2: at"),
        (changed(at="1900-01-01T00:00:00+00:00"), "Event 2: at"),
        (changed(id=""), "Event 2: id"),
        (changed(id="x" * 201), "Event 2: id"),
        (changed(learner="bob"), "Event 2: learner"),
        (changed(ms=10**30), "Event 2: ms"),
        (changed(schema_version=99), "Event 2: schema_version"),
        (typed(text="x" * 5_001), "Unfinished answer 1: text"),
        (typed(learner="bob"), "Unfinished answer 1: learner"),
        (typed(at="9999-12-31T23:59:59+00:00"), "Unfinished answer 1: at"),
    ],
)
def test_a_bad_file_says_where_and_takes_nothing_along(text: str | bytes, said: str) -> None:
    with pytest.raises(BadExport) as error:
        load(text, learner="ann", read_at=NOW)
    assert said in str(error.value)
    assert len(str(error.value).splitlines()) == 1


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=9), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_no_json_makes_a_traceback(value: Any) -> None:
    for given_text in (json.dumps(value), json.dumps({"format": "featherweight-events", "version": 1, "events": [value, value]})):
        with pytest.raises(BadExport):
            load(given_text, learner="ann", read_at=NOW)


def test_the_table_has_a_line_for_every_event_and_no_formula() -> None:
    rows = list(csv.reader(io.StringIO(csv_text(EVENTS))))
    assert tuple(rows[0]) == COLUMNS
    assert [row[-1] for row in rows[1:]] == [one.id for one in EVENTS]
    assert rows[2][:2] == ["2026-02-20 12:00:02", "2026-02-20 14:00:02"]
    assert not [cell for row in rows[1:] for cell in row if cell.startswith(("=", "+", "-", "@"))]
    hostile = csv_text([event(9, item="=cmd|' /C calc'!A0", session="@x")])
    assert "'=cmd" in hostile
    assert "'@x" in hostile
