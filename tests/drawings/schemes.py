"""What happens to activations and inputs on the way to integers, and which numbers are integers at all."""

from __future__ import annotations

from tests.drawings.measured import SHADES, Measured
from tests.drawings.paper import Ink, Sheet

HALF = 0.43
"""Of a grid's strengths the one that is half of the ink."""


def schemes(measured: Measured) -> Sheet:
    """Of each way to fewer bits: what the file holds, and what is multiplied."""
    sheet = Sheet(
        title="Where the integers are",
        shows="Five ways, each with what its file holds and what is multiplied on a CPU. float32: 32 bits, floats. float16: 16 bits, "
        "floats. Weight-only: 8 bits, floats. Dynamic range: 8 bits, integers, with ranges taken while it runs. Static: 8 "
        "bits, integers, with ranges fixed before.",
        height=236,
    )
    sheet.text(104, 22, "in the file", bold=True)
    sheet.text(212, 22, "multiplied", bold=True)
    rows: tuple[tuple[str, int, str, Ink], ...] = (
        ("float32", 32, "floats", "quiet"),
        ("float16", 16, "floats", "quiet"),
        ("weight-only", 8, "floats", "quiet"),
        ("dynamic", 8, "integers", "blue"),
        ("static", 8, "integers", "blue"),
    )
    for number, (name, bits, computed, ink) in enumerate(rows):
        y = 34 + number * 36
        sheet.text(8, y + 18, name)
        sheet.box(104, y, 96 * bits / 32, 26, fill="blue" if bits == 8 else "quiet")
        sheet.text(104 + 96 * bits / 32 - 5, y + 18, str(bits), at="end", ink="paper", bold=True)
        sheet.box(212, y, 120, 26, edge=ink, round_=4)
        sheet.text(272, y + 18, computed, at="middle", ink=ink, bold=ink == "blue")
    sheet.text(8, 226, "dynamic: ranges as it runs; static: before", ink="quiet")
    return sheet


def calibration(measured: Measured) -> Sheet:
    """How far the activations of a layer reach for some real digits, and the range that calibration notes."""
    tops = measured.activation_tops
    sheet = Sheet(
        title="Each picture has its own activations",
        shows="The largest activation behind LeNet-5's first layer for each of "
        f"{len(tops)} test digits: from {min(tops):.1f} to {max(tops):.1f}. Calibration notes the range that holds them all, "
        f"from 0 to {max(tops):.1f}.",
        height=62 + 13 * len(tops),
    )
    sheet.text(8, 22, "largest activation, a digit a line", bold=True)
    left, wide, most = 14.0, 250.0, max(tops)
    for number, top in enumerate(tops):
        y = 34 + number * 13
        sheet.line((left, y + 5), (left + wide * top / most, y + 5), ink="soft")
        sheet.dot(left + wide * top / most, y + 5, 4, fill="blue")
    floor = 38.0 + 13 * len(tops)
    sheet.line((left, floor), (left + wide, floor), width=2)
    for x in (left, left + wide):
        sheet.line((x, 30), (x, floor + 5), ink="rust", width=2, dashed=True)
    sheet.text(left, floor + 19, "0", at="middle")
    sheet.text(left + wide, floor + 19, f"{most:.1f}", at="middle", bold=True)
    sheet.text(left + wide / 2, floor + 19, "the range that is noted", at="middle", ink="rust")
    return sheet


def int8_input(measured: Measured) -> Sheet:
    """A real digit that is only cast, and one that is quantized."""
    sheet = Sheet(
        title="Cast, or quantized",
        shows="A test digit with pixels from 0 to 1. Only cast to int8 it is all 0 and 1, and to a network whose 0 is stored "
        "as −128 both are the same mid-grey: nothing is to be seen. Quantized, the digit is there.",
        height=150,
    )
    ink = measured.changed[0].ink
    for x, says in ((8, "0 to 1"), (128, "only cast"), (248, "quantized")):
        if says == "only cast":
            sheet.grid(x, 12, [[HALF]], cell=84, ink="ink")
        else:
            sheet.box(x, 12, 84, 84, edge="soft")
            sheet.pixels(x, 12, ink, cell=3, darkest=SHADES)
        sheet.text(x + 42, 116, says, at="middle", bold=True)
    for x, says, ink_of in ((128, "0 and 1 only", "rust"), (248, "−128 to 127", "green")):
        sheet.text(x + 42, 136, says, at="middle", ink="rust" if ink_of == "rust" else "green")
    sheet.arrow((95, 54), (125, 54))
    return sheet


def distances(measured: Measured) -> Sheet:
    """A row of weights that is stored as values with the way to each."""
    sheet = Sheet(
        title="A value, and the way to it",
        shows="A row of twenty weights of which four are not zero, at places 3, 4, 11 and 18. Stored are the four values, each "
        "with its distance from the one before: 3, 1, 7 and 7.",
        height=152,
    )
    places = (3, 4, 11, 18)
    sheet.text(8, 22, "a row of 20 weights", bold=True)
    for number in range(20):
        sheet.grid(10 + number * 16, 32, [[0.9 if number + 1 in places else None]], cell=15, gone="quiet")
    sheet.text(8, 84, "what is stored", bold=True)
    for number, (place, before) in enumerate(zip(places, (0, *places), strict=False)):
        x = 10 + number * 80
        sheet.box(x, 94, 36, 24, fill="blue")
        sheet.box(x + 36, 94, 30, 24, edge="rust")
        sheet.text(x + 51, 111, f"+{place - before}", at="middle", ink="rust", bold=True)
    sheet.text(10, 140, "value: 8 bits", ink="blue")
    sheet.text(120, 140, "distance: 4 bits", ink="rust")
    return sheet
