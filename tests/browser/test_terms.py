"""A term in a text: its first use on a page shows its sentence on a tap or a focus, over the page, in the dark and at 320 px, without the
server; the others are plain text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import axe
import pytest
from app_server import AppServer
from playwright.sync_api import Browser, Locator, expect
from student import Student

from quizzes.content.starter import starter

TERMS = """format: 1
terms:
  - term: dense
    says: Stored with every number in its place, the "zeros" too.
    picture: "![Nine squares, all of them filled](track/nine.svg)"
  - {term: kernel, also: [kernels], says: The routine that computes one layer., concept: track/topic/first-idea}
"""
CARDS = """recall:
  - {id: one, concept: first-idea, level: beginner, front: Does a dense kernel skip zeros?, source: textbook,
     back: "No, `kernel`: dense kernels do not. Two kernels are dense."}
  - {id: two, concept: first-idea, level: beginner, front: Is it dense?, back: "Yes.", source: textbook}

quick_check:"""
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 30" width="90" height="90"><rect width="30" height="30" fill="#a63"/></svg>'
)
SENTENCE = 'dense Stored with every number in its place, the "zeros" too.'


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "track").mkdir(parents=True)
    text = starter("track/topic")
    before, _, rest = text.partition("recall:")
    (folder / "track" / "topic.yaml").write_text(before + CARDS + rest.partition("quick_check:")[2], encoding="utf-8")
    (folder / "track" / "nine.svg").write_text(PICTURE, encoding="utf-8")
    (folder / "terms.yaml").write_text(TERMS, encoding="utf-8")
    return folder


def words(student: Student) -> Locator:
    """What can be tapped."""
    return student.page.locator("a[data-term][role=button]")


def test_a_term_is_explained_by_a_tap_and_by_keys_and_nothing_else_happens(
    content: Path, start_server: Callable[..., AppServer], browser: Browser
) -> None:
    student = Student(browser, start_server(content), size=(320, 640), scheme="dark")
    page, box = student.page, student.page.locator("#term-box")
    with page.expect_response("**/nine.svg?*"):  # the picture of a word comes when the word is first seen, before somebody asks
        student.open("recall", topic="track/topic")
    expect(words(student)).to_have_text(["dense"])  # the card is about kernels
    expect(page.locator('[class*="st-key-rate-"]').first).to_be_attached()  # the rest of the first card came by itself
    student.settle()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    received = len(student.received)
    card = student.card().bounding_box()
    words(student).click()
    expect(box).to_have_text(SENTENCE)
    expect(box.locator("img")).to_have_attribute("alt", "Nine squares, all of them filled")
    word = words(student)
    expect(word).to_have_attribute("aria-expanded", "true")
    expect(word).to_have_attribute("aria-describedby", "term-box")
    assert (asked, len(student.received)) == ([], received), "nothing was asked of the server"
    place = box.bounding_box()
    assert place is not None
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= 320
    assert student.card().bounding_box() == card, "it lies over the page"
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    student.card().click(position={"x": 3, "y": 3})
    expect(box).to_be_empty()
    expect(page.get_by_text("Two kernels are dense").first).to_be_hidden()  # the tap closed the box, and turned nothing

    page.keyboard.press("Tab")
    for _ in range(12):
        if word.evaluate("word => word === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(box).to_have_text(SENTENCE)
    page.keyboard.press("Escape")
    expect(box).to_be_empty()
    expect(word).to_be_focused()
    page.keyboard.press(" ")
    expect(box).to_have_text(SENTENCE)
    page.keyboard.press("Enter")
    expect(box).to_be_empty()
    expect(page.get_by_text("Two kernels are dense").first).to_be_hidden()
    assert "#" not in page.url
    assert (student.broke, student.traceback()) == ([], "")
    student.close()


def test_on_a_turned_card_the_first_use_is_the_one_and_an_edit_of_the_terms_is_there_at_the_next_draw(
    content: Path, start_server: Callable[..., AppServer], browser: Browser
) -> None:
    student = Student(browser, start_server(content), size=(390, 844))
    student.open("recall", topic="track/topic")
    expect(words(student)).to_have_text(["dense"])
    student.button("Show the answer").click()
    expect(words(student)).to_have_text(["dense", "kernels"])
    words(student).last.click()
    expect(student.page.locator("#term-box")).to_have_text("kernel The routine that computes one layer.")
    assert axe.serious(student, "an open term") == []
    student.page.keyboard.press("Escape")
    student.press("2")
    student.settle()
    expect(words(student)).to_have_text(["dense"])
    (content / "terms.yaml").write_text(TERMS.replace("Stored with every number", "Kept with each number"), encoding="utf-8")
    student.refresh()
    words(student).first.click()
    expect(student.page.locator("#term-box")).to_contain_text("Kept with each number")
    (content / "terms.yaml").write_text("format: 1\nterms: 5", encoding="utf-8")
    student.refresh()
    words(student).first.click()
    expect(student.page.locator("#term-box")).to_contain_text("Kept with each number")  # a broken file changes nothing
    (content / "terms.yaml").unlink()
    student.refresh()
    student.sees("Is it dense?")
    expect(words(student)).to_have_count(0)
    assert (student.broke, student.traceback()) == ([], "")
    student.close()
