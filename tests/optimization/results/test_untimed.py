"""Runs that leave the latency out: other runs than timed ones for the store, the queue and the pace, which keep the keys that they had."""

from __future__ import annotations

from typing import Any

import pytest
from fake_labs import variant

from optimization.labs import LABS
from optimization.results import untimed
from optimization.results.progress import TerminalReport
from optimization.running.run_board import RunBoard
from optimization.running.run_store import request_key

LABS_THAT_TIME = [one for one in LABS.values() if "timed" in one.params.model_fields]


@pytest.mark.parametrize("lab", LABS_THAT_TIME, ids=lambda lab: lab.id)
def test_a_timed_run_has_the_parameters_it_always_had_and_an_untimed_one_is_another_run(lab: Any) -> None:
    usual, other = lab.parameters({}).model_dump(mode="json"), lab.parameters({"timed": False}).model_dump(mode="json")
    assert "timed" not in usual
    assert other == usual | {"timed": False}
    assert lab.parameters(other).model_dump(mode="json") == other
    assert request_key(lab.id, usual) != request_key(lab.id, other)
    board = RunBoard()
    first, second = (board.ask(lab.id, one, asker="ada", on_ended=None) for one in (usual, other))
    assert first is not second, "nobody who asked for the latency is given a run without it"


def test_what_an_untimed_run_says_first() -> None:
    dense = variant("dense").model_copy(update={"accuracy": 0.98, "raw_bytes": 4_000})
    small = variant("pruned").model_copy(update={"accuracy": 0.95, "raw_bytes": 1_000})
    said = untimed.headline(dense, small)
    assert (said.figure, said.figure_label) == ("4.00×", "smaller: pruned against dense")
    assert said.sentence.startswith("The file of pruned is 4.00× smaller than that of dense; 95.0 % of the pictures")
    assert "latency was not measured" in said.sentence
    assert "equally large" in untimed.headline(dense, dense).sentence
    assert untimed.headline(small, dense).figure_label.startswith("larger")


@pytest.mark.slow
@pytest.mark.parametrize(("lab_id", "settings"), [("prune", {"amount": 0.5}), ("quantize", {"more_formats": False})])
def test_an_untimed_run_measures_all_but_the_latency(trained: Any, lab_id: str, settings: dict[str, Any]) -> None:
    lab = LABS[lab_id]
    result = lab.load()(lab.parameters({**settings, "timed": False}), TerminalReport())
    assert {one.latency_us for one in result.variants} == {None}
    assert {one.speedup for one in result.variants} == {None}
    assert all(one.accuracy is not None for one in result.variants)
    assert (result.timing_rounds, result.parameters["timed"]) == (0, False)
