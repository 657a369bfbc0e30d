"""How long a run will take and which setting makes it fit, from what earlier runs took; made-up labs and seconds, checked by hand."""

from __future__ import annotations

from typing import Any

import pytest
from fake_labs import Params

from optimization.labs import LABS, Lab
from optimization.running.effort import AIM, ROOM, Forecast, Rates, expected_s, lighter, part_of, rates_after, without_stage
from optimization.running.pace import MAKING, Course, Span


def work(params: Any) -> dict[str, float]:
    return {"Training": params.number, "Testing": params.seconds}


LAB = Lab(id="l", title="", summary="", params=Params, entry="", needs={}, work=work, lighter={"number": 1, "seconds": 0})


def span(stage: str, took_s: float, *, reports: int = 0, ended: bool = True) -> Span:
    return Span(stage=stage, took_s=took_s, reports=reports, ended=ended)


def test_a_finished_run_tells_what_a_unit_takes_and_what_takes_the_same_with_any_settings() -> None:
    rates = rates_after(
        None, [span("Loading", 2.0), span("Training", 10.0, reports=5), span("Counting", 1.0)], {"Training": 5, "Testing": 3}
    )
    assert rates == Rates(unit_s={"Training": 2.0}, stage_s={"Loading": 2.0, "Counting": 1.0})


def test_a_run_that_was_cut_short_tells_what_it_came_to_by_what_it_had_reported() -> None:
    earlier = Rates(unit_s={"Training": 1.0, "Testing": 7.0}, stage_s={"Loading": 9.0, "Counting": 1.0})
    rates = rates_after(earlier, [span("Loading", 2.0), span("Training", 12.0, reports=3, ended=False)], {"Training": 20, "Testing": 3})
    assert rates == Rates(unit_s={"Training": 4.0, "Testing": 7.0}, stage_s={"Loading": 2.0, "Counting": 1.0})


def test_a_stage_that_was_cut_short_before_its_first_unit_tells_nothing() -> None:
    assert rates_after(None, [span("Training", 12.0, ended=False), span("Loading", 1.0, ended=False)], {"Training": 20}) == Rates()


def test_several_stages_of_one_part_are_one() -> None:
    spans = [span("Round 1 of 2", 4.0, reports=2), span("Round 2 of 2", 5.0, reports=1)]
    assert rates_after(None, spans, {"Round": 3}).unit_s == {"Round": 3.0}
    assert part_of("Round 2 of 2", {"Round": 3}) == "Round"
    assert part_of("Loading", {"Round": 3}) is None


def test_the_expected_time_by_hand() -> None:
    rates = Rates(unit_s={"Training": 2.0}, stage_s={"Loading": 3.0, MAKING: 60.0})
    assert expected_s(rates, {"Training": 5}) == 13.0
    assert expected_s(rates, {"Training": 5, "Testing": 4}) == 21.0, "what is not known counts like the slowest that is"
    assert expected_s(rates, {"Testing": 4}) is None
    assert expected_s(Rates(), {"Training": 5}) is None


def test_the_setting_that_costs_most_is_lowered_no_further_than_needed() -> None:
    rates = Rates(unit_s={"Training": 50.0, "Testing": 1.0}, stage_s={"Loading": 10.0})
    params = Params(number=9, seconds=5)
    assert lighter(LAB, params, rates, limit_s=300) == {"number": 4}
    assert (expected_s(rates, work(Params(number=4, seconds=5))) or 0) <= AIM * 300
    assert (expected_s(rates, work(Params(number=5, seconds=5))) or 0) > AIM * 300


def test_where_one_setting_is_not_enough_the_next_one_is_lowered_too() -> None:
    rates = Rates(unit_s={"Training": 50.0, "Testing": 40.0})
    assert lighter(LAB, Params(number=9, seconds=5), rates, limit_s=200) == {"number": 1, "seconds": 2}


def test_where_nothing_fits_nothing_is_offered() -> None:
    assert lighter(LAB, Params(number=9, seconds=5), Rates(unit_s={"Training": 500.0, "Testing": 1.0}), limit_s=100) == {}
    assert lighter(LAB, Params(number=9), Rates(), limit_s=100) == {}


def test_a_run_that_was_slower_than_its_parts_is_believed() -> None:
    rates = Rates(unit_s={"Training": 10.0, "Testing": 0.0})
    assert lighter(LAB, Params(number=9), rates, limit_s=100, at_least_s=180.0) == {"number": 3}


def test_a_forecast_fits_with_room_to_the_limit() -> None:
    assert Forecast(expected_s=ROOM * 100, limit_s=100).fits
    assert not Forecast(expected_s=ROOM * 100 + 1, limit_s=100).fits


def test_the_spans_of_a_course_are_its_stages_with_how_often_they_reported() -> None:
    course = Course()
    assert course.spans(now_s=1.0, has_ended=True) == ()
    for now_s, step in (
        (100, "Loading"),
        (101, "Training: epoch 1 of 2"),
        (103, "Training: epoch 1 of 2, 90%"),
        (106, "Training: epoch 2 of 2"),
    ):
        course.reach(step, 0.0, now_s=now_s)
    assert course.spans(now_s=107.0, has_ended=False) == (span("Loading", 1.0), span("Training", 6.0, reports=2, ended=False))
    assert course.spans(now_s=107.0, has_ended=True)[-1].ended
    course.restart()
    assert course.spans(now_s=108.0, has_ended=True) == ()


@pytest.mark.parametrize("lab", [one for one in LABS.values() if one.lighter], ids=lambda lab: lab.id)
def test_each_setting_that_is_said_to_make_a_lab_lighter_is_allowed_and_does(lab: Lab) -> None:
    for name, value in lab.lighter.items():
        heavy = lab.parameters({name: True if isinstance(value, bool) else 3, **({"finetune_epochs": 2} if name == "steps" else {})})
        light = lab.parameters(heavy.model_dump() | {name: value})
        assert sum(lab.work(light).values()) < sum(lab.work(heavy).values()), name


def test_the_part_that_took_too_much_memory_can_be_left_out_where_a_switch_does() -> None:
    prune, quantize = LABS["prune"], LABS["quantize"]
    assert without_stage(prune, prune.parameters({"scan": True}), "Testing each layer alone") == {"scan": False}
    assert without_stage(prune, prune.parameters({}), "Fine-tuning") == {}
    assert without_stage(quantize, quantize.parameters({}), "Converting") == {"more_formats": False}
    assert without_stage(quantize, quantize.parameters({}), "Loading the pictures") == {}
