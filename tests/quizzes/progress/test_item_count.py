"""Figures that are kept up to date are those of a count from nothing, whatever happens to the log and the topics in between."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from counted_anew import counted_anew
from sample_topic import SAID_BOTH, SAID_ONE, card, myth, prompt, question, topic

from quizzes.content.topic import Topic
from quizzes.events.event import Event, LogUnavailable
from quizzes.events.log import EventLog, open_log
from quizzes.models import Item
from quizzes.progress import item_count, item_ranking
from quizzes.progress.item_answers import logged
from quizzes.progress.item_count import ItemCount, Look
from quizzes.questions import Numeric, Prompt

START = datetime(2026, 3, 1, tzinfo=UTC)
LEARNERS = [f"learner-{number}" for number in range(28)]
CHOICES = ("right", "wrong", "other", "last")


class Asked(EventLog):
    """A log that remembers whose rows it was asked for."""

    def of_learners(self, columns: Sequence[str], learners: Sequence[str], **wanted: Any) -> Sequence[tuple[Any, ...]]:
        asked.extend(learners)
        return super().of_learners(columns, learners, **wanted)


asked: list[str] = []


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    opened = open_log(f"sqlite:///{tmp_path / 'events.db'}")
    opened.__class__ = Asked
    asked.clear()
    yield opened
    opened.close()


class History:
    """A class that does at random all that can change a figure. ``was`` and the texts of the items change, too."""

    def __init__(self, log: EventLog, seed: int) -> None:
        self.log, self.rng, self.written = log, random.Random(seed), 0
        self.names = [f"q-{number}" for number in range(5)]
        self.was: dict[str, list[str]] = {}
        self.said: dict[str, str] = {}
        self.ids: list[tuple[str, str]] = []
        self.topics = self.make_topics()

    def make_topics(self) -> list[Topic]:
        asked_now = [question(one, question=self.said.get(one, "Which?"), was=self.was.get(one, [])) for one in self.names]
        typed = Numeric.model_validate({"id": "n-one", "concept": "alpha", "level": "easy", "question": "5?", "answer": "5", "why": "So."})
        return [topic(self_test=[*asked_now, typed], recall=[card("c-one")], explain=[prompt("e-one")], myths=[myth("m-one")])]

    def items(self) -> list[Item]:
        return [item for one in self.topics for item in one.items()]

    def event(self, kind: str, item: Item, *, learner: str | None = None, session: str | None = None, **values: Any) -> Event:
        self.written += 1
        who = learner or self.rng.choice(LEARNERS)
        at = START + timedelta(seconds=self.rng.choice([self.written, self.written, -self.written]))  # an import, or a clock set back
        made = {"learner": who, "at": at, "session": session or f"{who}-{self.rng.randrange(3)}", "item": f"track/topic/{item.id}"}
        one = Event(id=f"e{self.written}", kind=kind, **{"content_hash": item.content_hash, **made, **values})
        self.ids.append((who, one.id))
        return one

    def answer(self, item: Item, *, learner: str | None = None, practice: bool = False) -> list[Event]:
        rng, sure = self.rng, self.rng.choice([None, True, False])
        common: dict[str, Any] = {
            "learner": learner,
            "sure": sure,
            "ms": rng.choice([None, rng.randrange(9_000)]),
            "hints": rng.randrange(2),
        }
        if item.id == "c-one":
            return [self.event("rated", item, learner=learner, score=rng.choice([0.0, 1.0]), mode="recall")]
        if isinstance(item, Prompt):
            text, score = rng.choice([(SAID_BOTH, 1.0), (SAID_ONE, 0.5), ("Nothing.", 0.0)])
            one = self.event("answered", item, score=score, mode="explain", payload={"text": text}, **common)
            claim = {"point": rng.choice(["accuracy", "smaller"])}
            overruled = self.event("overruled", item, learner=one.learner, session=one.session, mode="explain", payload=claim)
            return [one, overruled][: rng.randrange(1, 3)]
        if item.id == "m-one":
            bet = self.event("bet", item, payload={"outcome": rng.choice(["faster", "same", "slower"])}, **common)
            ran = {"run": "r", "lab": "prune", "parameters": {}, "headline": "So.", "outcome": rng.choice([None, "same", "faster"])}
            return [bet, self.event("lab_run", item, learner=bet.learner, session=bet.session, payload=ran)]
        picked = rng.choice(["", *CHOICES])
        payload: dict[str, Any] = {"texts": [rng.choice(["5", "6", ""])]} if item.id == "n-one" else {"choices": [picked] if picked else []}
        payload |= {"practice": True} if practice else {}
        return [self.event("answered", item, score=float(picked == "right" or payload.get("texts") == ["5"]), payload=payload, **common)]

    def begin(self) -> None:
        """A class that is large enough for every figure."""
        self.log.append([row for who in LEARNERS for item in self.items() for row in self.answer(item, learner=who)])

    def step(self) -> None:
        item = self.rng.choice(self.items())
        self.rng.choice(
            [self._answers, self._answers, self._undo, self._report, self._practice, self._leave, self._move_house, self._edit]
        )(item)
        self.topics = self.make_topics()

    def _answers(self, item: Item) -> None:
        self.log.append([row for _ in range(self.rng.randrange(1, 6)) for row in self.answer(item)])

    def _practice(self, item: Item) -> None:
        self.log.append(self.answer(item, practice=True))

    def _report(self, item: Item) -> None:
        self.log.append([self.event("report", item, payload={"text": f"It is wrong {self.written}."})])

    def _undo(self, item: Item) -> None:
        who, taken_back = self.rng.choice(self.ids)
        by = self.rng.choice([who, who, who, LEARNERS[0]])
        self.log.append([self.event("undone", item, learner=by, payload={"event": taken_back})])

    def _leave(self, item: Item) -> None:
        self.log.delete(self.rng.choice(LEARNERS))

    def _move_house(self, item: Item) -> None:
        """All of a learner's rows go, and as many others come, of which the newest is of the same time."""
        who = self.rng.choice(LEARNERS)
        rows = self.log.of_learner(who)
        if len(rows) < 2:
            return
        self.log.delete(who)
        others = [self.answer(item, learner=who)[0] for _ in rows[1:]]
        self.log.append([*others, rows[-1]])

    def _edit(self, item: Item) -> None:
        place = self.rng.randrange(len(self.names))
        old, new = self.names[place], f"q-new-{self.written}"
        change = self.rng.choice(["rename", "text", "gone"])
        if change == "text":
            self.said[old] = f"Which {self.written}?"
        elif change == "rename":
            self.was[new], self.said[new] = [*self.was.get(old, []), old], self.said.get(old, "Which?")
            self.names[place] = new
        elif len(self.names) > 4:
            del self.names[place]


def assert_same(look: Look, history: History) -> None:
    rows = logged(history.log, LEARNERS)
    expected = counted_anew(rows, history.topics)
    assert look.figures is not None
    found = look.figures.statistics
    pd.testing.assert_frame_equal(found.table, expected.table, rtol=1e-9)
    pd.testing.assert_frame_equal(found.picks, expected.picks, rtol=1e-9)
    pd.testing.assert_frame_equal(found.reports, expected.reports)
    pd.testing.assert_frame_equal(look.figures.ranked, item_ranking.ranking(found))
    for item, version in zip(found.table["item"], found.table["version"], strict=True):
        assert dict(found.missed_points(item, version)) == dict(expected.missed_points(item, version))


@pytest.mark.parametrize("seed", range(3))
def test_after_every_step_of_a_random_history_the_figures_are_those_of_a_count_from_nothing(log: EventLog, seed: int) -> None:
    history, count = History(log, seed), ItemCount(log)
    history.begin()
    told: set[str] = set()
    for _ in range(20):
        look = count.look(history.topics)
        assert_same(look, history)
        assert look.figures is not None
        told |= {name for name, values in look.figures.ranked.items() if values.notna().any()}
        history.step()
    assert told >= {"discrimination", "sure_wrong", "hints", "forgot", "coverage", "skipped", "median_s"}


def test_only_the_rows_of_those_who_did_something_are_read_again(log: EventLog) -> None:
    history, count = History(log, 1), ItemCount(log)
    history.begin()
    count.look(history.topics)
    assert sorted(asked) == sorted(LEARNERS)
    asked.clear()
    count.look(history.topics)
    assert asked == []
    log.append(history.answer(history.items()[0], learner=LEARNERS[3]))
    log.delete(LEARNERS[5])
    count.look(history.topics)
    assert sorted(asked) == [LEARNERS[3], LEARNERS[5]]
    asked.clear()
    history.said["q-1"] = "Which one is it?"
    count.look(history.make_topics())
    assert asked == []  # a text that is changed says nothing else about the answers that were given
    history.names[0] = "q-other"
    count.look(history.make_topics())
    assert sorted(set(asked)) == sorted({*LEARNERS} - {LEARNERS[5]})


def test_many_rows_are_counted_in_the_background_and_the_figures_of_before_stand_until_then(log: EventLog) -> None:
    now = [0.0]
    history, count = History(log, 2), ItemCount(log, at_once=20, clock=lambda: now[0])
    history.begin()
    rows = log.extent().rows
    look = count.look(history.topics)
    assert look.figures is None
    assert look.counting is not None
    assert look.counting.rows == rows
    count.wait()
    assert count.counting() is None
    assert_same(count.look(history.topics), history)
    log.append([row for who in LEARNERS for row in history.answer(history.items()[0], learner=who)])
    count._rested_at = 1.0  # as after a count that took a tenth of that
    look = count.look(history.topics)
    assert look.counting is None
    assert look.later == log.extent().rows
    assert look.figures is not None
    assert look.figures.ranked["answers"].sum() > 0
    now[0] = 1.5
    assert count.look(history.topics).counting is not None
    count.wait()
    assert_same(count.look(history.topics), history)


def test_as_many_other_rows_in_place_of_a_learners_are_seen_though_the_newest_is_of_the_same_time(log: EventLog) -> None:
    one, count = question("q-one"), ItemCount(log)
    topics = [topic(self_test=[one])]

    def answered(*seconds: int, score: float) -> list[Event]:
        about: dict[str, Any] = {"kind": "answered", "session": "s", "item": "track/topic/q-one", "content_hash": one.content_hash}
        about |= {"score": score, "payload": {"choices": ["right" if score else "wrong"]}}
        times = [(who, second) for who in LEARNERS[:3] for second in seconds]
        return [Event(id=f"{who}-{at}", learner=who, at=START + timedelta(seconds=at), **about) for who, at in times]

    log.append(answered(1, 2, 9, score=0.0))
    before = count.look(topics).figures
    for who in LEARNERS[:3]:
        log.delete(who)
    log.append(answered(3, 4, 9, score=1.0))
    after = count.look(topics).figures
    assert before is not None
    assert after is not None
    assert (before.ranked["right"].tolist(), after.ranked["right"].tolist()) == ([0.0], [1.0])


def test_rows_that_come_while_one_counts_are_not_missed(log: EventLog, monkeypatch: pytest.MonkeyPatch) -> None:
    history, count = History(log, 3), ItemCount(log)
    history.begin()
    reading = item_count.logged

    def and_then_more(read: EventLog, learners: Sequence[str]) -> Any:
        before = reading(read, learners)
        read.append(history.answer(history.items()[0], learner=LEARNERS[0]))
        return before

    monkeypatch.setattr(item_count, "logged", and_then_more)
    count.look(history.topics)
    monkeypatch.undo()
    assert_same(count.look(history.topics), history)


def test_a_database_that_is_away_is_said_once_to_whoever_looks_next_and_then_it_is_tried_again(
    log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    history, count = History(log, 4), ItemCount(log, at_once=0)
    history.begin()

    def away(_log: EventLog, _learners: Sequence[str]) -> Any:
        raise LogUnavailable("The database is away.")

    monkeypatch.setattr(item_count, "logged", away)
    count.look(history.topics)
    count.wait()
    with pytest.raises(LogUnavailable, match="is away"):
        count.look(history.topics)
    monkeypatch.undo()
    assert count.look(history.topics).counting is not None
    count.wait()
    assert_same(count.look(history.topics), history)


def test_what_a_learner_who_leaves_wrote_is_kept_no_longer(log: EventLog) -> None:
    history, count = History(log, 5), ItemCount(log)
    history.begin()
    log.append([history.event("report", history.items()[0], learner=LEARNERS[2], payload={"text": "Only I say so."})])
    look = count.look(history.topics)
    assert look.figures is not None
    assert look.figures.statistics.reports["text"].tolist() == ["Only I say so."]
    log.delete(LEARNERS[2])
    look = count.look(history.topics)
    assert look.figures is not None
    assert look.figures.statistics.reports.empty
    assert LEARNERS[2] not in count._state._tally.parts
