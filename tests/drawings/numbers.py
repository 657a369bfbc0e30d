"""What quantization does to numbers: grids, scales, ranges, rounding."""

from __future__ import annotations

from tests.drawings.measured import Measured
from tests.drawings.paper import Ink, Sheet


def number_line(measured: Measured) -> Sheet:
    """Scale, zero point, and one value that is rounded."""
    sheet = Sheet(
        title="Scale and zero point",
        shows="A line of real numbers r above a line of integers q. The steps are one scale s wide. The integer z stands "
        "exactly below r = 0. A value between two steps moves to the nearer one: that is the rounding error.",
        height=186,
    )
    step, first, zero = 34.0, 34.0, 3
    sheet.text(6, 55, "r", bold=True)
    sheet.text(6, 136, "q", bold=True)
    sheet.line((24, 60), (332, 60))
    sheet.line((24, 112), (332, 112))
    for number in range(9):
        x = first + number * step
        sheet.line((x, 54), (x, 66))
        sheet.line((x, 106), (x, 118))
        sheet.line((x, 66), (x, 106), ink="soft")
        sheet.text(x, 136, _from_zero(number - zero), at="middle", bold=number == zero, ink="rust" if number == zero else "ink")
    x0 = first + zero * step
    sheet.text(x0, 46, "0", at="middle", bold=True, ink="rust")
    sheet.line((x0, 60), (x0, 112), ink="rust", width=2.5)
    value = first + 6.36 * step
    sheet.dot(value, 60, 5, fill="blue")
    sheet.text(value + 4, 40, "value", at="middle", ink="blue", bold=True)
    sheet.arrow((value, 66), (first + 6 * step + 1, 105), ink="blue", width=2)
    sheet.line((first, 150), (first, 156), (first + step, 156), (first + step, 150), ink="quiet")
    sheet.text(first - 8, 176, "one step: s", ink="quiet")
    sheet.text(334, 176, "r = s · (q − z)", at="end", bold=True)
    return sheet


def _from_zero(steps: int) -> str:
    return "z" if steps == 0 else f"{'+' if steps > 0 else '−'}{abs(steps)}"


def symmetric_or_not(measured: Measured) -> Sheet:
    """Where 0 lies among the integers."""
    sheet = Sheet(
        title="Symmetric and asymmetric",
        shows="Two bars of integers. Symmetric, from −127 to 127, for weights that spread to both sides: the real 0 is the "
        "integer 0. Asymmetric, from −128 to 127, for outputs of ReLU that begin at 0: the real 0 is −128, and all integers are used.",
        height=228,
    )
    for top, says, low, high, zero, z in (
        (52, "weights: symmetric", "−1", "1", 170.0, "z = 0"),
        (156, "after ReLU: asymmetric", "0", "6", 30.0, "z = −128"),
    ):
        sheet.text(8, top - 30, says, bold=True)
        sheet.box(30, top, 280, 16, fill="blue")
        sheet.text(30, top + 34, "−128" if z != "z = 0" else "−127", at="middle", ink="quiet")
        sheet.text(310, top + 34, "127", at="middle", ink="quiet")
        sheet.line((zero, top - 8), (zero, top + 24), ink="rust", width=3)
        sheet.text(zero if zero > 100 else zero + 30, top + 34 if zero > 100 else top + 52, z, at="middle", ink="rust", bold=True)
        if zero > 100:
            sheet.text(30, top - 4, low, at="middle")
            sheet.text(zero + 12, top - 4, "0", at="middle", ink="rust")
        else:
            sheet.text(zero + 12, top - 4, low, at="middle", ink="rust")
        sheet.text(310, top - 4, high, at="middle")
    return sheet


def outlier(measured: Measured) -> Sheet:
    """One far weight, and the two ranges one may choose."""
    sheet = Sheet(
        title="One outlier, two ranges",
        shows="A heap of weights near zero and a single one far outside. A range that holds it has few, wide steps under the "
        "heap. A range that clips it has many fine steps there, and one large error.",
        height=216,
    )
    heap = (3, 8, 18, 34, 52, 64, 52, 34, 18, 8, 3)
    sheet.bars(28, 94, heap, step=8, width=7, inks=["blue"] * len(heap))
    sheet.line((8, 94), (332, 94))
    sheet.box(306, 84, 7, 10, fill="rust")
    sheet.text(312, 74, "outlier", at="end", ink="rust", bold=True)
    sheet.text(8, 22, "weights", ink="blue", bold=True)
    for top, says, end, steps in (
        (128, "range with the outlier: wide steps", 314, 8),
        (188, "clipped: fine steps, one big error", 116, 22),
    ):
        sheet.text(8, top - 10, says)
        sheet.line((28, top + 8), (end, top + 8), width=2)
        for number in range(steps + 1):
            x = 28 + (end - 28) * number / steps
            sheet.line((x, top + 2), (x, top + 14), width=1.2)
    sheet.arrow((306, 196), (122, 196), ink="rust", dashed=True)
    return sheet


def two_filters(measured: Measured) -> Sheet:
    """Two filters under one scale and under a scale each."""
    sheet = Sheet(
        title="One scale, or one each",
        shows="Two filters, one with large weights and one with small ones. Under one scale the steps fit the large filter, and "
        "the small one lies within three of them. With a scale of its own the small filter has as many steps as the large "
        "one.",
        height=246,
    )
    sheet.text(8, 22, "per tensor: one scale", bold=True)
    _filters(sheet, 44, own=False)
    sheet.text(8, 142, "per channel: a scale each", bold=True)
    _filters(sheet, 164, own=True)
    return sheet


def _filters(sheet: Sheet, top: float, *, own: bool) -> None:
    rows: tuple[tuple[str, float, Ink, tuple[float, ...]], ...] = (
        ("A", 1.0, "blue", (-0.93, -0.62, -0.35, -0.1, 0.22, 0.47, 0.71, 0.97)),
        ("B", 0.1, "green", (-0.96, -0.7, -0.4, -0.15, 0.2, 0.45, 0.75, 0.92)),
    )
    for number, (name, reach, ink, values) in enumerate(rows):
        y, middle, half = top + number * 42, 204, 124
        sheet.text(8, y + 5, f"filter {name}", ink=ink, bold=True)
        sheet.line((middle - half, y + 9), (middle + half, y + 9))
        fits = reach if own else 1.0
        for step in range(-10, 11):
            x = middle + step / 10 * half * fits
            sheet.line((x, y + 4), (x, y + 14), width=1)
        for value in values:
            sheet.dot(middle + value * reach * half, y - 3, 3.2, fill=ink)
    words = "B: 21 steps" if own else "B: 3 steps"
    sheet.text(332, top + 70, words, at="end", ink="green", bold=True)


def rounding_steps(measured: Measured) -> Sheet:
    """The stairs of rounding, and the straight line that training pretends."""
    sheet = Sheet(
        title="Rounding is a staircase",
        shows="Rounding as a staircase: flat nearly everywhere, so its slope is zero. A dashed straight line runs through it: "
        "training takes that line's slope, and so learns through the rounding.",
        height=226,
    )
    sheet.line((34, 190), (322, 190))
    sheet.line((34, 190), (34, 14))
    stairs: list[tuple[float, float]] = []
    for step in range(6):
        y = 186 - step * 30
        stairs += [(34 + max(0, (step - 0.5)) * 50, y), (34 + (step + 0.5) * 50, y)]
    sheet.line(*stairs, ink="blue", width=3)
    sheet.line((34, 186), (310, 20.4), ink="rust", width=2, dashed=True)
    sheet.text(322, 212, "weight", at="end")
    sheet.text(44, 26, "rounded weight")
    sheet.text(196, 150, "forward: steps", ink="blue", bold=True)
    sheet.text(72, 72, "backward:", ink="rust", bold=True)
    sheet.text(72, 90, "as if straight", ink="rust", bold=True)
    return sheet


def float_bits(measured: Measured) -> Sheet:
    """Where the bits of four formats go."""
    sheet = Sheet(
        title="Bits of a number",
        shows="Bars of bits. float32: a sign, 8 bits for the range, 23 for the digits. bfloat16: 8 for the range, 7 for the "
        "digits. float16: 5 for the range, 10 for the digits. int8: 8 bits, with a scale beside them.",
        height=186,
    )
    for number, (name, parts) in enumerate(
        (("float32", (1, 8, 23)), ("bfloat16", (1, 8, 7)), ("float16", (1, 5, 10)), ("int8", (0, 0, 8)))
    ):
        y, x = 14 + number * 36, 78.0
        sheet.text(8, y + 16, name, bold=True)
        inks: tuple[Ink, ...] = ("quiet", "rust", "blue")
        for bits, ink in zip(parts, inks, strict=True):
            for _ in range(bits):
                sheet.box(x + 0.6, y, 6.8, 22, fill=ink)
                x += 8
    sheet.text(8, 174, "range", ink="rust", bold=True)
    sheet.text(78, 174, "digits", ink="blue", bold=True)
    return sheet


def files(measured: Measured) -> Sheet:
    """The files of LeNet-5 as bars, as they are on record."""
    sheet = Sheet(
        title="The same network as a file",
        shows="Files of LeNet-5: " + ", ".join(f"{name} {size:,.0f} kB" for name, size in measured.files_kb) + ".",
        height=38 + 34 * len(measured.files_kb),
    )
    sheet.text(8, 22, "LeNet-5 as a file", bold=True)
    most = max(size for _, size in measured.files_kb)
    inks: tuple[Ink, ...] = ("quiet", "blue", "blue", "green", "green")
    for number, ((name, size), ink) in enumerate(zip(measured.files_kb, inks, strict=True)):
        y = 34 + number * 34
        sheet.box(106, y, 146 * size / most, 22, fill=ink)
        sheet.text(8, y + 16, name)
        sheet.text(106 + 146 * size / most + 6, y + 16, f"{size:,.0f} kB", bold=True)
    return sheet
