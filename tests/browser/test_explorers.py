"""What answers at slider speed: by keyboard and by mouse, on a phone, and without a word to the server."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe import serious
from playwright.sync_api import Locator, WebSocket, expect
from student import TOPIC, Student

pytestmark = pytest.mark.slow

READY_MS = 120_000
SMALL_PHONE = (360, 780)
WIDER_THAN_SCREEN = """() => [document.scrollingElement, document.querySelector('[data-testid="stMain"]')]
    .filter(box => box && box.scrollWidth > box.clientWidth + 1)
    .map(box => `${box.tagName} ${box.scrollWidth} > ${box.clientWidth}`)"""
INK = (
    """canvas => canvas.getContext("2d").getImageData(0, 0, 28, 28).data.filter((value, place) => place % 4 === 3 && value > 128).length"""
)


class Talk:
    """What the page has said to the server since ``silence`` was asked for."""

    def __init__(self, student: Student) -> None:
        self.said: list[object] = []
        student.page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", lambda data: self.said.append(data))

    def silence(self) -> None:
        self.said.clear()


def opened(student: Student, page: str, wanted: str) -> Locator:
    """Open the page and wait for the part of it that answers at slider speed."""
    student.open(page, topic=TOPIC)
    part = student.page.locator(wanted)
    expect(part).to_be_visible(timeout=READY_MS)
    if page in ("prune", "quantize"):  # until then the page asks how far that run is
        expect(student.page.locator("#reads .share")).to_be_visible(timeout=READY_MS)
    student.settle()
    return part


def press(control: Locator, key: str, *, times: int = 1) -> None:
    control.focus()
    for _ in range(times):
        control.press(key)


def share(student: Student) -> float:
    """What the network still reads with the slider where it is, in percent."""
    return float(student.page.locator("#reads .share").inner_text().removesuffix(" %"))


def test_the_threshold_follows_the_keys_and_the_server_hears_nothing(student: Student) -> None:
    talk = Talk(student)
    amount = opened(student, "prune", "#amount")
    said, bars = student.page.locator("p#said"), student.page.locator("#histogram path.fallen")
    expect(said).to_contain_text("50 of the 500 weights of conv1 are left")
    expect(bars).to_have_count(1)
    talk.silence()
    press(amount, "ArrowLeft", times=15)
    expect(said).to_contain_text("125 of the 500 weights of conv1 are left")
    assert amount.get_attribute("aria-valuetext") == "75 %"
    student.page.get_by_label("Where").select_option("*")
    expect(said).to_contain_text("107,625 of the 430,500 weights of the network are left")
    fallen = [int(text.partition(" ")[0]) for text in student.page.locator("#layers span:nth-of-type(2n)").all_inner_texts()]
    assert len(fallen) == 4
    assert fallen[2] == max(fallen)  # the widest layer has the smallest weights
    press(amount, "End")
    fallen_to = share(student)
    expect(student.page.locator(".held .is-wrong").first).to_be_visible()
    press(amount, "Home")
    expect(said).to_contain_text("All 430,500 weights")
    assert share(student) > 90 > fallen_to, "the cliff is seen while the slider moves"
    expect(student.page.locator(".held .is-wrong")).to_have_count(0)
    student.page.wait_for_timeout(400)
    assert talk.said == []


def test_what_was_found_with_the_slider_can_be_set_in_the_form_below(student: Student) -> None:
    amount = opened(student, "prune", "#amount")
    student.page.get_by_label("Where").select_option("*")
    press(amount, "ArrowLeft", times=40)
    button = student.page.locator("#apply")
    expect(button).to_have_text("Set the run to 50 % of all weights")
    button.click()
    expect(button).to_have_text("✓ The run is set to 50 % of all weights")
    expect(student.page.locator("#set-said")).to_contain_text("Run")
    student.settle()
    expect(student.keyed("param-prune-amount")).to_contain_text("50%")
    expect(student.keyed("param-prune-method").get_by_role("combobox")).to_have_value(re.compile("the smallest of the whole network"))
    expect(student.page.locator("#percent")).to_have_text("50 %")
    student.refresh()
    expect(student.page.locator("#percent")).to_have_text("50 %", timeout=READY_MS)
    expect(student.page.locator("#layer")).to_have_value("*")
    expect(student.page.locator("p#said")).to_contain_text("of the network are left")
    expect(button).to_have_text("Set the run to 50 % of all weights")  # the form is as it was at first


def test_the_explorer_follows_an_amount_that_is_changed_in_the_form_and_keeps_its_layer(student: Student) -> None:
    opened(student, "prune", "#amount")
    where, percent = student.page.locator("#layer"), student.page.locator("#percent")
    where.select_option("fc1")
    scrolled = student.keyed("param-prune-amount")
    scrolled.scroll_into_view_if_needed()
    before = scrolled.bounding_box()
    press(scrolled.get_by_role("slider"), "ArrowLeft", times=10)
    expect(percent).to_have_text("80 %")
    expect(where).to_have_value("fc1")
    expect(student.page.locator("#apply")).to_have_text("✓ The run is set to 80 % of each layer")
    student.settle()
    assert scrolled.bounding_box() == before, "the form stays where it was"
    press(student.page.locator("#amount"), "ArrowLeft", times=5)
    expect(percent).to_have_text("75 %")
    press(scrolled.get_by_role("slider"), "ArrowRight")
    expect(percent).to_have_text("81 %")


def test_numbers_move_to_the_grid_by_keyboard_and_the_server_hears_nothing(student: Student) -> None:
    talk = Talk(student)
    covered = opened(student, "quantize", "#range")
    said, clipped = student.page.locator("p#said"), student.page.locator("#line path.clipped")
    expect(said).to_contain_text("15 values")
    expect(clipped).to_have_count(0)
    talk.silence()
    press(covered, "ArrowLeft", times=60)
    assert covered.get_attribute("aria-valuetext") == "40 %"
    expect(said).to_contain_text(re.compile(r"\d+ of 400 weights lie outside and are clipped"))
    expect(clipped).to_have_count(1)
    student.page.get_by_label("2", exact=True).focus()
    student.page.keyboard.press("Space")
    expect(said).to_contain_text("3 values")
    press(student.page.get_by_label("Weights", exact=True), "ArrowRight")
    expect(said).to_contain_text("4 values")
    expect(student.page.locator("#how")).to_contain_text("Activations")
    student.page.wait_for_timeout(400)
    assert talk.said == []
    student.refresh()
    expect(said).to_contain_text("4 values", timeout=READY_MS)
    expect(student.page.locator("#percent")).to_have_text("40 %")
    expect(student.page.get_by_label("Activations", exact=True)).to_be_checked()
    expect(student.page.get_by_label("2", exact=True)).to_be_checked()


def draw_a_zero(student: Student) -> None:
    """One round stroke with the mouse."""
    box = student.page.locator("#paper").bounding_box()
    assert box is not None
    spots = [(0.5, 0.15), (0.3, 0.3), (0.26, 0.5), (0.3, 0.7), (0.5, 0.85), (0.7, 0.7), (0.74, 0.5), (0.7, 0.3), (0.5, 0.15)]
    student.page.mouse.move(box["x"] + spots[0][0] * box["width"], box["y"] + spots[0][1] * box["height"])
    student.page.mouse.down()
    for right, down in spots[1:]:
        student.page.mouse.move(box["x"] + right * box["width"], box["y"] + down * box["height"], steps=6)
    student.page.mouse.up()


def test_a_digit_drawn_with_the_mouse_is_read_by_all_networks_and_looked_through_without_the_server(student: Student) -> None:
    talk = Talk(student)
    paper = opened(student, "digit", "#paper")
    read = student.page.get_by_role("button", name="Read it")
    expect(read).to_be_disabled()
    draw_a_zero(student)
    expect(read).to_be_enabled()
    ink = paper.evaluate(INK)
    assert 50 < ink < 250
    read.click()
    fields = student.page.locator("#map button")
    expect(fields).to_have_count(40, timeout=READY_MS)
    student.settle()
    expect(student.page.locator("#whole .reads")).to_have_text("0")
    expect(fields.first).to_have_attribute("aria-label", re.compile("^0 % zeros, 32 bits: reads a 0"))
    talk.silence()
    zeros, bits, chosen = (student.page.locator(f"#{name}") for name in ("zeros", "bits", "chosen .what"))
    press(zeros, "Home")
    press(bits, "Home")
    expect(chosen).to_have_text("0 % zeros, 32 bits")
    press(zeros, "ArrowRight", times=3)
    press(bits, "ArrowRight", times=2)
    expect(chosen).to_have_text("90 % zeros, 4 bits")
    with student.page.expect_download() as saved:
        student.page.get_by_role("button", name="Save the picture").click()
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")
    student.page.wait_for_timeout(400)
    assert talk.said == []
    entries = student.page.evaluate("() => history.length")
    student.page.get_by_label("7", exact=True).check()
    expect(student.page.locator("p#said")).to_contain_text("It is a 7, and even the whole network reads a 0")
    assert student.query["digit"] == "7"
    student.refresh()
    expect(student.page.locator("p#said")).to_contain_text("It is a 7", timeout=READY_MS)
    assert paper.evaluate(INK) == ink
    expect(chosen).to_have_text("90 % zeros, 4 bits")
    assert serious(student, "readings of a digit") == []
    rows = student.server.events(student.learner, kind="lab_run")
    assert [(row["mode"], row["payload"]["run"]) for row in rows] == [("digit", student.query["job"])]
    assert student.page.evaluate("() => history.length") == entries, "what is said of a drawing is no page of its own"


def test_what_was_said_of_a_drawing_goes_with_it_and_older_readings_say_whose_they_are(student: Student) -> None:
    page = student.page
    opened(student, "digit", "#paper")
    read, named, earlier = page.get_by_role("button", name="Read it"), page.locator("#digits input:checked"), page.locator("#earlier")
    draw_a_zero(student)
    page.get_by_label("4", exact=True).check()
    read.click()
    expect(page.locator("p#said")).to_contain_text("It is a 4", timeout=READY_MS)
    expect(earlier).to_be_hidden()
    page.get_by_role("button", name="Clear").click()
    expect(named).to_have_count(0)
    expect(earlier).to_contain_text("earlier drawing")
    expect(page.locator("p#said")).to_contain_text("It is a 4")  # of the earlier drawing, and marked so
    assert serious(student, "readings of an earlier digit") == []
    draw_a_zero(student)
    read.click()
    expect(earlier).to_be_hidden()
    expect(page.locator("p#said")).not_to_contain_text("It is a", timeout=READY_MS)
    student.settle()
    assert "digit" not in student.query
    sample = page.get_by_role("button", name="Draw one for me")
    page.get_by_role("button", name="Clear").click()
    drew = []
    for _ in range(3):
        sample.click()
        drew.append(named.input_value())
    assert drew[0] != drew[1] != drew[2], "each is another digit, until one is asked for"
    page.get_by_label(drew[-1], exact=True).click()  # it is chosen already, by the app
    for _ in range(2):
        sample.click()
        assert named.input_value() == drew[-1]


def test_without_a_pointer_a_digit_is_drawn_and_read_by_the_keys_alone_on_a_small_phone(new_student: Callable[..., Student]) -> None:
    student = new_student(size=SMALL_PHONE, scheme="dark")
    paper = opened(student, "digit", "#paper")
    student.page.get_by_label("3", exact=True).focus()
    student.page.keyboard.press("Space")
    student.page.keyboard.press("Tab")  # "Read it" and "Clear" wait for a drawing, so this is the next one
    expect(student.page.get_by_role("button", name="Draw one for me")).to_be_focused()
    student.page.keyboard.press("Enter")
    assert paper.evaluate(INK) > 40
    student.page.keyboard.press("Shift+Tab")
    expect(student.page.get_by_role("button", name="Read it")).to_be_focused()
    student.page.keyboard.press("Enter")
    expect(student.page.locator("#map button")).to_have_count(40, timeout=READY_MS)
    student.settle()
    assert student.query["digit"] == "3"
    assert student.page.evaluate(WIDER_THAN_SCREEN) == []


@pytest.mark.parametrize(("page", "part"), [("prune", "#amount"), ("quantize", "#range")])
def test_the_explorers_fit_a_small_phone(new_student: Callable[..., Student], page: str, part: str) -> None:
    student = new_student(size=SMALL_PHONE)
    slider = opened(student, page, part)
    assert student.page.evaluate(WIDER_THAN_SCREEN) == []
    box = slider.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert box["width"] > 200
