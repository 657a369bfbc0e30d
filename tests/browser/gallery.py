"""Takes pictures of every page and its main states: ``python -m tests.browser.gallery OUT_DIR [STATE …]``.

Each is taken at 1280 and 390 px, light and dark, on a viewport as tall as the page, because Streamlit scrolls inside.
"""

from __future__ import annotations

import itertools
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent)]  # the modules beside this file are imported as pytest imports them

from app_server import AppServer  # noqa: E402
from conftest import ARGUMENTS, CHROMIUM  # noqa: E402
from playwright.sync_api import expect, sync_playwright  # noqa: E402
from student import DESK, PHONE, TOPIC, Student  # noqa: E402

SIZES = {"desk": DESK, "phone": PHONE}
SCHEMES = ("light", "dark")
TALLEST_PX = 8000
HEIGHT = "() => Math.max(...['stMain', 'stMainBlockContainer'].map(id => document.querySelector(`[data-testid=${id}]`)?.scrollHeight ?? 0))"
ESSAY = """Pruning removes the weights that contribute least to the result. Quantization stores the numbers with fewer bits,
for example int8 instead of float32. Training gets faster."""

Shown = Iterator[str]


def catalog(student: Student) -> Shown:
    student.open("")
    yield "catalog"
    student.open("topic", topic=TOPIC)
    yield "topic"
    student.open("topic", topic="computer-vision/none")
    yield "unknown-topic"


def recall(student: Student) -> Shown:
    student.open("recall", topic=TOPIC, deck="short")
    yield "recall-front"
    for number, card in enumerate(student.items("recall")):
        student.press_when_seen("Show the answer", "Space")
        expect(student.button("Got it")).to_be_visible()
        if number == 0:
            yield "recall-back"
        student.press("1" if number % 4 == 0 else "2")
        expect(student.keyed(f"rate-{card.id}-3")).to_have_count(0)
    yield "recall-end"


def quick_check(student: Student) -> Shown:
    student.open("quick-check", topic=TOPIC)
    yield "quick-check-open"
    questions = student.items("quick-check")
    for number, question in enumerate(questions):
        student.mark(question, mode="quick-check", right=number % 3 > 0)
        yield f"quick-check-picked-{number + 1}"
        student.hand_in(question)
        expect(student.keyed(f"next-{question.id}")).to_be_visible()
        yield f"quick-check-answered-{number + 1}"
        student.press("Space")
        expect(student.keyed(f"next-{question.id}")).to_have_count(0)
    yield "quick-check-end"


def myths(student: Student) -> Shown:
    student.open("myths", topic=TOPIC)
    yield "myths-open"
    claims = student.items("myths")
    for number, claim in enumerate(claims):
        expect(student.keyed(f"next-{claim.id}")).to_be_visible()
        if number < 3:
            student.keyed(f"choice-{claim.id}-{1 + number}").get_by_role("button").click()
            student.hand_in(claim, sure=number > 0)
            expect(student.page.get_by_role("progressbar")).to_have_count(2)
            if number == 0:
                yield "myths-running"
            expect(student.keyed(f"figure-{claim.id}")).to_be_visible(timeout=120_000)
            student.page.wait_for_timeout(1500)
            yield f"myths-measured-{number + 1}"
        student.settle()
        student.keyed(f"next-{claim.id}").get_by_role("button").click()
        expect(student.keyed(f"next-{claim.id}")).to_have_count(0)
    yield "myths-end"


def practice(student: Student) -> Shown:
    student.open("practice", topic=TOPIC)
    problem = student.items("practice")[0]
    student.button("Show a hint").click()
    student.sees("Hint")
    yield "practice-open"
    student.button("I don't know").click()
    for number in range(1, len(problem.steps) + 1):
        student.button(f"Show step {number}").click()
        student.sees(problem.steps[number - 1].heading)
    yield "practice-solved"


def explain(student: Student) -> Shown:
    student.open("explain", topic=TOPIC)
    student.button("Show a hint").click()
    student.sees("Hint")
    yield "explain-open"
    student.page.get_by_role("textbox").fill(ESSAY)
    student.page.get_by_role("textbox").blur()
    student.settle()
    student.button("Compare").click()
    expect(student.button("Show what was found")).to_be_visible()
    yield "explain-ticking"
    student.button("Show what was found").click()
    student.sees("This is coverage, not a grade")
    yield "explain-found"


def self_test(student: Student) -> Shown:
    student.open("self-test", topic=TOPIC)
    yield "self-test-open"
    for number, question in enumerate(student.items("self-test")):
        student.mark(question, mode="self-test", right=number % 5 > 0)
        if number < 2:
            yield f"self-test-marked-{number + 1}"
        student.hand_in(question, sure=number % 2 == 0)
        expect(student.keyed(f"card-{question.id}")).to_have_count(0)
    student.sees("How is this decided?")
    yield "self-test-verdict"
    student.page.get_by_text("1. ").first.click()
    yield "self-test-answer-open"


def cheat_sheet(student: Student) -> Shown:
    student.open("cheat-sheet", topic=TOPIC)
    yield "cheat-sheet"


def you(student: Student) -> Shown:
    student.open("you")
    field = student.page.get_by_label("I have a code from another browser")
    field.fill("0123-4567-89AB-CDEF")
    field.press("Enter")
    student.settle()
    yield "you"


def labs(student: Student) -> Shown:
    for lab in ("prune", "quantize"):
        student.open(lab, topic=TOPIC)
        yield f"{lab}-open"
        student.keyed(f"run-{lab}").get_by_role("button").click()
        expect(student.page.get_by_role("progressbar")).to_be_visible()
        student.page.wait_for_timeout(800)
        yield f"{lab}-running"
        expect(student.page.get_by_role("progressbar")).to_have_count(0, timeout=120_000)
        expect(student.keyed(f"figure-{lab}")).to_be_visible()
        student.page.get_by_text("How do we know?").click()
        student.page.wait_for_timeout(1500)
        yield f"{lab}-result"


def budget(student: Student) -> Shown:
    student.open("budget", topic=TOPIC)
    yield "budget-open"
    student.keyed("run-budget").get_by_role("button").click()
    expect(student.keyed("figure-budget")).to_be_visible(timeout=240_000)
    student.page.wait_for_timeout(1500)
    yield "budget-result"


def digit(student: Student) -> Shown:
    student.open("digit", topic=TOPIC)
    expect(student.page.get_by_role("progressbar")).to_have_count(0, timeout=240_000)
    student.button("Draw one for me").click()
    yield "digit-drawn"
    student.button("Read it").click()
    expect(student.keyed("card-readings")).to_be_visible(timeout=60_000)
    student.page.wait_for_timeout(800)
    yield "digit-read"


def try_it(student: Student) -> Shown:
    student.open("recall", topic=TOPIC, deck="short")
    for card in student.items("recall"):
        student.press_when_seen("Show the answer", "Space")
        expect(student.button("Got it")).to_be_visible()
        if card.try_ is not None:
            student.keyed(f"open-try-{card.id}").get_by_role("button").click()
            expect(student.keyed(f"run-{card.id}")).to_be_visible()
            yield "try-open"
            return
        student.press("2")
        expect(student.keyed(f"rate-{card.id}-3")).to_have_count(0)


STATES: dict[str, Callable[[Student], Shown]] = {
    walk.__name__.replace("_", "-"): walk
    for walk in (catalog, recall, quick_check, myths, practice, explain, self_test, cheat_sheet, you, labs, budget, digit, try_it)
}


def take(student: Student, path: Path, *, size: tuple[int, int]) -> None:
    """One picture of the whole page."""
    student.settle()
    student.page.wait_for_timeout(250)
    height = min(TALLEST_PX, max(size[1], int(student.page.evaluate(HEIGHT)) + 20))
    student.page.set_viewport_size({"width": size[0], "height": height})
    student.page.wait_for_timeout(250)
    student.page.screenshot(path=str(path))
    student.page.set_viewport_size({"width": size[0], "height": size[1]})


def main(arguments: list[str]) -> None:
    out, wanted = Path(arguments[0]), arguments[1:] or list(STATES)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = AppServer(Path(folder), cache=Path(folder) / "cache")
        server.start()
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            for (name, size), scheme, state in itertools.product(SIZES.items(), SCHEMES, wanted):
                student = Student(chromium, server, size=size, scheme=scheme)
                for shown in STATES[state](student):
                    take(student, out / f"{shown}-{name}-{scheme}.png", size=size)
                student.close()
        finally:
            chromium.close()
            server.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
