"""A mode that has a module and an entry in the register, and no page of its own, is drawn all the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.util import calc_hash
from toy_mode import BACKWARDS
from visiting import TINY, OpenPage, labels, page_text, pick, press

from quizzes.sessions import register
from views.page import pages
from views.topics import modes


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(register.MODES, BACKWARDS.id, BACKWARDS)  # type: ignore[arg-type]
    monkeypatch.setitem(pages.PAGES, BACKWARDS.id, pages.of_mode(BACKWARDS.id))


def test_every_mode_has_a_page_at_its_id_under_its_title() -> None:
    for mode in register.MODES.values():
        assert pages.PAGES[mode.id][1:] == (mode.id, mode.title)


def test_a_mode_without_a_page_of_its_own_asks_gives_its_reasons_and_ends(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("catalog")
    visit.query_params = {"topic": TINY}
    visit._page_hash = calc_hash(pages.PAGES[BACKWARDS.id].address)
    visit.run()
    assert "Backwards" in page_text(visit)
    assert "Question 1 of 1" in page_text(visit)
    assert "WHY-" not in page_text(visit)
    pick(visit, "CHOICE-A")
    press(press(visit, "submit-q-one"), "show-reason-q-one")
    assert "WHY-RIGHT" in page_text(visit)
    press(visit, "next-q-one")
    assert visit.header[0].value == "0 of 1 correct"
    assert {"Practise the one you missed", "Once more"} <= set(labels(visit))
    press(visit, "again")
    assert "Question 1 of 1" in page_text(visit)


def test_it_is_listed_on_the_page_of_the_topic(open_page: OpenPage, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "the last one first" not in page_text(open_page("topic", topic=TINY))
    monkeypatch.setattr(modes, "OVER_A_TOPIC", (*register.OVER_A_TOPIC, BACKWARDS))
    assert "1 min · 1 questions, the last one first" in page_text(open_page("topic", topic=TINY))
