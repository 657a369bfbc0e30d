"""A topic's page offers the labs that the topic names, in its order, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest
from shipped_topic import INTRODUCTION, shipped_topics
from visiting import SHIPPED, TINY, OpenPage, page_text

from optimization.labs import LABS
from views.page.pages import PAGES
from views.topics import modes

SHIPPED_LABS = {
    SHIPPED: ["prune", "quantize", "budget", "digit"],
    "computer-vision/measuring-and-deploying": ["prune", "quantize", "digit"],
    INTRODUCTION: ["digit", "prune"],
}


def name_labs(tiny: Path, labs: str) -> None:
    tiny.write_text(tiny.read_text(encoding="utf-8").replace("learn:", f"labs: {labs}\nlearn:", 1), encoding="utf-8")


def offered(text: str) -> list[str]:
    """The titles of the labs on a page, in its order."""
    places = {lab.title: text.find(f"**{lab.title}**") for lab in LABS.values()}
    return sorted((title for title, place in places.items() if place >= 0), key=lambda title: places[title])


def test_a_topic_that_names_no_lab_offers_none(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("topic", topic=TINY)
    assert not visit.exception
    assert offered(page_text(visit)) == []
    assert "Myth or measured?" in page_text(visit)


@pytest.mark.parametrize(
    ("labs", "titles"),
    [("[digit, prune]", ["Break it", "Prune it"]), ("quantize", ["Quantize it"]), ("[budget]", ["Beat the budget"]), ("[]", [])],
)
def test_a_topic_offers_the_labs_that_it_names_in_its_order(labs: str, titles: list[str], open_page: OpenPage, tiny: Path) -> None:
    name_labs(tiny, labs)
    assert offered(page_text(open_page("topic", topic=TINY))) == titles


def test_an_unknown_lab_leaves_students_the_last_good_version(open_page: OpenPage, tiny: Path) -> None:
    name_labs(tiny, "[prune]")
    assert offered(page_text(open_page("topic", topic=TINY))) == ["Prune it"]
    tiny.write_text(tiny.read_text(encoding="utf-8").replace("labs: [prune]", "labs: [prune, paint]"), encoding="utf-8")
    visit = open_page("topic", topic=TINY)
    assert not visit.exception
    assert offered(page_text(visit)) == ["Prune it"]


def test_the_address_of_a_lab_that_the_topic_does_not_offer_still_opens_it(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("prune", topic=TINY)
    assert not visit.exception
    assert visit.title[0].value == "Prune it"


@pytest.mark.parametrize("topic", SHIPPED_LABS)
def test_the_shipped_topics_offer_the_labs_that_every_topic_did(topic: str) -> None:
    found = shipped_topics()[topic]
    assert [row.page for row in modes.offered("Try", found, parts=(), pace={})] == ["myths", *SHIPPED_LABS[topic]]


def test_a_lab_may_be_offered_where_it_has_a_page_and_only_there() -> None:
    pages = {name: page.file for name, page in PAGES.items() if page.file.startswith("views/labs/pages/")}
    assert list(pages) == [name for name, lab in LABS.items() if lab.has_page]
    assert all(PAGES[name].title == LABS[name].title for name in pages)
