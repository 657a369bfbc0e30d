"""axe-core over every page and the states of the modes: WCAG 2.2 A and AA, light and dark, on a desk and on the smallest phone.

No rule is left out; what it calls serious or critical fails. https://github.com/dequelabs/axe-core
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from student import DESK, TOPIC, Student
from walks import STATES

from views.frame import PAGES

SMALL_PHONE = (360, 780)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """async tags => (await axe.run(document, {resultTypes: ["violations"], runOnly: tags})).violations
    .filter(found => ["serious", "critical"].includes(found.impact))
    .flatMap(found => found.nodes.slice(0, 5).map(node =>
        `${found.id}: ${node.html.slice(0, 160)} (${node.failureSummary.slice(0, 200)})`))"""
WALKS = ("recall", "quick-check", "practice", "explain", "self-test")


def axe_script() -> str:
    package = pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    return (Path(str(package.__file__)).parent / "axe.min.js").read_text(encoding="utf-8")


def look(student: Student, script: str, where: str) -> Iterator[str]:
    """What is wrong on the page as it stands, in both themes."""
    scheme: Any
    for scheme in ("light", "dark"):
        student.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        student.page.wait_for_timeout(120)
        if student.page.evaluate("typeof axe") == "undefined":
            student.page.evaluate(f"{script}; 0")
        yield from (f"{where}, {scheme}: {found}" for found in student.page.evaluate(RUN, TAGS))


@pytest.mark.parametrize("size", [DESK, SMALL_PHONE], ids=["1280", "360"])
def test_no_page_and_no_state_has_a_serious_violation(new_student: Callable[..., Student], size: tuple[int, int]) -> None:
    script, student = axe_script(), new_student(size=size)
    found: list[str] = []
    for page, (_, address, _) in PAGES.items():
        student.open(address, topic=TOPIC)
        found += look(student, script, page)
    student.open("topic", topic="no/topic")
    found += look(student, script, "unknown topic")
    for name in WALKS:
        for number, state in enumerate(STATES[name](student)):
            if number < 8:
                student.settle()
                found += look(student, script, state)
    assert found == []


def test_a_running_lab_and_its_result_have_none_either(new_student: Callable[..., Student]) -> None:
    script, student = axe_script(), new_student(size=SMALL_PHONE)
    student.open("prune", topic=TOPIC)
    student.keyed("run-prune").get_by_role("button").click()
    expect(student.page.get_by_role("progressbar")).to_be_visible()
    found = [*look(student, script, "running lab")]
    expect(student.keyed("figure-prune")).to_be_visible(timeout=120_000)
    student.settle()
    found += look(student, script, "lab result")
    assert found == []
