"""What failed offers the concept that it leans on, as one link behind the reason; what went well offers none."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from visiting import TINY, OpenPage, page_text, pick, press

LINK = "This builds on **The second concept**: look at it"


@pytest.fixture
def leaning(tiny: Path) -> Path:
    """The tiny topic, whose first concept needs the second."""
    text = tiny.read_text(encoding="utf-8")
    first = "{id: first, name: The first concept, group: group"
    assert first in text
    tiny.write_text(text.replace(first, f"{first}, needs: [second]"), encoding="utf-8")
    return tiny


def answered(open_page: OpenPage, choice: str) -> AppTest:
    return press(pick(open_page("quick-check", topic=TINY), choice), "submit-q-one")


def test_a_wrong_answer_leads_to_the_cards_of_what_it_builds_on(open_page: OpenPage, leaning: Path) -> None:
    page = page_text(press(answered(open_page, "CHOICE-A"), "show-reason-q-one"))
    assert page.count(LINK) == 1
    assert page.index("WHY-A") < page.index(LINK)
    assert "concepts%3Asecond" in page or "concepts:second" in page


def test_a_correct_answer_offers_nothing(open_page: OpenPage, leaning: Path) -> None:
    assert "This builds on" not in page_text(answered(open_page, "CHOICE-RIGHT"))


def test_a_concept_that_needs_nothing_offers_nothing(open_page: OpenPage, tiny: Path) -> None:
    assert "This builds on" not in page_text(press(answered(open_page, "CHOICE-A"), "show-reason-q-one"))


def test_a_deck_begins_with_what_is_needed_and_its_end_offers_it(open_page: OpenPage, leaning: Path) -> None:
    visit = open_page("recall", topic=TINY)
    assert "FRONT-TWO" in page_text(visit), "it stands second in the file"
    for card, rating in (("r-two", 3), ("r-one", 1)):
        press(press(visit, f"turn-{card}"), f"rate-{card}-{rating}")
    assert LINK in page_text(visit)
