"""Today with the keyboard alone: from the first page to the end, a refresh on the way, a rating taken back, and a key held down."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect
from shipped_topic import shipped_topics
from student import Student

from quizzes.models import Asked, Card, Item
from quizzes.questions import ask
from quizzes.questions.answers import TypeIn
from quizzes.variants import resolve

HELD_FOR_MS = 3_000
FOCUSED = "() => (document.activeElement.innerText || document.activeElement.getAttribute('aria-label') || '').trim()"


def planned(student: Student) -> dict[str, Item]:
    """The items of the session under way by full id, in its order, as they are asked in it."""
    by_id = {f"{topic.id}/{item.id}": item for topic in shipped_topics().values() for item in topic.items()}
    started: dict[str, Any] = student.server.events(student.learner, kind="started", mode="today")[-1]["payload"]
    return {one["id"]: resolve(by_id[one["id"]], seed=started["seed"]) for one in started["items"]}


def tab_to(student: Student, name: str, *, within: int = 20) -> None:
    """Press Tab until something of that name has the focus."""
    for _ in range(within):
        student.page.keyboard.press("Tab")
        if str(student.page.evaluate(FOCUSED)).startswith(name):
            return
    raise AssertionError(f"{name} was not reached with {within} presses of Tab")


def answer(student: Student, item: Item, *, rating: str = "2") -> None:
    """Go through one item with keys."""
    if isinstance(item, Card):
        expect(student.of("turn", item)).to_be_visible()
        student.press("Space")
        student.press_when_seen("Got it", rating)
        return
    assert isinstance(item, Asked)
    expect(student.of("card", item)).to_be_visible()
    student.mark(item, mode="today")
    if isinstance(ask(item, seed=1), TypeIn):
        student.page.keyboard.press("Enter")
    else:
        expect(student.button("Check")).to_be_enabled()
        student.press("Space")
    expect(student.of("next", item)).to_be_visible()
    student.press("Space")


def test_a_day_is_gone_through_with_the_keyboard_alone(student: Student) -> None:
    student.open("today")
    tab_to(student, "5 min")
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        student.page.keyboard.press(key)
    expect(student.page.get_by_role("radio", name="15 min")).to_be_checked()
    student.settle()
    tab_to(student, "Start", within=4)
    student.page.keyboard.press("Enter")
    student.sees("1 of 10")
    items = planned(student)
    for number, item in enumerate(items.values(), start=1):
        student.sees(f"{number} of {len(items)}")
        if number == 3:
            student.refresh()
            student.sees(f"3 of {len(items)}")
        answer(student, item, rating="1" if number == 1 else "2")
    student.sees(f"{len(items)} items done")
    student.sees("They come again")
    told = student.server.events(student.learner)
    decided = [row["item"] for row in told if row["kind"] in ("rated", "answered")]
    assert decided == list(items)
    assert [row["mode"] for row in told if row["kind"] == "finished"] == ["today"]
    assert len({row["session"] for row in told}) == 1
    assert student.traceback() == ""


def test_a_rating_is_taken_back_with_a_key_and_only_once_while_it_is_held(student: Student) -> None:
    student.open("today")
    student.press("S")
    student.sees("1 of 10")
    (first, first_card), (second, second_card) = list(planned(student).items())[:2]
    for item in (first_card, second_card):
        answer(student, item)
    student.sees("3 of 10")
    for _ in range(20):
        student.page.keyboard.down("u")
        student.page.wait_for_timeout(40)
    student.page.keyboard.up("u")
    student.settle()
    student.sees("2 of 10")
    assert [row["item"] for row in student.server.events(student.learner, kind="undone")] == [second]
    answer(student, second_card, rating="1")
    student.sees("3 of 10")
    student.settle()
    rated = student.server.events(student.learner, kind="rated")
    assert [(row["item"], row["rating"]) for row in rated] == [
        (first, 3),
        (second, 3),
        (second, 1),
    ]


def test_a_rating_key_held_down_rates_each_shown_card_once(student: Student) -> None:
    student.open("today")
    student.press("S")
    student.sees("1 of 10")
    first = next(iter(planned(student)))
    student.press("Space")
    expect(student.button("Got it")).to_be_visible()
    for _ in range(HELD_FOR_MS // 30):
        student.page.keyboard.down("2")
        student.page.wait_for_timeout(30)
    student.page.keyboard.up("2")
    student.settle()
    student.sees("2 of 10")
    student.settle()
    assert [row["item"] for row in student.server.events(student.learner, kind="rated")] == [first]
