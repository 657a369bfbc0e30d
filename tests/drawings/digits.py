"""What LeNet-5 makes of a digit: its pixels, its filters, what they find, and the scores at the end."""

from __future__ import annotations

from collections.abc import Sequence

from tests.drawings.measured import FILTER_SIDE, LOOKED_FILTERS, SHADES, Measured
from tests.drawings.paper import Sheet


def digit_as_numbers(measured: Measured) -> Sheet:
    """A digit, and a corner of it as the numbers that it is."""
    look = measured.looked[0]
    rows = "; ".join(" ".join(map(str, row)) for row in look.window)
    sheet = Sheet(
        title="A picture is a table of numbers",
        shows=f"A handwritten {look.label} of 28 by 28 pixels, and the numbers of a small square of it: {rows}. Paper is 0, ink is up "
        "to 255.",
        height=190,
    )
    cell, left, top, wide = 5.0, 6.0, 24.0, 30.0
    sheet.box(left, top, 28 * cell, 28 * cell, edge="soft")
    sheet.pixels(left, top, look.ink, cell=cell, darkest=SHADES)
    side = len(look.window)
    row, column = look.window_at
    x, y = left + column * cell, top + row * cell
    sheet.box(x, y, side * cell, side * cell, edge="rust")
    grid = 334 - side * wide
    sheet.line((x + side * cell, y), (grid, top), ink="rust")
    sheet.line((x + side * cell, y + side * cell), (grid, top + side * 28), ink="rust")
    for line, numbers in enumerate(look.window):
        for place, number in enumerate(numbers):
            sheet.box(grid + place * wide, top + line * 28, wide, 28, edge="soft")
            middle = grid + (place + 0.5) * wide
            sheet.text(middle, top + line * 28 + 19, str(number), at="middle", ink="quiet" if number == 0 else "ink")
    sheet.text(left, 16, "28 rows of 28 pixels", bold=True)
    sheet.text(334, 184, "0 is paper, 255 is ink", at="end", ink="quiet")
    return sheet


def ten_scores(measured: Measured) -> Sheet:
    """The scores that LeNet-5 gives to each of the ten digits."""
    look = measured.looked[0]
    scores = look.scores
    sheet = Sheet(
        title="Ten scores, and the largest is the answer",
        shows=f"A handwritten {look.label}, and LeNet-5's score for each digit: "
        + ", ".join(f"{digit} {score:.1f}" for digit, score in enumerate(scores))
        + f". The longest bar to the right belongs to {look.label}.",
        height=234,
    )
    sheet.pixels(2, 70, look.ink, cell=3, darkest=SHADES)
    sheet.arrow((86, 112), (108, 112), ink="rust")
    low, high = min(0.0, *scores), max(scores)
    scale = 144 / (high - low)
    zero = 144 - low * scale
    for digit, score in enumerate(scores):
        y, best = 10 + digit * 21, score == high
        sheet.text(118, y + 14, str(digit), bold=best, ink="green" if best else "ink")
        wide = max(1.0, abs(score) * scale)
        sheet.box(zero if score > 0 else zero - wide, y, wide, 17, fill="green" if best else "blue" if score > 0 else "quiet")
        sheet.text(334, y + 14, f"{score:.1f}".replace("-", "−"), at="end", bold=best, ink="green" if best else "quiet")
    sheet.line((zero, 6), (zero, 222))
    return sheet


def filter_slides(measured: Measured) -> Sheet:
    """A window of the picture, the weights of a filter, and the one number that they give."""
    look, number = measured.looked[0], LOOKED_FILTERS[0]
    channel = look.channels[0]
    row, column = _brightest(channel)
    sheet = Sheet(
        title="A filter slides over the picture",
        shows=f"A window of 5 by 5 pixels on a handwritten {look.label}, times the 25 weights of a filter, gives one number. It goes "
        "to the "
        "same place in the channel. The filter stands at every place in turn.",
        height=186,
    )
    sheet.box(4, 28, 112, 112, edge="soft")
    sheet.pixels(4, 28, look.ink, cell=4, darkest=SHADES)
    sheet.box(4 + column * 4, 28 + row * 4, 5 * 4, 5 * 4, edge="rust")
    signed(sheet, 144, 58, measured.filters[number], cell=10)
    sheet.text(130, 90, "×", at="middle", size=20, bold=True)
    sheet.arrow((200, 84), (226, 84), ink="rust")
    sheet.box(232, 34, 24 * 4.2, 24 * 4.2, edge="soft")
    sheet.pixels(232, 34, channel, cell=4.2, darkest=SHADES)
    sheet.box(232 + column * 4.2 - 1, 34 + row * 4.2 - 1, 6.2, 6.2, edge="rust")
    sheet.text(60, 18, "28×28 pixels", at="middle", bold=True)
    sheet.text(169, 50, "filter", at="middle", bold=True)
    sheet.text(282, 18, "24×24 sums", at="middle", bold=True)
    _legend(sheet, 172)
    return sheet


def channels(measured: Measured) -> Sheet:
    """Three filters over one digit, and what each finds."""
    look = measured.looked[0]
    sheet = Sheet(
        title="A filter, a channel",
        shows=f"One handwritten {look.label}, three filters of LeNet-5, and the three channels that they make of it. Each has strong "
        "ink where "
        "its filter found its pattern, and each finds another part of the digit.",
        height=290,
    )
    sheet.pixels(2, 90, look.ink, cell=3, darkest=SHADES)
    sheet.text(2, 80, "one picture", bold=True)
    for place, number in enumerate(LOOKED_FILTERS):
        y = 26 + place * 80
        sheet.arrow((88, 132), (128, y + 36), ink="quiet")
        signed(sheet, 134, y + 12, measured.filters[number], cell=10)
        sheet.arrow((190, y + 37), (240, y + 37), ink="rust")
        sheet.box(250, y, 24 * 3, 24 * 3, edge="soft")
        sheet.pixels(250, y, look.channels[place], cell=3, darkest=SHADES)
    sheet.text(159, 18, "filters", at="middle", bold=True)
    sheet.text(286, 18, "channels", at="middle", bold=True)
    _legend(sheet, 282)
    return sheet


def two_digits(measured: Measured) -> Sheet:
    """One filter over two digits: the weights stay, the activations change."""
    first, second = measured.looked
    number = LOOKED_FILTERS[0]
    sheet = Sheet(
        title="The same weights, other activations",
        shows=f"A handwritten {first.label} and a {second.label} meet the same filter with the same 25 weights. The activations that "
        "come out "
        "are different for the two.",
        height=222,
    )
    for place, look in enumerate((first, second)):
        y = 28 + place * 92
        sheet.pixels(4, y, look.ink, cell=3, darkest=SHADES)
        sheet.arrow((94, y + 42), (132, y + 42), ink="quiet")
        signed(sheet, 140, y + 17, measured.filters[number], cell=10)
        sheet.arrow((198, y + 42), (236, y + 42), ink="rust")
        sheet.box(250, y + 4, 24 * 3.2, 24 * 3.2, edge="soft")
        sheet.pixels(250, y + 4, look.channels[0], cell=3.2, darkest=SHADES)
    sheet.text(165, 18, "same weights", at="middle", ink="blue", bold=True)
    sheet.text(338, 18, "activations", at="end", ink="rust", bold=True)
    _legend(sheet, 214)
    return sheet


def signed(sheet: Sheet, x: float, y: float, weights: Sequence[float], *, cell: float) -> None:
    """A filter as squares: blue for weights above zero, rust for those below, the stronger the darker."""
    most = max(abs(weight) for weight in weights)
    for place, weight in enumerate(weights):
        row, column = divmod(place, FILTER_SIDE)
        sheet.grid(x + column * cell, y + row * cell, [[abs(weight) / most]], cell=cell, ink="blue" if weight > 0 else "rust")


def _legend(sheet: Sheet, y: float) -> None:
    sheet.text(8, y, "weights:", ink="quiet")
    sheet.text(70, y, "above 0", ink="blue", bold=True)
    sheet.text(136, y, "below 0", ink="rust", bold=True)


def _brightest(channel: Sequence[str]) -> tuple[int, int]:
    """Row and column of the first place with the largest number, in the middle of its row."""
    most = max("".join(channel))
    row = max(range(len(channel)), key=lambda at: channel[at].count(most))
    found = [at for at, shade in enumerate(channel[row]) if shade == most]
    return row, found[len(found) // 2]
