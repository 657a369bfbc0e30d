"""What a network is made of, drawn plainly: sums, layers, shapes, bytes, and the work of an answer."""

from __future__ import annotations

import struct

from tests.drawings.measured import PLACES, SHADES, Measured
from tests.drawings.paper import Ink, Sheet

SUMMED = ((1.0, 0.8), (0.5, -0.6), (0.0, 0.9))
"""Pixels and their weights."""
SPLIT = (("training", 3_600, "blue"), ("choosing", 400, "quiet"), ("test", 1_000, "green"))
STORED = 0.15625
"""A number whose float32 has few ones."""


def weighted_sum(measured: Measured) -> Sheet:
    """Three pixels, each times its weight, and the sum."""
    total = sum(pixel * weight for pixel, weight in SUMMED)
    sheet = Sheet(
        title="Multiply and add",
        shows="Three pixels, each multiplied by a weight of its own: "
        + ", ".join(f"{pixel:g} times {weight:g} is {pixel * weight:g}" for pixel, weight in SUMMED)
        + f". Added up they give {total:g}.",
        height=176,
    )
    for x, words, ink in ((44, "pixel", "ink"), (142, "weight", "blue"), (246, "product", "ink")):
        sheet.text(x, 20, words, at="middle", bold=True, ink="blue" if ink == "blue" else "ink")
    for row, (pixel, weight) in enumerate(SUMMED):
        y = 32 + row * 34
        sheet.box(16, y, 56, 26, edge="ink", round_=4)
        sheet.text(44, y + 18, f"{pixel:g}", at="middle")
        sheet.text(92, y + 18, "×", at="middle", bold=True)
        sheet.text(142, y + 18, _number(weight), at="middle", bold=True, ink="blue" if weight > 0 else "rust")
        sheet.text(192, y + 18, "=", at="middle", bold=True)
        sheet.text(246, y + 18, _number(pixel * weight), at="middle")
    sheet.line((210, 138), (282, 138))
    sheet.text(142, 162, "the sum", at="middle", bold=True, ink="green")
    sheet.text(246, 162, _number(total), at="middle", bold=True, ink="green")
    return sheet


def linear_layer(measured: Measured) -> Sheet:
    """Four inputs, three sums, twelve weights."""
    sheet = Sheet(
        title="A layer is many sums of the same inputs",
        shows="Four inputs on the left, three sums on the right, and a line from each input to each sum. Each of the twelve lines is "
        "a weight. "
        "The four lines into the first sum are thick: its own weights.",
        height=196,
    )
    inputs, sums = [(60.0, 42.0 + 40 * row) for row in range(4)], [(250.0, 62.0 + 40 * row) for row in range(3)]
    for end in reversed(sums):
        own = end == sums[0]
        for start in inputs:
            sheet.line(start, end, ink="blue" if own else "quiet", width=3 if own else 1)
    for x, y in inputs:
        sheet.dot(x, y, 11, fill="paper", edge="ink")
    for x, y in sums:
        sheet.dot(x, y, 13, fill="blue" if y == sums[0][1] else "quiet")
        sheet.text(x, y + 5, "+", at="middle", bold=True, ink="paper")
    sheet.text(60, 20, "4 inputs", at="middle", bold=True)
    sheet.text(250, 20, "3 sums", at="middle", bold=True)
    sheet.text(334, 190, "a line is a weight: 4 × 3 = 12", at="end", ink="quiet")
    return sheet


def tensor_shapes(measured: Measured) -> Sheet:
    """A row, a sheet, a stack."""
    sheet = Sheet(
        title="Tensors and their shapes",
        shows="A row of four numbers has the shape 4. A sheet of three rows of four has the shape 3 by 4. A stack of two such sheets "
        "has the "
        "shape 2 by 3 by 4.",
        height=164,
    )
    for x, rows, sheets, shape, says in ((8, 1, 1, "4", "a row"), (108, 3, 1, "3 × 4", "a sheet"), (216, 3, 2, "2 × 3 × 4", "a stack")):
        for number in reversed(range(sheets)):
            for row in range(rows):
                for column in range(4):
                    left, top = x + column * 20 + number * 22, 92 - (rows - row) * 20 - number * 22
                    sheet.box(left, top, 19, 19, fill="paper", edge="blue")
        sheet.text(x + 40, 118, says, at="middle", ink="quiet")
        sheet.text(x + 40, 142, shape, at="middle", bold=True)
    return sheet


def relu(measured: Measured) -> Sheet:
    """What goes in and what comes out."""
    sheet = Sheet(
        title="ReLU",
        shows="Four numbers go through ReLU: −3 becomes 0, −0.5 becomes 0, 0.5 stays 0.5, and 2 stays 2.",
        height=112,
    )
    for place, number in enumerate((-3, -0.5, 0.5, 2)):
        x, after = 92 + place * 66, max(number, 0)
        sheet.text(x, 26, _number(number), at="middle", ink="rust" if number < 0 else "ink", bold=True)
        sheet.arrow((x, 36), (x, 78), ink="quiet")
        sheet.text(x, 98, _number(after), at="middle", ink="rust" if number < 0 else "ink", bold=True)
    sheet.text(8, 62, "ReLU", bold=True)
    return sheet


def pooling(measured: Measured) -> Sheet:
    """Of each four the largest stays."""
    numbers = ((1, 3, 0, 0), (0, 2, 5, 1), (4, 0, 2, 2), (1, 0, 7, 6))
    sheet = Sheet(
        title="Max-pooling",
        shows="A channel of four by four numbers becomes one of two by two: of each square of four numbers the largest stays, here "
        "3, 5, 4 and 7.",
        height=164,
    )
    inks: tuple[Ink, ...] = ("blue", "rust", "green", "ink")
    for row, line in enumerate(numbers):
        for column, number in enumerate(line):
            square = row // 2 * 2 + column // 2
            x, y = 24 + column * 34, 14 + row * 34
            best = number == max(numbers[r][c] for r in _pair(row) for c in _pair(column))
            sheet.box(x + 1, y + 1, 32, 32, edge=inks[square])
            sheet.text(x + 17, y + 22, str(number), at="middle", bold=best, ink=inks[square] if best else "quiet")
    sheet.arrow((176, 82), (218, 82))
    for row in range(2):
        for column in range(2):
            square = row * 2 + column
            x, y = 236 + column * 34, 48 + row * 34
            best_of = max(numbers[r][c] for r in _pair(row * 2) for c in _pair(column * 2))
            sheet.box(x + 1, y + 1, 32, 32, edge=inks[square])
            sheet.text(x + 17, y + 22, str(best_of), at="middle", bold=True, ink=inks[square])
    return sheet


def held_out(measured: Measured) -> Sheet:
    """The pictures, and which of them training sees."""
    whole = sum(count for _, count, _ in SPLIT)
    sheet = Sheet(
        title="Pictures that training never sees",
        shows=f"A bar of {whole:,} digits: "
        + ", ".join(f"{count:,} for {says}" for says, count, _ in SPLIT)
        + ". Only the first part is learned from.",
        height=136,
    )
    sheet.text(8, 20, f"{whole:,} digits with their answers", bold=True)
    x = 8.0
    for _, count, ink in SPLIT:
        wide = 324 * count / whole
        sheet.box(x + 1, 32, wide - 2, 40, fill="blue" if ink == "blue" else "green" if ink == "green" else "quiet")
        x += wide
    sheet.text(8, 92, "3,600 to learn from", ink="blue", bold=True)
    sheet.text(332, 92, "1,000 to test", at="end", ink="green", bold=True)
    sheet.text(248, 112, "400 to choose by", at="end", ink="quiet", bold=True)
    sheet.arrow((254, 106), (254, 76), ink="quiet")
    sheet.text(332, 130, "held out: never learned from", at="end", ink="green")
    return sheet


def by_heart(measured: Measured) -> Sheet:
    """How many of the learned and of new digits a network reads that saw a hundred."""
    rows = (("digits that it learned", measured.basics["seen-digits"], "blue"), ("new digits", measured.basics["new-digits"], "green"))
    sheet = Sheet(
        title="Learned, and new",
        shows="A network that was trained on a hundred digits: "
        + ", ".join(f"of the {says} it reads {share:.0f} %" for says, share, _ in rows)
        + ".",
        height=132,
    )
    sheet.text(8, 22, "trained on 100 digits, it reads", bold=True)
    for number, (says, share, ink) in enumerate(rows):
        y = 34 + number * 48
        sheet.text(8, y + 12, says)
        sheet.box(8, y + 18, 270 * share / 100, 18, fill="blue" if ink == "blue" else "green")
        sheet.text(14 + 270 * share / 100, y + 32, f"{share:.0f} %", bold=True)
    return sheet


def four_bytes(measured: Measured) -> Sheet:
    """The 32 bits of a number, in four bytes."""
    bits = f"{struct.unpack('>I', struct.pack('>f', STORED))[0]:032b}"
    sheet = Sheet(
        title="A float32 is four bytes",
        shows=f"The number {STORED} as float32: four boxes of eight bits each, "
        f"{' '.join(bits[at : at + 8] for at in range(0, 32, 8))}. The first bit "
        "is the sign, the next eight say how large the number is, the last 23 are its digits.",
        height=118,
    )
    sheet.text(8, 22, f"{STORED} as float32", bold=True)
    for byte in range(4):
        x = 8 + byte * 82
        sheet.box(x, 34, 78, 28, edge="ink", round_=4)
        for place in range(8):
            at = byte * 8 + place
            ink: Ink = "ink" if at == 0 else "rust" if at < 9 else "blue"
            sheet.text(x + 7 + place * 9.2, 53, bits[at], at="middle", ink=ink, bold=bits[at] == "1")
        sheet.text(x + 39, 80, f"byte {byte + 1}", at="middle", ink="quiet")
    sheet.text(8, 108, "sign", bold=True)
    sheet.text(56, 108, "how large", ink="rust", bold=True)
    sheet.text(148, 108, "digits", ink="blue", bold=True)
    return sheet


def used_again(measured: Measured) -> Sheet:
    """How often a weight is used for one answer."""
    sheet = Sheet(
        title="How often a weight is used",
        shows="For one answer a weight of LeNet-5's first linear layer is used once, and a weight of its first filters "
        f"{PLACES['conv1']} times: once at "
        "each of the 24 by 24 places.",
        height=186,
    )
    sheet.text(8, 22, "linear layer", bold=True)
    sheet.text(8, 42, "a weight is used", ink="quiet")
    sheet.text(8, 82, "once", bold=True, ink="blue", size=22)
    sheet.box(100, 60, 6, 6, fill="blue")
    sheet.text(150, 22, "filter", bold=True)
    sheet.text(150, 42, "a weight is used", ink="quiet")
    for row in range(24):
        for column in range(24):
            sheet.box(150 + column * 4.6, 54 + row * 4.6, 3.6, 3.6, fill="rust")
    sheet.text(268, 100, f"{PLACES['conv1']}", bold=True, ink="rust", size=22)
    sheet.text(268, 120, "times", bold=True, ink="rust")
    sheet.text(334, 180, "once at each of 24 × 24 places", at="end", ink="quiet")
    return sheet


def one_answer(measured: Measured) -> Sheet:
    """Where the clock of a latency starts and stops."""
    sheet = Sheet(
        title="Latency",
        shows="A clock starts when a picture is handed to the network, and stops when its answer is there. The time between the two "
        "is the latency.",
        height=132,
    )
    sheet.pixels(8, 28, measured.looked[0].ink, cell=2, darkest=SHADES)
    sheet.arrow((68, 56), (104, 56))
    sheet.box(106, 34, 116, 44, edge="ink", round_=6)
    sheet.text(164, 61, "the network", at="middle", bold=True)
    sheet.arrow((222, 56), (262, 56))
    sheet.text(280, 64, str(measured.looked[0].label), at="middle", bold=True, size=26)
    sheet.line((84, 84), (84, 110), ink="rust", width=2)
    sheet.line((244, 84), (244, 110), ink="rust", width=2)
    sheet.arrow((86, 98), (242, 98), ink="rust", width=2)
    sheet.text(164, 122, "latency", at="middle", ink="rust", bold=True)
    sheet.text(80, 126, "start", at="end", ink="quiet")
    sheet.text(250, 126, "stop", ink="quiet")
    return sheet


def _pair(place: int) -> tuple[int, int]:
    first = place // 2 * 2
    return first, first + 1


def _number(value: float) -> str:
    return f"{value:g}".replace("-", "−")
