"""Which question is bad: only for whoever runs the app; worst first with the reason; one item with its answers; nobody is named."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from visiting import TINY, Browser, OpenPage, page_text

from optimization.labs import LABS
from quizzes.content.shelf import Shelf
from quizzes.events.event import Event
from quizzes.events.learners import new_learner_id
from quizzes.events.log import EventLog, open_log
from quizzes.progress import item_count
from views.instructor import item_figures

CLASS = [new_learner_id() for _ in range(24)]
START = datetime(2026, 3, 1, 12, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("author")


@pytest.fixture
def log(own_data: Path) -> Iterator[EventLog]:
    opened = open_log(f"sqlite:///{own_data / 'events.db'}")
    yield opened
    opened.close()


def write(log: EventLog, tiny: Path, item: str, *picks: str, day: int = 0, **values: Any) -> None:
    """An answer of each learner in turn, to the item as the file has it now; an empty pick is "I don't know"."""
    topic = Shelf(tiny.parents[1], labs=LABS).look().topic(TINY)
    assert topic is not None
    version = next(one.content_hash for one in topic.items() if one.id == item)
    common: dict[str, Any] = {"item": f"{TINY}/{item}", "content_hash": version, "at": START + timedelta(days=day)}
    rows = [
        Event(
            **{
                "id": f"{item}-{day}-{number}",
                "learner": CLASS[number],
                "session": f"s{number}",
                "kind": "answered",
                "mode": "quick-check",
                "score": float(pick == "right"),
                "payload": {"choices": [pick] if pick else []},
            }
            | common
            | values
        )
        for number, pick in enumerate(picks)
    ]
    log.append(rows)


def unspaced(text: str) -> str:
    return "".join(text.split())


def table(visit: AppTest) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = visit.dataframe[0].value.to_dict("records")
    return found


def test_before_the_first_answer_it_says_what_will_be_here(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("items")
    assert not visit.exception
    assert "It begins with the first answer" in page_text(visit)
    assert not visit.dataframe


def test_nobody_sees_it_who_did_not_come_by_the_link(open_page: OpenPage, tiny: Path, log: EventLog, browser: Browser) -> None:
    write(log, tiny, "q-one", *["right"] * 6)
    browser.cookies.clear()
    visit = open_page("items")
    assert not visit.exception
    assert "Only for whoever runs the app" in page_text(visit)
    assert "QUESTION-ONE" not in page_text(visit)
    assert not visit.dataframe


def test_the_worst_item_is_first_and_says_why(open_page: OpenPage, tiny: Path, log: EventLog) -> None:
    write(log, tiny, "t-one", *["right"] * 6)
    write(log, tiny, "q-one", *["wrong-a"] * 5, "right", "")
    visit = open_page("items")
    assert not visit.exception
    rows = table(visit)
    assert [row["text"] for row in rows] == ["QUESTION-ONE", "TEST-ONE"]
    assert rows[0]["reasons"].startswith("a wrong choice is chosen more often than the key")
    assert (rows[0]["answers"], rows[0]["learners"]) == (7, 7)
    assert rows[0]["right"] == pytest.approx(100 / 7)
    assert "1 of 2" in page_text(visit)
    assert "Worst first" in page_text(visit)
    assert visit.get("download_button")


def test_an_item_opens_with_its_answers_before_and_since_it_was_changed(open_page: OpenPage, tiny: Path, log: EventLog) -> None:
    write(log, tiny, "q-one", *["wrong-a"] * 3, "right")
    tiny.write_text(tiny.read_text().replace("QUESTION-ONE", "QUESTION-TWO"))
    write(log, tiny, "q-one", *["right"] * 4, "", day=9)
    write(log, tiny, "q-one", "", day=10, kind="report", score=None, payload={"text": "Both are <b>right</b>."})
    visit = open_page("items", topic=TINY, item="q-one")
    assert not visit.exception
    text = "\n".join(one.value for one in visit.markdown)
    assert "QUESTION-TWO" in text
    assert "Reported once" in text
    assert "“Both are <b>right</b>.”" in [one.value for one in visit.text]
    right, wrong = (one for one in text.splitlines() if "CHOICE-RIGHT" in one or "CHOICE-A" in one)
    assert unspaced(right) == unspaced("| ✓ | CHOICE-RIGHT | █▌ 25 % (1) | ████▊ 80 % (4) |")
    assert unspaced(wrong) == unspaced("| | CHOICE-A | ████▌ 75 % (3) | 0 % (0) |")
    assert "before 10 Mar | since 10 Mar |" in text
    assert "| right (95 % interval) |" in text
    assert len(table(visit)) == 1


def test_earlier_versions_are_shown_on_request(open_page: OpenPage, tiny: Path, log: EventLog) -> None:
    write(log, tiny, "q-one", *["wrong-a"] * 3)
    tiny.write_text(tiny.read_text().replace("QUESTION-ONE", "QUESTION-TWO"))
    visit = open_page("items", topic=TINY, item="q-one")
    assert not visit.exception
    assert [row["answers"] for row in table(visit)] == [0]
    visit = visit.toggle(key="items-earlier").set_value(True).run()
    assert not visit.exception
    assert [(row["answers"], row["version"]) for row in table(visit)] == [(0, ""), (3, "before a change")]


@pytest.mark.parametrize("item", ["r-one", "e-one", "p-one", "m-one", "t-two"])
def test_every_kind_of_item_opens(item: str, open_page: OpenPage, tiny: Path, log: EventLog) -> None:
    kinds: dict[str, dict[str, Any]] = {
        "r-one": {"kind": "rated", "payload": {}, "score": 0.0, "rating": 1, "mode": "recall"},
        "e-one": {"payload": {"text": "The model gets smaller."}, "score": 0.5, "mode": "explain"},
        "m-one": {"kind": "bet", "payload": {"outcome": "faster"}, "score": None, "mode": "myths"},
    }
    write(log, tiny, item, *["wrong-b"] * 4, **kinds.get(item, {}))
    if item == "m-one":
        ran = {"run": "r", "lab": "prune", "parameters": {}, "headline": "So.", "outcome": "same"}
        write(log, tiny, item, *[""] * 4, day=1, kind="lab_run", score=None, mode="myths", payload=ran)
    visit = open_page("items", topic=TINY, item=item)
    assert not visit.exception
    assert "| answers |" in page_text(visit)
    if item == "e-one":
        assert "It gets faster (4 times); It gets smaller (0 times)" in page_text(visit)
    if item == "r-one":
        assert "| forgot |" in page_text(visit)


def test_why_learners_chose_wrongly_stands_below_the_figures_as_plain_text(open_page: OpenPage, tiny: Path, log: EventLog) -> None:
    because = "{id: wrong-a, text: CHOICE-A, why: WHY-A, because: {idea: IDEA-A, phrases: [skip* zeros]}}"
    tiny.write_text(tiny.read_text().replace("{id: wrong-a, text: CHOICE-A, why: WHY-A}", because, 1))
    write(log, tiny, "q-one", *["wrong-a"] * 2, "wrong-b", payload={"choices": ["wrong-a"], "asks_why": True})
    for number, text in enumerate(["the zeros are skipped", "**luck** <b>"]):
        common = {"id": f"why-{number}", "learner": CLASS[number], "session": f"s{number}", "payload": {"text": text}}
        write(log, tiny, "q-one", "", day=1, kind="said_why", score=None, **common)
    visit = open_page("items", topic=TINY, item="q-one")
    assert not visit.exception
    assert [one.value for one in visit.text] == ["“**luck** <b>”", "“the zeros are skipped”"]
    said = page_text(visit)
    assert "Chosen: CHOICE-A" in said
    assert "shows: IDEA-A" in said
    assert "no known mistake in it" in said


@pytest.mark.parametrize("address", [{"topic": "track/none"}, {"topic": TINY, "item": "none"}, {"item": "q-one"}, {"topic": "<script>"}])
def test_an_address_that_names_nothing_shows_the_table(address: dict[str, str], open_page: OpenPage, tiny: Path, log: EventLog) -> None:
    write(log, tiny, "q-one", *["right"] * 6)
    visit = open_page("items", **address)
    assert not visit.exception
    assert len(table(visit)) == 1
    assert "Select a row" in page_text(visit)


def test_new_answers_are_counted_at_once(open_page: OpenPage, tiny: Path, log: EventLog) -> None:
    write(log, tiny, "q-one", *["right"] * 6)
    visit = open_page("items")
    write(log, tiny, "t-one", *["right"] * 6, day=1)
    assert len(table(visit.run())) == 2


def test_many_answers_are_counted_in_the_background_which_the_page_says_until_the_table_is_there(
    open_page: OpenPage, tiny: Path, log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, may_read = item_count.logged, threading.Event()

    def held(*given: Any) -> Any:
        assert may_read.wait(60)
        return reading(*given)

    monkeypatch.setattr(item_count, "logged", held)
    monkeypatch.setattr(item_count.ItemCount.__init__, "__kwdefaults__", {"at_once": 5, "clock": lambda: 0.0})
    write(log, tiny, "q-one", *["right"] * 6)
    visit = open_page("items")
    assert not visit.exception
    assert not visit.dataframe
    assert [one.proto.text for one in visit.get("progress")] == [
        "Counting 6 rows … The table comes by itself, and nobody has to wait for it."
    ]
    may_read.set()
    item_figures.item_count().wait()
    visit = visit.run()
    assert not visit.exception
    assert [row["answers"] for row in table(visit)] == [6]
    assert not visit.get("progress")
    may_read.clear()
    write(log, tiny, "q-one", *["right"] * 6, day=1)
    visit = visit.run()
    assert [row["answers"] for row in table(visit)] == [6]
    assert [one.proto.text for one in visit.get("progress")] == ["Counting 12 rows … Until then, the table is the one of before."]
    may_read.set()
    item_figures.item_count().wait()
    assert [row["answers"] for row in table(visit.run())] == [12]


def test_the_page_names_no_learner(open_page: OpenPage, tiny: Path, log: EventLog) -> None:
    for item in ("q-one", "t-one", "t-two"):
        write(log, tiny, item, *["right", "wrong-a", ""] * 8)
    visit = open_page("items", topic=TINY, item="q-one")
    shown = page_text(visit) + "".join(one.value.to_csv() for one in visit.dataframe)
    assert "QUESTION-ONE" in shown
    assert not any(learner in shown for learner in CLASS)


def test_two_learners_show_that_they_are_two_and_nothing_else(open_page: OpenPage, tiny: Path, log: EventLog) -> None:
    write(log, tiny, "q-one", "right", "wrong-a")
    visit = open_page("items", topic=TINY, item="q-one")
    assert not visit.exception
    assert len(visit.dataframe) == 1
    assert "Fewer than 3 learners" in page_text(visit)
    assert "CHOICE-A" not in page_text(visit)
