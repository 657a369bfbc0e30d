"""A lab's result on the page: sizes and figures as people read them, one row a variant, verdicts in words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from lab_double import SAME, measured, prune_result, variant
from streamlit.testing.v1 import AppTest

from optimization.results import Speedup, Verdict
from views import lab_result

NBSP = "\N{NO-BREAK SPACE}"


def draw_table(variants: object) -> None:
    from views import lab_result

    lab_result.table(variants)  # type: ignore[arg-type]


def draw_result(result: object) -> None:
    from views import lab_result

    lab_result.draw(result, place="here")  # type: ignore[arg-type]


def rows(*variants: Any) -> list[list[str]]:
    """The cells of the table's body."""
    drawn = AppTest.from_function(draw_table, kwargs={"variants": variants}).run()
    lines = drawn.markdown[0].value.splitlines()
    assert len(lines) == 2 + len(variants)
    assert lines[1].count("--") == lines[0].count("|") - 1
    return [[cell.strip(" *").replace(NBSP, " ") for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.fixture(scope="module")
def drawn() -> AppTest:
    return AppTest.from_function(draw_result, kwargs={"result": prune_result()}, default_timeout=30).run()


@pytest.mark.parametrize(
    ("size_bytes", "says"),
    [(0, "0 kB"), (700, "1 kB"), (3_600, "4 kB"), (352_100, "352 kB"), (999_499, "999 kB"), (1_000_000, "1.00 MB"), (1_723_456, "1.72 MB")],
)
def test_sizes_are_in_powers_of_ten(size_bytes: int, says: str) -> None:
    assert lab_result.size(size_bytes) == says


def test_a_measured_variant_fills_every_cell() -> None:
    slower = Speedup(ratio=0.5, low=0.4, high=0.6, verdict="slower")
    (row,) = rows(measured("pruned", slower, nonzero_weights=43_000, raw_bytes=1_720_000, gzip_bytes=352_000, changed_predictions=3))
    assert row == ["pruned", "43,000", "1.72 MB", "352 kB", "97.5 %", "3", "120 µs", "0.50×"]


def test_what_is_not_measured_yet_is_an_ellipsis_and_never_a_zero() -> None:
    (row,) = rows(variant("dense"))
    assert row[4:] == ["…", "…", "…", "…"]


def test_there_is_a_row_for_each_variant_in_their_order() -> None:
    table = rows(measured("dense", SAME), measured("control", SAME), variant("pruned"))
    assert [row[0] for row in table] == ["dense", "control", "pruned"]


def test_a_figure_is_never_broken_across_lines() -> None:
    drawn = AppTest.from_function(draw_table, kwargs={"variants": (measured("dense", SAME),)}).run()
    body = drawn.markdown[0].value.splitlines()[2]
    assert f"97.5{NBSP}%" in body
    assert f"120{NBSP}µs" in body


def test_every_verdict_has_words_of_its_own() -> None:
    assert set(lab_result.VERDICTS) == set(get_args(Verdict))
    assert len(set(lab_result.VERDICTS.values())) == len(lab_result.VERDICTS)


def test_too_noisy_claims_nothing() -> None:
    words = lab_result.VERDICTS["too noisy"]
    assert "faster" not in words
    assert "slower" not in words


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


def test_how_we_know_holds_interval_machine_versions_and_seed(drawn: AppTest) -> None:
    how = next(part for part in drawn.expander if part.label == "How do we know?")
    text = "\n".join([*(one.value for one in how.markdown), *(one.value for one in how.caption)])
    for needed in ("0.99× (0.96–1.03)", lab_result.VERDICTS["no difference"], "TEST-CPU", "avx2", "torch 2.13.0", "Seed 0", "60 rounds"):
        assert needed in text
    assert "94.2 % (95.5 %–98.5 %)" in text


def test_layers_are_compared_with_the_first_variant(drawn: AppTest) -> None:
    layers = next(part for part in drawn.expander if part.label == "Layer by layer")
    assert "| conv1 | 6×1×5×5 | 6×1×5×5 | 15 of 150 |" in layers.markdown[0].value


def test_the_code_of_a_row_stands_beside_it(drawn: AppTest) -> None:
    code = next(part for part in drawn.expander if part.label == "The code of each row")
    assert [block.value for block in code.code] == ["DENSE-CODE"]


def draw_cpu(result: object) -> None:
    import streamlit as st

    from views import lab_result

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
    drawn = AppTest.from_function(draw_result, kwargs={"result": old}, default_timeout=30).run()
    assert "4 May 2019 03:02" in "\n".join(caption.value for caption in drawn.caption)
