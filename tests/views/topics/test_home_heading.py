"""What the home page is headed by: what the content folder says of itself, or something that is true of every folder."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest
from visiting import Browser, OpenPage, page_text

NEUTRAL = "What do you want to learn?"


def heading(visit: AppTest) -> str:
    assert not visit.exception
    return str(visit.title[0].value)


def test_the_shipped_folder_says_what_it_said_before(open_page: OpenPage) -> None:
    visit = open_page("catalog")
    assert heading(visit) == "Learn how models are made small and fast"
    said = (
        "Cards, questions and worked problems, and a lab behind each claim: you prune and quantize a real network and see what it measures."
    )
    assert said in [one.value.strip() for one in visit.markdown]


def test_a_folder_that_says_nothing_has_a_heading_that_promises_no_lab(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("catalog")
    assert heading(visit) == NEUTRAL
    assert "network" not in page_text(visit)


def test_what_a_folder_says_of_itself_is_shown_at_the_next_draw(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("catalog")
    site = tiny.parents[1] / "site.yaml"
    site.write_text("format: 1\ntitle: Rome\nsummary: From the *first* kings on.\n", encoding="utf-8")
    assert heading(visit.run()) == "Rome"
    assert "From the *first* kings on." in [one.value for one in visit.markdown]
    site.write_text("format: 1\ntitle: Rome and Athens\n", encoding="utf-8")
    assert heading(visit.run()) == "Rome and Athens"
    assert "kings" not in page_text(visit)
    site.unlink()
    assert heading(visit.run()) == NEUTRAL


def test_a_broken_one_keeps_what_was_said_and_is_a_problem_for_the_author_alone(open_page: OpenPage, tiny: Path, author: Browser) -> None:
    site = tiny.parents[1] / "site.yaml"
    site.write_text("format: 1\ntitle: Rome\n", encoding="utf-8")
    visit = open_page("catalog")
    site.write_text("format: 1\ntitel: Athens\n", encoding="utf-8")
    assert heading(visit.run()) == "Rome"
    assert "site.yaml:2:1: titel: there is no such key" in page_text(visit)
    assert "Tiny: one of each" in page_text(visit)
    author.cookies = {}
    student = open_page("catalog")
    assert heading(student) == "Rome"
    assert "yaml" not in page_text(student)
