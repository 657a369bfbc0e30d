"""The main path by keyboard alone: no mouse is touched from the catalog to the progress page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from student import IDLE, TOPIC, Student

from quizzes.models import Asked
from quizzes.questions import ask, grade
from quizzes.questions.answers import Answer, TypeIn
from quizzes.sessions.recall import SHORT_DECK

MOST_TABS = 80
NAME = """() => {
    const one = document.activeElement
    if (!one.matches("a, button, input, textarea, summary")) return ""
    return [one.getAttribute("aria-label"), one.innerText, one.closest('[class*="st-key-"]')?.className].filter(Boolean).join(" ")
}"""
IS_FIELD = "() => document.activeElement.matches('input, textarea')"


def tab_to(student: Student, name: str) -> None:
    """Press Tab until the focus is on what has this name or key; it has to be visible then."""
    for _ in range(MOST_TABS):
        if name in str(student.page.evaluate(NAME)):
            assert student.page.evaluate("() => document.activeElement.checkVisibility()")
            return
        student.page.keyboard.press("Tab")
    pytest.fail(f"{MOST_TABS} tabs did not reach “{name}”")


def go(student: Student, name: str) -> None:
    """Tab to it and press Enter."""
    tab_to(student, name)
    student.page.wait_for_selector(IDLE)
    student.page.keyboard.press("Enter")


def answer(student: Student, question: Asked, *, seed: int, hand_in: str) -> None:
    """Mark or type the right answer, and hand it in."""
    expect(student.of("card", question)).to_be_visible()
    shape, right = ask(question, seed=seed), grade(question, Answer()).right
    if isinstance(shape, TypeIn):
        for text in right.texts:
            while not student.page.evaluate(IS_FIELD):
                student.page.keyboard.press("Tab")
            student.page.keyboard.type(text)
            student.page.keyboard.press("Tab")
        go(student, hand_in)
        return
    shown = [option.id for option in shape.options]
    for choice in right.choices:
        number = shown.index(choice) + 1
        before = student.of("choice", question, number).locator('[data-testid="stIconMaterial"]')
        mark = before.inner_text()
        student.press(str(number))
        expect(before).not_to_have_text(mark)
    go(student, hand_in)


def seed_of(student: Student, mode: str) -> int:
    return int(student.server.events(student.learner, kind="started", mode=mode)[-1]["payload"]["seed"])


def test_the_main_path_needs_no_mouse(student: Student) -> None:
    student.open("")
    go(student, "st-key-open-computer-vision_model-optimization")
    student.sees("Test me (10 questions)")
    go(student, "Start (")
    for number in range(SHORT_DECK):
        student.sees(f"Card {number + 1} of {SHORT_DECK}")
        student.press("Space")
        student.page.keyboard.press("2")
    student.sees(f"{SHORT_DECK} cards done")
    go(student, "Go on with the quick check")
    student.sees("Question 1 of")
    for question in student.items("quick-check")[:3]:
        answer(student, question, seed=seed_of(student, "quick-check"), hand_in="Check")
        expect(student.of("next", question)).to_be_visible()
        student.settle()
        student.page.keyboard.press("Space")
        expect(student.of("next", question)).to_have_count(0)
    go(student, "Model optimization")
    go(student, "Test me (10 questions)")
    student.sees("Question 1 of 10")
    for question in student.items("self-test"):
        answer(student, question, seed=seed_of(student, "self-test"), hand_in="Sure")
        expect(student.of("card", question)).to_have_count(0)
    student.sees("Strong: 10 of 10 correct")
    go(student, "Model optimization")
    student.sees("Test me (10 questions)")
    go(student, "Prune it")
    student.sees("Run")
    go(student, "Run")
    expect(student.page.get_by_role("progressbar")).to_be_visible()
    expect(student.page.get_by_role("progressbar")).to_have_count(0, timeout=120_000)  # an earlier run's figure may stand there
    expect(student.keyed("figure-prune")).to_be_visible()
    go(student, "Progress")
    student.sees("What you know")
    assert len(student.server.events(student.learner, kind="rated")) == SHORT_DECK
    assert [row["score"] for row in student.server.events(student.learner, kind="answered")] == [1.0] * 13
    assert len(student.server.events(student.learner, kind="lab_run")) == 1
    assert student.query.get("topic", TOPIC) == TOPIC
