"""Results of every lab as version 0.2.0 wrote them, when each lab's own findings were fields of all results, are read for ever."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from optimization.bundling.export import csv_text, figures_of
from optimization.bundling.script import script_of
from optimization.labs import LABS
from optimization.labs.inside import Opened
from optimization.results.data_sets import settles_nothing
from optimization.results.records import LabResult
from optimization.results.scan import Sensitivity
from optimization.running.run_store import RunStore
from optimization.running.runner import Runner

HERE = Path(__file__).with_name("made_before")
THEN = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(HERE.glob("*.json"))}
"""Lab -> what it printed with ``--json``, with a few of its rows, layers and points; nothing of it is ever made anew."""


@pytest.fixture(params=THEN)
def then(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = THEN[request.param]
    return found


def test_there_is_one_of_every_lab_of_that_version() -> None:
    assert set(THEN) == {"prune", "quantize", "budget", "digit", "inside"} <= set(LABS)


def test_every_figure_and_every_finding_of_a_lab_is_read(then: dict[str, Any]) -> None:
    result = LabResult.model_validate(then)
    scan, opened = result.extras_as(Sensitivity), result.extras_as(Opened)
    assert ([one.model_dump(mode="json") for one in scan.scan] if scan else []) == then["scan"]
    assert ([one.model_dump(mode="json") for one in opened.inside] if opened else []) == then["inside"]
    whole = result.model_dump(mode="json")
    assert {name: value for name, value in whole.items() if name not in ("extras", "data_set")} == {
        name: value for name, value in then.items() if name not in ("scan", "inside")
    }


def test_it_survives_being_written_and_read_again(then: dict[str, Any]) -> None:
    result = LabResult.model_validate(then)
    assert LabResult.model_validate_json(result.model_dump_json()) == result
    assert LabResult.model_validate_json(json.dumps(then)) == result
    assert csv_text(result).count("\n") == 1 + len(then["variants"])
    assert figures_of(result)


def test_a_run_store_finds_it_by_its_run_and_by_its_parameters(then: dict[str, Any], tmp_path: Path) -> None:
    store, run = RunStore(tmp_path), "0123456789abcdef" * 2
    (tmp_path / f"run-{run}.json").write_text(json.dumps(then), encoding="utf-8")
    result = store.run(run)
    assert result is not None
    store.save(run, result)
    assert store.latest(result.lab, then["parameters"]) == result == store.run(run)


def test_it_says_on_which_pictures_it_was_measured_and_that_nothing_is_measured_on_them_any_more(then: dict[str, Any]) -> None:
    result = LabResult.model_validate(then)
    assert (result.data_set, result.is_former) == ("digits-8x8", True)
    assert "8×8 digits" in settles_nothing(result.data_set)
    again = LabResult.model_validate_json(result.model_dump_json())
    assert (again.data_set, again.is_former) == ("digits-8x8", True)
    with_the_others = then | {"parameters": then["parameters"] | {"network": "signs"}}
    assert LabResult.model_validate(with_the_others).data_set == "signs"
    assert settles_nothing("signs") == ""


def test_what_was_measured_on_former_pictures_answers_no_request_of_today(then: dict[str, Any], tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    result = LabResult.model_validate(then)
    store.save("0123456789abcdef" * 2, result)
    runner = Runner(store)
    assert runner.latest(result.lab, then["parameters"]) is None
    of_today = result.model_copy(update={"data_set": "mnist"})
    store.save("fedcba9876543210" * 2, of_today)
    assert runner.latest(result.lab, then["parameters"]) == of_today


def test_what_was_measured_on_former_pictures_settles_no_bet_and_has_no_program(then: dict[str, Any]) -> None:
    result = LabResult.model_validate(then)
    bet = LABS[result.lab].bet
    assert script_of(result) is None
    of_today = result.model_copy(update={"data_set": "mnist"})
    assert script_of(of_today) is not None
    if bet is not None:
        assert bet.outcome(result) is None
        assert (bet.outcome(of_today) is None) == (bet.measured(of_today) is None or bet.measured(of_today).verdict == "not decided")


def test_what_is_no_finding_of_any_version_is_still_refused(then: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="extra_forbidden"):
        LabResult.model_validate(then | {"scans": []})


def test_findings_of_another_form_count_as_none() -> None:
    """A later version may have kept them; the rows are read all the same."""
    result = LabResult.model_validate(THEN["prune"]).model_copy(update={"extras": {"scan": [{"layer": "conv1"}]}})
    assert result.extras_as(Sensitivity) is None
    assert result.variants
