"""Every page on a desk and on a phone: whole, within its width, silent towards the rest of the world."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from axe import serious
from playwright.sync_api import Dialog, expect
from student import DESK, PHONE, TOPIC, Student

from views.page.pages import PAGES

WIDER_THAN_SCREEN = """() => [document.scrollingElement, document.querySelector('[data-testid="stMain"]')]
    .filter(box => box && box.scrollWidth > box.clientWidth + 1)
    .map(box => `${box.tagName} ${box.scrollWidth} > ${box.clientWidth}`)"""


SMALL_PHONE = (360, 780)
NARROW = (640, 360, 320)
"""The first is a desk of 1280 px at 200 %."""
LINE_PX = 48
CUT_OFF = """() => [...document.querySelectorAll('.st-key-trail-own a')].filter(link => link.getBoundingClientRect().right > innerWidth)
    .map(link => link.textContent)"""


def every_page(student: Student) -> Iterator[str]:
    """Open each page and look whether it is whole, within its width and asks nothing of any other host; what it is called."""
    asked: set[str] = set()
    student.page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    student.come_by_link()
    for page, (_, address, _) in PAGES.items():
        student.open(address, **({"topic": TOPIC} if address not in ("", "you") else {}))
        assert student.traceback() == "", page
        assert student.page.evaluate(WIDER_THAN_SCREEN) == [], page
        expect(student.page.get_by_text("Page not found")).to_have_count(0)
        yield page
    own = urlsplit(student.server.url).netloc
    assert own in asked
    assert asked - {own, ""} == set()


def test_every_page_fits_a_phone_and_asks_nothing_of_any_other_host(new_student: Callable[..., Student]) -> None:
    assert list(every_page(new_student(size=PHONE))) == list(PAGES)


def test_every_page_is_accessible_and_fits_a_desk_and_any_width_below_where_the_way_home_takes_one_line(
    new_student: Callable[..., Student],
) -> None:
    student = new_student(size=DESK)
    for page in every_page(student):
        assert serious(student, page, sizes=(DESK, SMALL_PHONE)) == []
        for width in NARROW:
            student.page.set_viewport_size({"width": width, "height": 800})
            student.page.wait_for_timeout(200)
            assert student.page.evaluate(WIDER_THAN_SCREEN) == [], (page, width)
            way = student.keyed("trail").bounding_box()
            assert way is not None
            assert way["height"] < LINE_PX, (page, width)
            assert student.page.evaluate(CUT_OFF) == [], (page, width)
        student.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})


def test_the_states_after_an_answer_fit_a_phone_too(new_student: Callable[..., Student]) -> None:
    student = new_student(size=PHONE)
    student.open("quick-check", topic=TOPIC)
    student.press("1")
    expect(student.button("Check")).to_be_enabled()
    student.press("Space")
    assert student.page.evaluate(WIDER_THAN_SCREEN) == []
    student.see_reason()
    assert student.page.evaluate(WIDER_THAN_SCREEN) == []
    student.open("self-test", topic=TOPIC)
    for number in range(1, 11):
        student.sees(f"Question {number} of 10")
        student.settle()
        assert student.page.evaluate(WIDER_THAN_SCREEN) == [], number
        student.button("I don't know").click()
    student.sees("Not yet: 0 of 10 correct")
    assert student.page.evaluate(WIDER_THAN_SCREEN) == []


def test_the_two_ways_in_lead_where_they_say(student: Student) -> None:
    student.open("")
    student.button("Open").click()
    student.button("Test me (10 questions)").click()
    student.sees("Question 1 of 10")
    assert student.path == "/self-test"
    student.open("topic", topic=TOPIC)
    student.page.get_by_role("button", name="Start").click()
    student.sees("Card 1 of 12")
    assert student.path == "/recall"
    assert student.query["deck"] == "short"


def test_an_address_with_markup_in_it_is_only_text(student: Student) -> None:
    spoken: list[str] = []

    def listen(dialog: Dialog) -> None:
        spoken.append(dialog.message)
        dialog.dismiss()

    student.page.on("dialog", listen)
    for page in ("topic", "recall"):
        student.open(page, topic="<img src=x onerror=alert(1)>", session="<script>alert(2)</script>", job="../../etc/passwd")
        student.sees("This topic is not here")
    assert spoken == []
    assert student.traceback() == ""


def test_a_cheat_sheet_is_printed_in_two_columns_of_black_on_white_without_menus(new_student: Callable[..., Student]) -> None:
    student = new_student(scheme="dark")
    student.open("cheat-sheet", topic=TOPIC)
    sheet = student.keyed("cheat-sheet")
    expect(sheet.get_by_role("heading").first).to_be_visible()
    student.page.emulate_media(media="print")
    for key in ("trail", "not-on-paper"):
        expect(student.keyed(key)).to_be_hidden()
    looks = sheet.evaluate("of => ({columns: getComputedStyle(of).columnCount, ink: getComputedStyle(of.querySelector('p, li')).color})")
    assert looks == {"columns": "2", "ink": "rgb(0, 0, 0)"}
