"""A lab's result on the page: sizes and figures as people read them, one row a variant, verdicts in words."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from lab_double import SAME, budget_result, measured, prune_result, quantize_result, result, speed, variant
from streamlit.testing.v1 import AppTest

from optimization.results.records import LabResult, Speedup, Verdict, in_words
from optimization.results.scan import ScanPoint, Sensitivity
from views.labs.results import lab_result
from views.shown import units

NBSP, JOINER = "\N{NO-BREAK SPACE}", "\N{WORD JOINER}"


def draw_table(variants: object) -> None:
    from views.labs.results import lab_tables

    lab_tables.main(variants)  # type: ignore[arg-type]


def draw_result(result: object) -> None:
    from views.labs.results import lab_result

    lab_result.draw(result, place="here")  # type: ignore[arg-type]


def rows(*variants: Any) -> list[list[str]]:
    """The cells of the table's body."""
    drawn = AppTest.from_function(draw_table, kwargs={"variants": variants}).run()
    lines = drawn.markdown[0].value.splitlines()
    assert len(lines) == 2 + len(variants)
    assert lines[1].count("--") == lines[0].count("|") - 1
    return [[cell.strip(" *").replace(NBSP, " ") for cell in line.strip("|").split("|")] for line in lines[2:]]


def draw(result: LabResult) -> AppTest:
    shown = AppTest.from_function(draw_result, kwargs={"result": result}, default_timeout=30).run()
    assert not shown.exception
    return shown


@pytest.fixture(scope="module")
def drawn() -> AppTest:
    return draw(prune_result())


@pytest.mark.parametrize(
    ("size_bytes", "says"),
    [
        (0, "0 kB"),
        (700, "0.7 kB"),
        (17_349, "17.3 kB"),
        (99_949, "99.9 kB"),
        (99_950, "100 kB"),
        (352_100, "352 kB"),
        (999_499, "999 kB"),
        (1_000_000, "1.00 MB"),
        (1_723_456, "1.72 MB"),
    ],
)
def test_sizes_are_in_powers_of_ten(size_bytes: int, says: str) -> None:
    assert units.size(size_bytes) == says


def test_a_measured_variant_fills_every_cell() -> None:
    slower = Speedup(ratio=0.5, low=0.4, high=0.6, verdict="slower")
    (row,) = rows(measured("pruned", slower, nonzero_weights=43_000, raw_bytes=1_720_000, gzip_bytes=352_000, changed_predictions=3))
    assert row == ["pruned", "43,000", "1.72 MB", "97.5 %", "3", "0.50×"]


def test_what_is_not_measured_yet_is_an_ellipsis_and_never_a_zero() -> None:
    (row,) = rows(variant("dense"))
    assert row[3:] == ["…", "…", "…"]


def test_there_is_a_row_for_each_variant_in_their_order() -> None:
    table = rows(measured("dense", SAME), measured("control", SAME), variant("pruned"))
    assert [row[0] for row in table] == ["dense", "control", "pruned"]


def test_a_figure_is_never_broken_across_lines() -> None:
    drawn = AppTest.from_function(draw_table, kwargs={"variants": (measured("dense", SAME),)}).run()
    body = drawn.markdown[0].value.splitlines()[2]
    assert f"97.5{NBSP}%" in body
    assert f"4.0{NBSP}kB" in body


def test_an_interval_is_never_broken_after_its_dash() -> None:
    assert (
        units.unbroken(units.interval(Speedup(ratio=1.0, low=0.9, high=1.1, verdict="no difference"))) == f"1.00×{NBSP}(0.90–{JOINER}1.10)"
    )
    assert units.unbroken("–") == "–"


def test_every_verdict_has_words_of_its_own() -> None:
    words = {verdict: in_words(verdict, 0.99, 1.72) for verdict in get_args(Verdict)}
    assert len(set(words.values())) == len(words)
    assert words["not decided"] == "not decided, between 0.99× and 1.72×"


def test_the_sentence_and_the_figure_come_first(drawn: AppTest) -> None:
    assert not drawn.exception
    said = [element.value for element in drawn.markdown]
    assert said[0] == "## 0.99×"
    assert said[1] == "**HEADLINE-SENTENCE**"
    assert drawn.caption[0].value == "HEADLINE-LABEL"


def test_the_measured_mark_says_where_and_when(drawn: AppTest) -> None:
    mark = next(caption.value for caption in drawn.caption if caption.value.startswith("◉"))
    assert "TEST-CPU" in mark
    assert "1 Mar" in mark
    assert "09:14" in mark


def text_of(drawn: AppTest, heading: str) -> str:
    """Everything that waits behind a heading."""
    part = next(part for part in drawn.expander if part.label == heading)
    return "\n".join([*(one.value for one in part.markdown), *(one.value for one in part.caption)]).replace(NBSP, " ").replace(JOINER, "")


def test_how_we_know_holds_latency_interval_machine_versions_and_seed(drawn: AppTest) -> None:
    text = text_of(drawn, "How do we know?")
    needed = (
        "0.99× (0.96–1.03)",
        in_words("no difference", 0.96, 1.03),
        "120 µs",
        "TEST-CPU",
        "avx2",
        "torch 2.13.0",
        "Seed 0",
        "60 rounds",
    )
    for one in needed:
        assert one in text
    assert "94.2 % (95.5 % – 98.5 %)" in text


def test_layers_are_those_of_the_pruned_network_whichever_row_it_is(drawn: AppTest) -> None:
    assert "| conv1 | 6×1×5×5 | 6×1×5×5 | 15 of 150 |" in text_of(drawn, "Layer by layer")


def test_sizes_are_counted_in_every_way_and_the_ideal_is_no_file(drawn: AppTest) -> None:
    text = text_of(drawn, "Sizes, counted in every way")
    assert "| network | file | gzip | zeros left out | ideal, not a file |" in text
    assert "| **pruned** | 4.0 kB | 0.7 kB | 0.9 kB | 0.4 kB |" in text
    assert "| **dense** | 4.0 kB | 3.6 kB | – | – |" in text


def test_changes_are_counted_both_ways_and_pictures_that_went_wrong_come_first(drawn: AppTest) -> None:
    text = text_of(drawn, "Pictures that are read differently now")
    assert "| **pruned** | 12 | 7 | 3 | 2 |" in text
    assert "**dense**" not in text
    images = drawn.get("image")[0].proto.imgs
    assert [image.caption for image in images] == ["✗ 7 → 1", "✓ 9 → 4", "· 3 → 5"]


def test_pictures_are_named_by_the_classes_of_the_run() -> None:
    signs = prune_result(classes=tuple("abcdefghij"))
    images = draw(signs).get("image")[0].proto.imgs
    assert [image.caption for image in images] == ["✗ h → b", "✓ j → e", "· d → f"]
    assert images[0].alt == "A picture of: h"


def test_the_code_of_a_row_stands_beside_it(drawn: AppTest) -> None:
    code = next(part for part in drawn.expander if part.label == "The code of each row")
    assert [block.value for block in code.code] == ["DENSE-CODE"]


def draw_cpu(result: object) -> None:
    import streamlit as st

    from views.labs.results import lab_result

    st.write(lab_result.cpu(result))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("url", "yours"), [("http://localhost:8501", True), ("http://127.0.0.1:8501", True), ("https://school.example", False), ("", False)]
)
def test_the_cpu_is_called_yours_on_the_same_machine_only(url: str, yours: bool) -> None:
    shown = AppTest.from_function(draw_cpu, kwargs={"result": prune_result()})
    shown.context = {"url": url}
    text = shown.run().markdown[0].value
    assert "TEST-CPU" in text
    assert ("your" in text.lower()) is yours


def test_a_result_of_another_year_names_it() -> None:
    old = prune_result().model_copy(update={"measured_at": datetime(2019, 5, 4, 3, 2, tzinfo=UTC)})
    drawn = draw(old)
    assert "4 May 2019 03:02" in "\n".join(caption.value for caption in drawn.caption)


def test_operators_and_pieces_are_listed_for_each_file_that_has_them() -> None:
    text = text_of(draw(quantize_result()), "Operators of each file")
    assert "**int8 static** · 1 fast piece: `FULLY_CONNECTED` ×3, `CONV_2D` ×2" in text
    assert "Operators of each file" not in [part.label for part in draw(prune_result()).expander]


def test_the_main_table_holds_six_columns_however_many_rows_there_are() -> None:
    shown = draw(quantize_result())
    table = next(one.value for one in shown.markdown if one.value.startswith("| network | weights"))
    assert len(table.splitlines()) == 2 + 13
    assert {line.count("|") for line in table.splitlines()} == {7}


def tabs(shown: AppTest) -> list[str]:
    return [tab.label for tab in shown.tabs]


def test_the_pictures_are_those_that_the_result_allows() -> None:
    same_size = result("quantize", (measured("float32", SAME), measured("control", SAME)))
    assert tabs(draw(same_size)) == ["Speed", "Files"]
    assert tabs(draw(prune_result())) == ["Speed", "Size and accuracy", "Files"]
    assert tabs(draw(budget_result())) == ["Speed", "Size and accuracy", "Files"]
    assert tabs(draw(result("digit", (variant("0 % zeros, 32 bits"),)))) == []


def scan(**accuracies: float) -> tuple[ScanPoint, ...]:
    """Two points a layer: nearly nothing lost at 50 %, and the given accuracy at 90 %."""
    return tuple(
        point
        for layer, accuracy in accuracies.items()
        for point in (ScanPoint(layer=layer, amount=0.5, accuracy=0.97), ScanPoint(layer=layer, amount=0.9, accuracy=accuracy))
    )


def scanned(**accuracies: float) -> LabResult:
    return prune_result(extras=Sensitivity(scan=scan(**accuracies)).model_dump(mode="json"))


def test_a_scan_is_shown_first_with_the_layer_that_costs_most() -> None:
    shown = draw(scanned(conv1=0.61, fc1=0.97))
    assert tabs(shown)[0] == "Sensitivity"
    sentence = lab_result.scan_sentence(scan(conv1=0.61, fc1=0.97))
    assert "With 90 %" in sentence
    assert "conv1 costs most (61.0 %" in sentence
    assert "fc1 least (97.0 %" in sentence
    assert sentence in [caption.value for caption in shown.caption]


def test_a_scan_of_one_layer_names_no_least_one() -> None:
    assert "least" not in lab_result.scan_sentence(scan(conv1=0.61))


def test_a_scan_of_many_layers_names_the_ones_that_cost_little() -> None:
    many = {f"layer{number}": 0.5 + 0.04 * number for number in range(10)}
    captions = " ".join(caption.value for caption in draw(scanned(**many)).caption)
    assert "Thin lines without marks: layer6, layer7, layer8, layer9." in captions


def draw_again(result: object) -> None:
    import streamlit as st

    from views.labs.results import lab_result

    lab_result.draw(result, place="here", again=lambda: st.query_params.update(again="1"))  # type: ignore[arg-type]


def test_a_result_that_leaves_a_speed_open_offers_to_measure_again_and_others_do_not() -> None:
    left_open = AppTest.from_function(draw_again, kwargs={"result": prune_result(speed(1.2, "not decided"))}, default_timeout=30).run()
    left_open.button(key="again-here").click().run()
    assert left_open.query_params["again"] == "1"
    quiet = AppTest.from_function(draw_again, kwargs={"result": prune_result()}, default_timeout=30).run()
    assert not quiet.button


def by_chance(method: str) -> LabResult:
    rows = tuple(measured(name, SAME, code=f"CODE-{name}", label=name.capitalize()) for name in ("dense", "pruned", "random mask"))
    return result("prune", rows, {"method": method})


@pytest.mark.parametrize(("method", "title"), [("structured", "random channels"), ("l1_unstructured", "random mask")])
def test_the_row_that_chance_decides_is_called_after_what_was_removed(method: str, title: str) -> None:
    shown = draw(by_chance(method))
    texts = " ".join([one.value for one in shown.markdown] + [json.dumps(str(one.proto)) for one in shown.get("arrow_vega_lite_chart")])
    assert title in texts
    assert ("random mask" in texts) is (method == "l1_unstructured")


def test_a_row_is_not_named_twice_in_one_breath() -> None:
    said = [one.value for one in draw(by_chance("structured")).markdown]
    assert "**dense**" in said
    assert "**random channels**: Random mask" in said, "a label that says more is kept"
    assert not [one for one in said if "**dense**: Dense" in one]
