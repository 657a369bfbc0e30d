"""The page that searches."""

from __future__ import annotations

from pathlib import Path

from visiting import OpenPage, page_text


def test_what_is_typed_is_found_and_leads_to_its_page(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("search")
    assert not visit.exception
    assert "Answers are not searched" in page_text(visit)
    visit.text_input(key="search-words").set_value("front-two").run()
    assert not visit.exception
    assert "FRONT-TWO" in page_text(visit)
    assert "cards%3Ar-two" in page_text(visit)
    assert "BACK-TWO" not in page_text(visit)


def test_nothing_found_is_said(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("search")
    visit.text_input(key="search-words").set_value("qqqqzzzzxxxx").run()
    assert "No results" in page_text(visit)
