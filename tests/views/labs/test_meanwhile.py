"""While a run goes: its rows as they are measured beside the bet, and after half a minute a card on the same concept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lab_double import RUN, RunnerDouble, prune_result
from streamlit.testing.v1 import AppTest
from visiting import TINY, OpenPage, page_text, press

from optimization.labs import LABS
from optimization.results.records import Variant
from optimization.running.runs import RunStatus
from views.labs.meanwhile import AFTER_S


def growing(visit: AppTest) -> list[dict[str, Any]]:
    """The rows that the page draws while a run goes."""
    sent = [json.loads(node.proto.json)[0] for node in visit.get("bidi_component") if node.proto.component_name == "featherweight_growing"]
    return sent[0]["rows"] if sent else []


def under_way(runner: RunnerDouble, variants: tuple[Variant, ...], *, elapsed_s: float = 3.0) -> None:
    parameters = LABS["prune"].parameters({}).model_dump(mode="json")
    runner.statuses[RUN] = RunStatus(
        run_id=RUN, state="running", lab="prune", parameters=parameters, step="STEP", done=0.5, variants=variants, elapsed_s=elapsed_s
    )


def built(*names: str, read: bool) -> tuple[Variant, ...]:
    """Rows as they stand before the timing, and before the reading too where they are not ``read``."""
    open_yet: dict[str, Any] = {"speedup": None, "latency_us": None} | ({} if read else {"accuracy": None})
    return tuple(one.model_copy(update=open_yet) for one in prune_result().variants if one.name in names)


def test_each_row_grows_as_it_is_measured(open_page: OpenPage, tiny: Path, runner: RunnerDouble) -> None:
    under_way(runner, built("dense", read=False))
    visit = open_page("prune", topic=TINY, job=RUN)
    assert not visit.exception
    (dense,) = growing(visit)
    assert dense["cells"] == [{"text": "4.0 kB", "share": 1.0}, {"text": "…", "share": 0.0}, {"text": "…", "share": 0.0}]
    under_way(runner, (*built("dense", read=True), *built("small dense", read=False)))
    dense, small = growing(visit.run())
    assert dense["cells"][1] == {"text": "97.5 % correct", "share": 0.975}
    assert small["title"] == "small dense"
    assert small["cells"][0]["share"] == pytest.approx(900 / 4000)
    under_way(runner, prune_result().variants)
    rows = growing(visit.run())
    assert rows[-1]["cells"][2] == {"text": "1.20× as fast", "share": 1.0}
    assert rows[0]["cells"][2]["share"] == pytest.approx(1 / 1.2)


def test_the_bet_stands_beside_the_rows_and_marks_the_one_that_it_is_about(open_page: OpenPage, tiny: Path, runner: RunnerDouble) -> None:
    visit = press(press(open_page("prune", topic=TINY), "bet-prune-faster"), "bet-prune-sure")
    under_way(runner, built("dense", "pruned", read=True))
    text = page_text(visit.run())
    assert text.index("running-prune") < text.index("You bet **faster**") < text.index("STEP") < text.index("featherweight_growing")
    assert [(row["title"], row["isBetOn"]) for row in growing(visit)] == [("dense", False), ("pruned", True)]


def test_the_button_that_stops_stands_above_what_grows(open_page: OpenPage, tiny: Path, runner: RunnerDouble) -> None:
    under_way(runner, built("dense", read=True), elapsed_s=AFTER_S)
    text = page_text(open_page("prune", topic=TINY, job=RUN))
    assert text.index("stop-prune") < text.index("featherweight_growing") < text.index("meanwhile-prune")


def test_after_half_a_minute_a_card_comes_that_leads_to_this_lab(open_page: OpenPage, tiny: Path, runner: RunnerDouble) -> None:
    under_way(runner, (), elapsed_s=AFTER_S - 1)
    visit = open_page("prune", topic=TINY, job=RUN)
    assert "It counts nowhere" not in page_text(visit)
    under_way(runner, (), elapsed_s=AFTER_S)
    text = page_text(visit.run())
    assert "While you wait, a card on" in text
    assert text.index("While you wait") < text.index("FRONT-ONE") < text.index("Turn it over") < text.index("BACK-ONE")


def test_below_an_item_the_card_is_on_its_concept(open_page: OpenPage, tiny: Path, runner: RunnerDouble) -> None:
    cards = "recall:\n"
    text = tiny.read_text(encoding="utf-8")
    assert cards in text
    other = "  - {id: r-other, concept: second, level: beginner, front: FRONT-OTHER, back: BACK-OTHER, try: {lab: prune, say: Prune}}\n"
    tiny.write_text(text.replace(cards, cards + other), encoding="utf-8")
    under_way(runner, (), elapsed_s=AFTER_S)
    below = page_text(open_page("recall", topic=TINY, deck="cards:r-other", job=RUN, **{"try": "r-other"}))
    card = below[below.index("While you wait") :]
    assert "FRONT-ONE" not in card
    assert "FRONT-OTHER" in card or "FRONT-TWO" in card


def test_a_claim_whose_run_takes_long_brings_a_card_too(open_page: OpenPage, tiny: Path, runner: RunnerDouble) -> None:
    visit = open_page("myths", topic=TINY, claim="m-one")
    press(press(visit, "choice-m-one-1"), "sure-m-one")
    under_way(runner, built("dense", read=True), elapsed_s=AFTER_S)
    assert "While you wait, a card on" in page_text(visit.run())
