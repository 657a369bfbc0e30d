"""The arithmetic that runs in the browser, run by Node.js and compared with numpy and with the lab's own words."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from optimization.laboratory.breaking import headline
from optimization.labs.digit import BITS, SPARSITIES, variant_name
from optimization.results.budgeting import Limits, Try, standing
from optimization.results.records import Variant

SCRIPTS = Path(__file__).resolve().parents[3] / "views" / "components"
OWN = sorted(path.relative_to(SCRIPTS).with_suffix("").as_posix() for path in SCRIPTS.rglob("*.js") if path.parent.name != "codemirror")
NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="Node.js is not installed; the scripts are then tested in the browser only")


def node(folder: Path, script: str, expression: str, given: Any = None) -> Any:
    """What a JavaScript expression gives, with the functions of ``script`` and with ``given`` at hand."""
    source = (SCRIPTS / f"{script}.js").read_text(encoding="utf-8")
    module = folder / f"{script.replace('/', '-')}.mjs"
    module.write_text(
        f"{source}\nconst given = {json.dumps(given)}\nprocess.stdout.write(JSON.stringify({expression}))\n", encoding="utf-8"
    )
    assert NODE is not None
    done = subprocess.run([NODE, str(module)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("bits", [8, 4, 2])
@pytest.mark.parametrize("share", [1.0, 0.6, 0.25])
def test_weights_are_rounded_as_numpy_rounds_them_on_a_symmetric_grid(tmp_path: Path, bits: int, share: float) -> None:
    values = np.random.default_rng(3).normal(0, 0.05, 400)
    low, high = share * values.min(), share * values.max()
    last = 2 ** (bits - 1) - 1
    scale = max(abs(low), abs(high)) / last
    wanted = np.floor(values / scale + 0.5)
    integers = np.clip(wanted, -last, last)
    clipped, errors = integers != wanted, np.abs(integers * scale - values)
    given = {"low": low, "high": high, "bits": bits, "values": values.tolist()}
    grid, places, said = node(
        tmp_path,
        "rounding",
        "(g => [g, given.values.map(v => placed(g, v)), roundingErrors(g, given.values)])"
        "(symmetricGrid(given.low, given.high, given.bits))",
        given,
    )
    assert grid == {"scale": pytest.approx(scale), "zeroPoint": 0, "first": -last, "last": last}
    assert [place["integer"] for place in places] == integers.tolist()
    assert said["clipped"] == int(clipped.sum())
    assert said["largest"] == pytest.approx(errors[~clipped].max())
    assert said["largest"] <= scale / 2 * (1 + 1e-9)
    assert said["meanSquare"] == pytest.approx((errors**2).mean())
    assert (said["clipped"] > 0) == (share < 1)


@pytest.mark.parametrize("bits", [8, 4, 2])
@pytest.mark.parametrize(("low", "high"), [(0.0, 6.0), (-1.7, 4.1), (0.5, 2.0), (-3.0, -1.0)])
def test_activations_are_rounded_as_numpy_rounds_them_and_zero_stays_exactly_zero(
    tmp_path: Path, bits: int, low: float, high: float
) -> None:
    values = np.append(np.random.default_rng(4).uniform(low - 0.5, high + 0.5, 300), 0.0)
    start, end, last = min(low, 0), max(high, 0), 2**bits - 1
    scale = (end - start) / last
    zero_point = int(np.floor(-start / scale + 0.5))
    integers = np.clip(np.floor(values / scale + 0.5) + zero_point, 0, last)
    given = {"low": low, "high": high, "bits": bits, "values": values.tolist()}
    grid, places = node(
        tmp_path, "rounding", "(g => [g, given.values.map(v => placed(g, v))])(asymmetricGrid(given.low, given.high, given.bits))", given
    )
    assert grid == {"scale": pytest.approx(scale), "zeroPoint": zero_point, "first": 0, "last": last}
    assert [place["integer"] for place in places] == integers.tolist()
    assert [place["value"] for place in places] == pytest.approx(((integers - zero_point) * scale).tolist())
    assert places[-1] == {"integer": zero_point, "value": 0, "clipped": False}


def test_the_range_with_the_smallest_error_is_found_as_a_search_in_numpy_finds_it(tmp_path: Path) -> None:
    values = np.append(np.random.default_rng(8).normal(0, 0.02, 399), 0.4)

    def mean_square(percent: int) -> float:
        scale = percent / 100 * 0.4 / 7
        return float(((np.clip(np.floor(values / scale + 0.5), -7, 7) * scale - values) ** 2).mean())

    best = min(range(100, 4, -1), key=mean_square)
    found = node(tmp_path, "rounding", "bestRange(share => symmetricGrid(-0.4 * share, 0.4 * share, 4), given)", values.tolist())
    assert found == pytest.approx(best / 100)
    assert best < 100


def inside(weights: np.ndarray[Any, Any]) -> dict[str, Any]:
    """What a page knows of a layer with these weights."""
    counts, edges = np.histogram(weights, bins=60)
    magnitudes = np.quantile(np.abs(weights), np.linspace(0, 1, 201))
    return {"total": len(weights), "low": edges[0], "high": edges[-1], "counts": counts.tolist(), "magnitudes": magnitudes.tolist()}


def test_the_threshold_of_one_layer_removes_as_many_weights_as_were_asked_for(tmp_path: Path) -> None:
    weights = np.random.default_rng(1).normal(0, 0.1, 25_000)
    shares = [0.0, 0.25, 0.503, 0.9, 0.99]
    given = {"layer": inside(weights), "shares": shares}
    thresholds, back, left = node(
        tmp_path,
        "weight_counts",
        "[given.shares.map(s => quantile(given.layer.magnitudes, s)), "
        "given.shares.map(s => shareBelow(given.layer.magnitudes, quantile(given.layer.magnitudes, s))), "
        "given.shares.map(s => weightsLeft(25000, s))]",
        given,
    )
    removed = [float((np.abs(weights) <= threshold).mean()) for threshold in thresholds]
    assert removed == pytest.approx(shares, abs=0.001)
    assert back == pytest.approx(shares, abs=1e-9)
    assert left == [25_000, 18_750, 12_425, 2_500, 250]


@pytest.mark.parametrize("share", [0.0, 0.05, 0.5, 0.8, 0.99])
def test_of_a_layer_that_is_drawn_whole_exactly_as_many_fields_are_crossed_as_weights_are_gone(tmp_path: Path, share: float) -> None:
    weights = np.random.default_rng(3).normal(0, 0.1, 500)
    layer = inside(weights) | {"filters": weights.reshape(20, 5, 5).tolist()}
    threshold, left, elsewhere = node(
        tmp_path,
        "weight_counts",
        "[exactThreshold(given.layer, given.share), weightsLeft(500, given.share), exactThreshold({ ...given.layer, total: 501 }, 0.5)]",
        {"layer": layer, "share": share},
    )
    assert int((np.abs(weights) > threshold).sum()) == left
    assert elsewhere is None, "some of its weights are not drawn"


GRID = [
    {"sparsity": zeros, "coded_epochs": epochs, "bytes": size, "accuracy": accuracy}
    for (zeros, epochs), (size, accuracy) in {
        (0.5, 0): (64_000, 0.96),
        (0.5, 4): (64_000, 0.98),
        (0.9, 0): (16_000, 0.80),
        (0.9, 4): (16_000, 0.97),
    }.items()
]
AXES = {"sparsity": [0.5, 0.9], "coded_epochs": [0, 4]}


def estimate(folder: Path, **settings: float) -> Any:
    given = {"rows": GRID, "axes": AXES, "settings": settings}
    return node(folder, "estimates", 'between(given.rows, given.axes, given.settings, ["bytes", "accuracy"])', given)


def test_at_a_place_that_was_recorded_the_estimate_is_what_was_recorded_and_beyond_the_grid_it_is_the_edge(tmp_path: Path) -> None:
    for place in GRID:
        found = estimate(tmp_path, sparsity=place["sparsity"], coded_epochs=place["coded_epochs"])
        assert found == pytest.approx({"bytes": place["bytes"], "accuracy": place["accuracy"]})
    assert estimate(tmp_path, sparsity=0.99, coded_epochs=40) == pytest.approx({"bytes": 16_000, "accuracy": 0.97})
    assert estimate(tmp_path, sparsity=0.0, coded_epochs=0) == pytest.approx({"bytes": 64_000, "accuracy": 0.96})


def test_between_places_bytes_fall_with_the_weights_that_are_left_and_the_first_epoch_gives_most(tmp_path: Path) -> None:
    share = (np.log(0.5001) - np.log(0.2001)) / (np.log(0.5001) - np.log(0.1001))
    found = estimate(tmp_path, sparsity=0.8, coded_epochs=1)
    assert found["bytes"] == pytest.approx(64_000 ** (1 - share) * 16_000**share)
    trained = (1 - np.exp(-1.5)) / (1 - np.exp(-6))
    at = [(1 - trained) * low + trained * high for low, high in ((0.96, 0.98), (0.80, 0.97))]
    assert trained > 0.75
    assert found["accuracy"] == pytest.approx((1 - share) * at[0] + share * at[1])


def test_words_are_looked_up_and_a_place_that_was_not_recorded_has_no_estimate(tmp_path: Path) -> None:
    rows = [{"format": "int8", "bytes": 10}, {"format": "float32", "bytes": 40}]
    given = {"rows": rows, "axes": {"format": ["float32", "int8"]}}
    found = node(tmp_path, "estimates", '["int8", "int4"].map(format => between(given.rows, given.axes, { format }, ["bytes"]))', given)
    assert found == [{"bytes": pytest.approx(10)}, None]


@pytest.mark.parametrize(
    "limits", [Limits(most_bytes=60_000, least_accuracy=0.97, least_speed=2), Limits(most_bytes=9_000, least_accuracy=0.9)]
)
def test_a_gauge_judges_as_the_board_does(tmp_path: Path, limits: Limits) -> None:
    tries = [
        Try(run="r", variant="fast", size_bytes=size, accuracy=accuracy, speed=None, low=low, high=high)
        for size in (8_000, 60_000, 60_001)
        for accuracy in (0.9, 0.97, 0.98)
        for low, high in ((1.0, 1.9), (1.5, 2.5), (2.0, 3.0))
    ]
    sent = {"bytes": limits.most_bytes, "accuracy": limits.least_accuracy, "speed": limits.least_speed}
    given = {
        "limits": sent,
        "tries": [{"bytes": one.size_bytes, "accuracy": one.accuracy, "low": one.low, "high": one.high} for one in tries],
    }
    for one, kept in zip(tries, node(tmp_path, "estimates", "given.tries.map(one => kept(given.limits, one))", given), strict=True):
        marks = list(kept.values())
        found = "misses" if False in marks else "not decided" if None in marks else "meets"
        assert found == standing(one, limits)


def test_bytes_are_said_in_three_digits(tmp_path: Path) -> None:
    found = node(tmp_path, "estimates", "[312, 8_940, 15_340, 142_600, 999_600, 1_727_000].map(bytesInWords)")
    assert found == ["312 bytes", "8.94 kB", "15.3 kB", "143 kB", "1.00 MB", "1.73 MB"]


def test_the_slider_shows_the_nearest_place_that_was_measured(tmp_path: Path) -> None:
    places = [{"percent": at, "correct": 1000 - at} for at in (0, 50, 75, 90, 99)]
    given = {"places": places, "at": [0, 24, 25, 26, 62, 63, 90, 94, 95, 99]}
    found = node(tmp_path, "swept", "given.at.map(at => nearestPlace(given.places, at).percent)", given)
    assert found == [0, 0, 0, 50, 50, 75, 90, 90, 99, 99]
    assert node(tmp_path, "swept", "[0.9, 0.964, 1].map(sharePercent)") == ["90.0 %", "96.4 %", "100.0 %"]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.97])
def test_one_threshold_for_all_layers_is_the_quantile_of_all_weights_together(tmp_path: Path, share: float) -> None:
    rng = np.random.default_rng(2)
    layers = [rng.normal(0, 0.2, 500), rng.normal(0, 0.05, 25_000), rng.normal(0, 0.02, 40_000)]
    found = node(tmp_path, "weight_counts", f"commonThreshold(given, {share})", [inside(one) for one in layers])
    assert found == pytest.approx(np.quantile(np.abs(np.concatenate(layers)), share), rel=0.02)


def test_histograms_that_are_laid_together_lose_no_weight(tmp_path: Path) -> None:
    rng = np.random.default_rng(6)
    layers = [rng.normal(0, 0.2, 500), rng.normal(0.1, 0.05, 3_000)]
    low, high = -2.0, 2.0
    counts = node(tmp_path, "weight_counts", f"mergedCounts(given, {low}, {high}, 40)", [inside(one) for one in layers])
    assert sum(counts) == pytest.approx(3_500)
    exact, _ = np.histogram(np.concatenate(layers), bins=40, range=(low, high))
    assert np.abs(np.array(counts) - exact).sum() < 0.1 * 3_500


@pytest.mark.parametrize(
    ("layer", "before", "now", "change"),
    [
        ("fc1", (0.9, False), (0.9, False), {}),
        ("fc1", (0.9, False), (0.59, False), {"amount": 0.59}),
        ("*", (0.9, False), (0.59, False), {"amount": 0.59}),  # the whole network was chosen here, and stays
        ("fc1", (0.9, False), (0.9, True), {"layer": "*"}),
        ("*", (0.9, True), (0.9, False), {"layer": "fc1"}),  # back to the layer that was looked at before
        ("*", (0.9, False), (0.9, True), {}),
        ("fc1", (0.9, False), None, {}),  # whole channels are removed: the explorer cannot show that
        ("fc1", None, (0.3, True), {"amount": 0.3, "layer": "*"}),
    ],
)
def test_the_explorer_follows_what_is_changed_in_the_form_and_nothing_else(
    tmp_path: Path, layer: str, before: tuple[float, bool] | None, now: tuple[float, bool] | None, change: dict[str, Any]
) -> None:
    runs = [None if one is None else {"amount": one[0], "whole": one[1]} for one in (before, now)]
    given = {"layer": layer, "single": "fc1", "runs": runs}
    assert node(tmp_path, "weights", "whatToShow(given, ...given.runs)", given) == change


def test_a_feature_map_is_what_pytorch_computes(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    picture, filters, biases = rng.uniform(0, 1, (12, 12)), rng.normal(0, 0.3, (3, 5, 5)), rng.normal(0, 0.1, 3)
    given = {"picture": picture.tolist(), "filters": filters.tolist(), "biases": biases.tolist()}
    maps = node(tmp_path, "explore/convolution", "given.filters.map((one, at) => featureMap(given.picture, one, given.biases[at]))", given)
    layer = torch.nn.functional.conv2d(torch.tensor(picture)[None, None], torch.tensor(filters)[:, None], torch.tensor(biases))
    assert np.array(maps) == pytest.approx(torch.relu(layer)[0].numpy())
    assert 0 < (np.array(maps) == 0).mean() < 1


def test_a_picture_is_read_from_its_hex_digits_row_by_row(tmp_path: Path) -> None:
    assert node(tmp_path, "explore/convolution", "pictureOf('0f3c')") == [[0, 1], [pytest.approx(0.2), pytest.approx(0.8)]]


@pytest.mark.parametrize("bits", [32, 16, 8, 4, 2])
def test_the_bytes_of_layers_are_their_weights_at_so_many_bits_and_their_biases_at_32(tmp_path: Path, bits: int) -> None:
    layers = [{"total": 500, "biases": 20}, {"total": 25_000, "biases": 0}]
    assert node(tmp_path, "explore/bytes", f"bytesOf(given, {bits})", layers) == 25_500 * bits / 8 + 80


def scored(reads: np.ndarray[Any, Any], rng: np.random.Generator) -> list[list[float]]:
    scores = rng.uniform(0, 0.05, (len(reads), 10))
    scores[np.arange(len(reads)), reads] = 0.6
    return (scores / scores.sum(axis=1, keepdims=True)).tolist()


@pytest.mark.parametrize("seed", range(4))
def test_the_page_and_the_lab_name_the_same_network_as_the_first_to_break(tmp_path: Path, seed: int) -> None:
    rng = np.random.default_rng(seed)
    reads = np.where(rng.random(40) < 0.2, rng.integers(0, 10, 40), 3)
    reads[0] = 3
    sizes = rng.permutation(40_000)[:40].tolist()
    names = [(zeros, bits) for zeros in SPARSITIES for bits in BITS]
    scores = scored(reads, rng)
    variants = [
        Variant(
            name=variant_name(*name),
            label="",
            nonzero_weights=1,
            total_weights=1,
            raw_bytes=1,
            gzip_bytes=1,
            ideal_bytes=size,
            scores=tuple(score),
        )
        for name, size, score in zip(names, sizes, scores, strict=True)
    ]
    given = [
        {"zeros": zeros, "bits": bits, "idealBytes": size, "scores": score}
        for (zeros, bits), size, score in zip(names, sizes, scores, strict=True)
    ]
    first, text = node(tmp_path, "verdicts", "[nameOf(firstFailure(given, null)), whereItBreaks(given, null, [...'0123456789'])]", given)
    expected = headline.first_broken(variants)
    assert expected is not None
    assert first == expected.name
    assert f"It breaks at {first}" in text
    assert f"{int((reads != 3).sum())} of 40" in text


def test_a_whole_network_that_is_wrong_already_is_not_called_broken_by_pruning(tmp_path: Path) -> None:
    scores = scored(np.array([8, 7, 7]), np.random.default_rng(0))
    given = [{"zeros": 0, "bits": 32, "idealBytes": 9 - place, "scores": score} for place, score in enumerate(scores)]
    text = node(tmp_path, "verdicts", "whereItBreaks(given, 7, [...'0123456789'])", given)
    assert text.startswith("It is a 7, and even the whole network reads an 8")
    assert "2 of the 3 networks read it correctly" in text
    assert "breaks" not in text
    one = node(tmp_path, "verdicts", "whereItBreaks(given.slice(0, 2), 7, [...'0123456789'])", given)
    assert "1 of the 2 networks reads it correctly" in one


def test_no_word_on_a_reading_says_who_drew_the_digit_which_may_be_the_app(tmp_path: Path) -> None:
    scores = scored(np.array([8, 7, 8]), np.random.default_rng(0))
    given = [{"zeros": 0, "bits": 32, "idealBytes": 9 - place, "scores": score} for place, score in enumerate(scores)]
    worth = "given.map(one => worthOf(one, given, {}, [...'0123456789']))"
    assert node(tmp_path, "verdicts", worth.format(7), given) == ["✗ wrong: it is a 7", "✓ correct", "✗ wrong: it is a 7"]
    assert node(tmp_path, "verdicts", worth.format("null"), given) == [
        "what the others are compared with",
        "✗ something else",
        "✓ the same",
    ]
    for name in ("verdicts.js", "readings.js", "readings.html", "drawing.js", "drawing.html"):
        assert "you drew" not in (SCRIPTS / name).read_text(encoding="utf-8").casefold(), name


def test_scores_are_said_in_the_same_words_by_the_page_and_by_the_lab(tmp_path: Path) -> None:
    shares = [0.0, 0.123, 0.5049, 0.9, 0.9899, 0.991, 0.99949, 0.9996, 1.0]
    assert node(tmp_path, "verdicts", "given.map(percent)", shares) == [headline.percent(share) for share in shares]


def test_a_drawing_survives_its_way_as_hex_digits(tmp_path: Path) -> None:
    drawing = "".join(f"{value:x}" for value in np.random.default_rng(0).integers(0, 16, 784))
    assert node(tmp_path, "strokes", "asHex(fromHex(given))", drawing) == drawing
    assert node(tmp_path, "strokes", "isBlank(fromHex('<script>'))")


def test_a_stroke_is_dark_along_its_line_and_leaves_the_rest_of_the_paper_clean(tmp_path: Path) -> None:
    expression = "(ink => (stroke(ink, 5, 14, 22, 14), Array.from(ink)))(new Float32Array(784))"
    ink = np.array(node(tmp_path, "strokes", expression)).reshape(28, 28)
    assert ink[13:15, 5:22].min() == pytest.approx(1)
    assert ink[:11].max() == ink[17:].max() == 0
    assert ink[:, :2].max() == ink[:, 25:].max() == 0


def test_every_sample_digit_lies_on_the_paper(tmp_path: Path) -> None:
    expression = "Array.from({ length: 40 }, (_, n) => Array.from(sampleInk(n % 10, () => (n * 0.37 + 0.11) % 1)))"
    for ink in np.array(node(tmp_path, "strokes", expression)).reshape(-1, 28, 28):
        edge = np.concatenate([ink[0], ink[-1], ink[:, 0], ink[:, -1]])
        assert edge.max() < 0.5
        assert 40 < (ink > 0.5).sum() < 250


@pytest.mark.parametrize(
    "name",
    OWN,
)
def test_every_script_is_free_of_what_a_strict_browser_refuses(name: str) -> None:
    text = (SCRIPTS / f"{name}.js").read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    for own in ('"ADDRESS"', "data.library"):  # the components' scripts and the editor, which this server sends itself
        text = text.replace(f"import(new URL({own}, document.baseURI))", "")
    for word in ("eval(", "new Function", "innerHTML", "http://", "https://", "import(", "document.write"):
        assert word not in text, word


@pytest.mark.parametrize("name", sorted(path.stem for path in SCRIPTS.glob("*.html")))
def test_no_markup_holds_a_script_a_handler_or_an_address(name: str) -> None:
    text = (SCRIPTS / f"{name}.html").read_text(encoding="utf-8")
    assert re.search(r"<script|\son\w+\s*=|(src|href|style)\s*=", text) is None


@pytest.mark.parametrize(
    ("top", "bottom", "nearest", "far"),
    [
        (100, 300, False, 0),  # all of it is seen
        (700, 900, False, 688),  # its top comes to the top, with a little room
        (700, 900, True, 184),  # no further than until its end is seen, and what stands below it
        (700, 2900, True, 688),  # what is larger than the window is read from its top
        (-400, 200, True, -412),
        (-400, 200, False, -412),
    ],
)
def test_the_page_is_scrolled_as_far_as_what_comes_needs(tmp_path: Path, top: int, bottom: int, nearest: bool, far: int) -> None:
    given = {"place": {"top": top, "bottom": bottom}, "frame": {"top": 0, "bottom": 800}, "nearest": nearest}
    assert node(tmp_path, "sight", "farEnough(given.place, given.frame, given.nearest)", given) == far
    opened = node(tmp_path, "sight", "farEnough(given.place, given.frame, false, true)", given)
    assert opened == top - 12, "what a page opens at comes to the top, in sight or not"
