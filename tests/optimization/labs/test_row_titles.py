"""What rows are called: after what was done to the network, while their ids, which claims and logs hold, stay as they are."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import Any, get_args

import pytest

from optimization.__main__ import table
from optimization.bundling.export import csv_text, figures_of
from optimization.labs import LABS, row_title, titled
from optimization.labs.prune import BY_CHANCE, Method, Params
from optimization.results.records import Headline, LabResult, Machine, Variant

WHOLE_CHANNELS = ("structured", "random_structured")


def kept(parameters: dict[str, Any]) -> LabResult:
    """A stored result, as any version has kept it."""
    rows = tuple(Variant(name=name, label="", nonzero_weights=1, total_weights=1, raw_bytes=1, gzip_bytes=1) for name in Params.variants)
    machine = Machine(cpu="CPU", cores=1, threads=1, flags=(), system="Linux", python="3.11", versions={})
    headline = Headline(sentence="S", figure="1", figure_label="L")
    at = datetime(2026, 3, 1, tzinfo=UTC)
    return LabResult(
        lab="prune",
        parameters=parameters,
        seed=0,
        machine=machine,
        measured_at=at,
        took_s=1,
        timing_rounds=1,
        headline=headline,
        data_set="mnist",
        variants=rows,
    )


@pytest.mark.parametrize("method", get_args(Method))
def test_no_row_is_called_after_a_mask_where_channels_were_removed(method: str) -> None:
    result = kept({"method": method})
    names = [one.name for one in titled(result.variants, lab="prune", parameters=result.parameters)]
    saved = [row["network"] for row in csv.DictReader(io.StringIO(csv_text(result)))]
    printed = table(result)
    assert names == saved
    assert all(name in printed for name in names)
    has_mask = [name for name in names if "mask" in name]
    assert bool(has_mask) is (method not in WHOLE_CHANNELS)
    assert ("mask" in printed) is bool(has_mask)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("method", get_args(Method))
def test_ids_of_rows_stay_as_claims_and_logs_have_them(method: str) -> None:
    result = kept({"method": method})
    assert result.variant("random mask") is result.variants[3]
    assert [row["row"] for row in csv.DictReader(io.StringIO(csv_text(result)))] == list(Params.variants)
    assert "random mask.bytes" in figures_of(result)


@pytest.mark.parametrize("parameters", [{}, {"method": "of-an-older-version"}, {"method": None}])
def test_a_result_of_an_older_version_is_named_too(parameters: dict[str, Any]) -> None:
    assert row_title("prune", parameters, BY_CHANCE) == "random mask"
    assert row_title("no-such-lab", parameters, "row") == "row"


@pytest.mark.parametrize("lab", LABS)
def test_every_row_of_every_lab_has_one_title(lab: str) -> None:
    params = LABS[lab].params
    rows = params.variants  # type: ignore[attr-defined]
    assert len({row_title(lab, params().model_dump(), row) for row in rows}) == len(rows)
