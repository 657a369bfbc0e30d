"""What pruning takes away: weights, filters, channels."""

from __future__ import annotations

from collections.abc import Sequence

from tests.drawings.measured import Measured
from tests.drawings.paper import Ink, Sheet

SHOWN_FILTERS = 6
KEPT_FILTERS = 3


def zeros_or_cut(measured: Measured) -> Sheet:
    """Real filters: whole, half of their weights at zero, half of them cut."""
    sheet = Sheet(
        title="Zeros, or filters cut",
        shows="Six filters of LeNet-5's first layer. Above: whole. Middle: half of the weights are zero, and there are still "
        "six filters and six channels. Below: three filters are gone, and so are the three inputs of the next layer that "
        "read their channels.",
        height=284,
    )
    filters = measured.filters[:SHOWN_FILTERS]
    for top, says, kept in (
        (28, "six filters", None),
        (120, "half of the weights zero: still six", 0.5),
        (212, "half of the filters cut", None),
    ):
        sheet.text(8, top - 8, says, bold=True)
        for number, weights in enumerate(filters):
            x = 8 + number * 55
            if top == 212 and number >= KEPT_FILTERS:
                break
            sheet.grid(x, top, _squares(weights, kept=kept), cell=9)
    sheet.arrow((172, 234), (191, 234), ink="rust")
    sheet.text(196, 230, "the next layer has", ink="rust")
    sheet.text(196, 247, "three inputs fewer", ink="rust")
    return sheet


def mask(measured: Measured) -> Sheet:
    """One real filter times its mask."""
    sheet = Sheet(
        title="A mask",
        shows="A filter of 5 by 5 weights, times a mask of zeros and ones of the same shape, gives a filter that has zeros "
        "where the mask has. The old weights are still there.",
        height=138,
    )
    weights = measured.filters[0]
    squares, limit = _squares(weights), _limit(weights, 0.5)
    shut = [[1.0 if abs(weights[row * 5 + column]) >= limit else None for column in range(5)] for row in range(5)]
    for x, rows, ink, says in (
        (10, squares, "blue", "weight_orig"),
        (128, shut, "ink", "weight_mask"),
        (246, _squares(weights, kept=0.5), "blue", "weight"),
    ):
        sheet.grid(x, 12, rows, cell=17, ink="ink" if ink == "ink" else "blue")
        sheet.text(x + 42, 124, says, at="middle")
    sheet.text(112, 62, "×", at="middle", size=22, bold=True)
    sheet.text(230, 62, "=", at="middle", size=22, bold=True)
    return sheet


def mask_in_training(measured: Measured) -> Sheet:
    """With the mask the zeros stay, without it they fill."""
    sheet = Sheet(
        title="Training on, with and without the mask",
        shows="A filter with half of its weights at zero is trained on. With the mask in place the zeros stay zeros. After "
        "prune.remove the zeros are trained like every other weight, and fill up again.",
        height=232,
    )
    pruned = _squares(measured.filters[1], kept=0.5)
    whole = _squares(measured.filters[1])
    refilled = [
        [number if number is not None else 0.12 * (whole[row][column] or 0) + 0.02 for column, number in enumerate(line)]
        for row, line in enumerate(pruned)
    ]
    for top, says, after, result in ((14, "mask in place", pruned, "zeros stay"), (126, "mask removed", refilled, "zeros fill up")):
        sheet.grid(10, top, pruned, cell=17)
        sheet.arrow((108, top + 42), (236, top + 42), ink="rust")
        sheet.text(170, top + 32, says, at="middle")
        sheet.text(170, top + 62, "train on", at="middle", ink="quiet")
        sheet.grid(246, top, after, cell=17)
        sheet.text(331, top + 102, result, at="end", bold=True)
    return sheet


def threshold(measured: Measured) -> Sheet:
    """The weights of a layer by size, and where 90 % end."""
    sheet = Sheet(
        title="The smallest go",
        shows="How many weights of LeNet-5's first linear layer have which value. They crowd around zero. Ninety percent lie "
        "between two lines close to zero and go; the two tails outside stay.",
        height=190,
    )
    counts, edge = measured.histogram, measured.histogram_edge
    most, left, wide, floor = max(counts), 16, 308, 146
    step = wide / len(counts)
    middles = [(number + 0.5) / len(counts) * 2 * edge - edge for number in range(len(counts))]
    inks: list[Ink | None] = [None if abs(middle) < measured.threshold else "blue" for middle in middles]
    sheet.bars(left + 0.4, floor, [118 * count / most for count in counts], step=step, width=step - 0.8, inks=inks)
    sheet.line((left, floor), (left + wide, floor))
    for sign in (-1, 1):
        x = left + wide / 2 + sign * measured.threshold / edge * wide / 2
        sheet.line((x, 12), (x, floor + 5), ink="rust", width=2, dashed=True)
    sheet.text(left + wide / 2, floor + 18, "0", at="middle")
    sheet.text(left, 26, "10 % stay", ink="blue", bold=True)
    sheet.text(left + wide, 26, "90 % go", at="end", ink="quiet", bold=True)
    sheet.text(left + wide / 2, floor + 37, "value of a weight", at="middle", ink="quiet")
    return sheet


def global_threshold(measured: Measured) -> Sheet:
    """What one threshold for the whole network leaves in each layer."""
    sheet = Sheet(
        title="One threshold for all layers",
        shows="LeNet-5 with 90 percent zeros by one ranking of all weights. The share that stays differs: "
        + ", ".join(f"{name} {100 * share:.0f} %" for name, share in measured.kept_by_one_threshold.items())
        + ". Layer by layer it would be 10 percent in each.",
        height=178,
    )
    sheet.text(8, 22, "stay, with 90 % zeros in all", bold=True)
    for number, (name, share) in enumerate(measured.kept_by_one_threshold.items()):
        y = 34 + number * 28
        sheet.text(8, y + 15, name)
        sheet.box(60, y, 220, 20, edge="soft")
        sheet.box(60, y, 220 * share, 20, fill="blue")
        sheet.text(60 + 220 * share + 6, y + 15, f"{100 * share:.0f} %", bold=True)
    sheet.line((82, 30), (82, 148), ink="rust", width=2, dashed=True)
    sheet.text(78, 166, "10 %: each layer by itself", ink="rust")
    return sheet


def quarter(measured: Measured) -> Sheet:
    """Channels halved on both sides."""
    sheet = Sheet(
        title="Half of the channels, a quarter of the weights",
        shows="The weights of a convolution as a square, inputs along one side and outputs along the other. Half of the inputs "
        "and half of the outputs go, and a quarter of the square is left.",
        height=190,
    )
    sheet.box(90, 30, 130, 130, edge="quiet")
    sheet.box(90, 30, 65, 65, fill="blue")
    sheet.line((155, 30), (155, 160), ink="rust", width=2, dashed=True)
    sheet.line((90, 95), (220, 95), ink="rust", width=2, dashed=True)
    sheet.text(155, 20, "64 inputs → 32", at="middle")
    sheet.text(8, 62, "64")
    sheet.text(8, 80, "outputs")
    sheet.text(8, 98, "→ 32")
    sheet.text(122, 67, "¼", at="middle", ink="paper", bold=True, size=24)
    sheet.text(232, 67, "stays", ink="blue", bold=True)
    sheet.text(232, 130, "goes", ink="quiet", bold=True)
    sheet.text(155, 180, "each small part: 32 × 32 × 9 weights", at="middle", ink="quiet")
    return sheet


def two_of_four(measured: Measured) -> Sheet:
    """Half of the weights zero, anywhere and in groups of four."""
    sheet = Sheet(
        title="Two of four",
        shows="Two rows of sixteen weights, eight of them zero. Above, the zeros stand anywhere: groups of four keep three, "
        "one, four and none. Below, each group of four keeps exactly two, so that all units of the chip have equal work.",
        height=166,
    )
    anywhere = [1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0]
    pattern = [1, 0, 0, 1, 0, 1, 1, 0, 1, 1, 0, 0, 0, 0, 1, 1]
    for top, row, says in ((34, anywhere, "half zero, anywhere"), (112, pattern, "2:4")):
        sheet.text(8, top - 12, says, bold=True)
        for number, stays in enumerate(row):
            x = 10 + number * 19.5 + (number // 4) * 4
            sheet.grid(x, top, [[0.9 if stays else None]], cell=18, gone="quiet")
            if number % 4 == 3:
                group = row[number - 3 : number + 1]
                sheet.text(x - 20, top + 36, f"{sum(group)} of 4", at="middle", ink="rust" if sum(group) != 2 else "green")
    return sheet


def residual(measured: Measured) -> Sheet:
    """Channels that meet in an addition."""
    sheet = Sheet(
        title="Channels tied by an addition",
        shows="Two ways lead to an addition: one through two convolutions, one straight past them. Channel two is cut from the "
        "last convolution, so it has to go on the straight way too, and from the input of the next layer.",
        height=236,
    )
    for x, says in ((74, "conv a"), (158, "conv b")):
        sheet.box(x - 32, 62, 64, 34, edge="ink", round_=5)
        sheet.text(x, 84, says, at="middle")
    sheet.arrow((8, 79), (41, 79))
    sheet.arrow((107, 79), (125, 79))
    sheet.arrow((191, 79), (219, 79))
    sheet.line((22, 79), (22, 166), (231, 166))
    sheet.arrow((231, 166), (231, 93))
    sheet.dot(231, 79, 12, fill=None, edge="ink")
    sheet.text(231, 85, "+", at="middle", size=18, bold=True)
    sheet.arrow((244, 79), (268, 79))
    sheet.box(269, 62, 64, 34, edge="ink", round_=5)
    sheet.text(301, 84, "next", at="middle")
    for x, y in ((176, 106), (116, 172), (276, 106)):
        for number in range(4):
            sheet.box(x + number * 13, y, 11, 11, fill=None if number == 1 else "blue", edge="rust" if number == 1 else None)
            if number == 1:
                sheet.line((x + 13, y), (x + 24, y + 11), ink="rust")
                sheet.line((x + 24, y), (x + 13, y + 11), ink="rust")
    sheet.text(8, 26, "conv b loses channel 2 …", bold=True)
    sheet.text(8, 208, "… so the way around must lose it too,", ink="rust")
    sheet.text(8, 226, "and the next layer that input", ink="rust")
    return sheet


def amount_twice(measured: Measured) -> Sheet:
    """What two calls with half of the rest leave."""
    sheet = Sheet(
        title="Half, and half of the rest",
        shows="A bar of 5,000 weights. The first call with amount 0.5 leaves half of it, 2,500. The second call takes half of what is "
        "left, so 1,250 stay, a quarter of the bar.",
        height=142,
    )
    for number, (says, left) in enumerate((("whole", 5000), ("amount=0.5", 2500), ("once more", 1250))):
        y = 12 + number * 42
        sheet.text(8, y + 20, says)
        sheet.box(100, y, 184, 28, edge="soft")
        sheet.box(100, y, 184 * left / 5000, 28, fill="blue")
        sheet.text(100 + 184 * left / 5000 + 6, y + 20, f"{left:,}", bold=True)
    return sheet


ROUNDS = 8
ZEROS_AT_THE_END = 0.9


def iterative(measured: Measured) -> Sheet:
    """The share of zeros in many rounds, by the cubic schedule, and in one shot."""
    shares = [ZEROS_AT_THE_END * (1 - (1 - step / ROUNDS) ** 3) for step in range(ROUNDS + 1)]
    sheet = Sheet(
        title="Large steps first, small ones last",
        shows=f"The share of zeros over {ROUNDS} rounds: " + ", ".join(f"{100 * share:.0f}" for share in shares[1:]) + " percent. "
        "Each round prunes a little and then trains. A dashed line shows one shot: all of it at once.",
        height=216,
    )
    left, wide, floor, high = 44.0, 280.0, 172.0, 140.0
    for percent in (0, 50, 90):
        y = floor - high * percent / 90
        sheet.line((left, y), (left + wide, y), ink="soft")
        sheet.text(left - 6, y + 5, str(percent), at="end", ink="quiet")
    sheet.line((left, floor), (left, floor - high), (left + wide, floor - high), ink="rust", width=2, dashed=True)
    stairs = [(left, floor)]
    for step in range(ROUNDS):
        y = floor - high * shares[step + 1] / ZEROS_AT_THE_END
        stairs += [(left + wide * step / ROUNDS, y), (left + wide * (step + 1) / ROUNDS, y)]
    sheet.line(*stairs, ink="blue", width=3)
    sheet.text(8, 18, "zeros, %", ink="quiet")
    sheet.text(left + wide, 22, "one shot", at="end", ink="rust", bold=True)
    sheet.text(180, 120, "in rounds", ink="blue", bold=True)
    sheet.text(left + wide, 192, "time: prune, train, prune, train …", at="end", ink="quiet")
    return sheet


def _limit(weights: Sequence[float], kept: float) -> float:
    """The size of the smallest weight that stays where the share ``kept`` does."""
    return sorted(map(abs, weights), reverse=True)[round(kept * len(weights)) - 1]


def _squares(weights: Sequence[float], *, kept: float | None = None) -> list[list[float | None]]:
    """The sizes of 25 weights from 0 to 1 in rows of five; where only a share is ``kept``, None in the place of the smallest."""
    sizes = [abs(weight) for weight in weights]
    limit = 0.0 if kept is None else _limit(weights, kept)
    flat = [size / max(sizes) if size >= limit else None for size in sizes]
    return [flat[start : start + 5] for start in range(0, 25, 5)]
