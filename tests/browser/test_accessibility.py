"""axe-core over every state, light and dark, on a desk, on the smallest phone, and on a desk at 200 %.

Every page is looked at in ``test_every_page``.
What it calls serious or critical fails. Labs that run, have a result or were stopped are looked at where their tests wait for them.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

import pytest
from axe import serious
from student import DESK, TOPIC, Student
from walks import STATES

from views.page.pages import PAGES

SMALL_PHONE, DESK_AT_200_PERCENT = (360, 780), (640, 450)
CLOSED = ("author", "items")
"""Pages that say to most people that they are not for them."""
MODES = ("recall", "quick-check", "practice", "explain", "self-test")
ZOOMED = ("topic", "prune", "author")
MOST_STATES = 8
"""Of a mode: what comes after so many differs in its words alone."""
SEEN_ELSEWHERE = ("today-begin", "today-card", "today-question", "progress-empty", "search-open", "author-open", "empty-school-you")
"""States that are on their page already, or in a mode, and are only walked through."""


def test_no_closed_page_and_no_state_of_a_mode_has_a_serious_violation(student: Student) -> None:
    sizes, found = (DESK, SMALL_PHONE), list[str]()
    for page in CLOSED:
        student.open(PAGES[page].address, topic=TOPIC)
        found += serious(student, f"{page}, closed", sizes=sizes)
    student.open("topic", topic="no/topic")
    found += serious(student, "unknown topic", sizes=sizes)
    for name in MODES:
        for state in islice(STATES[name](student), MOST_STATES):
            student.settle()
            found += serious(student, state, sizes=sizes)
    assert found == []


@pytest.mark.parametrize(
    ("walk", "size"),
    [
        ("search", SMALL_PHONE),
        ("today", SMALL_PHONE),
        ("progress", SMALL_PHONE),
        ("items", DESK),
        ("author", DESK),
        ("more-open", SMALL_PHONE),
        ("four-buttons", SMALL_PHONE),
        ("nothing-there", DESK),
        ("damaged", SMALL_PHONE),
    ],
)
def test_no_dialog_no_empty_page_and_no_error_has_one(new_student: Callable[..., Student], walk: str, size: tuple[int, int]) -> None:
    student = new_student(size=size)
    found = [one for state in STATES[walk](student) if state not in SEEN_ELSEWHERE for one in serious(student, state)]
    assert found == []


def test_a_desk_at_200_percent_has_none(new_student: Callable[..., Student]) -> None:
    student = new_student(size=DESK_AT_200_PERCENT)
    student.come_by_link()
    found: list[str] = []
    for page in ZOOMED:
        student.open(PAGES[page].address, topic=TOPIC)
        found += serious(student, page, schemes=("light",))
    assert found == []
