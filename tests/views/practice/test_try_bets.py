"""What is asked before a run below an item: the figure that the invitation promised, and how it turned out after it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from lab_double import RUN, SAME, RunnerDouble, measured, prune_result, quantize_result, result, speed
from shipped_topic import shipped_topics
from visiting import TINY, Browser, OpenPage, page_text, press

from optimization.labs import LABS
from optimization.results.records import LabResult
from quizzes.events.event import Event
from quizzes.events.learners import COOKIE
from quizzes.events.log import open_log
from quizzes.models import Item, Try
from views.labs import lab_bet, lab_log
from views.page import keyed
from views.practice.try_it import bet_of

PLACE = keyed.name(f"{TINY}/r-one")
PROMISES = {
    r"\baccuracy\b": {"accuracy"},
    r"\b(latency|time|timed|microseconds)\b": {"speed"},
    r"\b(bytes|gzip|files?|weigh|raw)\b|(?<!by )\bsize\b": {"file", "gzip", "sparse file"},
    r"\bdifferently|changed\b": {"changed"},
    r"\bweights\b": {"non-zero"},
}


@cache
def invitations() -> list[tuple[Item, Try]]:
    return [(item, item.try_) for topic in shipped_topics().values() for item in topic.items() if item.try_ is not None]


def test_every_shipped_invitation_is_bet_on_by_what_it_promises() -> None:
    beside = []
    for item, preset in invitations():
        promised = {figure for pattern, figures in PROMISES.items() if re.search(pattern, preset.say) for figure in figures}
        bet = bet_of(preset)
        if promised and bet is not None and bet.figure not in promised:
            beside.append(f"{item.id}: “{preset.say}” is bet on by {bet.figure}")
    assert beside == []
    figures = {bet.figure for _, preset in invitations() if (bet := bet_of(preset)) is not None}
    assert figures >= {"speed", "accuracy", "file", "gzip", "changed", "non-zero"}


def test_every_shipped_bet_is_decided_by_a_whole_run() -> None:
    rows = tuple(measured(name, SAME, sparse_bytes=900) for name in LABS["prune"].params.variants)  # type: ignore[attr-defined]
    whole = {"prune": result("prune", rows), "quantize": quantize_result()}
    for item, preset in invitations():
        bet = bet_of(preset)
        assert bet is None or bet.outcome(whole[preset.lab]) is not None, item.id


BET = "bet: {figure: accuracy}"


def with_bet(tiny: Path, bet: str) -> None:
    """Let the card's invitation say what is bet on."""
    text, old = tiny.read_text(encoding="utf-8"), "say: Prune a quarter}"
    assert old in text
    tiny.write_text(text.replace(old, f"say: Prune a quarter, {bet}}}"), encoding="utf-8")


def open_lab(open_page: OpenPage, **query: str):  # type: ignore[no-untyped-def]
    return open_page("recall", topic=TINY, **{"try": "r-one"}, **query)


def rows(own_data: Path, browser: Browser, kind: str) -> list[Event]:
    return list(open_log(f"sqlite:///{own_data / 'events.db'}").of_learner(browser.cookies[COOKIE], kinds=[kind]))


def test_an_invitation_is_bet_on_by_its_own_figure_and_judged_by_it_everywhere(
    open_page: OpenPage, tiny: Path, runner: RunnerDouble, own_data: Path, browser: Browser
) -> None:
    with_bet(tiny, BET)
    visit = open_lab(open_page)
    assert "**The accuracy of “pruned”, against “dense”, will be…**" in [one.value for one in visit.markdown]
    assert visit.button(key=f"bet-{PLACE}-sure").disabled
    press(visit, f"bet-{PLACE}-3")
    press(visit, f"bet-{PLACE}-sure")
    (bet,) = rows(own_data, browser, "bet")
    assert (bet.payload["outcome"], bet.payload["about"]["figure"]) == ("1 to 10 points lower", "accuracy")
    assert any("You bet **1 to 10 points lower** and are sure." in one.value for one in visit.markdown)
    runner.finish(prune_result())  # 94.2 % against 97.5 %
    (ran,) = rows(own_data, browser, "lab_run")
    assert ran.payload["outcome"] == "1 to 10 points lower"
    said = "You bet: **1 to 10 points lower**, and were sure. Measured: **1 to 10 points lower** (-3.3 points of accuracy). ✓ You knew it."
    for shown in (visit.run(), open_lab(open_page, job=RUN), open_page("prune", topic=TINY, job=RUN)):
        assert said in [one.value for one in shown.markdown], "also on the lab's page, whose own bet is on speed"


def test_a_bet_on_bytes_stands_beside_both_files_as_bars(open_page: OpenPage, tiny: Path, runner: RunnerDouble) -> None:
    with_bet(tiny, "bet: {figure: gzip}")
    visit = press(press(open_lab(open_page), f"bet-{PLACE}-4"), f"bet-{PLACE}-not-sure")
    runner.finish(prune_result())  # 3,600 bytes against 700
    visit.run()
    assert not visit.exception
    captions = [one.value for one in visit.caption]
    assert "Each bar is a file. The band is your bet, “more than 3 times smaller”. Dashed lines separate the outcomes." in captions
    assert any("bet-picture-" in str(chart.proto) for chart in visit.get("arrow_vega_lite_chart")) or visit.get("vega_lite_chart")


def test_an_invitation_that_asks_for_no_bet_asks_for_none_and_shows_what_is_known(
    open_page: OpenPage, tiny: Path, runner: RunnerDouble
) -> None:
    with_bet(tiny, "bet: {figure: none}")
    runner.newest = prune_result(None, {"amount": 0.25})
    visit = open_lab(open_page)
    assert not [button for button in visit.button if str(button.key).startswith("bet-")]
    assert "or bet first" not in page_text(visit)
    assert "HEADLINE-SENTENCE" in page_text(visit), "there is nothing to give away"


def test_what_is_known_stays_hidden_below_an_invitation_too(open_page: OpenPage, tiny: Path, runner: RunnerDouble) -> None:
    runner.newest = prune_result(None, {"amount": 0.25})
    visit = open_lab(open_page)
    assert "HEADLINE-SENTENCE" not in page_text(visit)
    press(visit, f"show-{PLACE}")
    assert "HEADLINE-SENTENCE" in page_text(visit)


@pytest.mark.parametrize(("own", "mark"), [("less", "✗"), ("more", "✓")])
def test_a_bet_on_outcomes_that_an_author_wrote_is_judged_by_them(own: str, mark: str) -> None:
    preset = Try.model_validate(
        {
            "lab": "prune",
            "say": "S",
            "bet": {
                "figure": "non-zero",
                "question": "How many?",
                "outcomes": [{"text": "less", "below": 5}, {"text": "more", "at_least": 5}],
            },
        }
    )
    asked = bet_of(preset)
    assert asked is not None
    event = lab_log.bet_event(RUN, LABS["prune"], asked, own, learner="l", moment=_now(), sure=False, topic=None)
    found: LabResult = prune_result()  # 100 of 1,000 weights
    said = lab_bet.judged(event, LABS["prune"], found)
    assert "Measured: **more** (100 weights that are not zero (10 %))" in said
    assert mark in said


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (1.2, "Measured: **up to twice as fast** (1.20× as fast, 95 % interval 1.16–1.24). ✓"),
        (3.0, "Measured: **more** (3.00× as fast, 95 % interval 2.91–3.09). ✗"),
        (2.0, "Measured: **2.00× as fast, 95 % interval 1.94–2.06**, so the bet stays open."),
    ],
)
def test_a_speed_may_be_bet_on_in_ranges_and_a_border_within_its_interval_leaves_the_bet_open(ratio: float, said: str) -> None:
    ways = [{"text": "up to twice as fast", "below": 2}, {"text": "more", "at_least": 2}]
    asked = bet_of(Try.model_validate({"lab": "prune", "say": "S", "bet": {"figure": "speed", "question": "How fast?", "outcomes": ways}}))
    assert asked is not None
    event = lab_log.bet_event(RUN, LABS["prune"], asked, "up to twice as fast", learner="l", moment=_now(), sure=False, topic=None)
    found = prune_result(speed(ratio))
    assert said in lab_bet.judged(event, LABS["prune"], found)
    assert (lab_log.turned_out(event, LABS["prune"], found) is None) == ("stays open" in said)


def _now():  # type: ignore[no-untyped-def]
    from datetime import UTC, datetime

    from quizzes.attempts.attempt import Moment

    return Moment(datetime(2026, 3, 1, tzinfo=UTC), 0)
