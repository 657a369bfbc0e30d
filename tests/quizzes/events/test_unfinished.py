"""What is marked or typed and not handed in outlives the server, belongs to one learner, and goes when it is handed in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from learner_log import entry, event, moment

from quizzes.events.event import Event, LogUnavailable
from quizzes.events.log import EventLog, open_log
from quizzes.events.unfinished import LONGEST_TEXT, Place

ANSWERED = event(1, "answered", entry("q-one", "quick-check"), moment(1), score=1.0, payload={"texts": ["8"]})
HERE = Place("ann", ANSWERED.id)


def test_the_newest_text_of_each_field_is_there_again_after_the_server_was_killed(log: EventLog, database: Path) -> None:
    log.keep_unfinished(HERE, {"typed-0": "eigh", "typed-1": "bits"})
    log.keep_unfinished(HERE, {"typed-0": "eight"})
    again = open_log(f"sqlite:///{database}")  # beside the first, which was never closed
    assert again.unfinished(HERE) == {"typed-0": "eight", "typed-1": "bits"}
    again.close()


def test_a_text_that_was_cleared_stays_cleared(log: EventLog) -> None:
    log.keep_unfinished(HERE, {"text": "a draft"})
    log.keep_unfinished(HERE, {"text": ""})
    assert log.unfinished(HERE) == {"text": ""}


def test_another_learner_and_another_item_see_nothing_of_it(log: EventLog) -> None:
    log.keep_unfinished(HERE, {"text": "mine"})
    assert log.unfinished(replace(HERE, learner="bob")) == {}
    assert log.unfinished(replace(HERE, answer="e00002")) == {}


STEP = event(2, "stepped", entry("p-one", "practice"), moment(1), payload={"text": "4"})


@pytest.mark.parametrize("handed_in", [ANSWERED, STEP], ids=["an answer", "a step"])
def test_handing_in_removes_it_and_what_comes_late_is_not_kept(log: EventLog, handed_in: Event) -> None:
    here, elsewhere = Place("ann", handed_in.id), Place("ann", "another")
    for place in (here, elsewhere):
        log.keep_unfinished(place, {"text": "on its way"})
    log.append([handed_in])
    log.keep_unfinished(here, {"text": "from the other tab"})
    assert log.unfinished(here) == {}
    assert log.unfinished(elsewhere) == {"text": "on its way"}


def test_a_refused_answer_leaves_it(log: EventLog) -> None:
    log.keep_unfinished(HERE, {"text": "still mine"})
    nobody: Any = None
    with pytest.raises(LogUnavailable):
        log.append([ANSWERED, replace(ANSWERED, id="bad", session=nobody)])
    assert log.unfinished(HERE) == {"text": "still mine"}


def test_deleting_everything_deletes_it_too_and_only_the_own(log: EventLog) -> None:
    others = replace(HERE, learner="bob")
    for place in (HERE, others):
        log.keep_unfinished(place, {"text": place.learner})
    log.delete("ann")
    assert log.unfinished(HERE) == {}
    assert log.unfinished(others) == {"text": "bob"}


def test_a_report_that_was_sent_is_forgotten_by_name(log: EventLog) -> None:
    log.keep_unfinished(HERE, {"report": "A typo"})
    log.forget_unfinished(HERE)
    assert log.unfinished(HERE) == {}


@pytest.mark.parametrize(
    ("typed", "kept"), [("x" * 6000, "x" * LONGEST_TEXT), ("half \ud83d, nul \0.", "half ?, nul .")], ids=["long", "odd"]
)
def test_what_a_database_would_refuse_is_left_out(log: EventLog, typed: str, kept: str) -> None:
    log.keep_unfinished(HERE, {"text": typed})
    assert log.unfinished(HERE) == {"text": kept}
