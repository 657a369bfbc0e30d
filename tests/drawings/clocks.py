"""Time: how it is measured, what sets it, and how sure a share is."""

from __future__ import annotations

import math
from collections.abc import Mapping

from optimization.measuring.accuracy import wilson_interval
from tests.drawings.measured import Measured
from tests.drawings.paper import Ink, Sheet


def turns(measured: Measured) -> Sheet:
    """Two equal networks on a clock that drifts, in blocks and in turns."""
    sheet = Sheet(
        title="Blocks and turns on a drifting clock",
        shows="Two equal networks, A and B, are timed while the machine gets slower. In blocks, all of A first and then all of "
        "B, B looks slower. In turns, A B B A, the drift meets both alike, and their means are equal.",
        height=252,
    )
    inks: Mapping[str, Ink] = {"A": "blue", "B": "rust"}
    for top, says, order in ((44, "in blocks: B looks slower", "A" * 6 + "B" * 6), (166, "in turns: equal", "ABBA" * 3)):
        sheet.text(8, top - 22, says, bold=True)
        levels: dict[str, list[float]] = {"A": [], "B": []}
        for number, network in enumerate(order):
            drift = 1 / (1 + math.exp(-(number - 5.5) * 0.8))
            y = top + 50 - 42 * drift
            levels[network].append(y)
            sheet.dot(24 + number * 21, y, 5.5, fill=inks[network])
        for network, ys in levels.items():
            mean = sum(ys) / len(ys)
            shift = 0 if top == 44 else (-4 if network == "A" else 4)
            sheet.line((272, mean + shift), (306, mean + shift), ink=inks[network], width=4)
            sheet.text(313, mean + shift * 2.4 + 5, network, ink=inks[network], bold=True)
        sheet.line((12, top + 62), (262, top + 62))
    sheet.text(12, 246, "time →", ink="quiet")
    sheet.text(334, 246, "mean", at="end", ink="quiet")
    return sheet


def roofline(measured: Measured) -> Sheet:
    """The roof of a chip, and where layers stand under it."""
    sheet = Sheet(
        title="The roofline",
        shows="Speed against operations for each byte. On the left the roof climbs: memory is the limit, there a linear layer "
        "and a depthwise convolution stand. On the right it is flat: arithmetic is the limit, there a plain convolution "
        "stands.",
        height=236,
    )
    sheet.line((30, 200), (332, 200))
    sheet.line((30, 200), (30, 18))
    sheet.line((36, 190), (186, 60), ink="blue", width=3.5)
    sheet.line((186, 60), (326, 60), ink="rust", width=3.5)
    sheet.text(44, 92, "memory’s", ink="blue", bold=True)
    sheet.text(44, 109, "limit", ink="blue", bold=True)
    sheet.text(326, 48, "arithmetic’s limit", at="end", ink="rust", bold=True)
    for x, y, words, side in ((70, 160.5, "linear", "start"), (118, 119, "depthwise", "start"), (270, 60, "convolution", "middle")):
        sheet.dot(x, y, 6)
        sheet.text(
            x + (10 if side == "start" else 0), y + (6 if side == "start" else 24), words, at="start" if side == "start" else "middle"
        )
    sheet.text(332, 224, "operations for each byte →", at="end", ink="quiet")
    sheet.text(36, 28, "speed", ink="quiet")
    return sheet


def latency_and_throughput(measured: Measured) -> Sheet:
    """One by one, and in a batch."""
    sheet = Sheet(
        title="Latency and throughput",
        shows="Four pictures, one after the other: the first answer comes early, the last late. The same four in a batch: all "
        "answers come together, later than the first and earlier than the last.",
        height=200,
    )
    sheet.text(8, 22, "one by one", bold=True)
    for number in range(4):
        x = 12 + number * 74
        sheet.box(x, 34, 70, 24, fill="blue")
        sheet.text(x + 35, 51, str(number + 1), at="middle", ink="paper", bold=True)
    sheet.arrow((12, 72), (82, 72), ink="rust")
    sheet.text(90, 77, "first answer: soon", ink="rust")
    sheet.text(8, 114, "a batch of four", bold=True)
    for number in range(4):
        sheet.box(12, 124 + number * 10, 170, 9, fill="blue")
    sheet.arrow((12, 176), (182, 176), ink="rust")
    sheet.text(190, 181, "all answers, later", ink="rust")
    sheet.text(190, 149, "done sooner", ink="green", bold=True)
    return sheet


def median(measured: Measured) -> Sheet:
    """The seven runs of the card."""
    runs = (9.8, 10.1, 9.9, 10.0, 10.2, 9.9, 45.0)
    mean = sum(runs) / len(runs)
    sheet = Sheet(
        title="Mean and median",
        shows="Seven runs on a line of milliseconds. Six lie at 10, one at 45. The median, 10.0, lies among the six. The mean, "
        f"{mean:.1f}, lies where no run is.",
        height=132,
    )

    def x(ms: float) -> float:
        return 20 + ms * 6.6

    sheet.line((20, 82), (330, 82))
    for ms in (0, 10, 20, 30, 40):
        sheet.line((x(ms), 82), (x(ms), 88))
        sheet.text(x(ms), 104, str(ms), at="middle", ink="quiet")
    sheet.text(330, 124, "ms", at="end", ink="quiet")
    for number, ms in enumerate(sorted(runs)):
        sheet.dot(x(ms), 76 - (number % 6) * 9 if ms < 20 else 76, 4.2, fill="quiet")
    sheet.text(x(10) - 2, 18, "median", at="middle", ink="green", bold=True)
    sheet.line((x(10), 24), (x(10), 82), ink="green", width=2.5)
    sheet.line((x(mean), 36), (x(mean), 82), ink="rust", width=2.5)
    sheet.text(x(mean) + 6, 46, "mean", ink="rust", bold=True)
    sheet.text(332, 62, "disturbed", at="end")
    return sheet


def inside_the_clock(measured: Measured) -> Sheet:
    """The way from the picture to what the user sees."""
    sheet = Sheet(
        title="Inside the clock",
        shows="The way from the camera to the answer: reading the camera, preparing the picture, the network, turning its "
        "scores into an answer. The network is only a part of the end-to-end latency.",
        height=126,
    )
    parts: tuple[tuple[str, float, Ink], ...] = (
        ("camera", 74, "quiet"),
        ("prepare", 84, "quiet"),
        ("network", 92, "blue"),
        ("answer", 66, "quiet"),
    )
    x = 12.0
    for words, width, ink in parts:
        sheet.box(x, 40, width - 3, 40, fill=ink)
        sheet.text(x + width / 2 - 1.5, 65, words, at="middle", ink="paper", bold=True)
        if words == "network":
            sheet.line((x, 34), (x, 28), (x + width - 3, 28), (x + width - 3, 34), ink="blue")
            sheet.text(x + width / 2, 20, "its latency", at="middle", ink="blue")
        x += width
    sheet.line((12, 88), (12, 94), (x - 3, 94), (x - 3, 88), ink="rust", width=2)
    sheet.text(170, 114, "end-to-end latency", at="middle", ink="rust", bold=True)
    return sheet


def two_threads(measured: Measured) -> Sheet:
    """Layers shared out between two cores, which wait for each other."""
    sheet = Sheet(
        title="Two threads, one picture",
        shows="Three layers on two cores. Each layer is shared out, and the next begins only when both parts are done. Where "
        "one core was busy with something else, the other waits.",
        height=176,
    )
    sheet.text(8, 64, "core 1")
    sheet.text(8, 112, "core 2")
    spans = ((60, 66, 60), (140, 58, 96), (250, 52, 56))
    for number, (x, *widths) in enumerate(spans, start=1):
        for y, width in zip((44, 92), widths, strict=True):
            sheet.box(x, y, width, 30, fill="blue")
            sheet.text(x + width / 2, y + 20, str(number), at="middle", ink="paper", bold=True)
        if number < 3:
            sheet.line((spans[number][0] - 6, 34), (spans[number][0] - 6, 132), ink="rust", width=2, dashed=True)
    sheet.text(220, 64, "waits", at="middle", ink="rust")
    sheet.text(332, 152, "another program slows core 2", at="end", ink="quiet")
    sheet.text(8, 22, "a layer ends when both parts end", bold=True)
    return sheet


def interval(measured: Measured) -> Sheet:
    """971 of 1,000, and 966 of 1,000."""
    sheet = Sheet(
        title="How sure an accuracy is",
        shows="A line of percent. 971 of 1,000 is 97.1, and its interval reaches from 95.9 to 98.0. A second network at 96.6, "
        "half a point lower, has an interval that overlaps most of it.",
        height=150,
    )

    def x(percent: float) -> float:
        return 20 + (percent - 95) * 85

    sheet.line((20, 108), (330, 108))
    for percent in (95, 96, 97, 98):
        sheet.line((x(percent), 108), (x(percent), 114))
        sheet.text(x(percent), 130, f"{percent} %", at="middle", ink="quiet")
    networks: tuple[tuple[float, int, Ink], ...] = ((44, 971, "blue"), (88, 966, "rust"))
    for y, right, ink in networks:
        low, high = (100 * end for end in wilson_interval(right, 1000))
        sheet.line((x(low), y), (x(high), y), ink=ink, width=3)
        for end in (low, high):
            sheet.line((x(end), y - 6), (x(end), y + 6), ink=ink, width=3)
        sheet.dot(x(right / 10), y, 5.5, fill=ink)
        sheet.text(x(right / 10), y - 14, f"{right} of 1,000", at="middle", ink=ink, bold=True)
    return sheet


def warm_up(measured: Measured) -> Sheet:
    """The first runs take longer."""
    sheet = Sheet(
        title="Warm-up",
        shows="Twelve runs as bars. The first is three times as long as the later ones, and the second and third are "
        "longer too. From the fourth on they are about equal: only those are counted.",
        height=172,
    )
    heights = (108, 56, 42, 36, 37, 35, 36, 36, 35, 37, 36, 36)
    inks: list[Ink] = ["rust"] * 3 + ["blue"] * (len(heights) - 3)
    sheet.bars(20, 132, heights, step=25, width=19, inks=inks)
    sheet.line((12, 132), (328, 132))
    sheet.line((91, 18), (91, 140), dashed=True)
    sheet.text(14, 154, "warm-up", ink="rust", bold=True)
    sheet.text(210, 154, "counted", at="middle", ink="blue", bold=True)
    sheet.text(104, 34, "memory, caches,")
    sheet.text(104, 52, "kernels: once only")
    return sheet
