"""The event log: what is appended comes back, once, in order, or is refused before anything is written."""

from __future__ import annotations

import json
import random
import sqlite3
import traceback
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from quizzes.events.event import BadEvent, Event, LogUnavailable
from quizzes.events.learners import new_learner_id
from quizzes.events.log import EventLog, open_log
from quizzes.events.payloads import PAYLOADS
from quizzes.events.rating import Rating
from quizzes.events.table import events as table
from quizzes.exports.events_json import dump

START = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)

ONE_OF_EACH: Mapping[str, dict[str, Any]] = {
    "started": {
        "topic": "track/topic",
        "seed": 7,
        "items": ({"id": "one", "hash": "0123456789abcdef"}, {"id": "two", "hash": "fedcba9876543210"}),
        "options": {"deck": "short", "feedback": True, "limit": 3},
    },
    "answered": {"choices": ("right",), "texts": (), "text": None, "practice": False, "asks_why": False},
    "said_why": {"text": "It was a guess."},
    "undone": {"event": "s-1:c-1:rated"},
    "report": {"text": "The figure is old."},
    "known": {"known": True},
    "rated": {"covered": ("smaller", "faster")},
    "went_on": {},
    "hinted": {},
    "stepped": {"text": "4"},
    "drafted": {"text": "Ein Entwurf – “so”, 数, 🪶\n"},
    "overruled": {"point": "smaller"},
    "run_started": {"run": "r1"},
    "practised": {},
    "moved": {"to": "somewhere that no version knows", "point": None, "text": "?"},
    "finished": {"right": 8, "of": 10},
    "setting": {"name": "buttons", "value": "four"},
    "lab_run": {
        "run": "r1",
        "lab": "prune",
        "parameters": {"amount": 0.9, "layers": ["conv1"], "seed": 0},
        "headline": "No difference.",
        "figures": {"speedup": 1.01, "images": 360, "verdict": "no difference", "missing": None},
        "outcome": "same",
        "unfinished": "over time",
        "data_set": "mnist",
        "recorded": True,
    },
    "bet": {"outcome": "same", "question": "It will be…", "about": None},
}


def event(event_id: str = "e1", kind: str = "finished", *, learner: str = "ann", second: float = 0, **values: Any) -> Event:
    given = {"session": "s1", "payload": ONE_OF_EACH.get(kind, {}), "item": "track/topic", "mode": "recall"} | values
    return Event(id=event_id, learner=learner, kind=kind, at=START + timedelta(seconds=second), **given)


def ids(events: tuple[Event, ...]) -> list[str]:
    return [one.id for one in events]


def test_there_is_a_sample_of_every_kind() -> None:
    assert set(ONE_OF_EACH) == set(PAYLOADS)


@pytest.mark.parametrize("kind", PAYLOADS)
def test_what_was_appended_is_read_again_unchanged(log: EventLog, kind: str) -> None:
    written = event(
        kind=kind,
        content_hash="0123456789abcdef",
        utc_offset_min=-210,
        score=0.75,
        rating=3,
        sure=True,
        hints=2,
        ms=1234,
    )
    assert log.append([written]) == 1
    assert log.of_learner("ann") == (written,)
    assert log.session("ann", "s1") == (written,)


def test_a_rating_is_kept_as_its_number_and_read_as_what_it_is(log: EventLog, database: Path) -> None:
    log.append([event(str(one), rating=given) for one in Rating for given in (one, int(one))])
    with sqlite3.connect(database) as connection:
        kept = connection.execute("SELECT typeof(rating), rating, id FROM events").fetchall()
    assert kept == [("integer", number, str(number)) for number in (1, 2, 3, 4)]
    read = log.of_learner("ann")
    assert [one.rating for one in read] == list(Rating)
    assert {type(one.rating) for one in read} == {Rating}
    assert [one["rating"] for one in json.loads(dump(read, written_at=START))["events"]] == [1, 2, 3, 4]


def test_what_was_left_out_is_read_as_nothing(log: EventLog) -> None:
    log.append([Event(id="e1", learner="ann", session="s1", kind="answered", at=START)])
    (found,) = log.of_learner("ann")
    values = (found.item, found.content_hash, found.mode, found.score, found.rating, found.sure, found.ms)
    assert values == (None,) * 7
    assert found.hints == 0
    assert found.payload == {"choices": (), "texts": (), "text": None, "practice": False, "asks_why": False}


def test_time_is_kept_to_the_microsecond_as_utc(tmp_path: Path) -> None:
    moments = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.sampled_from([UTC, timezone(timedelta(hours=-9.5))]))
    log = open_log(f"sqlite:///{tmp_path / 'events.db'}")

    @examples(100, always_the_same=True)
    @given(moments)
    def check(moment: datetime) -> None:
        token = f"{moment.isoformat()}"
        log.append([replace(event(token, learner=token), at=moment)])
        (found,) = log.of_learner(token)
        assert found.at == moment
        assert found.at.utcoffset() == timedelta(0)

    check()
    log.close()


def test_events_come_in_the_order_of_time_then_id_whatever_order_they_were_written_in(log: EventLog) -> None:
    right = [event("z", second=1), event("a", second=2), event("b", second=2), event("c", second=2.000001), event("0", second=3)]
    shuffled = right.copy()
    random.Random(3).shuffle(shuffled)
    assert shuffled != right
    for one in shuffled:
        log.append([one])
    assert log.of_learner("ann") == tuple(right)
    assert log.session("ann", "s1") == tuple(right)


def test_the_same_id_again_writes_nothing_and_keeps_the_first(log: EventLog) -> None:
    assert log.append([event(payload={"right": 1, "of": 10})]) == 1
    assert log.append([event(payload={"right": 10, "of": 10}, second=5)]) == 0
    (found,) = log.of_learner("ann")
    assert (found.payload["right"], found.at) == (1, START)


def test_the_same_id_of_another_learner_changes_nothing_of_the_first(log: EventLog) -> None:
    log.append([event()])
    assert log.append([event(learner="bob")]) == 0
    assert ids(log.of_learner("ann")) == ["e1"]
    assert log.of_learner("bob") == ()


def test_of_several_events_only_the_new_ones_are_counted(log: EventLog) -> None:
    log.append([event("e1")])
    assert log.append([event("e1"), event("e2"), event("e3"), event("e3")]) == 2
    assert ids(log.of_learner("ann")) == ["e1", "e2", "e3"]


def test_nothing_to_write_writes_nothing(log: EventLog) -> None:
    assert log.append([]) == 0
    assert log.of_learner("ann") == ()


def test_twenty_threads_that_write_the_same_id_write_it_once(log: EventLog) -> None:
    with ThreadPoolExecutor(20) as threads:
        written = list(threads.map(lambda number: log.append([event(ms=number), event(f"own-{number}")]), range(20)))
    found = log.of_learner("ann")
    assert sum(written) == 21
    assert sorted(ids(found)) == sorted(["e1", *(f"own-{number}" for number in range(20))])


def test_two_engines_on_one_file_write_the_same_id_once_and_see_each_other(log: EventLog, database: Path) -> None:
    second = open_log(f"sqlite:///{database}")
    with ThreadPoolExecutor(8) as threads:
        written = list(threads.map(lambda number: (log, second)[number % 2].append([event(f"e{number // 2}")]), range(40)))
    assert sum(written) == 20
    assert log.of_learner("ann") == second.of_learner("ann")
    second.close()


REFUSED = {
    "unknown kind": (event(kind="deleted", payload={}), "'deleted' is no kind of event; there are: started, answered"),
    "unknown payload key": (event(payload={"right": 1, "of": 2, "more": 3}), "'finished' is refused at more"),
    "missing payload key": (event(payload={"right": 1}), "'finished' is refused at of"),
    "wrong payload type": (event(payload={"right": "many", "of": 2}), "'finished' is refused at right"),
    "wrong inner payload": (event(kind="started", payload={"topic": "t", "seed": 1, "items": [{"id": "one"}]}), "items.0.hash"),
    "setting that is a list": (event(kind="setting", payload={"name": "n", "value": []}), "'setting' is refused at value"),
    "rating below": (event(rating=0), "rating 0 is not allowed; allowed: 1 to 4"),
    "rating above": (event(rating=5), "rating 5 is not allowed"),
    "score below": (event(score=-0.001), "score -0.001 is not allowed; allowed: 0 to 1"),
    "score above": (event(score=1.001), "score 1.001 is not allowed"),
    "score that is no number": (event(score=float("nan")), "score nan is not allowed"),
    "time without a zone": (replace(event(), at=datetime(2026, 3, 1)), "needs a time zone"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_event_is_refused_before_anything_is_written(log: EventLog, name: str) -> None:
    bad, words = REFUSED[name]
    with pytest.raises(BadEvent, match=words.replace("(", r"\(")) as refused:
        log.append([event("good"), replace(bad, id="bad"), event("good too")])
    assert str(refused.value).endswith(".")
    assert log.of_learner("ann") == ()


@pytest.mark.parametrize("values", [{"rating": 1}, {"rating": 4}, {"score": 0.0}, {"score": 1.0}])
def test_the_ends_of_what_is_allowed_are_allowed(log: EventLog, values: dict[str, Any]) -> None:
    assert log.append([event(**values)]) == 1


def test_where_the_database_refuses_one_event_none_is_written(log: EventLog) -> None:
    nobody: Any = None
    with pytest.raises(LogUnavailable, match="NOT NULL"):
        log.append([event("good"), event("bad", session=nobody), event("good too")])
    assert log.of_learner("ann") == ()
    assert log.append([event("good")]) == 1


def test_a_session_is_read_by_its_learner_only(log: EventLog) -> None:
    log.append([event("e1"), event("e2", session="s2")])
    assert ids(log.session("ann", "s1")) == ["e1"]
    assert log.session("bob", "s1") == ()
    assert log.session("%", "s1") == ()


def test_events_are_read_by_kind(log: EventLog) -> None:
    log.append([event(kind, kind, second=second) for second, kind in enumerate(PAYLOADS)])
    assert ids(log.of_learner("ann", kinds=["rated", "started"])) == ["started", "rated"]
    assert len(log.of_learner("ann")) == len(PAYLOADS)


def test_events_are_read_by_topic_and_a_name_is_no_pattern(log: EventLog) -> None:
    items = ["track/topic", "track/topic/one", "track/topics/one", "track/topi_/one", "track/topi%", None]
    log.append([event(str(number), second=number, item=item) for number, item in enumerate(items)])
    assert ids(log.of_learner("ann", topic="track/topic")) == ["0", "1"]
    assert ids(log.of_learner("ann", topic="track/topi_")) == ["3"]
    assert ids(log.of_learner("ann", topic="track/%")) == []


def test_the_latest_events_come_in_order(log: EventLog) -> None:
    log.append([event(f"{second}-{kind}", kind, second=second) for second in range(5) for kind in ("rated", "started")])
    log.append([event("hers", "rated", second=9, learner="bob")])
    assert ids(log.latest("ann", kinds=["rated"], count=3)) == ["2-rated", "3-rated", "4-rated"]
    assert ids(log.latest("ann", kinds=["rated"], count=30)) == [f"{second}-rated" for second in range(5)]


def test_the_last_started_session_is_the_newest_of_that_mode_and_topic_and_learner(log: EventLog) -> None:
    log.append(
        [
            event("new", "started", second=2, session="new"),
            event("old", "started", second=1, session="old"),
            event("quick", "started", second=3, mode="quick-check"),
            event("elsewhere", "started", second=3, item="track/other"),
            event("hers", "started", second=3, learner="bob"),
            event("end", "finished", second=3),
        ]
    )
    newest = log.last_started("ann", mode="recall", topic="track/topic", count=5)
    assert [one.session for one in newest] == ["new", "old"]
    assert log.last_started("ann", mode="recall", topic="track/topic") == newest[:1]
    assert log.last_started("ann", mode="explain", topic="track/topic") == ()


def test_the_log_is_still_there_when_it_is_opened_again(log: EventLog, database: Path) -> None:
    log.append([event()])
    log.close()
    again = open_log(f"sqlite:///{database}")
    assert ids(again.of_learner("ann")) == ["e1"]
    again.close()


def test_sqlite_keeps_a_write_ahead_log_and_syncs_it_at_every_commit(log: EventLog, database: Path) -> None:
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    with log._engine.connect() as ours:
        assert ours.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert ours.exec_driver_sql("PRAGMA busy_timeout").scalar() == 10_000


def test_the_longest_id_that_content_can_lead_to_fits_its_column() -> None:
    longest = ":".join(["s" * 12, "i" * 60, "overrule-" + "p" * 60])
    assert len(longest) <= (getattr(table.c.id.type, "length", None) or 0)


UNUSABLE = [
    "",
    "no address",
    "mysql://ann:secret@host/name",
    "bogus://ann:secret@host/name",
    "postgresql://ann:secret@host:port/name",
    "postgresql://ann:sec/ret@host:5432/name",
    "postgresql+nodriver://ann:secret@host/name",
    "sqlite:////dev/null/folder/events.db",
    "sqlite:///{folder}",
    "sqlite:///{file}",
    "sqlite:///{file}/below/events.db",
]


@pytest.mark.parametrize("url", UNUSABLE)
def test_a_database_that_cannot_be_used_gives_a_sentence_without_the_password(tmp_path: Path, url: str) -> None:
    rubbish = tmp_path / "rubbish.txt"
    rubbish.write_text("This is no database. " * 100, encoding="utf-8")
    with pytest.raises(LogUnavailable) as refused:
        open_log(url.replace("{folder}", str(tmp_path)).replace("{file}", str(rubbish)))
    sentence = str(refused.value)
    assert sentence.startswith(("DATABASE_URL cannot be used: ", "The data folder ", "The database "))
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert not any(word in sentence for word in ("secret", "sec/", "'sec'", "ret@"))
    assert rubbish.read_text(encoding="utf-8").startswith("This is no database. ")


def test_no_error_names_a_learner_not_even_where_its_whole_chain_is_logged(log: EventLog, database: Path) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("DROP TABLE events")
    connection.close()
    who = new_learner_id()
    for attempt in (lambda: log.append([event(learner=who)]), lambda: log.of_learner(who)):
        with pytest.raises(LogUnavailable) as refused:
            attempt()
        assert who not in "".join(traceback.format_exception(refused.value))


def test_a_database_that_is_lost_while_the_app_runs_gives_the_same_sentence(log: EventLog, database: Path) -> None:
    log.append([event()])
    with sqlite3.connect(database) as connection:
        connection.execute("DROP TABLE events")
    connection.close()
    for attempt in (lambda: log.append([event("e2")]), lambda: log.of_learner("ann")):
        with pytest.raises(LogUnavailable, match="cannot be used: no such table: events"):
            attempt()
