"""Every measurement is exactly one outcome of the usual bets on its figure, and decides them; what was not measured decides none."""

from __future__ import annotations

from typing import get_args

import pytest

from optimization.labs import LABS
from optimization.labs.fields import LabParams
from optimization.results.bets import QUESTIONS, USUAL, Bet, Outcome, bet_on
from optimization.results.figures import FIGURES, Figure
from optimization.results.records import Verdict

VALUES = [-100.0, -10.0, -9.9, -1.0, -0.5, 0.0, 0.5, 0.95, 1.0, 1.19, 1.2, 2.9, 3.0, 10.9, 11.0, 24.9, 25.0, 50.0, 100.0]


def test_every_figure_has_usual_outcomes_and_a_question() -> None:
    assert set(USUAL) == set(QUESTIONS) == set(FIGURES)


@pytest.mark.parametrize("figure", [one for one in USUAL if one != "speed"])
@pytest.mark.parametrize("value", VALUES)
def test_every_value_is_exactly_one_of_the_usual_outcomes(figure: str, value: float) -> None:
    ways = USUAL[figure]
    assert len([one for one in ways if one.holds(Figure(value=value, text=""))]) == 1
    assert len({one.text for one in ways}) == len(ways)


@pytest.mark.parametrize("verdict", get_args(Verdict))
def test_a_bet_on_speed_is_decided_by_the_verdict_and_by_no_number(verdict: Verdict) -> None:
    found = [one.text for one in USUAL["speed"] if one.holds(Figure(value=9.9, text="", verdict=verdict))]
    assert found == ([] if verdict == "not decided" else [verdict])


@pytest.mark.parametrize(("low", "high", "expected"), [(0.2, 0.4, ["less"]), (0.6, 0.7, ["more"]), (0.4, 0.6, [])])
def test_ranges_of_a_speed_have_to_hold_its_whole_interval(low: float, high: float, expected: list[str]) -> None:
    ways = (Outcome(text="less", below=0.5), Outcome(text="more", at_least=0.5))
    found = Figure(value=(low + high) / 2, text="", verdict="slower", low=low, high=high)
    assert [one.text for one in ways if one.holds(found)] == expected


def test_a_bet_has_its_own_outcomes_where_some_are_given() -> None:
    own = (Outcome(text="less", below=50), Outcome(text="more", at_least=50))
    bet = bet_on("non-zero", of="pruned", against="dense", question="How many?", outcomes=own)
    assert (bet.question, bet.ways) == ("How many?", own)
    usual = bet_on("non-zero", of="pruned", against="dense")
    assert "pruned" in usual.question
    assert usual.ways == USUAL["non-zero"]


@pytest.mark.parametrize("lab", [lab for lab in LABS.values() if lab.bet is not None], ids=lambda lab: lab.id)
def test_what_a_lab_bets_on_is_among_the_figures_and_rows_that_it_names(lab: object) -> None:
    asked, params = lab.bet, lab.params  # type: ignore[attr-defined]
    assert isinstance(asked, Bet)
    assert issubclass(params, LabParams)
    assert asked.figure in params.figures
    assert set(params.figures) <= set(FIGURES)
    rows = params.variants  # type: ignore[attr-defined]
    assert {asked.of, asked.against} <= set(rows)
    assert asked.against == rows[0]
