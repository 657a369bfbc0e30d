"""How a network comes to its weights, where its filters stand, and how its answers are counted."""

from __future__ import annotations

from tests.drawings.measured import SHADES, Measured
from tests.drawings.paper import Ink, Sheet

ROW = 7
WINDOW = 5


def training_loop(measured: Measured) -> Sheet:
    """The four steps that are done over and over."""
    sheet = Sheet(
        title="One step of training",
        shows="Four boxes in a circle: show a few digits, compare the answers with the correct ones, move each weight a little, and "
        "again. The "
        "circle is gone through thousands of times.",
        height=172,
    )
    boxes = (
        (8, 20, "show a few", "digits"),
        (206, 20, "compare with", "what is correct"),
        (206, 106, "move each", "weight a little"),
        (8, 106, "again, and", "again"),
    )
    for x, y, first, second in boxes:
        sheet.box(x, y, 126, 50, edge="ink", round_=6)
        sheet.text(x + 63, y + 21, first, at="middle", bold=True)
        sheet.text(x + 63, y + 39, second, at="middle", bold=True)
    sheet.arrow((136, 45), (204, 45), ink="rust", width=2)
    sheet.arrow((269, 72), (269, 104), ink="rust", width=2)
    sheet.arrow((204, 131), (136, 131), ink="rust", width=2)
    sheet.arrow((71, 104), (71, 72), ink="rust", width=2)
    sheet.text(170, 36, "answers", at="middle", ink="quiet")
    return sheet


def places_in_a_row(measured: Measured) -> Sheet:
    """A filter of width five on a row of seven pixels."""
    places = ROW - WINDOW + 1
    sheet = Sheet(
        title="Where a filter can stand",
        shows=f"A row of {ROW} pixels, and below it a bar of {WINDOW} pixels at each place where it fits: it begins at pixel 1, 2 or "
        "3. That are "
        f"{places} places.",
        height=176,
    )
    cell, left = 34.0, 14.0
    for place in range(ROW):
        sheet.box(left + place * cell, 30, cell - 2, 30, edge="ink")
        sheet.text(left + (place + 0.5) * cell - 1, 50, str(place + 1), at="middle")
    sheet.text(left, 20, f"a row of {ROW} pixels", bold=True)
    inks: tuple[Ink, ...] = ("blue", "rust", "green")
    for place in range(places):
        y = 74 + place * 28
        sheet.box(left + place * cell, y, WINDOW * cell - 2, 20, fill=inks[place])
        sheet.text(274, y + 16, f"place {place + 1}", ink=inks[place], bold=True)
    sheet.text(left, 172, f"{ROW} − {WINDOW} + 1 = {places}", ink="quiet")
    return sheet


def through_all_channels(measured: Measured) -> Sheet:
    """One filter of a later layer looks through all channels at once."""
    sheet = Sheet(
        title="Through all channels at once",
        shows="A stack of channels. A filter looks at the same small window in each of them, with other weights in each, and adds "
        "all of it up to "
        "one number of one new channel.",
        height=186,
    )
    for number in reversed(range(5)):
        left, top = 14 + number * 22, 70 - number * 11
        sheet.box(left, top, 74, 74, fill="paper", edge="quiet")
        sheet.box(left + 46, top + 12, 18, 18, fill="blue")
    sheet.arrow((182, 84), (244, 84), ink="rust", width=2)
    sheet.text(213, 76, "one sum", at="middle", ink="rust", bold=True)
    sheet.box(252, 48, 74, 74, edge="ink")
    sheet.box(294, 66, 8, 8, fill="rust")
    sheet.text(14, 166, "20 channels in", bold=True)
    sheet.text(326, 142, "one channel", at="end", bold=True)
    sheet.text(14, 182, "a window with its weights in each", ink="blue")
    return sheet


def counted(measured: Measured) -> Sheet:
    """Hard test digits, what LeNet-5 reads, and whether that is correct."""
    correct = sum(one.before == one.label for one in measured.changed)
    said = "; ".join(f"a {one.label} is read as {one.before}" for one in measured.changed)
    sheet = Sheet(
        title="Read, and counted",
        shows=f"Eight test digits that are hard to read, and what LeNet-5 reads: {said}. {correct} of 8 are correct.",
        height=238,
    )
    for number, one in enumerate(measured.changed):
        x, y = 10 + (number % 4) * 83, 6 + (number // 4) * 104
        sheet.box(x, y, 72, 72, edge="soft")
        sheet.pixels(x + 1, y + 1, one.ink, cell=2.5, darkest=SHADES)
        ink: Ink = "green" if one.before == one.label else "rust"
        sheet.text(x + 36, y + 91, f"reads {one.before} {'✓' if ink == 'green' else '✗'}", at="middle", ink=ink, bold=True)
    sheet.text(10, 230, f"eight hard ones: {correct} of 8 correct", ink="quiet")
    return sheet
