"""What one does on a lab's page: set a seed, press Run, wait for what was found."""

from __future__ import annotations

import json
import re
from typing import Any

from playwright.sync_api import Locator, expect
from student import Student

RUN_LIMIT_MS = 120_000


def run_it(student: Student, place: str) -> str:
    """Press the button and return the id of the run, which is in the address."""
    before = student.query.get("job")
    student.settle()  # a click while something above the button comes or goes would hit nothing
    run_button(student, place).click()
    student.page.wait_for_url(lambda _: student.query.get("job", before) != before)
    return student.query["job"]


def run_button(student: Student, place: str) -> Locator:
    """The one that starts a run: in the form, else in a result that left a speed open, as one does on a busy machine."""
    return student.page.locator(f".st-key-run-{place} button, .st-key-again-{place} button").first


def wait_for_the_figure(student: Student, place: str) -> str:
    """The figure that the result says first."""
    figure = student.keyed(f"figure-{place}")
    expect(figure).to_be_visible(timeout=RUN_LIMIT_MS)
    student.settle()
    return figure.inner_text()


def wait_for_the_result(student: Student, place: str, job: str) -> dict[str, Any]:
    """The stored result of a run, once it is on the page; a result that stood there before is gone then."""
    for _ in range(RUN_LIMIT_MS // 200):
        if any(job in path.name for path in student.server.runs()):
            break
        student.page.wait_for_timeout(200)
    expect(student.keyed(f"stop-{place}")).to_have_count(0)
    expect(run_button(student, place)).to_have_text(re.compile("Run again$"))
    expect(run_button(student, place)).to_be_enabled()
    wait_for_the_figure(student, place)
    return dict(json.loads(next(path for path in student.server.runs() if job in path.name).read_text()))


def set_seed(student: Student, seed: int) -> None:
    """Type a seed, which waits among the further settings."""
    field = student.page.get_by_label("Seed", exact=True)
    if not field.is_visible():
        student.page.get_by_text("More settings").click()
    field.fill(str(seed))
    field.press("Enter")
    student.settle()
