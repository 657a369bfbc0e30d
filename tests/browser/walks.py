"""Walks through the modes that stop at each state: pictures are taken of them, and axe looks at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from playwright.sync_api import expect
from student import TOPIC, Student
from walks_elsewhere import (
    author,
    cheat_sheet_on_paper,
    damaged,
    four_buttons,
    items,
    more_open,
    nothing_there,
    progress,
    search,
    stopped_lab,
    today,
)

from quizzes.questions import has_shape
from quizzes.questions.answers import PickOne, PickSeveral

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
        expect(student.of("rate", card, 3)).to_have_count(0)
    yield "recall-end"


def quick_check(student: Student) -> Shown:
    student.open("quick-check", topic=TOPIC)
    yield "quick-check-open"
    questions = student.items("quick-check")
    for number, question in enumerate(questions):
        student.mark(question, mode="quick-check", right=number % 3 > 0)
        yield f"quick-check-picked-{number + 1}"
        student.hand_in(question)
        if number % 3 == 0 and has_shape(question, PickOne, PickSeveral):
            expect(student.of("why", question)).to_be_visible()
            yield f"quick-check-why-{number + 1}"
            student.show_reason(question, says="" if number else "I thought that it is so.")
        expect(student.of("next", question)).to_be_visible()
        yield f"quick-check-answered-{number + 1}"
        student.press("Space")
        expect(student.of("next", question)).to_have_count(0)
    for number, question in enumerate(questions[::3]):
        student.sees("Once more, what you missed")
        student.mark(question, mode="quick-check")
        if number == 0:
            yield "quick-check-once-more"
        student.hand_in(question)
        expect(student.of("next", question)).to_be_visible()
        student.press("Space")
        expect(student.of("next", question)).to_have_count(0)
    yield "quick-check-end"


def myths(student: Student) -> Shown:
    student.open("myths", topic=TOPIC)
    yield "myths-open"
    claims = student.items("myths")
    for number, claim in enumerate(claims):
        expect(student.of("next", claim)).to_be_visible()
        if number < 3:
            student.of("choice", claim, 1 + number).get_by_role("button").click()
            student.hand_in(claim, sure=number > 0)
            expect(student.page.get_by_role("progressbar")).to_have_count(2)
            if number == 0:
                yield "myths-running"
            expect(student.of("figure", claim)).to_be_visible(timeout=120_000)
            student.page.wait_for_timeout(1500)
            yield f"myths-measured-{number + 1}"
        student.settle()
        student.of("next", claim).get_by_role("button").click()
        expect(student.of("next", claim)).to_have_count(0)
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
        expect(student.of("card", question)).to_have_count(0)
    student.sees("How is this decided?")
    yield "self-test-verdict"
    student.button("How is this decided?").click()
    yield "self-test-rule-open"
    student.page.keyboard.press("Escape")
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
        expect(student.page.get_by_role("progressbar").first).to_be_visible()  # the network above may still be trained
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
    expect(student.keyed("measured-budget")).to_be_visible(timeout=240_000)
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
            student.of("open-try", card).get_by_role("button").click()
            expect(student.of("run", card)).to_be_visible()
            yield "try-open"
            return
        student.press("2")
        expect(student.of("rate", card, 3)).to_have_count(0)


MODES = (catalog, recall, quick_check, myths, practice, explain, self_test, cheat_sheet, you, labs, budget, digit, try_it)
ELSEWHERE = (
    search,
    today,
    progress,
    items,
    author,
    more_open,
    four_buttons,
    nothing_there,
    stopped_lab,
    cheat_sheet_on_paper,
    damaged,
)
STATES: dict[str, Callable[[Student], Shown]] = {walk.__name__.replace("_", "-"): walk for walk in (*MODES, *ELSEWHERE)}
