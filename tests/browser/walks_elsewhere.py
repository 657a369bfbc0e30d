"""Walks over the pages beside a topic's modes, and through what goes wrong: pictures are taken of each state, and axe looks at it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from app_server import AppServer
from line import Line
from past import remember_class, remember_weeks
from playwright.sync_api import expect
from student import TOPIC, Student, shipped_topic

from optimization.running.runs import STOPPED
from quizzes.models import Asked, Card

Shown = Iterator[str]
ITEMS_OF_A_DAY = 10


def search(student: Student) -> Shown:
    student.open("search")
    yield "search-open"
    for name, words in (("hits", "prunning speed"), ("none", "xylophone")):
        student.open("search", **{"search-words": words})
        yield f"search-{name}"


def today(student: Student) -> Shown:
    """A day from its beginning to its end, and the hour after it."""
    student.open("today")
    yield "today-begin"
    student.button("How is this chosen?").click()
    yield "today-rule-open"
    student.page.keyboard.press("Escape")
    student.button("Start").click()
    seen: set[str] = set()
    for number in range(1, ITEMS_OF_A_DAY + 1):
        student.sees(f"{number} of {ITEMS_OF_A_DAY}")
        yield from _one_of_today(student, number, seen)
    student.sees("done")
    yield "today-end"
    student.button("Back to Today").click()
    student.sees("Nothing is due")
    yield "today-nothing-due"


def _one_of_today(student: Student, number: int, seen: set[str]) -> Shown:
    """The item that is asked; of each kind the first one is shown before and after."""
    item = _items_of_today(student)[number - 1]
    kind = "card" if isinstance(item, Card) else "question"
    is_first = kind not in seen
    seen.add(kind)
    if is_first:
        yield f"today-{kind}"
    if isinstance(item, Card):
        student.of("turn", item).get_by_role("button").click()
        if is_first:
            yield f"today-{kind}-back"
        student.of("rate", item, 1 if number == 1 else 3).get_by_role("button").click()
        return
    assert isinstance(item, Asked)
    student.mark(item, mode="today", right=not is_first)
    student.hand_in(item)
    if is_first:
        student.show_reason(item)
    expect(student.of("next", item)).to_be_visible()
    if is_first:
        yield f"today-{kind}-answered"
    student.of("next", item).get_by_role("button").click()
    expect(student.of("next", item)).to_have_count(0)


def _items_of_today(student: Student) -> list[Card | Asked]:
    from test_today import planned

    return list(planned(student).values())  # type: ignore[arg-type]


def progress(student: Student) -> Shown:
    student.open("progress")
    yield "progress-empty"
    remember_weeks(student)
    student.open("progress")
    student.sees("Bets and measurements")
    student.page.wait_for_timeout(1200)
    yield "progress-full"
    student.button("How is this decided?").click()
    yield "progress-rule-open"
    student.open("today")
    yield "today-with-a-past"
    student.open("topic", topic=TOPIC)
    yield "topic-with-a-past"
    student.page.get_by_text("Map of its").click()
    expect(student.page.get_by_role("link", name="Zeros and latency").first).to_be_visible()
    yield "topic-map"


def items(student: Student) -> Shown:
    remember_class(student.server)
    student.come_by_link()
    student.open("items")
    expect(student.page.get_by_test_id("stDataFrame")).to_be_visible()
    student.page.wait_for_timeout(800)
    yield "items"
    student.open("items", topic=TOPIC, item=shipped_topic().quick_check[0].id)
    student.page.wait_for_timeout(800)
    yield "items-one"


def author(student: Student) -> Shown:
    student.come_by_link()
    student.open("author", topic=TOPIC, item="qc-count-what-stays")
    expect(student.of("card", f"{TOPIC}/qc-count-what-stays")).to_be_visible()
    yield "author-open"
    student.button("New topic").click()
    yield "author-new-topic"
    student.page.keyboard.press("Escape")
    student.page.locator(".cm-content").click()
    student.page.keyboard.press("Control+End")
    student.page.keyboard.insert_text("\n  - id: [broken\n")
    expect(student.page.locator("#problems button.error").first).to_be_visible()
    yield "author-broken"
    student.button("Throw the draft away").click()
    student.button("Yes, throw it away").click()
    expect(student.page.locator("#problems button.error")).to_have_count(0)


def more_open(student: Student) -> Shown:
    """The menu of an item, and what is said once something was reported."""
    student.open("quick-check", topic=TOPIC)
    question = student.items("quick-check")[0]
    student.mark(question, mode="quick-check")
    student.hand_in(question)
    expect(student.of("next", question)).to_be_visible()
    student.button("More").click()
    expect(student.of("report", question)).to_be_visible()
    yield "more-open"
    student.of("report", question).locator("textarea").fill("Two choices say the same.")
    student.button("Report a problem").click()
    student.sees("Thank you. Whoever teaches this will see it.")
    yield "more-reported"


def four_buttons(student: Student) -> Shown:
    student.open("you")
    student.page.get_by_text("Four rating buttons").click()
    student.settle()
    student.open("recall", topic=TOPIC, deck="short")
    first = student.items("recall")[0]
    student.of("turn", first).get_by_role("button").click()
    expect(student.of("rate", first, 4)).to_be_visible()
    yield "recall-four-buttons"


def nothing_there(student: Student) -> Shown:
    """Pages that have nothing to show: a deck without cards, and a school without a topic."""
    student.open("recall", topic=TOPIC, deck="forgotten")
    yield "recall-empty-deck"
    folder = student.server.folder / f"school-{student.learner[:8]}"
    (folder / "content").mkdir(parents=True)
    empty = AppServer(folder, cache=folder, content=folder / "content")
    empty.start()
    own, student.server = student.server, empty
    try:
        for page in ("", "today", "progress", "search", "author", "you"):
            student.open(page)
            yield f"empty-school-{page or 'catalog'}"
    finally:
        student.server = own
        empty.stop()


def stopped_lab(student: Student) -> Shown:
    student.open("prune", topic=TOPIC)
    student.page.get_by_text("More settings").click()
    student.page.get_by_label("Seed", exact=True).fill("4321")
    student.page.keyboard.press("Enter")
    student.settle()
    student.keyed("run-prune").get_by_role("button").click()
    student.button("Stop").click()
    expect(student.page.get_by_text(STOPPED).first).to_be_visible(timeout=30_000)
    yield "prune-stopped"


def cheat_sheet_on_paper(student: Student) -> Shown:
    student.open("cheat-sheet", topic=TOPIC)
    student.page.emulate_media(media="print")
    yield "cheat-sheet-print"
    student.page.emulate_media(media="screen")


def damaged(student: Student) -> Shown:
    """A database that cannot be read, and a server that has gone."""
    folder = student.server.folder / f"damaged-{student.learner[:8]}" if student.context.cookies() else student.server.folder / "damaged"
    server = AppServer(folder, cache=folder)
    server.start()
    with sqlite3.connect(folder / "data" / "events.db") as behind:
        behind.execute("DROP TABLE events")
    own, student.server = student.server, server
    try:
        student.page.goto(f"{server.url}/today")
        expect(student.page.get_by_role("alert").first).to_be_visible()
        yield "error-database"
        line = Line(own)
        student.server = line  # type: ignore[assignment]
        student.open("quick-check", topic=TOPIC)
        line.cut()
        student.page.wait_for_timeout(4000)
        yield "error-server-gone"
    finally:
        student.server = own
        server.stop()
