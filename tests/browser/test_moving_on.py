"""What comes next is read from its first line, on a desk and on a phone, and the page stays where it is for whoever types."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from student import PHONE, TOPIC, Student, key_of

SMALL_DESK = (1280, 800)
TOP = """() => document.querySelector('[data-testid="stMain"]').scrollTop"""
DOWN = """() => { const page = document.querySelector('[data-testid="stMain"]'); page.scrollTop = page.scrollHeight }"""


def is_read_from_its_first_line(student: Student, key: str) -> None:
    """The element with this key opens at the top of the page, and the focus is on it."""
    card = student.keyed(key)
    expect(card).to_be_visible()
    student.settle()
    box = card.bounding_box()
    assert student.page.evaluate(TOP) == 0
    assert box is not None
    assert 0 < box["y"] < 300
    assert student.focused() == key


def press(student: Student, key: str) -> None:
    button = student.keyed(key).get_by_role("button")
    expect(button).to_be_enabled()
    button.click()
    student.settle()


@pytest.mark.parametrize("size", [SMALL_DESK, PHONE], ids=["desk", "phone"])
def test_the_next_thing_opens_at_its_top_in_every_mode(new_student: Callable[..., Student], size: tuple[int, int]) -> None:
    student = new_student(size=size)
    student.open("practice", topic=TOPIC)
    first, second, *_ = student.items("practice")
    student.button("I don't know").click()
    for number in range(1, len(first.steps) + 1):
        student.button(f"Show step {number}").click()
        expect(student.page.get_by_role("heading", name=f"{number}. {first.steps[number - 1].heading}")).to_be_in_viewport()
    student.settle()
    assert student.page.evaluate(TOP) > 0
    press(student, key_of("next", first))
    is_read_from_its_first_line(student, key_of("card", second))

    student.open("quick-check", topic=TOPIC)
    first, second, *_ = student.items("quick-check")
    student.mark(first, mode="quick-check")
    student.hand_in(first)
    expect(student.of("next", first)).to_be_visible()
    student.page.evaluate(DOWN)
    press(student, key_of("next", first))
    is_read_from_its_first_line(student, key_of("card", second))

    student.open("myths", topic=TOPIC)
    first, second, *_ = student.items("myths")
    student.page.evaluate(DOWN)
    press(student, key_of("next", first))
    is_read_from_its_first_line(student, key_of("card", second))

    student.open("recall", topic=TOPIC, deck="short")
    first, second, *_ = student.items("recall")
    press(student, key_of("turn", first))
    student.page.evaluate(DOWN)
    press(student, key_of("rate", first, 3))
    expect(student.of("card", second)).to_be_visible()
    assert student.page.evaluate(TOP) == 0
