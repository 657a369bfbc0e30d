"""What is remembered outlives the server in files that may be deleted, and is never trusted over the log."""

from __future__ import annotations

import json
import random
import stat
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from learner_log import entry, event, index_of, moment
from test_replay import INDEX, year_of_events

from quizzes.events.event import Event
from quizzes.events.log import EventLog
from quizzes.schedule import ledger as ledger_module
from quizzes.schedule.ledger import Ledger
from quizzes.schedule.memory import Replay

CARD = entry("card", "recall")


@pytest.fixture
def memories(tmp_path: Path) -> Path:
    return tmp_path / "memories"


@pytest.fixture(autouse=True)
def written_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of short histories, too, as if they were long."""
    monkeypatch.setattr(ledger_module, "WORTH_WRITING", 1)
    monkeypatch.setattr(ledger_module, "WRITTEN_EVERY", 1)


def from_scratch(events: Sequence[Event]) -> tuple[object, object]:
    whole = Replay(INDEX)
    whole.add(events)
    return whole.memories, whole.reviews


def after_a_restart(log: EventLog, folder: Path) -> tuple[object, object]:
    found = Ledger(log, folder).recollection("ann", INDEX)
    return found.memories, found.reviews


@pytest.mark.parametrize("order", ["in time", "backwards", "shuffled"])
def test_after_each_restart_it_is_what_a_whole_replay_gives(log: EventLog, memories: Path, order: str) -> None:
    events = year_of_events(2)[:140]
    arriving: Sequence[Event] = {"in time": events, "backwards": events[::-1]}.get(order) or random.Random(1).sample(events, len(events))
    for start in range(0, len(arriving), 7):
        log.append(arriving[start : start + 7])
        assert after_a_restart(log, memories) == from_scratch(arriving[: start + 7])


def test_only_newer_rows_are_read_after_a_restart(log: EventLog, memories: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log.append([event(1, "rated", CARD, moment(1), rating=3)])
    Ledger(log, memories).memories("ann", INDEX)
    monkeypatch.setattr(EventLog, "of_learner", lambda *_, **__: pytest.fail("read everything again"))
    log.append([event(2, "rated", CARD, moment(3), rating=3)])
    assert Ledger(log, memories).memories("ann", INDEX)[CARD.item].reviews == 2


def test_a_file_of_other_items_or_of_other_rules_is_not_used(log: EventLog, memories: Path) -> None:
    log.append([event(1, "rated", CARD, moment(1), rating=3)])
    Ledger(log, memories).memories("ann", INDEX)
    assert Ledger(log, memories).memories("ann", index_of(entry("other", "recall"))) == {}
    changed = index_of(replace(CARD, concept="another"))
    assert set(Ledger(log, memories).memories("ann", changed)) == {CARD.item}
    (file,) = memories.iterdir()
    kept = json.loads(file.read_text())
    file.write_text(json.dumps(kept | {"version": 0, "memories": []}))
    assert set(Ledger(log, memories).memories("ann", changed)) == {CARD.item}


@pytest.mark.parametrize("data", ["", "{", "[]", "{}", '{"version": 1}', "null", "[" * 100_000, '"\\ud800"'])
def test_a_spoilt_file_changes_nothing(log: EventLog, memories: Path, data: str) -> None:
    log.append([event(1, "rated", CARD, moment(1), rating=3)])
    right = Ledger(log, memories).memories("ann", INDEX)
    (file,) = memories.iterdir()
    file.write_text(data)
    assert Ledger(log, memories).memories("ann", INDEX) == right


def test_nobody_else_can_read_it_and_its_name_does_not_tell_whose_it_is(log: EventLog, memories: Path) -> None:
    log.append([event(1, "rated", CARD, moment(1), rating=3)])
    Ledger(log, memories).memories("ann", INDEX)
    (file,) = (memories).iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert "ann" not in file.name
    assert '"ann"' not in file.read_text()


def test_a_learner_who_deletes_everything_leaves_no_file(log: EventLog, memories: Path) -> None:
    log.append([event(1, "rated", CARD, moment(1), rating=3)])
    ledger = Ledger(log, memories)
    ledger.memories("ann", INDEX)
    log.delete("ann")
    ledger.forget("ann")
    assert list(memories.iterdir()) == []
    assert ledger.memories("ann", INDEX) == {}


def test_what_is_kept_in_memory_is_bounded_by_its_size(log: EventLog) -> None:
    learners = [f"learner-{number}" for number in range(40)]
    for learner in learners:
        rows = [replace(event(number, "rated", CARD, moment(1 + number), rating=3), id=f"{learner}-{number}") for number in range(20)]
        log.append([replace(one, learner=learner) for one in rows])
    size = 10 * 20 * 300
    ledger = Ledger(log, limit_bytes=size)
    for learner in learners:
        assert ledger.memories(learner, INDEX)[CARD.item].reviews == 20
    kept = list(ledger._kept)
    assert 0 < len(kept) <= 10
    assert kept == learners[-len(kept) :]
    assert sum(one.replay.size_bytes for one in ledger._kept.values()) == ledger._size_bytes <= size


def test_where_no_file_can_be_written_everything_goes_on(log: EventLog, memories: Path) -> None:
    memories.write_text("not a folder")
    log.append([event(1, "rated", CARD, moment(1), rating=3)])
    assert Ledger(log, memories).memories("ann", INDEX)[CARD.item].reviews == 1
