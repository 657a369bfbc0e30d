"""What is typed is kept while it is typed: with the cursor in the field, over a slow line, in two tabs, and past a killed server."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable

import pytest
from app_server import AppServer
from playwright.sync_api import Browser, Locator, expect
from student import PATIENCE_MS, TOPIC, Student, shipped_topic

from quizzes.questions import FillBlank, Numeric

pytestmark = [pytest.mark.slow, pytest.mark.browser]

FIRST, THEN = "Pruning takes away weights that matter little, ", "and quantization stores each of the others with fewer bits."
MOST_DRAWS = 9
CARET = "field => [field.selectionStart, document.activeElement === field]"


def kept(student: Student) -> list[str]:
    """Every text of the student that is not handed in, read from the file behind the server's back."""
    connection = sqlite3.connect(f"file:{student.server.folder / 'data' / 'events.db'}?mode=ro", uri=True)
    try:
        return [row[0] for row in connection.execute("SELECT text FROM unfinished WHERE learner = ? ORDER BY at", [student.learner])]
    finally:
        connection.close()


def wait_until_kept(student: Student, text: str) -> None:
    end = time.monotonic() + PATIENCE_MS / 1000
    while text not in kept(student):
        assert time.monotonic() < end, (text, kept(student))
        time.sleep(0.05)


def essay(student: Student) -> Locator:
    return student.page.locator('[class*="st-key-text-"] textarea')


def test_an_essay_is_kept_while_the_cursor_is_in_it(student: Student) -> None:
    student.open("topic", topic=TOPIC)
    student.open("explain", topic=TOPIC)
    essay(student).click()
    student.page.keyboard.type(THEN, delay=25)
    student.page.keyboard.press("Control+Home")
    student.page.keyboard.type(FIRST, delay=45)  # over two seconds without a pause, in front of what is there
    assert any(FIRST.startswith(text.removesuffix(THEN)) and text != THEN for text in kept(student)), "nothing was sent on the way"
    wait_until_kept(student, FIRST + THEN)
    assert essay(student).input_value() == FIRST + THEN
    assert essay(student).evaluate(CARET) == [len(FIRST), True]

    other = student.new_tab()
    other.goto(student.page.url)
    expect(other.locator('[class*="st-key-text-"] textarea')).to_have_value(FIRST + THEN)
    other.locator('[class*="st-key-text-"] textarea').press_sequentially("X")
    wait_until_kept(student, FIRST + THEN + "X")
    other.close()

    student.refresh()
    expect(essay(student)).to_have_value(FIRST + THEN + "X")

    essay(student).fill(FIRST)
    student.page.reload()  # before anything of it was sent
    expect(essay(student)).to_have_value(FIRST)
    wait_until_kept(student, FIRST)
    essay(student).press_sequentially(THEN)
    student.page.go_back()
    expect(essay(student)).to_have_count(0)
    student.page.go_forward()
    expect(essay(student)).to_have_value(FIRST + THEN)
    wait_until_kept(student, FIRST + THEN)
    essay(student).fill("")  # what is cleared stays cleared
    wait_until_kept(student, "")
    student.refresh()
    expect(essay(student)).to_have_value("")

    essay(student).fill(FIRST + THEN)
    wait_until_kept(student, FIRST + THEN)
    student.open("topic", topic=TOPIC)
    expect(student.keyed("mode-explain")).to_contain_text("go on: prompt 1 of")  # nothing is handed in yet
    student.keyed("mode-explain").get_by_role("link").click()
    expect(essay(student)).to_have_value(FIRST + THEN)
    student.button("Compare").click()
    student.sees("Which of these do you think you covered?")
    assert kept(student) == []
    student.page.get_by_role("checkbox").first.check(force=True)
    student.settle()
    student.refresh()
    expect(student.page.get_by_role("checkbox").first).to_be_checked()


def test_a_text_that_was_typed_while_the_server_was_killed_arrives_once_it_is_back(
    browser: Browser, start_server: Callable[..., AppServer]
) -> None:
    server = start_server()
    student = Student(browser, server)
    student.open("explain", topic=TOPIC)
    essay(student).click()
    student.page.keyboard.type(FIRST)
    wait_until_kept(student, FIRST)
    student.page.keyboard.type(THEN)  # the last letters are not sent yet
    server.kill()
    server.start()
    wait_until_kept(student, FIRST + THEN)
    assert essay(student).input_value() == FIRST + THEN
    server.kill()
    server.start()
    student.refresh()
    expect(essay(student)).to_have_value(FIRST + THEN)
    student.close()


def at_a_field_of_a_self_test(new_student: Callable[..., Student]) -> tuple[Student, FillBlank | Numeric]:
    """Somebody at the first question that is typed; not every ten questions that are drawn hold one."""
    for _ in range(MOST_DRAWS):
        student = new_student()
        student.open("self-test", topic=TOPIC)
        for one in student.items("self-test"):
            expect(student.page.locator(f".st-key-card-{item_key(one.id)}")).to_be_visible()
            if isinstance(one, FillBlank | Numeric):
                return student, one
            if not any(isinstance(other, FillBlank | Numeric) for other in student.items("self-test")):
                break
            student.of("unsure", one).get_by_role(
                "button"
            ).click()  # not the one of the question before, which may be there a moment longer
    pytest.fail("no question with a field to type into")


def test_gaps_and_numbers_are_kept_too_and_enter_goes_on(new_student: Callable[..., Student]) -> None:
    """Enter goes to the gap that is empty, then to where one says how sure one is; a number that cannot be read keeps its field."""
    student, one = at_a_field_of_a_self_test(new_student)
    fields = student.page.locator('[class*="st-key-typed-"] input')
    fields.first.click()
    student.page.keyboard.type("12 345")
    wait_until_kept(student, "12 345")
    student.refresh()
    expect(fields.first).to_have_value("12 345")
    fields.first.click()
    for number in range(1, fields.count()):
        student.page.keyboard.press("Enter")
        expect(fields.nth(number)).to_be_focused()
        student.page.keyboard.type("word")
    student.page.keyboard.press("Enter")
    expect(student.button("Sure")).to_be_focused()
    student.page.keyboard.press("Enter")
    expect(student.page.locator(f".st-key-card-{item_key(one.id)}")).to_have_count(0)
    assert student.server.events(student.learner, kind="answered")[-1]["payload"]["texts"][0] == "12 345"
    assert "12 345" not in kept(student)


def item_key(item: str) -> str:
    return f"{TOPIC.replace('/', '_')}_{item}"


def test_the_shipped_topic_has_fields_of_each_kind() -> None:
    assert {FillBlank, Numeric} <= {type(item) for item in shipped_topic().self_test}
