"""A refresh, a second browser, a locked phone, a killed server: one comes back to where one was, and nobody else does."""

from __future__ import annotations

import os
import re
import signal
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from app_server import KEPT_LIMIT_S, ROOT, AppServer
from line import Line
from playwright.sync_api import Browser, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from student import CHOICES, PHONE, TOPIC, Student, key_of, plain_piece

from quizzes.events.learners import new_learner_id, resume_code
from quizzes.models import Asked
from quizzes.questions import ask
from quizzes.questions.answers import PickOne

NewStudent = Callable[..., Student]
Away = Callable[[Student], AbstractContextManager[None]]

AWAY_S = 3
PATIENCE_S = 20
"""Stands for minutes; what those would change is only whether the server still remembers, which is set."""


def asked_by(student: Student) -> str:
    """What the card on the screen says, once all of it is there (code and formulas come last)."""
    student.settle()
    return student.card().inner_text()


def is_asked_again(student: Student, asked: str) -> None:
    expect(student.card()).to_have_text(asked, use_inner_text=True)


def test_a_refresh_returns_to_the_same_card(student: Student) -> None:
    student.open("recall", topic=TOPIC, deck="short")
    cards = student.items("recall")
    student.press("Space")
    expect(student.button("New to me")).to_be_visible()
    student.press("1")
    expect(student.of("turn", cards[1])).to_be_visible()
    asked = asked_by(student)
    student.refresh()
    is_asked_again(student, asked)
    student.sees("Card 2 of 12")
    expect(student.page.get_by_text(plain_piece(cards[1].back)).first).to_be_hidden()
    assert len(student.server.events(student.learner, kind="started")) == 1


@pytest.mark.parametrize("mode", ["quick-check", "self-test"])
def test_a_refresh_returns_to_the_same_question_with_its_choices_in_the_same_order(student: Student, mode: str) -> None:
    student.open(mode, topic=TOPIC)
    questions = student.items(mode)
    button = "submit" if mode == "quick-check" else "sure"
    student.mark(questions[0], mode=mode)
    student.hand_in(questions[0], sure=None if mode == "quick-check" else True)
    if mode == "quick-check":
        expect(student.button("Next question")).to_be_visible()
        student.press("Space")
    expect(student.of(button, questions[1])).to_be_visible()
    asked, choices = asked_by(student), student.choices()
    student.refresh()
    is_asked_again(student, asked)
    assert student.choices() == choices
    other = student.new_tab()
    other.goto(f"{student.server.url}/{mode}?topic={TOPIC}")
    expect(other.locator(f".st-key-{key_of(button, questions[1])} button")).to_be_visible()
    expect(other.locator(CHOICES)).to_have_text(choices, use_inner_text=True)
    assert len(student.server.events(student.learner, kind="started")) == 1


def test_a_refresh_keeps_the_feedback_of_an_answered_question(student: Student) -> None:
    student.open("quick-check", topic=TOPIC)
    student.press("1")
    expect(student.button("Check")).to_be_enabled()
    student.press("Space")
    student.see_reason()
    answered = asked_by(student)
    student.refresh()
    expect(student.button("Next question")).to_be_visible()
    is_asked_again(student, answered)
    assert len(student.server.events(student.learner, kind="answered")) == 1


def test_a_refresh_returns_to_the_same_step_of_a_worked_problem(student: Student) -> None:
    student.open("practice", topic=TOPIC)
    problem = student.items("practice")[0]
    student.button("Show a hint").click()
    student.sees(re.compile("^Hint"))
    student.settle()  # what is below it has moved down
    student.button("I don't know").click()
    student.button("Show step 1").click()
    student.sees(problem.steps[0].heading)
    student.refresh()
    student.sees(problem.steps[0].heading)
    assert not student.holds(problem.steps[1].heading)
    assert not student.holds(plain_piece(problem.mistakes[0]))


def test_a_refresh_keeps_what_was_written_and_what_was_ticked(student: Student) -> None:
    student.open("explain", topic=TOPIC)
    prompt = student.items("explain")[0]
    text = "Pruning removes the weights that matter least. Quantization stores them with 8 bits."
    field = student.page.get_by_role("textbox")
    field.fill(text)
    field.blur()
    student.settle()
    student.refresh()
    expect(student.page.get_by_role("textbox")).to_have_value(text)
    student.button("Compare").click()
    expect(student.button("Show what was found")).to_be_visible()
    student.refresh()
    expect(student.button("Show what was found")).to_be_visible()
    assert not student.holds(plain_piece(prompt.answer))
    student.button("Show what was found").click()
    student.sees(re.compile(r"You covered \d of \d"))
    student.refresh()
    student.sees(re.compile(r"You covered \d of \d"))
    student.sees(plain_piece(prompt.answer))


def test_another_browser_is_another_learner_and_sees_nothing_of_the_first(student: Student, new_student: NewStudent) -> None:
    student.open("recall", topic=TOPIC, deck="short")
    student.press("Space")
    student.press_when_seen("Got it", "2")
    student.sees("Card 2 of 12")
    other = new_student()
    other.page.goto(student.page.url)
    other.settle()
    other.sees("Card 1 of 12")
    assert other.learner != student.learner
    assert other.query["session"] != student.query["session"]
    assert other.server.events(other.learner, kind="rated") == []
    other.open("you")
    student.open("you")
    student.sees(resume_code(student.learner))
    assert not other.holds(resume_code(student.learner))


def test_a_resume_code_goes_on_in_another_browser(student: Student, new_student: NewStudent) -> None:
    student.open("recall", topic=TOPIC, deck="short")
    student.press("Space")
    student.press_when_seen("Got it", "2")
    student.sees("Card 2 of 12")
    other = new_student()
    other.open("you")
    own = other.learner
    field = other.page.get_by_label("I have a code from another browser")
    field.fill("AAAA-BBBB-CCCC")
    field.press("Enter")
    other.sees("This is no resume code")
    field.fill(resume_code(new_learner_id()))
    field.press("Enter")
    other.page.get_by_role("button", name="Go on as this learner").click()
    other.sees(re.compile("No answers are kept under this code"))
    assert other.learner == own
    field.fill(resume_code(student.learner).lower())
    field.press("Enter")
    expect(other.page.get_by_text("No answers are kept under this code")).to_have_count(0)  # that was said of another one
    other.settle()
    with other.page.expect_navigation(url=re.compile(r"^[^?]*:\d+/(\?|$)")):
        other.page.get_by_role("button", name="Go on as this learner").click()
    other.settle()
    assert other.learner == student.learner != own
    other.open("recall", topic=TOPIC, deck="short")
    other.sees("Card 2 of 12")


def test_a_killed_server_takes_nothing_with_it(browser: Browser, start_server: Callable[..., AppServer]) -> None:
    server = start_server()
    student = Student(browser, server)
    student.open("quick-check", topic=TOPIC)
    questions = student.items("quick-check")
    student.press("1")
    expect(student.button("Check")).to_be_enabled()
    student.press("Space")
    student.see_reason()
    student.press("Space")
    expect(student.of("submit", questions[1])).to_be_visible()
    asked, choices = asked_by(student), student.choices()
    before = server.events(student.learner)
    server.kill()
    server.start()
    assert server.events(student.learner) == before
    student.refresh()
    is_asked_again(student, asked)
    assert student.choices() == choices
    student.press("2")
    expect(student.button("Check")).to_be_enabled()
    student.press("Space")
    student.see_reason()
    assert [row["session"] for row in server.events(student.learner, kind="answered")] == [before[0]["session"]] * 2
    assert len(server.events(kind="started")) == 1
    assert student.traceback() == ""
    student.close()


def test_an_open_page_goes_on_by_itself_when_the_server_is_back(browser: Browser, start_server: Callable[..., AppServer]) -> None:
    server = start_server()
    student = Student(browser, server)
    student.open("recall", topic=TOPIC, deck="short")
    cards = student.items("recall")
    student.press("Space")
    student.press_when_seen("Got it", "2")
    student.sees("Card 2 of 12")
    student.settle()
    server.kill()
    server.start()
    # No wait_for_function: it polls with eval, which the policy of the pages refuses.
    student.page.wait_for_selector('[data-testid="stApp"][data-test-connection-state="CONNECTED"]')
    expect(student.of("turn", cards[1])).to_be_visible()
    student.settle()
    student.press("Space")
    student.press_when_seen("Got it", "2")
    student.sees("Card 3 of 12")
    student.settle()
    rated = server.events(student.learner, kind="rated")
    assert [row["item"] for row in rated] == [f"{TOPIC}/{card.id}" for card in cards[:2]]
    assert len({row["session"] for row in rated}) == 1
    student.close()


def test_a_rating_that_a_killed_server_did_not_hear_of_is_kept_once_by_the_next_one(
    browser: Browser, start_server: Callable[..., AppServer]
) -> None:
    server = start_server()
    student = Student(browser, server)
    student.open("recall", topic=TOPIC, deck="short")
    first, second, *_ = student.items("recall")
    student.has_ahead(second)
    student.press("Space")
    expect(student.of("rate", first, 3)).to_be_visible()
    os.kill(server.pid, signal.SIGSTOP)
    student.page.keyboard.press("2")
    expect(student.of("card", second)).to_be_visible()
    assert server.events(student.learner, kind="rated") == []  # the next card does not wait for the server
    server.kill()
    server.start()
    end = time.monotonic() + KEPT_LIMIT_S
    while not server.events(student.learner, kind="rated") and time.monotonic() < end:
        student.page.wait_for_timeout(100)
    student.settle()
    expect(student.of("card", second)).to_be_visible()
    assert [(row["item"], row["rating"]) for row in server.events(student.learner, kind="rated")] == [(f"{TOPIC}/{first.id}", 3)]
    student.close()


@contextmanager
def locked_screen(student: Student) -> Iterator[None]:
    """Nothing on the page runs, as on a phone in a pocket.

    The debugger holds the page. ``Page.setWebLifecycleState`` would not: Playwright keeps every page awake.
    """
    hold = student.context.new_cdp_session(student.page)
    student.page.evaluate("() => { window.ticks = 0; setInterval(() => window.ticks++, 10) }")
    hold.send("Debugger.enable")
    hold.send("Debugger.pause")
    began = time.monotonic()
    yield
    away_s = time.monotonic() - began
    hold.send("Debugger.resume")
    hold.detach()
    assert student.page.evaluate("() => window.ticks") < away_s * 100 / 2, "the page was not held"


@contextmanager
def screen_left_on(student: Student) -> Iterator[None]:
    """The page goes on, notices that nobody answers, and says so."""
    yield
    student.sees("Connection error")
    said = student.page.locator("[role=dialog] h2 + div > div").evaluate("one => getComputedStyle(one, '::after').content")
    assert "Your answers are kept" in said


def sessions_of_the_server(student: Student) -> set[str]:
    """The ids of the sessions that the server has had for this browser."""
    messages = [ForwardMsg.FromString(frame) for frame in student.received]
    return {one.new_session.initialize.session_id for one in messages if one.HasField("new_session")}


def up_to_a_single_choice(student: Student) -> Asked:
    """Answer a self-test until its third question or a later one has choices of which one is to be picked; that question."""
    (started,) = student.server.events(kind="started")
    for place, one in enumerate(student.items("self-test")):
        if place >= 2 and isinstance(ask(one, seed=started["payload"]["seed"]), PickOne):
            return one
        student.mark(one, mode="self-test")
        student.hand_in(one, sure=True)
        expect(student.of("card", one)).to_have_count(0)
    raise AssertionError("this self-test has no such question")


@pytest.fixture
def server_that_keeps(tmp_path: Path, network_cache: Path) -> Iterator[Callable[[int | None], AppServer]]:
    """Starts a server that keeps the session of a browser that has gone for so many seconds, or for as long as shipped."""
    started: list[AppServer] = []

    def start(keeps_s: int | None) -> AppServer:
        started.append(AppServer(tmp_path / "server", cache=network_cache, keeps_s=keeps_s))
        started[-1].start()
        return started[-1]

    yield start
    for server in started:
        server.stop()


def test_the_shipped_server_remembers_a_browser_that_is_gone_for_two_minutes_and_not_much_longer() -> None:
    """Long enough for a lost connection; after that the log brings the same item back, and a class's files and memory are free again."""
    shipped = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert 120 <= shipped["server"]["disconnectedSessionTTL"] <= 180


@pytest.mark.parametrize(
    ("away", "keeps_s"),
    [
        pytest.param(locked_screen, None, id="locked"),
        pytest.param(locked_screen, 1, id="locked for longer than the server remembers"),
        pytest.param(screen_left_on, None, id="without a network"),
    ],
)
def test_a_phone_that_was_away_in_the_middle_of_a_self_test_comes_back_to_the_same_question(
    browser: Browser, server_that_keeps: Callable[[int | None], AppServer], away: Away, keeps_s: int | None
) -> None:
    line = Line(server_that_keeps(keeps_s))
    student = Student(browser, line, size=PHONE)
    student.open("self-test", topic=TOPIC)
    current = up_to_a_single_choice(student)
    student.mark(current, mode="self-test")
    is_marked, address, before = asked_by(student), student.page.url, line.events()
    with away(student):
        line.cut()
        time.sleep(AWAY_S)
    line.mend()
    is_asked_again(student, is_marked)
    student.settle()
    sessions = 1 if keeps_s is None else 2
    end = time.monotonic() + PATIENCE_S
    while len(sessions_of_the_server(student)) < sessions and time.monotonic() < end:
        student.page.wait_for_timeout(100)
    student.settle()
    assert len(sessions_of_the_server(student)) == sessions
    is_asked_again(student, is_marked)
    expect(student.page.get_by_role("dialog")).to_have_count(0)
    expect(student.of("sure", current).get_by_role("button")).to_be_enabled()
    assert (student.page.url, line.events()) == (address, before)
    student.hand_in(current, sure=False)
    expect(student.of("card", current)).to_have_count(0)
    *earlier, last = line.events(kind="answered")
    assert earlier == [one for one in before if one["kind"] == "answered"]
    assert (last["item"], last["session"], last["score"]) == (f"{TOPIC}/{current.id}", before[0]["session"], 1.0)
    assert len(line.events(kind="started")) == 1
    assert student.traceback() == ""
    student.close()
    line.cut()
