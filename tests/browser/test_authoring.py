"""A new instructor: from nothing to a question that a student answers in another window."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from app_server import AppServer
from playwright.sync_api import Browser, expect
from student import DESK, PHONE, Student

TOPIC = "my-track/my-topic"
THREE_ITEMS = """
  - id: st-zeros
    concept: first-idea
    level: eassy
    question: "What do {{given: 90 %}} zeros change in a dense network?"
    choices:
      - {id: speed, text: Its latency, why: "Dense kernels do not skip zeros."}
      - {id: gzip, text: The size of its gzip file, correct: true, why: "Runs of zeros compress well."}
    source: textbook
"""


@pytest.fixture
def school(tmp_path: Path) -> Path:
    (tmp_path / "school").mkdir()
    return tmp_path / "school"


@pytest.fixture
def author(browser: Browser, school: Path, start_server: Callable[..., AppServer]) -> Iterator[Student]:
    """An instructor in front of an empty content folder."""
    server = start_server(content=school)
    one = Student(browser, server, size=(1400, 950))
    one.come_by_link()
    yield one
    problem, log = one.traceback(), server.log()
    one.close()
    assert problem == ""
    assert "Traceback" not in log


def at_end(author: Student, text: str) -> None:
    """Write at the end of the file, as one types: without the editor's own indenting."""
    author.page.locator(".cm-content").click()
    author.page.keyboard.press("Control+End")
    author.page.keyboard.insert_text(text)


def find(author: Student, words: str) -> None:
    """Select the words with the editor's own search."""
    author.page.locator(".cm-content").click()
    author.page.keyboard.press("Control+f")
    expect(author.page.locator(".cm-search input[name=search]")).to_be_focused()
    author.page.keyboard.type(words)
    author.page.keyboard.press("Enter")
    author.page.keyboard.press("Escape")


def test_a_new_topic_is_written_broken_mended_previewed_saved_and_seen_by_a_student(
    author: Student, browser: Browser, school: Path
) -> None:
    author.open("author")
    author.button("New topic").click()
    author.keyed("author-new-id").locator("input").fill(TOPIC)
    author.button("Start").click()
    author.sees("Kept as a draft. Students see the file as it was until you save.")
    expect(author.page.locator(".cm-content")).to_contain_text("format: 1")
    at_end(author, THREE_ITEMS)
    problem = author.page.locator("#problems button.error")
    expect(problem).to_contain_text("value")
    expect(problem).to_contain_text("'eassy' is not known")
    expect(problem).to_contain_text("did you mean 'easy'?")
    expect(author.keyed("author-save").get_by_role("button")).to_be_disabled()
    assert not (school / f"{TOPIC}.yaml").exists()
    problem.click()  # the cursor goes there
    author.page.keyboard.press("Shift+End")
    author.page.keyboard.insert_text("easy")
    expect(author.page.locator("#problems h3")).to_have_text("✓ No problem found")
    expect(author.of("card", f"{TOPIC}/st-zeros")).to_contain_text("What do 90 % zeros change in a dense network?")
    author.page.locator('[class*="st-key-choice-"] button', has_text="gzip").click()
    author.of("submit", f"{TOPIC}/st-zeros").get_by_role("button").click()
    author.sees("Runs of zeros compress well.")
    author.keyed("author-save").get_by_role("button").click()
    author.sees("Saved. Students see this text.")
    student = Student(browser, author.server, size=PHONE)
    student.open("topic", topic=TOPIC)
    student.sees(re.compile(r"Test me \("))
    student.open("self-test", topic=TOPIC)
    expect(student.card()).to_be_visible()
    asked = [student.holds(words) for words in ("How many bytes do", "zeros change in a dense")]
    assert any(asked)
    student.close()


def test_only_the_link_opens_author_and_its_token_leaves_the_address(new_student: Callable[..., Student]) -> None:
    student, author = new_student(), new_student()
    student.open("author", topic="computer-vision/model-optimization")
    student.sees("Only for whoever runs the app")
    expect(student.page.locator(".cm-content")).to_have_count(0)
    student.page.goto(f"{student.server.url}/author?token=wrong")
    student.sees("This is not the link to Author.")
    student.page.get_by_role("link", name="See all topics").click()
    student.settle()
    link = author.server.author_link()
    author.page.goto(f"{link}&topic=computer-vision/model-optimization")
    author.settle()
    expect(author.page.locator(".cm-content")).to_contain_text("format: 1")
    assert "token" not in author.page.url
    assert "topic=computer-vision" in author.page.url
    author.refresh()
    expect(author.page.locator(".cm-content")).to_contain_text("format: 1")
    author.open("you")
    author.page.get_by_text("Show the links to Author on every page").click()
    author.settle()
    author.open("topic", topic="computer-vision/model-optimization")
    author.sees("Edit this topic")
    (cookie,) = [one for one in author.context.cookies() if "author" in one["name"]]
    assert cookie["httpOnly"]
    assert link.partition("token=")[2] not in cookie["value"]


def test_shortcuts_of_the_page_do_not_hear_what_is_typed_and_the_text_survives_a_refresh(author: Student) -> None:
    begin(author)
    find(author, "front: How many bits")
    expect(author.of("card", f"{TOPIC}/card-first")).to_be_visible()
    author.page.keyboard.press("End")
    author.page.keyboard.type(" 1 2 3 ", delay=40)
    expect(author.of("card", f"{TOPIC}/card-first")).to_contain_text("take? 1 2 3")
    expect(author.of("turn", f"{TOPIC}/card-first")).to_be_visible()  # Space did not turn the card over
    author.refresh()
    expect(author.page.locator(".cm-content")).to_contain_text("format: 1")
    find(author, "take? 1 2 3")
    expect(author.of("card", f"{TOPIC}/card-first")).to_contain_text("take? 1 2 3")
    author.open("today")
    author.open("author")  # another element, which has to be given the text again
    expect(author.page.locator(".cm-content")).to_contain_text("format: 1")


def begin(author: Student) -> None:
    author.open("author")
    author.button("New topic").click()
    author.keyed("author-new-id").locator("input").fill(TOPIC)
    author.button("Start").click()
    expect(author.page.locator(".cm-content")).to_contain_text("format: 1")


def test_save_right_after_typing_saves_what_was_typed(author: Student, school: Path) -> None:
    begin(author)
    file = school / f"{TOPIC}.yaml"
    at_end(author, "# one")
    author.page.wait_for_timeout(1200)
    author.page.keyboard.type(" two")
    author.keyed("author-save").get_by_role("button").click()
    author.sees("Saved. Students see this text.")
    assert file.read_text(encoding="utf-8").rstrip().endswith("# one two")
    author.page.locator(".cm-content").click()
    author.page.keyboard.press("Control+End")
    author.page.keyboard.type(" three")
    author.page.keyboard.press("Control+s")
    for _ in range(50):
        if file.read_text(encoding="utf-8").rstrip().endswith("# one two three"):
            break
        author.page.wait_for_timeout(100)
    assert file.read_text(encoding="utf-8").rstrip().endswith("# one two three")


def test_long_typing_without_a_pause_is_kept_on_the_way_and_leaving_keeps_the_rest(author: Student) -> None:
    begin(author)
    at_end(author, "# ")
    author.page.keyboard.type("abcdefghij" * 5, delay=60)
    author.page.get_by_role("link", name="Progress").first.click(delay=120)  # as long as a hand holds the button
    author.settle()
    (draft,) = author.server.folder.glob(f"data/drafts/*/{TOPIC}.yaml")
    typed = "# " + "abcdefghij" * 5
    for _ in range(50):
        if draft.read_text(encoding="utf-8").endswith(typed):
            break
        author.page.wait_for_timeout(100)  # the page that one goes to may be drawn before the rest is kept
    assert draft.read_text(encoding="utf-8").endswith(typed)


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "dark"), ((360, 780), "light")])
def test_the_page_fits_and_names_its_editor(
    browser: Browser, school: Path, start_server: Callable[..., AppServer], size: tuple[int, int], scheme: str
) -> None:
    server = start_server()
    one = Student(browser, server, size=size, scheme=scheme)
    one.come_by_link()
    one.open("author", topic="computer-vision/model-optimization", item="qc-count-what-stays")
    expect(one.page.get_by_role("textbox", name="model-optimization.yaml, YAML")).to_be_visible()
    expect(one.of("card", "computer-vision/model-optimization/qc-count-what-stays")).to_be_visible()
    assert one.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert one.traceback() == ""
    one.close()
