"""What the browser does by itself: it turns cards over, shows the next one, keeps the focus, tells screen readers, and guards the keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from slow_line import SlowLine
from student import DESK, PHONE, TOPIC, Student, key_of, shipped_topic

from quizzes.sessions.recall import SHORT_DECK

REPEATS = 30
LOOKS = 200
DESK_AT_200_PERCENT = (640, 400)
COVERED = """line => {
    const {left, right, top, bottom} = line.getBoundingClientRect()
    const spots = [[left + 2, top + 2], [right - 2, top + 2], [left + 2, bottom - 2], [(left + right) / 2, (top + bottom) / 2]]
    const found = spots.map(spot => document.elementFromPoint(...spot))
    return found.filter(one => !line.contains(one) && !one?.contains(line)).map(one => one?.className ?? "out of sight")
}"""
"""What lies over the line, where it is in the window at all."""


def hold(student: Student, key: str) -> None:
    """Hold a key down for about a second, as a hand does that rests on it."""
    for _ in range(REPEATS):
        student.page.keyboard.down(key)
        student.page.wait_for_timeout(30)
    student.page.keyboard.up(key)
    student.page.wait_for_timeout(300)


def rated(student: Student, count: int = 0) -> list[str]:
    """What was rated, once so many ratings are kept."""
    return [row["item"].rpartition("/")[2] for row in student.server.events_to_come(student.learner, kind="rated", count=count)]


def test_the_first_front_comes_alone_and_the_rest_is_asked_for_once(student: Student) -> None:
    fronts_alone = """() => new Promise(done => {
        const look = () => document.querySelector('[class*="st-key-turn-"] button')?.checkVisibility()
            ? done(document.querySelector('[class*="st-key-flip-"]') === null) : requestAnimationFrame(look)
        look()
    })"""
    student.page.goto(f"{student.server.url}/recall?topic={TOPIC}&deck=short", wait_until="commit")
    assert student.page.evaluate(fronts_alone)
    first, second, *_ = student.items("recall")
    expect(student.of("flip-back", first)).to_be_attached()
    student.has_ahead(second)
    assert not student.of("card", second).is_visible()
    student.refresh()
    asked: list[object] = []
    student.page.on("websocket", lambda socket: socket.on("framesent", lambda frame: asked.append(frame)))
    student.refresh()
    student.has_ahead(second)
    student.page.wait_for_timeout(1000)
    assert len(asked) == 2, "the first run, and the rest"


def test_a_card_that_is_turned_at_once_gets_its_back_and_ratings_when_they_come(student: Student) -> None:
    student.page.goto(f"{student.server.url}/recall?topic={TOPIC}&deck=short", wait_until="commit")
    student.page.wait_for_selector('[class*="st-key-turn-"] button')
    student.page.evaluate("""() => document.querySelector('[class*="st-key-turn-"] button').click()""")
    expect(student.button("Got it")).to_be_focused()
    first, *_ = student.items("recall")
    expect(student.of("flip-back", first)).to_be_visible()
    student.settle()
    student.press("2")
    student.sees("Card 2 of 12")
    student.settle()
    assert rated(student, 1) == [first.id]


def test_a_card_is_turned_over_without_asking_the_server(student: Student) -> None:
    asked: list[object] = []
    student.page.on("websocket", lambda socket: socket.on("framesent", lambda frame: asked.append(frame)))
    student.open("recall", topic=TOPIC, deck="short")
    student.has_ahead(student.items("recall")[1])
    before = len(asked)
    assert before > 0
    student.press("Space")
    expect(student.button("Got it")).to_be_visible()
    student.page.wait_for_timeout(500)
    assert len(asked) == before
    student.press("2")
    student.sees("Card 2 of 12")
    student.settle()
    assert len(asked) == before + 1


def test_the_next_card_is_there_before_the_server_has_answered(student: Student) -> None:
    student.open("recall", topic=TOPIC, deck="short")
    first, second, *_ = student.items("recall")
    student.has_ahead(second)
    student.press("Space")
    student.press("2")
    assert student.of("card", second).is_visible()
    assert not student.of("card", first).is_visible()
    student.settle()
    assert rated(student, 1) == [first.id]


def test_ratings_that_come_faster_than_the_server_are_all_kept(student: Student) -> None:
    line = SlowLine(student)
    line.hold(after=1)  # the page is drawn, and its card's back has to be asked for
    student.page.goto(f"{student.server.url}/recall?topic={TOPIC}&deck=short")
    student.page.wait_for_selector(".st-key-hands", state="attached")
    student.press("Space")
    for key in ("2", "Space", "2"):
        student.page.keyboard.press(key)
    assert not student.holds("Got it")
    line.release()
    student.sees("Card 3 of 12")
    student.settle()
    assert rated(student, 2) == [card.id for card in student.items("recall")[:2]]


def test_an_undo_that_comes_before_the_ratings_takes_back_the_one_before_it(student: Student) -> None:
    line = SlowLine(student)
    line.hold(after=1)
    student.page.goto(f"{student.server.url}/recall?topic={TOPIC}&deck=short")
    student.page.wait_for_selector(".st-key-hands", state="attached")
    student.press("Space")
    for key in ("2", "U"):
        student.page.keyboard.press(key)
    line.release()
    undone: list[dict[str, Any]] = []
    for _ in range(LOOKS):
        undone = student.server.events(student.learner, kind="undone")
        if undone:
            break
        student.page.wait_for_timeout(100)  # not asleep: what is held back is passed on by this very thread
    student.sees("Card 1 of 12")
    assert [row["item"].rpartition("/")[2] for row in undone] == [student.items("recall")[0].id]


@pytest.mark.parametrize("key", ["1", "2"])
def test_a_rating_key_does_nothing_before_the_card_is_turned(student: Student, key: str) -> None:
    student.open("recall", topic=TOPIC, deck="short")
    expect(student.button("Show the answer")).to_be_visible()
    student.page.keyboard.press(key)
    student.page.wait_for_timeout(500)
    expect(student.button("Show the answer")).to_be_visible()
    assert rated(student) == []


def test_a_key_that_is_held_down_turns_one_card_and_rates_none(student: Student) -> None:
    student.open("recall", topic=TOPIC, deck="short")
    first, *_ = student.items("recall")
    expect(student.button("Show the answer")).to_be_visible()
    hold(student, "Space")
    expect(student.of("rate", first, 3)).to_be_visible()
    assert rated(student) == []
    student.refresh()
    student.button("Show the answer").focus()
    hold(student, "Enter")
    expect(student.of("rate", first, 3)).to_be_visible()
    assert rated(student) == []


def test_space_on_a_focused_button_presses_that_button_and_nothing_else(student: Student) -> None:
    student.open("recall", topic=TOPIC, deck="short")
    student.page.get_by_role("button", name="Keys").focus()
    student.page.keyboard.press("Space")
    student.sees("turn the card over")
    expect(student.button("Got it")).to_be_hidden()


def test_the_focus_goes_to_the_rating_then_to_the_next_card(new_student: Callable[..., Student]) -> None:
    for size in (DESK, PHONE):
        student = new_student(size=size)
        student.open("recall", topic=TOPIC, deck="short")
        first, second, *_ = student.items("recall")
        student.press("Space")
        expect(student.of("rate", first, 3).get_by_role("button")).to_be_focused()  # which may come after its card was turned
        assert student.told().startswith(student.of("flip-back", first).inner_text().split("\n")[0][:40])
        student.page.keyboard.press("Shift+Tab")
        assert student.focused() == key_of("rate", first, 1)
        student.page.keyboard.press("Enter")
        student.sees("Card 2 of 12")
        assert student.focused() == key_of("turn", second)
        assert student.told().startswith("Card 2 of 12")
        student.settle()
        assert student.focused() == key_of("turn", second)


def test_after_an_answer_the_focus_is_on_the_way_on_and_its_reason_is_told(student: Student) -> None:
    student.open("quick-check", topic=TOPIC)
    first, second, *_ = student.items("quick-check")
    student.mark(first, mode="quick-check")
    student.hand_in(first)
    expect(student.of("next", first)).to_be_visible()
    student.settle()
    assert student.focused() == key_of("next", first)
    assert student.told().startswith("Correct.")
    student.page.keyboard.press("Space")
    expect(student.of("card", second)).to_be_visible()
    student.settle()
    assert student.focused() == key_of("card", second)
    assert student.told() != ""


def test_the_end_of_a_deck_is_told_and_has_the_focus_on_what_comes_next(student: Student) -> None:
    student.open("recall", topic=TOPIC, deck="short")
    for number in range(SHORT_DECK):
        student.sees(f"Card {number + 1} of {SHORT_DECK}")
        student.press("Space")
        student.press("2")
    student.sees(f"{SHORT_DECK} cards done")
    student.settle()
    assert student.focused() == "again-all"
    assert student.told() == f"{SHORT_DECK} cards done. You remembered {SHORT_DECK}."


def test_a_second_quick_click_does_not_rate_the_card_that_the_first_has_turned(student: Student) -> None:
    student.open("recall", topic=TOPIC, deck="short")
    first, *_ = student.items("recall")
    expect(student.button("Show the answer")).to_be_visible()
    student.button("Show the answer").dblclick()
    student.page.wait_for_timeout(600)
    expect(student.of("rate", first, 3)).to_be_visible()
    assert rated(student) == []


def test_keys_do_nothing_to_the_card_below_an_open_popover(student: Student) -> None:
    student.open("recall", topic=TOPIC, deck="short")
    first, *_ = student.items("recall")
    student.press("Space")
    student.page.get_by_role("button", name="Keys").click()
    student.sees("take the last rating back")
    student.page.keyboard.press("2")
    student.page.wait_for_timeout(500)
    assert rated(student) == []
    student.page.keyboard.press("Escape")
    expect(student.page.get_by_text("take the last rating back")).to_be_hidden()
    student.press("2")
    student.settle()
    assert rated(student, 1) == [first.id]


def test_an_undo_while_the_rating_is_on_its_way_takes_back_that_rating(student: Student) -> None:
    student.open("recall", topic=TOPIC, deck="short")
    first, *_ = student.items("recall")
    student.press("Space")
    for key in ("2", "U"):
        student.page.keyboard.press(key)
    undone = student.server.events_to_come(student.learner, kind="undone")
    student.sees("Card 1 of 12")
    assert [row["item"].rpartition("/")[2] for row in undone] == [first.id]


def test_a_date_is_picked_by_keyboard_on_a_page_that_has_hands(student: Student) -> None:
    student.open("topic", topic=TOPIC)  # the first visit's card is there, and its keys
    student.page.get_by_text("Set an exam day").click()
    student.page.locator('[data-testid="stDateInput"] button').first.focus()
    student.page.keyboard.press("Enter")
    expect(student.page.get_by_role("dialog")).to_be_visible()
    student.page.keyboard.press("ArrowDown")
    student.page.keyboard.press("Enter")
    expect(student.page.get_by_role("dialog")).to_have_count(0)
    settings = student.server.events_to_come(student.learner, kind="setting")
    assert [row["payload"]["name"].partition(":")[0] for row in settings] == ["exam"]


def test_a_tap_on_the_card_turns_it_and_selecting_its_text_or_a_quick_second_space_does_no_more(
    student: Student, new_student: Callable[..., Student]
) -> None:
    student.open("recall", topic=TOPIC, deck="short")
    first, second, *_ = student.items("recall")
    front = student.of("card", first).get_by_role("heading").first
    expect(student.button("Show the answer")).to_be_visible()
    front.dblclick(delay=10, position={"x": 12, "y": 8})  # selects a word; the first click turns
    expect(student.of("rate", first, 3)).to_be_visible()
    student.page.wait_for_timeout(400)
    assert rated(student) == []
    student.press("2")
    expect(student.of("card", second)).to_be_visible()
    student.page.evaluate("card => getSelection().selectAllChildren(document.querySelector(card))", f".st-key-{key_of('card', second)}")
    student.of("card", second).evaluate("card => card.click()")  # as a mouse does that was dragged over the text
    expect(student.button("Show the answer")).to_be_visible()
    student.page.evaluate("getSelection().removeAllRanges()")
    for _ in range(2):
        student.page.keyboard.press("Space")
    expect(student.of("rate", second, 3)).to_be_visible()
    student.page.wait_for_timeout(700)
    assert rated(student, 1) == [first.id], "two quick presses of Space counted a card as known"
    student.page.keyboard.press("Space")  # as Keys says
    student.settle()
    assert rated(student, 2) == [first.id, second.id]


@pytest.mark.parametrize("page", ["recall", "quick-check"])
def test_escape_gives_the_keys_back_to_the_card(student: Student, page: str) -> None:
    student.open(page, topic=TOPIC, **({"deck": "short"} if page == "recall" else {}))
    student.page.get_by_role("button", name="Keys").click()
    student.sees("go to any button and press it")
    student.page.keyboard.press("Escape")
    expect(student.page.get_by_text("go to any button and press it")).to_be_hidden()
    student.page.wait_for_function("() => !document.activeElement.closest('.st-key-keys')")
    if page == "recall":
        expect(student.button("Show the answer")).to_be_focused()
        student.page.keyboard.press("Space")
        expect(student.button("Got it")).to_be_visible()
    else:
        student.press("1")
        expect(student.button("Check")).to_be_enabled()
        student.press("Space")
        student.see_reason()
    expect(student.page.get_by_text("go to any button and press it")).to_be_hidden()


def test_nothing_lies_over_the_source_of_a_long_turned_card_at_200_percent(new_student: Callable[..., Student]) -> None:
    student = new_student(size=DESK_AT_200_PERCENT)
    longest = max((card for card in shipped_topic().recall if card.source), key=lambda card: len(card.back))
    student.open("recall", topic=TOPIC, deck=f"cards:{longest.id}")
    student.press("Space")
    source = student.of("flip-back", longest).get_by_text("Source: ")
    expect(source).to_be_visible()
    student.settle()
    for edge in ("end", "start"):
        source.evaluate("(line, edge) => line.scrollIntoView({block: edge, behavior: 'instant'})", edge)
        assert source.evaluate(COVERED) == []
    expect(student.of("rate", longest, 3)).to_be_visible()
    student.page.keyboard.press("2")
    student.sees("1 card done")


KEY_BESIDE_ITS_LABEL = """() => [...document.querySelectorAll(`[class*="st-key-rate-"] button`)].filter(one => one.offsetParent).map(
 button => {
  const key = button.querySelector("code").getBoundingClientRect(), label = document.createRange(), edge = button.getBoundingClientRect()
  label.selectNodeContents([...button.querySelector("p").childNodes].find(one => one.nodeType === Node.TEXT_NODE))
  const lines = [...label.getClientRects()].filter(one => one.width > 1)
  const isBeside = lines.every(line => line.right <= key.left + 1) && key.top < Math.max(...lines.map(line => line.bottom))
  return isBeside && key.right <= edge.right && button.scrollWidth <= button.clientWidth
})"""


@pytest.mark.parametrize("width", [320, 390])
def test_the_key_of_a_rating_stands_beside_its_label_however_narrow_the_window(width: int, new_student: Callable[..., Student]) -> None:
    student = new_student(size=(width, 844))
    for _ in ("two buttons", "four buttons"):
        student.open("recall", topic=TOPIC, deck="short")
        student.press("Space")
        expect(student.page.locator('[class*="st-key-rate-"] button:visible').first).to_be_visible()
        student.settle()
        beside = student.page.evaluate(KEY_BESIDE_ITS_LABEL)
        assert beside == [True] * (len(beside) or 1)
        student.open("you")
        student.keyed("four_buttons").locator("label").first.click()
        student.settle()
