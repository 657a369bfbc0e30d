"""Back goes back: every page that one would name is one entry of the browser's history, whatever happens on it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from app_server import ROOT, AppServer
from playwright.sync_api import Browser, expect
from student import DESK, PHONE, Student, key_of

TINY = "track/tiny"
ENTRIES = "() => history.length"
LONG = """[class*="st-key-card-"]:not(.st-key-card-done, .st-key-card-verdict) {min-height: 60rem !important}
.stMainBlockContainer {padding-bottom: 60rem !important}"""
"""Questions of a screen's height, and room below every end: so the page could be scrolled down."""
TOP = """() => document.querySelector('[data-testid="stMain"]').scrollTop"""


@pytest.fixture(scope="module")
def small_server(tmp_path_factory: pytest.TempPathFactory, network_cache: Path) -> Iterator[AppServer]:
    """A server with one topic that has one or two items of each kind."""
    content = tmp_path_factory.mktemp("content")
    (content / "track").mkdir()
    shutil.copy(ROOT / "tests" / "views" / "tiny.yaml", content / f"{TINY}.yaml")
    server = AppServer(tmp_path_factory.mktemp("small"), cache=network_cache, content=content)
    server.start()
    yield server
    assert "Traceback" not in server.log()
    server.stop()


@pytest.fixture
def walker(browser: Browser, small_server: AppServer) -> Iterator[Student]:
    student = Student(browser, small_server)
    yield student
    problem = student.traceback()
    student.close()
    assert problem == ""


def press(student: Student, key: str) -> None:
    """Press the button with this key, which is gone then or another one."""
    button = student.keyed(key).get_by_role("button")
    expect(button).to_be_enabled()
    button.click()
    student.settle()


def enter(student: Student, key: str) -> None:
    """The same with the keyboard."""
    button = student.keyed(key).get_by_role("button")
    expect(button).to_be_enabled()
    button.press("Enter")
    student.settle()


def of(part: str, item: str, *more: object) -> str:
    """The key of one part of an item of the small topic."""
    return key_of(part, f"{TINY}/{item}", *more)


def turn_two_cards(student: Student) -> str:
    for card in ("r-one", "r-two"):
        enter(student, of("turn", card))
        enter(student, of("rate", card, 3))
    return "2 cards done"


def check_one(student: Student) -> str:
    correct = 1 + ["CHOICE-RIGHT" in text for text in student.choices()].index(True)
    enter(student, of("choice", "q-one", correct))
    enter(student, of("submit", "q-one"))
    enter(student, of("next", "q-one"))
    return "Once more"


def skip_two_claims(student: Student) -> str:
    for claim in ("m-one", "m-two"):
        enter(student, of("next", claim))
    return "No bet was decided"


def solve_one(student: Student) -> str:
    enter(student, of("choice", "p-one", 1))
    enter(student, of("submit", "p-one"))
    for _ in range(2):
        enter(student, of("step", "p-one"))
    enter(student, of("next", "p-one"))
    return "Come back to the others"


def explain_one(student: Student) -> str:
    student.page.get_by_role("textbox").fill("The model is smaller, and then the whole model is faster.")
    student.page.get_by_role("textbox").blur()
    student.settle()
    for part in ("write", "ticked", "next"):
        enter(student, of(part, "e-one"))
    return "Once more"


def hand_in_two(student: Student) -> str:
    for number in (1, 2):
        student.sees(f"Question {number} of 2")
        student.button("I don't know").press("Enter")
        student.settle()
    return "Not yet: 0 of 2"


MODES: dict[str, Callable[[Student], str]] = {
    "recall": turn_two_cards,
    "quick-check": check_one,
    "myths": skip_two_claims,
    "practice": solve_one,
    "explain": explain_one,
    "self-test": hand_in_two,
}


def is_on_the_topic(student: Student) -> None:
    student.sees("A topic that holds one of each.")
    student.settle()
    assert student.path == "/topic"
    assert student.query == {"topic": TINY}


def back(student: Student) -> None:
    student.settle()  # Streamlit writes the address of a page a moment after its title
    student.page.go_back()
    student.settle()


def forward(student: Student) -> None:
    student.page.go_forward()
    student.settle()


def begun(student: Student) -> int:
    return len(student.server.events(student.learner, kind="started"))


@pytest.mark.parametrize("mode", MODES)
def test_back_from_the_end_of_a_mode_is_the_topic_and_forward_its_end_again(walker: Student, mode: str) -> None:
    walker.open("topic", topic=TINY)
    before = walker.page.evaluate(ENTRIES)
    walker.keyed(f"mode-{mode}").get_by_role("link").click()
    walker.settle()
    back(walker)
    is_on_the_topic(walker)
    walker.keyed(f"mode-{mode}").get_by_role("link").click()
    walker.settle()
    end = MODES[mode](walker)
    walker.sees(end)
    assert walker.page.evaluate(ENTRIES) == before + 1
    address = walker.page.url
    assert begun(walker) == 1
    for _ in range(2):
        back(walker)
        is_on_the_topic(walker)
        forward(walker)
        walker.sees(end)
        assert walker.page.url == address
    walker.refresh()
    walker.sees(end)
    back(walker)
    is_on_the_topic(walker)
    assert begun(walker) == 1
    walker.page = walker.new_tab()
    walker.page.goto(address)  # a bookmark
    walker.settle()
    walker.sees(end)
    assert begun(walker) == 1
    assert walker.page.evaluate(ENTRIES) <= 2  # the empty tab, and the bookmark


def test_a_page_that_a_button_leads_away_from_keeps_its_own_address(walker: Student) -> None:
    walker.open("topic", topic=TINY)
    press(walker, "first-skip")
    press(walker, "test")
    hand_in_two(walker)
    walker.sees("Not yet: 0 of 2")
    verdict = walker.page.url
    press(walker, "review")
    walker.sees("Card 1 of 2")
    review = walker.page.url
    back(walker)
    walker.sees("Not yet: 0 of 2")
    assert walker.page.url == verdict
    forward(walker)
    walker.sees("Card 1 of 2")
    assert walker.page.url == review
    assert begun(walker) == 2
    back(walker)
    press(walker, "again")  # another test takes the place of the one before
    walker.sees("Question 1 of 2")
    back(walker)
    is_on_the_topic(walker)
    assert begun(walker) == 3


def test_once_more_and_stopping_add_no_entry_and_todays_session_is_one_page(walker: Student) -> None:
    walker.open("recall", topic=TINY)
    turn_two_cards(walker)
    before = walker.page.evaluate(ENTRIES)
    press(walker, "again-all")
    walker.sees("Card 1 of 2")
    assert walker.page.evaluate(ENTRIES) == before
    turn_two_cards(walker)
    walker.open("")
    walker.sees("new · about")
    walker.button("Start").click()
    walker.settle()
    assert walker.path == "/today"
    back(walker)
    assert (walker.path, walker.query) == ("/", {})
    forward(walker)
    walker.sees(re.compile("1 of [0-9]"))
    begun_by_now = begun(walker)
    before = walker.page.evaluate(ENTRIES)
    press(walker, "stop")
    expect(walker.keyed("start")).to_be_visible()
    press(walker, "start")
    expect(walker.keyed("start")).to_have_count(0)
    assert walker.page.evaluate(ENTRIES) == before
    back(walker)
    assert (walker.path, walker.query) == ("/", {})
    assert begun(walker) == begun_by_now + 1


def test_a_bookmark_of_a_running_session_goes_on_with_it_in_any_tab(walker: Student) -> None:
    walker.open("self-test", topic=TINY)
    walker.button("I don't know").click()
    walker.sees("Question 2 of 2")
    address = walker.page.url
    walker.refresh()
    walker.sees("Question 2 of 2")
    walker.page = walker.new_tab()
    walker.page.goto(address)
    walker.settle()
    walker.sees("Question 2 of 2")
    walker.open("topic", topic=TINY)
    back(walker)
    walker.sees("Question 2 of 2")
    assert walker.page.url == address
    assert begun(walker) == 1


def test_the_browsers_tab_says_which_page_it_holds(walker: Student) -> None:
    walker.open("topic", topic=TINY)
    expect(walker.page).to_have_title("Tiny · Featherweight")
    walker.keyed("mode-recall").scroll_into_view_if_needed()
    line = walker.keyed("mode-recall").bounding_box()
    assert line is not None
    walker.page.mouse.click(line["x"] + line["width"] - 20, line["y"] + line["height"] - 12)  # far from the word: the whole row is the link
    expect(walker.page).to_have_title("Recall · Tiny · Featherweight")
    back(walker)
    expect(walker.page).to_have_title("Tiny · Featherweight")
    walker.open("")
    expect(walker.page).to_have_title("Featherweight")


def test_a_new_page_opens_at_its_top_and_one_is_come_back_to_where_it_was_left(browser: Browser, small_server: AppServer) -> None:
    student = Student(browser, small_server, size=PHONE)
    student.open("topic", topic=TINY)
    link = student.keyed("mode-cheat-sheet").get_by_role("link")
    link.scroll_into_view_if_needed()
    where = student.page.evaluate(TOP)
    assert where > 300
    link.click()
    student.sees("SHEET-TEXT")
    student.settle()
    assert student.page.evaluate(TOP) == 0
    student.keyed("trail").get_by_role("link", name="Progress").click()
    student.sees("No answers yet")
    for name in ("SHEET-TEXT", "A topic that holds one of each."):
        back(student)
        student.sees(name)
    expect(link).to_be_in_viewport()
    assert abs(student.page.evaluate(TOP) - where) < 3
    link.click()
    student.sees("SHEET-TEXT")
    student.settle()
    assert student.page.evaluate(TOP) == 0
    student.close()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_end_of_every_session_opens_at_its_top(browser: Browser, small_server: AppServer, size: tuple[int, int]) -> None:
    student = Student(browser, small_server, size=size)
    for mode, walk in MODES.items():
        student.open(mode, topic=TINY)
        student.page.add_style_tag(content=LONG)
        student.sees(walk(student))
        opens_at_its_top(student)
    student.open("today", only=f"{TINY}/q-one")
    student.page.add_style_tag(content=LONG)
    check_one(student)
    student.sees("1 item done")
    opens_at_its_top(student)
    student.close()


def opens_at_its_top(student: Student) -> None:
    student.settle()
    heading = student.page.get_by_role("heading").filter(visible=True).first
    expect(heading).to_be_in_viewport(ratio=1)
    assert student.page.evaluate(TOP) == 0
    assert student.focused() != ""
