"""Beat the budget in a browser, with the real pipeline: a try is judged, drawn and kept."""

from __future__ import annotations

import json

import pytest
from axe import serious
from playwright.sync_api import expect
from student import TOPIC, Student, shipped_topic

pytestmark = pytest.mark.slow

RUN_LIMIT_MS = 240_000
QUICK = ("coded_epochs", "fast_epochs")


def run_quickly(student: Student) -> dict[str, float]:
    """Run the pipeline with as little training as is worth while, and return bytes by variant."""
    for name in QUICK:
        slider = student.page.locator(f"input[name={name}]")
        slider.focus()
        slider.press("Home")
        slider.press("ArrowRight")
        expect(slider).to_have_attribute("aria-valuetext", "1")
        student.settle()
    student.button("Run").click()
    student.page.wait_for_url(lambda _: "job" in student.query)
    expect(student.keyed("measured-budget")).to_be_visible(timeout=RUN_LIMIT_MS)
    student.settle()
    path = next(path for path in student.server.runs() if student.query["job"] in path.name)
    return {one["name"]: one["raw_bytes"] for one in json.loads(path.read_text())["variants"]}


def test_a_try_is_judged_drawn_and_kept_and_judged_by_another_budget_without_a_new_run(student: Student) -> None:
    first, second = shipped_topic().budgets[:2]
    student.open("budget", topic=TOPIC)
    student.sees(first.title)
    student.sees(f"≤ {first.most_kb:g} kB")
    sizes = run_quickly(student)
    verdict = student.keyed("figure-budget-verdict")
    for way in ("small file", "fast network", "small dense"):
        expect(verdict).to_contain_text(way)
    expect(verdict).to_contain_text("kB")
    expect(verdict).not_to_contain_text("float")
    student.sees("Best so far:")
    student.sees("Your 3 tries (small file, fast network, small dense)")
    chart = student.page.locator('[data-testid="stVegaLiteChart"]').first
    expect(chart.locator("canvas, svg").first).to_be_visible()
    assert sizes["coded"] < sizes["float"]
    runs = len(student.server.runs())
    job = student.query["job"]
    student.keyed("budget").get_by_text(second.title).click()
    student.sees(f"≤ {second.most_kb:g} kB")
    assert student.query["budget"] == second.id
    assert student.query["job"] == job
    expect(verdict).to_contain_text("small file")
    student.refresh()
    student.sees(f"≤ {second.most_kb:g} kB")
    student.sees("Your 3 tries (small file, fast network, small dense)")
    assert len(student.server.runs()) == runs
    assert serious(student, "budget result") == []


def test_the_page_of_a_budget_fits_a_phone(student: Student) -> None:
    student.page.set_viewport_size({"width": 360, "height": 800})
    student.open("budget", topic=TOPIC)
    student.sees("One network has to meet them all.")
    wider = student.page.evaluate(
        "() => { const m = document.querySelector('[data-testid=stMain]'); return m.scrollWidth - m.clientWidth; }"
    )
    assert wider == 0
