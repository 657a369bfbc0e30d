"""Networks and their layers: shapes, work, graphs, and what they read."""

from __future__ import annotations

from tests.drawings.measured import SHADES, Measured
from tests.drawings.paper import Ink, Sheet


def lenet(measured: Measured) -> Sheet:
    """The tensors of LeNet-5: sides shrink, channels grow."""
    sheet = Sheet(
        title="LeNet-5, from picture to answer",
        shows="The tensors of LeNet-5 as stacks: one picture of 28 by 28; 20 channels of 12 by 12; 50 channels of 4 by 4; then "
        "500 numbers, then 10. The sides shrink while the channels grow.",
        height=190,
    )
    stages: tuple[tuple[float, int, int, str, str], ...] = (
        (10, 56, 1, "28×28", "1"),
        (96, 34, 5, "12×12", "20"),
        (182, 17, 9, "4×4", "50"),
    )
    for x, side, sheets, size, channels in stages:
        for number in reversed(range(sheets)):
            sheet.box(x + number * 4, 104 - side - number * 4, side, side, fill="paper", edge="blue")
        sheet.text(x, 126, size)
        sheet.text(x, 144, f"× {channels}", bold=True)
    for x, height, words in ((272, 92, "500"), (312, 26, "10")):
        sheet.box(x, 104 - height, 12, height, fill="blue")
        sheet.text(x + 6, 126, words, at="middle", bold=True)
    for x in (76, 160, 244):
        sheet.arrow((x - 2, 76), (x + 14, 76), ink="rust")
    sheet.arrow((288, 90), (307, 90), ink="rust")
    sheet.text(8, 174, "sides shrink, channels grow", ink="quiet")
    sheet.text(332, 144, "linear", at="end", ink="quiet")
    return sheet


def weights_and_work(measured: Measured) -> Sheet:
    """Which layer holds the weights, and which does the work."""
    shares = measured.layer_shares
    sheet = Sheet(
        title="Weights and work are in different places",
        shows="For each layer of LeNet-5 its share of the weights and of the multiply-adds: "
        + "; ".join(
            f"{name} {100 * weights:.1f} % of the weights, {100 * work:.1f} % of the work" for name, (weights, work) in shares.items()
        )
        + ".",
        height=224,
    )
    sheet.text(54, 22, "weights", ink="blue", bold=True)
    sheet.text(130, 22, "work", ink="rust", bold=True)
    for number, (name, (weights, work)) in enumerate(shares.items()):
        y = 34 + number * 47
        sheet.text(8, y + 23, name)
        for top, share, ink in ((y, weights, "blue"), (y + 19, work, "rust")):
            sheet.box(54, top, max(1.5, 236 * share), 16, fill="blue" if ink == "blue" else "rust")
            sheet.text(54 + max(1.5, 236 * share) + 5, top + 13, f"{100 * share:.0f} %" if share >= 0.005 else f"{100 * share:.1f} %")
    return sheet


def depthwise(measured: Measured) -> Sheet:
    """A plain convolution, and the two that take its place."""
    sheet = Sheet(
        title="Plain, and depthwise then pointwise",
        shows="Above: one filter of a plain convolution looks at a window through all channels at once. Below: a depthwise "
        "filter looks at a window of one channel only, and a pointwise filter of one by one looks through all channels.",
        height=270,
    )
    for x, top, says in ((20, 34, "plain"), (20, 158, "depthwise"), (200, 158, "pointwise")):
        sheet.text(8 if x == 20 else 188, top - 12, says, bold=True)
        for number in reversed(range(4)):
            left, y = x + number * 23, top + 34 - number * 9
            sheet.box(left, y, 44, 46, fill="paper", edge="quiet")
            inks: tuple[Ink, ...] = ("blue", "rust", "green", "ink")
            if says == "pointwise":
                sheet.box(left + 29, y + 18, 7, 7, fill="blue")
            else:
                sheet.box(left + 24, y + 14, 16, 16, fill=inks[number] if says == "depthwise" else "blue")
    sheet.text(160, 54, "one filter: a window", ink="blue", bold=True)
    sheet.text(160, 72, "through all channels", ink="blue", bold=True)
    sheet.text(8, 262, "a filter a channel", ink="quiet")
    sheet.text(188, 262, "1×1, mixes channels", ink="quiet")
    sheet.arrow((150, 208), (186, 208), ink="rust")
    return sheet


def graph_split(measured: Measured) -> Sheet:
    """A graph that runs as one, and the same graph cut by one operator."""
    sheet = Sheet(
        title="One operator cuts the graph",
        shows="Above: convolution, max-pooling, convolution run as one fast int8 block. Below: an AveragePool without a fast "
        "int8 kernel stands in the middle. The block is cut in two, and the data changes hands on both sides.",
        height=232,
    )
    for top, pool, whole in ((40, "MaxPool", True), (144, "AveragePool", False)):
        names = (("conv", 16, 66), (pool, 112, 112), ("conv", 254, 66))
        if whole:
            sheet.box(6, top - 10, 328, 56, edge="green", round_=8)
        else:
            sheet.box(6, top - 10, 84, 56, edge="green", round_=8)
            sheet.box(250 - 6, top - 10, 88, 56, edge="green", round_=8)
        for name, x, width in names:
            odd = name == "AveragePool"
            sheet.box(x, top, width, 36, edge="rust" if odd else "ink", round_=5)
            sheet.text(x + width / 2, top + 23, name, at="middle", ink="rust" if odd else "ink", bold=odd)
        ink: Ink = "ink" if whole else "rust"
        sheet.arrow((82, top + 18), (111, top + 18), ink=ink, width=1.5 if whole else 2.5)
        sheet.arrow((224, top + 18), (253, top + 18), ink=ink, width=1.5 if whole else 2.5)
    sheet.text(8, 20, "one fast int8 block", ink="green", bold=True)
    sheet.text(8, 124, "cut in two", ink="green", bold=True)
    sheet.text(170, 216, "data changes hands twice", at="middle", ink="rust")
    return sheet


def activation_memory(measured: Measured) -> Sheet:
    """What has to be in memory at the same time."""
    sheet = Sheet(
        title="The peak is early",
        shows="Activations of LeNet-5 in kilobytes, what goes into a layer and what comes out: "
        + ", ".join(f"{name} {(before + after) * 4 / 1000:.0f}" for name, before, after in measured.activations)
        + ". The peak is at the first pooling, while most weights are in the linear layers at the end.",
        height=206,
    )
    most = max(before + after for _, before, after in measured.activations)
    sheet.text(8, 22, "float32, in memory at once", bold=True)
    for number, (name, before, after) in enumerate(measured.activations):
        y = 34 + number * 28
        sheet.text(8, y + 15, name)
        sheet.box(60, y, 210 * before / most, 20, fill="blue")
        sheet.box(60 + 210 * before / most, y, 210 * after / most, 20, fill="rust")
        sheet.text(60 + 210 * (before + after) / most + 6, y + 15, f"{(before + after) * 4 / 1000:.0f} kB", bold=before + after == most)
    sheet.text(150, 172, "in", ink="blue", bold=True)
    sheet.text(174, 172, "+")
    sheet.text(190, 172, "out", ink="rust", bold=True)
    return sheet


def sensitivity(measured: Measured) -> Sheet:
    """The curves of a scan, as they are on record."""
    said = "; ".join(f"{name} " + ", ".join(f"{accuracy:.0f}" for accuracy in curve) for name, curve in measured.scan.items())
    sheet = Sheet(
        title="A sensitivity scan",
        shows="The accuracy of the network for signs when one layer alone has lost 0, 50, 80, 90 and 95 percent, in percent: " + said + ".",
        height=258,
    )
    places = {0: 40.0, 50: 140.0, 80: 200.0, 90: 220.0, 95: 230.0}

    def y(accuracy: float) -> float:
        return 206 - accuracy * 1.8

    for percent in (0, 50, 100):
        sheet.line((40, y(percent)), (236, y(percent)), ink="soft")
        sheet.text(34, y(percent) + 5, str(percent), at="end", ink="quiet")
    for percent in (0, 50, 80):
        sheet.text(places[percent], 224, f"{percent}", at="middle", ink="quiet")
    sheet.text(232, 224, "95", at="middle", ink="quiet")
    inks: tuple[Ink, ...] = ("rust", "blue", "green", "quiet")
    ends = sorted(((curve[-1], name) for name, curve in measured.scan.items()), reverse=True)
    places_of_words: dict[str, float] = {}
    last = -20.0
    for accuracy, name in ends:
        last = max(last + 18, y(accuracy) + 5)
        places_of_words[name] = last
    for (name, curve), ink in zip(measured.scan.items(), inks, strict=True):
        points = [(x, y(accuracy)) for x, accuracy in zip(places.values(), curve, strict=True)]
        sheet.line(*points, ink=ink, width=2.5)
        for point in points:
            sheet.dot(*point, 3, fill=ink)
        sheet.text(240, places_of_words[name], name, ink=ink, bold=True)
    sheet.text(40, 246, "% of ONE layer at zero", ink="quiet")
    sheet.text(8, 16, "accuracy, %", ink="quiet")
    return sheet


def changed_digits(measured: Measured) -> Sheet:
    """Eight real test digits whose answers changed."""
    said = "; ".join(f"a {one.label} read as {one.before} before, {one.after} after" for one in measured.changed)
    sheet = Sheet(
        title="Eight answers that changed",
        shows=f"Eight test digits that LeNet-5 reads differently with 90 percent zeros: {said}.",
        height=230,
    )
    for number, one in enumerate(measured.changed):
        x, y = 10 + (number % 4) * 83, 8 + (number // 4) * 112
        sheet.box(x, y, 72, 72, edge="soft")
        sheet.pixels(x + 1, y + 1, one.ink, cell=2.5, darkest=SHADES)
        ink: Ink = "green" if one.after == one.label else "rust"
        sheet.text(x + 36, y + 94, f"{one.before} → {one.after} {'✓' if ink == 'green' else '✗'}", at="middle", ink=ink, bold=True)
    return sheet


def folding(measured: Measured) -> Sheet:
    """A batch norm that goes into the convolution before it."""
    sheet = Sheet(
        title="Folding",
        shows="Above: a convolution, then a batch normalization that multiplies each channel by one number and adds another. "
        "Below: one convolution whose weights were multiplied and whose bias was shifted. The result is the same.",
        height=176,
    )
    for x, width, words in ((20, 76, "conv"), (130, 122, "× a, + b")):
        sheet.box(x, 30, width, 36, edge="ink", round_=5)
        sheet.text(x + width / 2, 53, words, at="middle", bold=True)
    sheet.arrow((2, 48), (19, 48))
    sheet.arrow((96, 48), (129, 48))
    sheet.arrow((252, 48), (290, 48))
    sheet.text(191, 22, "batch norm", at="middle", ink="rust")
    sheet.arrow((191, 68), (150, 108), ink="rust", width=2)
    sheet.arrow((58, 68), (96, 108), ink="rust", width=2)
    sheet.box(40, 110, 180, 36, edge="green", round_=5)
    sheet.text(130, 133, "conv: a·w, a·bias + b", at="middle", bold=True)
    sheet.arrow((2, 128), (39, 128))
    sheet.arrow((220, 128), (290, 128))
    sheet.text(296, 53, "y")
    sheet.text(296, 133, "y")
    sheet.text(332, 166, "the same y", at="end", ink="green", bold=True)
    return sheet
