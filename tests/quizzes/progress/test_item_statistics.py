"""What all learners' answers say of the items: counted by hand, whatever the order of the rows, and without naming anybody."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sample_topic import CHOICES, SAID_BOTH, SAID_ONE, card, myth, prompt, question, topic

from quizzes.content.topic import Topic
from quizzes.events.event import Event
from quizzes.events.learners import new_learner_id
from quizzes.events.log import open_log
from quizzes.events.unfinished import EPOCH
from quizzes.models import Item
from quizzes.progress import discrimination, item_ranking
from quizzes.progress.item_answers import Logged, catalog_of, former_hashes, gather, logged
from quizzes.progress.item_statistics import ItemStatistics, item_statistics
from quizzes.progress.item_tally import Tally
from quizzes.questions import Numeric, Several

ORDER = "right", "wrong", "other", "last"
ONE = question("q-one")
SECOND_US = 1_000_000


class Class:
    """The rows of a made class, one a second."""

    def __init__(self) -> None:
        self.rows: list[Logged] = []
        self.ids: dict[str, str] = {}

    def add(self, who: str, kind: str, item: Item, *, at: int | None = None, session: str = "", **values: Any) -> str:
        """A row about the item as it is; its id."""
        learner = self.ids.setdefault(who, new_learner_id())
        number = len(self.rows)
        given = {"score": None, "sure": None, "hints": 0, "ms": None, "payload": {}, "item": f"track/topic/{item.id}"}
        given |= {"content_hash": item.content_hash} | values
        at_us = (number if at is None else at) * SECOND_US
        self.rows.append(
            Logged(id=f"{learner}:{number:06}", learner=learner, session=session or f"s{number}", kind=kind, at=at_us, **given)
        )
        return self.rows[-1].id

    def picks(self, who: str, item: Item, *choices: str, **values: Any) -> str:
        """An answer to a question with the sample choices; none is "I don't know"."""
        score = float(choices == ("right",))
        return self.add(who, "answered", item, **{"score": score, "payload": {"choices": list(choices)}, **values})

    def statistics(self, *topics: Topic) -> ItemStatistics:
        return counted(self.rows, topics)


def counted(rows: Sequence[Logged], topics: Sequence[Topic]) -> ItemStatistics:
    """The figures of these rows, gathered of one learner after the other."""
    known, tally = catalog_of(topics), Tally()
    for learner in dict.fromkeys(one.learner for one in rows):
        tally.put(learner, gather([one for one in rows if one.learner == learner], known), known)
    return item_statistics(tally, known)


def row_of(table: pd.DataFrame, item: str, version: str | None = None) -> dict[Any, Any]:
    found = table[(table["item"] == f"track/topic/{item}") & (table["is_current"] if version is None else table["version"] == version)]
    assert len(found) == 1
    (row,) = found.to_dict("records")
    return row


def small_class() -> Class:
    """Four learners, six answers: right 3, wrong twice (once sure), don't know once."""
    made = Class()
    made.picks("ann", ONE, "right", sure=True, ms=2_000)
    made.picks("ben", ONE, "wrong", sure=True, ms=4_000)
    made.picks("cem", ONE, "wrong", sure=False, ms=6_000)
    made.picks("dee", ONE, sure=False, ms=8_000)
    made.picks("ben", ONE, "right", sure=True, ms=10_000)
    made.picks("cem", ONE, "right", ms=60_000)
    return made


def picked(statistics: ItemStatistics, item: str) -> dict[str, int]:
    table = statistics.picks[statistics.picks["item"] == f"track/topic/{item}"]
    return dict(zip(table["pick"], table["answers"], strict=True))


def test_a_small_class_counted_by_hand() -> None:
    statistics = small_class().statistics(topic(quick_check=[ONE]))
    row = row_of(statistics.table, "q-one")
    assert (row["answers"], row["learners"], row["kind"], row["topic"]) == (6, 4, "question", "track/topic")
    assert row["right"] == pytest.approx(3 / 6)
    assert (row["low"], row["high"]) == (pytest.approx(0.1876, abs=1e-4), pytest.approx(0.8124, abs=1e-4))
    assert row["skipped"] == pytest.approx(1 / 6)
    assert row["sure_wrong"] == pytest.approx(1 / 5)
    assert row["median_s"] == 7.0
    assert pd.isna(row["discrimination"])
    assert pd.isna(row["forgot"])
    assert pd.isna(row["hints"])
    assert picked(statistics, "q-one") == {"right": 3, "wrong": 2, "last": 0, "other": 0, "": 1}
    assert statistics.picks.set_index("pick").loc["wrong", ["text", "is_key", "share"]].tolist() == ["A wrong one", False, 2 / 6]
    assert statistics.picks.set_index("pick")["is_key"]["right"]


def test_the_order_of_the_rows_changes_nothing() -> None:
    made, topics = simulated(), [topic(self_test=QUIZ)]
    expected = counted(made.rows, topics)
    shuffled = random.Random(3).sample(made.rows, len(made.rows))
    found = counted(shuffled, topics)
    pd.testing.assert_frame_equal(item_ranking.ranking(expected), item_ranking.ranking(found))
    pd.testing.assert_frame_equal(expected.picks, found.picks)
    pd.testing.assert_frame_equal(expected.reports, found.reports)


def test_what_was_undone_does_not_count_and_nobody_undoes_for_another() -> None:
    made, one = Class(), card("c-one")
    last = [made.add(who, "rated", one, score=score) for who, score in (("ann", 0.0), ("ann", 1.0), ("ben", 0.0), ("cem", 1.0))]
    made.add("ann", "undone", one, payload={"event": last[0]})
    made.add("ann", "undone", one, payload={"event": last[2]})
    row = row_of(made.statistics(topic(recall=[one])).table, "c-one")
    assert (row["answers"], row["learners"]) == (3, 3)
    assert row["forgot"] == pytest.approx(1 / 3)
    assert row["right"] == pytest.approx(2 / 3)


def test_a_group_under_three_shows_how_many_they_are_and_nothing_else() -> None:
    made = Class()
    for who in ("ann", "ben", "ann", "ben"):
        made.picks(who, ONE, "wrong", sure=True, ms=1_000)
    statistics = made.statistics(topic(quick_check=[ONE]))
    row = row_of(statistics.table, "q-one")
    assert (row["answers"], row["learners"]) == (4, 2)
    assert all(pd.isna(row[name]) for name in ("right", "low", "high", "skipped", "sure_wrong", "sure_wrong_low", "median_s"))
    assert statistics.picks.empty
    assert item_ranking.ranking(statistics)["reasons"].tolist() == [""]


def test_figures_before_and_after_a_change_are_kept_apart_and_the_old_key_is_the_one_of_then() -> None:
    old = question("q-one", choices=[choice | {"correct": choice["id"] == "wrong"} for choice in CHOICES])
    made = Class()
    for number in range(6):
        made.picks(f"a{number}", old, "right", score=0.0)
    made.picks("a6", old, "wrong", score=1.0)
    for number in range(5):
        made.picks(f"b{number}", ONE, "right")
    statistics = made.statistics(topic(quick_check=[ONE]))
    before, after = row_of(statistics.table, "q-one", old.content_hash), row_of(statistics.table, "q-one")
    assert (before["answers"], before["right"]) == (7, pytest.approx(1 / 7))
    assert (after["answers"], after["right"], after["learners"]) == (5, 1.0, 5)
    assert before["last"] < after["first"]
    keys = statistics.picks[statistics.picks["is_key"]].set_index("version")["pick"].to_dict()
    assert keys == {old.content_hash: "wrong", ONE.content_hash: "right"}
    ranked = item_ranking.ranking(statistics)
    assert ranked["is_current"].tolist() == [True, False]
    assert ranked["reasons"].tolist() == ["", ""]  # it was changed, so what was wrong then is no reason now


def test_a_changed_item_that_nobody_has_answered_since_has_a_row_of_its_own() -> None:
    made, new = small_class(), question("q-one", question="Which one?")
    statistics = made.statistics(topic(quick_check=[new]))
    assert statistics.table["answers"].tolist() == [6, 0]
    assert row_of(statistics.table, "q-one")["learners"] == 0


def test_an_item_that_was_only_renamed_counts_together_with_its_old_ids() -> None:
    made = small_class()
    middle, now = question("q-middle", was=["q-one"]), question("q-now", was=["q-one", "q-middle"])
    made.picks("eve", middle, "other")
    made.picks("fay", now, "last")
    statistics = made.statistics(topic(quick_check=[now]))
    assert len(statistics.table) == 1
    assert row_of(statistics.table, "q-now")["answers"] == 8
    assert set(former_hashes(now)) > {ONE.content_hash, middle.content_hash}


def test_an_item_that_was_renamed_and_changed_counts_under_its_new_id_as_an_earlier_version() -> None:
    now = question("q-now", was=["q-one"], question="Which one is it?")
    statistics = small_class().statistics(topic(quick_check=[now]))
    assert statistics.table["item"].tolist() == ["track/topic/q-now"] * 2
    assert row_of(statistics.table, "q-now", ONE.content_hash)["answers"] == 6


def test_all_draws_of_a_variant_count_together_and_what_was_typed_is_not_listed() -> None:
    from quizzes.variants import resolve

    fields = {
        "concept": "alpha",
        "level": "easy",
        "inputs": {"n": [1, 2, 3]},
        "question": "{{n}} + 1?",
        "answer": "{{n + 1}}",
        "why": "So.",
    }
    template = Numeric.model_validate({"id": "n-one", **fields})
    made = Class()
    for number in range(9):
        drawn = resolve(template, seed=number)
        made.add(f"l{number}", "answered", drawn, score=1.0, payload={"texts": [drawn.answer]})
    statistics = made.statistics(topic(quick_check=[template]))
    assert row_of(statistics.table, "n-one", template.content_hash)["answers"] == 9
    assert statistics.picks.empty


def test_a_typed_answer_is_listed_once_three_learners_gave_it() -> None:
    numeric = Numeric.model_validate({"id": "n-one", "concept": "alpha", "level": "easy", "question": "5?", "answer": "5", "why": "So."})
    made = Class()
    for who, typed in [*((f"l{number}", "6") for number in range(4)), ("ann", "my name"), *(("ben", "7") for _ in range(5)), ("cem", "5")]:
        made.add(who, "answered", numeric, score=float(typed == "5"), payload={"texts": [typed]})
    statistics = made.statistics(topic(quick_check=[numeric]))
    assert picked(statistics, "n-one") == {"6": 4}
    assert item_ranking.ranking(statistics)["reasons"][0] == f"{item_ranking.DISTRACTED_TYPED}; {item_ranking.WRONG}"


def test_a_question_with_several_right_choices_counts_each_choice() -> None:
    choices = [choice | {"correct": choice["id"] in ("right", "other")} for choice in CHOICES]
    several = Several.model_validate(
        {"id": "s-one", "type": "several-choices", "concept": "alpha", "level": "easy", "question": "Which?", "choices": choices}
    )
    made = Class()
    for number in range(5):
        made.picks(f"l{number}", several, "right", "wrong", score=0.0)
    made.picks("eve", several, "right", "other", score=1.0)
    statistics = made.statistics(topic(quick_check=[several]))
    assert picked(statistics, "s-one") == {"right": 6, "wrong": 5, "other": 1, "last": 0}
    assert item_ranking.DISTRACTED_OF_SEVERAL in item_ranking.ranking(statistics)["reasons"][0]


def test_explanations_show_their_coverage_and_the_point_that_is_missed_most() -> None:
    made, one = Class(), prompt("e-one")
    for who, text, score in (("ann", SAID_BOTH, 1.0), ("ben", SAID_ONE, 0.5), ("cem", SAID_ONE, 0.5), ("dee", "Nothing.", 0.0)):
        made.add(who, "answered", one, session=who, score=score, hints=int(who == "dee"), payload={"text": text})
        made.add(who, "rated", one, session=who, payload={"covered": ["smaller"]})
    made.add("ben", "overruled", one, session="ben", payload={"point": "accuracy"})
    statistics = made.statistics(topic(explain=[one]))
    row = row_of(statistics.table, "e-one")
    assert (row["answers"], row["learners"], row["hints"]) == (4, 4, 0.25)
    assert row["coverage"] == pytest.approx((1 + 1 + 0.5 + 0) / 4)
    assert list(statistics.missed_points("track/topic/e-one", one.content_hash).items()) == [("accuracy", 2), ("smaller", 1)]
    assert statistics.missed_points("track/topic/e-one", "0" * 16) == {}


def test_a_bet_counts_once_when_the_first_run_decides_it_and_is_not_judged() -> None:
    made, one = Class(), myth("m-one")
    for number in range(8):
        made.add(f"l{number}", "bet", one, session=f"b{number}", sure=True, ms=3_000, payload={"outcome": "faster"})
    for number in range(7):
        made.add(f"l{number}", "lab_run", one, session=f"b{number}", payload={"outcome": "same"})
        made.add(f"l{number}", "lab_run", one, session=f"b{number}", payload={"outcome": "faster"})
    made.add("l7", "lab_run", one, session="b7", payload={"lab": "prune"})
    statistics = made.statistics(topic(myths=[one]))
    row = row_of(statistics.table, "m-one")
    assert (row["answers"], row["right"], row["sure_wrong"]) == (7, 0.0, 1.0)
    assert picked(statistics, "m-one") == {"faster": 7, "same": 0, "slower": 0}
    assert item_ranking.ranking(statistics)["reasons"].tolist() == [""]


def test_a_report_is_open_as_long_as_the_item_is_as_it_was_reported() -> None:
    made, changed = small_class(), question("q-one", question="Which one?")
    made.add("ann", "report", ONE, payload={"text": "Both are right."})
    gone = made.add("ben", "report", ONE, payload={"text": "Oh, never mind."})
    made.add("ben", "undone", ONE, payload={"event": gone})
    made.add("cem", "report", card("c-one"), payload={"text": "A typo."})
    ranked = item_ranking.ranking(made.statistics(topic(quick_check=[ONE], recall=[card("c-one")])))
    assert ranked["reports"].tolist() == [1, 1]
    assert {reason.partition(";")[0] for reason in ranked["reasons"]} == {"reported once"}
    after = made.statistics(topic(quick_check=[changed]))
    assert row_of(after.table, "q-one")["reports"] == 0
    assert after.reports["text"].tolist() == ["Both are right."]
    assert item_ranking.ranking(after)["reasons"].tolist() == ["", ""]


QUIZ = [
    question(f"t-{number}", concept) for number, concept in enumerate("alpha beta gamma delta epsilon zeta eta theta iota kappa".split())
]
MISKEYED = QUIZ[2]


def simulated(learners: int = 60) -> Class:
    """A class in which each learner knows a share of everything; one question has its key on a wrong choice."""
    made, rng = Class(), random.Random(20)
    for number in range(learners):
        knows = number / (learners - 1)
        for one in QUIZ:
            is_known = rng.random() < 0.15 + 0.8 * knows
            picked = "right" if is_known else rng.choice(ORDER[1:])
            if one is MISKEYED:
                picked = "wrong" if is_known else rng.choice(("right", "other", "last"))
            made.picks(f"l{number}", one, picked)
    return made


def test_those_who_know_the_rest_get_a_question_with_a_wrong_key_wrong_so_it_is_first() -> None:
    ranked = item_ranking.ranking(simulated().statistics(topic(self_test=QUIZ)))
    assert ranked["item"][0] == f"track/topic/{MISKEYED.id}"
    assert ranked["reasons"][0].startswith(item_ranking.MISKEYED)
    assert item_ranking.DISTRACTED in ranked["reasons"][0]
    assert ranked["discrimination"][0] < -0.2
    assert ranked["discrimination_high"][0] < 0
    assert (ranked["discrimination"][1:] > 0).all()
    assert not ranked["reasons"][1:].str.contains(item_ranking.MISKEYED).any()
    assert (ranked["discrimination_learners"] == 60).all()


def test_the_correlation_is_that_of_the_item_with_the_mean_of_the_others() -> None:
    made = simulated(25)
    table = made.statistics(topic(self_test=QUIZ)).table
    scores = pd.DataFrame([(one.learner, one.item, one.score) for one in made.rows], columns=["who", "item", "score"])
    wide = scores.pivot(index="who", columns="item", values="score")
    for one in QUIZ:
        full = f"track/topic/{one.id}"
        expected = wide[full].corr(wide.drop(columns=full).mean(axis=1))
        assert row_of(table, one.id)["discrimination"] == pytest.approx(expected)


def test_only_first_answers_tell_who_knows_what() -> None:
    made = simulated(25)
    before = made.statistics(topic(self_test=QUIZ)).table
    for number in range(25):
        made.picks(f"l{number}", QUIZ[0], "wrong" if number % 2 else "right")
    after = made.statistics(topic(self_test=QUIZ)).table
    assert after["discrimination"].tolist() == before["discrimination"].tolist()
    assert row_of(after, "t-0")["answers"] == 50


@pytest.mark.parametrize(("learners", "is_said"), [(discrimination.ENOUGH_LEARNERS - 1, False), (discrimination.ENOUGH_LEARNERS, True)])
def test_discrimination_waits_for_enough_learners(learners: int, is_said: bool) -> None:
    table = simulated(learners).statistics(topic(self_test=QUIZ)).table
    assert table["discrimination"].notna().all() == is_said
    assert table["discrimination"].notna().any() == is_said


def test_worst_is_first_and_each_says_why() -> None:
    names = ["twice", "once", "sure", "easy", "fine", "hard"]
    items = {name: question(f"q-{name}") for name in names}
    made = Class()
    for number in range(20):
        made.picks(f"l{number}", items["sure"], "right" if number < 10 else ORDER[1 + number % 3], sure=True)
        made.picks(f"l{number}", items["easy"], "right")
        made.picks(f"l{number}", items["hard"], *(["right"] if number < 3 else []))
        for name in ("fine", "once", "twice"):
            made.picks(f"l{number}", items[name], "right" if number < 16 else "last")
    for who, name in (("l1", "twice"), ("l2", "twice"), ("l1", "once")):
        made.add(who, "report", items[name], payload={"text": "It is wrong."})
    ranked = item_ranking.ranking(made.statistics(topic(quick_check=list(items.values()))))
    assert [item.rpartition("-")[2] for item in ranked["item"]] == ["twice", "once", "hard", "sure", "easy", "fine"]
    expected = ["reported twice", "reported once", item_ranking.WRONG, item_ranking.SURE_WRONG, item_ranking.TOO_EASY, ""]
    assert ranked["reasons"].tolist() == expected
    assert row_of(ranked, "q-hard")["skipped"] == pytest.approx(17 / 20)


def why(made: Class, who: str, choice: str, text: str, *, item: Item = ONE) -> None:
    """A wrong choice, and what was said about it."""
    session = f"{who}-{len(made.rows)}"
    made.picks(who, item, choice, session=session, payload={"choices": [choice], "asks_why": True})
    made.add(who, "said_why", item, session=session, payload={"text": text} if text else {})


def test_why_learners_chose_wrongly_is_kept_in_their_words_with_what_they_chose_and_counts_nowhere() -> None:
    silent, made = small_class(), small_class()
    for one, text in ((silent, ""), (made, "It looks so.")):
        why(one, "ann", "wrong", text)
        why(one, "ben", "other", "")
    found, without = made.statistics(topic(quick_check=[ONE])), silent.statistics(topic(quick_check=[ONE]))
    assert [(said.picks, said.text, said.version) for said in found.whys["track/topic/q-one"]] == [
        (("wrong",), "It looks so.", ONE.content_hash)
    ]
    assert without.whys == {}
    pd.testing.assert_frame_equal(found.table, without.table)
    pd.testing.assert_frame_equal(found.picks, without.picks)


def test_what_two_learners_said_about_their_choice_is_not_shown() -> None:
    made = Class()
    for who in ("ann", "ben"):
        why(made, who, "wrong", "Only I say so.")
    assert made.statistics(topic(quick_check=[ONE])).whys == {}
    why(made, "cem", "other", "So do I.")
    assert len(made.statistics(topic(quick_check=[ONE])).whys["track/topic/q-one"]) == 3


def test_nothing_names_a_learner() -> None:
    made = simulated()
    made.add("l1", "report", QUIZ[0], payload={"text": "It is wrong."})
    statistics = made.statistics(topic(self_test=QUIZ))
    ranked = item_ranking.ranking(statistics)
    shown = "\n".join(frame.to_csv() for frame in (ranked, statistics.table, statistics.picks, statistics.reports))
    shown += item_ranking.csv_text(ranked)
    assert len(made.ids) == 60
    assert not any(learner in shown for learner in made.ids.values())
    assert {"learner", "session"}.isdisjoint((*ranked, *statistics.picks, *statistics.reports))


def test_an_empty_log_gives_empty_tables() -> None:
    statistics = counted([], [topic(quick_check=[ONE])])
    assert item_ranking.ranking(statistics).empty
    assert statistics.picks.empty
    assert statistics.reports.empty


def test_items_that_are_gone_are_left_out() -> None:
    assert small_class().statistics(topic(quick_check=[question("q-two")])).table.empty


def test_a_table_for_a_spreadsheet_runs_no_formula() -> None:
    one = question("q-one", question="=1+1?")
    made = Class()
    made.picks("ann", one, "right")
    text = item_ranking.csv_text(item_ranking.ranking(made.statistics(topic(quick_check=[one]))))
    assert "'=1+1?" in text
    assert "nan" not in text.lower()


def test_the_log_gives_the_rows_of_all_learners_and_no_more_kinds_than_are_counted(tmp_path: Path) -> None:
    log = open_log(f"sqlite:///{tmp_path / 'events.db'}")
    at = datetime(2026, 3, 1, tzinfo=UTC)
    base: dict[str, Any] = {"session": "s", "at": at, "item": f"track/topic/{ONE.id}", "content_hash": ONE.content_hash}
    rows = [
        Event(id=f"e{n}", learner=f"l{n}", kind="answered", score=1.0, payload={"choices": ["right"]}, mode="self-test", **base)
        for n in range(3)
    ]
    rows += [
        Event(id="m1", learner="l1", kind="went_on", mode="self-test", **base),
        Event(id="m2", learner="l1", kind="overruled", payload={"point": "p"}, mode="explain", **base),
    ]
    log.append(rows)
    found = logged(log, ["l0", "l1", "l2"])
    assert sorted(one.id for one in found) == ["e0", "e1", "e2", "m2"]
    assert {one.at for one in found} == {(at - EPOCH).total_seconds() * 1_000_000}
    assert row_of(counted(found, [topic(quick_check=[ONE])]).table, "q-one")["answers"] == 3
    assert log.extent().rows == 5
    log.close()


def hundred_thousand(items: Sequence[Item]) -> list[Logged]:
    rng, hashes = random.Random(5), [item.content_hash for item in items]
    rows = []
    for number in range(100_000):
        item, picked = items[number % len(items)], rng.choice(ORDER)
        values = {"score": float(picked == "right"), "sure": rng.random() < 0.5, "hints": 0, "ms": rng.randrange(60_000)}
        kept = {"content_hash": hashes[number % len(items)], "payload": {"choices": [picked]}, "item": f"track/topic/{item.id}"}
        rows.append(Logged(id=f"e{number}", learner=f"l{rng.randrange(300)}", session="s", kind="answered", at=number, **kept, **values))
    return rows


@pytest.mark.slow
def test_a_hundred_thousand_answers_are_counted_while_one_waits() -> None:
    items = [question(f"q-{number}") for number in range(150)]
    rows = hundred_thousand(items)
    started = time.perf_counter()
    ranked = item_ranking.ranking(counted(rows, [topic(self_test=items)]))
    print(f"100,000 answers to {len(items)} items: {time.perf_counter() - started:.2f} s")
    assert ranked["answers"].sum() == 100_000
    assert len(ranked) == 150
