"""A run as every page has one: who may ask the runner, and what is said where no run can be had."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from lab_double import LOOK, RunnerDouble
from streamlit.testing.v1 import AppTest
from visiting import SHIPPED, TINY, OpenPage, page_text, press

from optimization.errors import BadScheduler
from views.labs import digit_bench, lab_run
from views.labs.lab_run import NOT_STARTED
from views.page.state import KEY

VIEWS = Path(lab_run.__file__).resolve().parents[1]
LAB_PAGES = ("prune", "quantize", "budget", "digit", "myths")


def asks_the_runner(path: Path) -> bool:
    imports = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.ImportFrom)]
    return any(node.module == "views.page.services" and "runner" in [one.name for one in node.names] for node in imports)


def test_one_module_alone_asks_the_runner() -> None:
    assert [path.relative_to(VIEWS).as_posix() for path in sorted(VIEWS.rglob("*.py")) if asks_the_runner(path)] == ["labs/lab_run.py"]


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch, runner: RunnerDouble) -> str:
    """The labs cannot be started: the file of a key is gone. (``runner`` comes first, to be replaced.)"""
    why = "LAB_TLS_KEY: there is no file /keys/key.pem."

    def none() -> RunnerDouble:
        raise BadScheduler(why)

    monkeypatch.setattr(lab_run, "runner", none)
    return why


def says_why(visit: AppTest) -> bool:
    assert not visit.exception
    return [one.value for one in visit.warning] == [NOT_STARTED]


@pytest.mark.parametrize("page", LAB_PAGES)
def test_labs_that_cannot_be_started_are_said_once_in_a_sentence_and_nothing_is_offered(
    page: str, open_page: OpenPage, refused: str
) -> None:
    visit = open_page(page, topic=SHIPPED)
    assert says_why(visit)
    assert refused not in page_text(visit), "for whoever runs the app alone"
    assert not [button.key for button in visit.button if button.key and button.key.startswith("run-")]


def test_whoever_runs_the_app_is_told_why_the_labs_cannot_be_started(open_page: OpenPage, refused: str, author: object) -> None:
    assert [one.value for one in open_page("prune", topic=SHIPPED).warning] == [f"{NOT_STARTED} {refused}"]


def test_a_run_in_the_address_says_so_too(open_page: OpenPage, tiny: Path, refused: str) -> None:
    for page in ("prune", "digit"):
        assert says_why(open_page(page, topic=TINY, job="0" * 32))


def test_a_claim_whose_run_can_no_longer_be_asked_for_says_so_and_keeps_its_bet(
    open_page: OpenPage, tiny: Path, runner: RunnerDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = press(open_page("myths", topic=TINY), "choice-m-one-1")
    press(visit, "sure-m-one")

    def none() -> RunnerDouble:
        raise BadScheduler("The keys are gone.")

    monkeypatch.setattr(lab_run, "runner", none)
    assert says_why(visit.run())
    assert "You bet **" in page_text(visit)
    press(visit, "run-m-one")
    assert [one.value for one in visit.error] == [NOT_STARTED]


def test_one_press_takes_an_unknown_run_of_the_address_away_whatever_was_read_before(open_page: OpenPage, explorers: RunnerDouble) -> None:
    visit = open_page("digit", topic=SHIPPED)
    visit.session_state[KEY] = replace(visit.session_state[KEY], runs={digit_bench.PLACE: LOOK})
    visit.query_params["job"] = "f" * 32
    assert "not known here" in visit.run().warning[0].value
    press(visit, "again-digit")
    assert not visit.warning
