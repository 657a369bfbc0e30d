"""What is asked where nobody is here; and the question before everything is deleted."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from test_progress_page import write
from visiting import Browser, OpenPage, page_text, press

from quizzes.events.learners import COOKIE
from quizzes.events.log import open_log
from views.learner import your_data
from views.page import visitor


@pytest.mark.parametrize(
    "ask",
    [
        visitor.learner,
        visitor.keeps_progress,
        visitor.now,
        visitor.seems_local,
        visitor.may_author,
        lambda: visitor.local_time(datetime.now(UTC)),
    ],
)
def test_nobody_is_made_up_where_no_page_is_drawn(ask: Callable[[], object]) -> None:
    raised: list[type[BaseException]] = []

    def run() -> None:
        try:
            ask()
        except visitor.NobodyHere as error:
            raised.append(type(error))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert raised == [visitor.NobodyHere]


def test_the_file_of_everything_is_written_on_a_thread_of_its_own(open_page: OpenPage, own_data: Path, browser: Browser) -> None:
    open_page("you")
    write(own_data, browser, 6)
    log, written = open_log(f"sqlite:///{own_data / 'events.db'}"), []
    thread = threading.Thread(target=lambda: written.append(your_data.json_of(log, browser.cookies[COOKIE])))
    thread.start()
    thread.join()
    log.close()
    assert [one["id"] for one in json.loads(written[0])["events"]] == [f"e{number}" for number in range(6)]


def test_the_question_before_all_is_deleted_offers_the_file_and_says_how_many_rows_it_holds(
    open_page: OpenPage, own_data: Path, browser: Browser
) -> None:
    open_page("you")
    write(own_data, browser, 6)
    visit = press(open_page("you"), "delete")
    offered = [one.proto for one in visit.get("download_button") if "delete-save" in one.proto.id]
    assert [one.label for one in offered] == ["Save 6 rows (JSON)"]
    assert "This deletes 6 rows at once" in page_text(visit)
