"""Stored runs: found again, and never a reason to fail."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fake_labs import Params, result_of

from optimization.running import run_store
from optimization.running.run_store import RunStore, new_run_id, request_key


def stored(folder: Path, *, number: int = 0) -> tuple[RunStore, str]:
    store, run_id = RunStore(folder), new_run_id()
    store.save(run_id, result_of("patient", Params(number=number)))
    return store, run_id


def test_a_saved_run_is_found_by_its_id_in_another_store_on_the_same_folder(tmp_path: Path) -> None:
    _, run_id = stored(tmp_path / "runs")
    found = RunStore(tmp_path / "runs").run(run_id)
    assert found is not None
    assert found.headline.sentence == "It ran."
    assert [variant.name for variant in found.variants] == ["dense", "pruned"]


def test_the_latest_result_is_the_last_one_saved_for_exactly_these_parameters(tmp_path: Path) -> None:
    store, _ = stored(tmp_path, number=1)
    parameters = Params(number=1).model_dump(mode="json")
    newer = result_of("patient", Params(number=1)).model_copy(update={"took_s": 42.0})
    store.save(new_run_id(), newer)
    found = store.latest("patient", parameters)
    assert found is not None
    assert found.took_s == 42.0
    assert store.latest("patient", parameters | {"number": 2}) is None
    assert store.latest("stubborn", parameters) is None


def test_the_order_of_parameters_does_not_matter_but_their_values_do() -> None:
    assert request_key("prune", {"a": 1, "b": 0.5}) == request_key("prune", {"b": 0.5, "a": 1})
    assert request_key("prune", {"a": 1}) != request_key("prune", {"a": 2})


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"lab": "patient"}', "\x00\xff"])
def test_a_damaged_file_counts_as_absent(tmp_path: Path, damage: str) -> None:
    store, run_id = stored(tmp_path)
    for path in tmp_path.iterdir():
        path.write_text(damage, encoding="latin-1")
    assert store.run(run_id) is None
    assert store.latest("patient", Params().model_dump(mode="json")) is None


def test_a_file_of_another_format_counts_as_absent(tmp_path: Path) -> None:
    store, run_id = stored(tmp_path)
    path = tmp_path / f"run-{run_id}.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"speed": 3}))
    assert store.run(run_id) is None


@pytest.mark.parametrize("run_id", ["", "..", "../secret", "/etc/passwd", "A" * 32, "a" * 31, "a" * 33, "a" * 31 + "\n", "run-*"])
def test_an_id_that_was_never_given_out_reaches_no_file(tmp_path: Path, run_id: str) -> None:
    store, _ = stored(tmp_path / "runs")
    (tmp_path / "secret.json").write_text(result_of("patient", Params()).model_dump_json())
    assert store.run(run_id) is None


def test_only_the_newest_runs_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_store, "KEPT_RUNS", 3)
    ids = [stored(tmp_path, number=number)[1] for number in range(5)]
    store = RunStore(tmp_path)
    assert len(list(tmp_path.glob("run-*.json"))) == 3
    assert store.run(ids[-1]) is not None
    assert not list(tmp_path.glob("*.part"))


def test_of_the_newest_results_of_different_settings_only_so_many_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_store, "KEPT_RUNS", 3)
    for number in range(5):
        stored(tmp_path, number=number)
    assert len(list(tmp_path.glob("latest-*.json"))) == 3


def test_run_ids_are_long_and_do_not_repeat() -> None:
    ids = {new_run_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(run_store.RUN_ID.fullmatch(run_id) for run_id in ids)
