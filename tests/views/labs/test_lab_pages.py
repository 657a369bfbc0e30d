"""The labs' pages, and the lab below a card, with a runner that says what the test tells it to."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from lab_double import RUN, RunnerDouble, budget_result, cut_short, prune_result, quantize_result, speed
from shipped_topic import shipped_topics
from streamlit.testing.v1 import AppTest
from visiting import SHIPPED, TINY, Browser, OpenPage, key_of, page_text, press

from optimization.labs import LABS, Lab
from optimization.results.records import Reason
from optimization.running.effort import Forecast
from optimization.running.runs import RunStatus
from quizzes.events.learners import COOKIE
from quizzes.events.log import open_log
from views.shown.units import percent, unbroken

ROOT = Path(__file__).resolve().parents[3]


WITH_A_PANEL = ("prune", "quantize", "budget")


@pytest.mark.parametrize("lab_id", WITH_A_PANEL)
def test_a_lab_without_its_library_says_what_to_install(
    lab_id: str, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, runner: RunnerDouble
) -> None:
    monkeypatch.setattr(Lab, "missing", lambda self: ["torch==2.13.0"])
    visit = open_page(lab_id, topic=SHIPPED)
    assert not visit.exception
    assert visit.code[0].value == "pip install torch==2.13.0"
    assert f"run-{lab_id}" not in [button.key for button in visit.button]


def test_a_run_is_in_the_address_and_shown_in_another_tab(open_page: OpenPage, tiny: Path, runner: RunnerDouble) -> None:
    visit = open_page("prune", topic=TINY)
    visit.slider(key="param-prune-amount").set_value(0.5)
    press(visit, "run-prune")
    assert runner.asked == [("prune", LABS["prune"].parameters({"amount": 0.5}).model_dump(mode="json"))]
    assert visit.query_params["job"] == RUN
    assert visit.button(key="run-prune").disabled
    other = open_page("prune", topic=TINY, job=RUN)
    assert not other.exception
    assert other.slider(key="param-prune-amount").value == 0.5
    assert "HEADLINE-SENTENCE" not in page_text(other)
    runner.finish(prune_result())
    assert "HEADLINE-SENTENCE" in page_text(other.run())


def test_a_finished_run_is_one_row_in_the_log_of_who_asked(
    open_page: OpenPage, tiny: Path, runner: RunnerDouble, own_data: Path, browser: Browser
) -> None:
    press(open_page("prune", topic=TINY), "run-prune")
    runner.finish(prune_result())
    runner.finish(prune_result())
    rows = open_log(f"sqlite:///{own_data / 'events.db'}").of_learner(browser.cookies[COOKIE], kinds=["lab_run"])
    assert [(row.mode, row.item, row.payload["run"]) for row in rows] == [("prune", TINY, RUN)]


@pytest.mark.parametrize("lab_id", WITH_A_PANEL)
@pytest.mark.parametrize("job", ["unknown", "../../etc/passwd", RUN])
def test_a_job_that_is_not_known_here_is_said_and_can_be_started_again(lab_id: str, job: str, open_page: OpenPage, tiny: Path) -> None:
    visit = open_page(lab_id, topic=TINY, job=job)
    assert not visit.exception
    assert "not known here" in visit.warning[0].value
    assert not visit.button(key=f"run-{lab_id}").disabled


def test_a_run_that_failed_says_why_and_can_be_started_again(open_page: OpenPage, tiny: Path, runner: RunnerDouble) -> None:
    runner.statuses[RUN] = RunStatus(run_id=RUN, state="failed", lab="prune", message="The run was stopped after 120 s.")
    visit = open_page("prune", topic=TINY, job=RUN)
    assert visit.warning[0].value == "The run was stopped after 120 s."
    assert not visit.button(key="run-prune").disabled


def test_what_a_run_had_measured_when_it_ended_stays_on_the_page_and_in_the_log_with_what_would_fit(
    open_page: OpenPage, tiny: Path, runner: RunnerDouble, own_data: Path, browser: Browser
) -> None:
    visit = open_page("prune", topic=TINY)
    visit.slider(key="param-prune-finetune_epochs").set_value(9)
    press(visit, "run-prune")
    found = cut_short(prune_result(None, {"finetune_epochs": 9}), "dense", "pruned", instead={"finetune_epochs": 3})
    runner.end_early(found)
    for shown in (visit.run(), open_page("prune", topic=TINY, job=RUN)):
        assert not shown.exception
        text = page_text(shown)
        assert "### Not finished" in text
        assert "IT-ENDED-EARLY." in text
        assert "With **Fine-tuning epochs: 3** instead of 9 it should fit" in text
        assert any(unbroken(percent(0.9417)) in one.value for one in shown.markdown), "the accuracy of the pruned row"
        assert "LAB_" not in text
    (row,) = open_log(f"sqlite:///{own_data / 'events.db'}").of_learner(browser.cookies[COOKIE], kinds=["lab_run"])
    assert (row.payload["unfinished"], row.payload["figures"]["pruned.accuracy"], row.payload["outcome"]) == ("over time", 0.9417, None)
    press(visit, "lighter-prune")
    assert visit.slider(key="param-prune-finetune_epochs").value == 3


@pytest.mark.parametrize("reason", get_args(Reason))
def test_every_way_to_end_early_has_its_words_and_its_row(
    reason: Reason, open_page: OpenPage, tiny: Path, runner: RunnerDouble, own_data: Path, browser: Browser
) -> None:
    visit = press(open_page("prune", topic=TINY), "run-prune")
    runner.end_early(cut_short(prune_result(), "dense", reason=reason))
    assert not visit.run().exception
    assert "IT-ENDED-EARLY." in page_text(visit)
    assert not visit.button(key="run-prune").disabled
    (row,) = open_log(f"sqlite:///{own_data / 'events.db'}").of_learner(browser.cookies[COOKIE], kinds=["lab_run"])
    assert row.payload["unfinished"] == reason


def test_a_run_that_was_stopped_before_anything_was_measured_says_so(open_page: OpenPage, tiny: Path, runner: RunnerDouble) -> None:
    visit = press(open_page("prune", topic=TINY), "run-prune")
    runner.end_early(cut_short(prune_result(), "dense", reason="stopped", counted_only=True, took_s=0.6))
    captions = [one.value for one in visit.run().caption]
    assert "Stopped after 1 s, before anything was measured: the weights and bytes below are only counted." in captions
    assert not [one for one in captions if "measured here" in one]
    (table,) = [one.value for one in visit.markdown if "| network |" in one.value]
    assert "| – |" in table
    assert "…" not in table, "nothing more is to come"
    assert captions[-1].endswith("– was not measured.")


def test_a_run_that_will_not_fit_says_so_before_it_starts_and_offers_the_settings_that_fit(
    open_page: OpenPage, tiny: Path, runner: RunnerDouble
) -> None:
    assert not open_page("prune", topic=TINY).warning, "where nothing is known nothing is said"
    runner.told = Forecast(expected_s=420.0, limit_s=300.0, instead={"finetune_epochs": 1})
    visit = open_page("prune", topic=TINY)
    (warning,) = visit.warning
    assert "about 7 min" in warning.value
    assert "no run may take longer than 300 s. With **Fine-tuning epochs: 1** instead of 0" in warning.value
    press(visit, "lighter-prune")
    assert visit.slider(key="param-prune-finetune_epochs").value == 1
    runner.told = Forecast(expected_s=20.0, limit_s=300.0)
    assert not open_page("prune", topic=TINY).warning


def test_a_result_of_one_lab_is_not_shown_as_another_labs(open_page: OpenPage, tiny: Path, runner: RunnerDouble) -> None:
    runner.finish(prune_result())
    visit = open_page("quantize", topic=TINY, job=RUN)
    assert not visit.exception
    assert "HEADLINE-SENTENCE" not in page_text(visit)


def keys(visit: AppTest) -> set[str]:
    return {str(button.key) for button in visit.button}


@pytest.mark.parametrize("lab_id", WITH_A_PANEL)
def test_what_others_measured_gives_no_bet_away_until_somebody_wants_to_see_it(
    lab_id: str, open_page: OpenPage, tiny: Path, runner: RunnerDouble
) -> None:
    runner.newest = {"prune": prune_result, "quantize": quantize_result, "budget": budget_result}[lab_id]()
    visit = open_page(lab_id, topic=TINY)
    assert "HEADLINE-SENTENCE" not in page_text(visit)
    assert not [one for one in visit.markdown if "|" in one.value], "nor a table"
    assert f"bet-{lab_id}-faster" in keys(visit)
    assert visit.button(key=f"run-{lab_id}").label == "Run"
    press(visit, f"show-{lab_id}")
    assert "HEADLINE-SENTENCE" in page_text(visit)
    assert any("1 Mar" in caption.value and "before" in caption.value for caption in visit.caption)
    assert not {f"bet-{lab_id}-faster", f"show-{lab_id}"} & keys(visit), "whoever has seen it does not bet on it"
    assert runner.asked == []


def test_what_one_has_run_oneself_is_shown_again_and_not_bet_on_again(open_page: OpenPage, tiny: Path, runner: RunnerDouble) -> None:
    press(open_page("prune", topic=TINY), "run-prune")
    runner.finish(prune_result())
    visit = open_page("prune", topic=TINY)
    assert "HEADLINE-SENTENCE" in page_text(visit)
    assert any(caption.value.startswith("You ran these settings before, ") for caption in visit.caption)
    assert "bet-prune-faster" not in keys(visit)
    assert visit.button(key="run-prune").label == "Run again"
    visit.slider(key="param-prune-amount").set_value(0.5).run()
    assert "HEADLINE-SENTENCE" not in page_text(visit)
    assert "bet-prune-faster" in keys(visit)


def test_after_a_setting_is_changed_the_old_result_says_what_it_was_run_with_and_stands_back(
    open_page: OpenPage, tiny: Path, runner: RunnerDouble
) -> None:
    visit = open_page("prune", topic=TINY)
    visit.slider(key="param-prune-amount").set_value(0.59)
    press(visit, "run-prune")
    runner.finish(prune_result(None, {"amount": 0.59}))
    text = page_text(visit.run())
    assert "earlier-prune" not in text
    assert "Earlier run" not in text
    assert visit.button(key="run-prune").label == "Run again"
    visit.selectbox(key="param-prune-method").select("structured")
    visit.slider(key="param-prune-finetune_epochs").set_value(1).run()
    text = page_text(visit)
    assert "### Earlier run: 59 %, single weights" in [one.value for one in visit.markdown]
    assert "earlier-prune" in text, "what stands in this place is drawn back by the style"
    assert "HEADLINE-SENTENCE" in text
    assert visit.button(key="run-prune").label == "Run"
    assert "bet-prune-faster" in keys(visit)
    visit.selectbox(key="param-prune-method").select("l1_unstructured")
    visit.slider(key="param-prune-finetune_epochs").set_value(0).run()
    assert "Earlier run" not in page_text(visit), "with its settings it is the result again"


def test_a_run_of_before_a_lab_had_a_parameter_is_still_the_run_of_these_settings(
    open_page: OpenPage, tiny: Path, runner: RunnerDouble
) -> None:
    found = prune_result()
    kept = {name: value for name, value in found.parameters.items() if name not in ("scan", "seed")}
    runner.finish(found.model_copy(update={"parameters": kept}))
    visit = open_page("prune", topic=TINY, job=RUN)
    assert "HEADLINE-SENTENCE" in page_text(visit)
    assert "Earlier run" not in page_text(visit)
    assert visit.button(key="run-prune").label == "Run again"


def test_a_run_under_way_says_its_settings_where_the_form_holds_others(open_page: OpenPage, tiny: Path, runner: RunnerDouble) -> None:
    visit = press(open_page("prune", topic=TINY), "run-prune")
    assert "other settings" not in page_text(visit)
    visit.slider(key="param-prune-amount").set_value(0.3).run()
    assert "This run has other settings than the form: 90 %, single weights." in [one.value for one in visit.caption]


def test_a_result_that_leaves_a_speed_open_offers_the_one_way_to_run_again(open_page: OpenPage, tiny: Path, runner: RunnerDouble) -> None:
    press(open_page("prune", topic=TINY), "run-prune")
    runner.finish(prune_result(speed(1.2, "not decided")))
    visit = open_page("prune", topic=TINY, job=RUN)
    assert [button.key for button in visit.button if button.label.startswith("Run")] == ["again-prune"]
    assert "A speed is not decided yet: run again below, or change a setting." in [one.value for one in visit.caption]
    visit.slider(key="param-prune-amount").set_value(0.3).run()
    assert [(button.key, button.label) for button in visit.button if button.label.startswith("Run")] == [("run-prune", "Run")]
    visit.slider(key="param-prune-amount").set_value(0.9).run()
    press(visit, "again-prune")
    assert len(runner.asked) == 2


def test_a_card_opens_its_lab_preset_below_it(open_page: OpenPage, tiny: Path, runner: RunnerDouble) -> None:
    visit = press(open_page("recall", topic=TINY), "turn-r-one")
    assert not visit.slider
    press(visit, "open-try-r-one")
    assert visit.slider(key=f"{key_of('param', 'r-one')}-amount").value == 0.25
    press(visit, "run-r-one")
    assert runner.asked[0][1]["amount"] == 0.25
    runner.finish(prune_result())
    text = page_text(visit.run())
    assert "HEADLINE-SENTENCE" in text
    assert "BACK-ONE" in text


def test_every_shipped_try_opens_with_parameters_that_its_lab_accepts() -> None:
    tries = [item.try_ for topic in shipped_topics().values() for item in topic.items() if item.try_]
    assert len(tries) >= 12
    for one in tries:
        LABS[one.lab].parameters(one.set)
