"""axe-core over every page and state, light and dark, on a desk, on the smallest phone, and on a desk at 200 %.

What it calls serious or critical fails. The results of the other labs are looked at where their tests wait for them.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe import serious
from playwright.sync_api import expect
from student import DESK, TOPIC, Student
from walks import STATES

from views.page.pages import PAGES

SMALL_PHONE, DESK_AT_200_PERCENT = (360, 780), (640, 450)
MODES = ("recall", "quick-check", "practice", "explain", "self-test")
ZOOMED = ("topic", "prune", "author")
SEEN_ELSEWHERE = ("today-begin", "today-card", "today-question", "progress-empty", "search-open", "author-open", "empty-school-you")
"""States that are on their page already, or in a mode, and are only walked through."""


def test_no_page_and_no_state_of_a_mode_has_a_serious_violation(student: Student) -> None:
    sizes, found = (DESK, SMALL_PHONE), list[str]()
    for page, (_, address, _) in PAGES.items():
        student.open(address, topic=TOPIC)
        found += serious(student, page, sizes=sizes)
    student.open("topic", topic="no/topic")
    found += serious(student, "unknown topic", sizes=sizes)
    for name in MODES:
        for number, state in enumerate(STATES[name](student)):
            if number < 8:
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


def test_a_lab_that_runs_its_result_and_one_that_was_stopped_have_none_either(new_student: Callable[..., Student]) -> None:
    student = new_student(size=SMALL_PHONE)
    student.open("prune", topic=TOPIC)
    student.keyed("run-prune").get_by_role("button").click()
    expect(student.page.get_by_role("progressbar")).to_be_visible()
    found = serious(student, "running lab")
    expect(student.keyed("figure-prune")).to_be_visible(timeout=120_000)
    student.settle()
    found += serious(student, "lab result")
    found += [one for state in STATES["stopped-lab"](student) for one in serious(student, state)]
    assert found == []
