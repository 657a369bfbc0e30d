"""A measured number on a page: its sign, and what it opens to."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from lab_double import prune_result
from streamlit.testing.v1 import AppTest
from visiting import TINY, OpenPage, page_text, press

from optimization.labs import LABS
from optimization.running.run_store import RunStore
from quizzes.figures.record import Recorded, Seen, comes, record_path, write_record
from quizzes.models.figures import Figure
from views.shown.measured import SIGN

ZEROS = Figure(id="zeros", says="FIGURE-SAYS", lab="prune", set={"amount": 0.95}, figure="accuracy", of="pruned")
LONG = "\n".join([*(f"a = {line}" for line in range(40)), "print(43050)"])
COUNT = Figure(id="count", says="COUNT-SAYS", code=LONG, show=",.0f")
FAST = Figure(id="fast", says="FAST-SAYS", lab="prune", figure="speed", of="small dense", against="dense")


@pytest.fixture
def citing(tiny: Path) -> Path:
    """The small topic, of which a card's back and a reason cite figures."""
    figures = "figures:\n" + "".join(f"  - {figure.model_dump_json(exclude_defaults=True)}\n" for figure in (ZEROS, COUNT, FAST))
    text = tiny.read_text(encoding="utf-8").replace("recall:\n", f"{figures}recall:\n", 1)
    text = text.replace("back: BACK-ONE", 'back: "BACK-ONE {{figure.zeros}}, `{{figure.count}}`, {{cite.book: 39x}}, {{figure.fast}}"', 1)
    tiny.write_text(text.replace("why: WHY-RIGHT", 'why: "WHY-RIGHT {{figure.count}}"', 1), encoding="utf-8")
    at = datetime(2026, 11, 30, tzinfo=UTC)
    values = {"zeros": Seen(value=91.6, low=89.7, high=93.2, at=at, machine="A CPU", python="3.11.7", versions={"torch": "2.13.0"})}
    values["count"] = Seen(value=43050, at=at, machine="A CPU", python="3.11.7", versions={})
    known = {figure.id: Recorded(comes=comes(figure), seen={"any": values[figure.id]}) for figure in (ZEROS, COUNT)}
    known["fast"] = Recorded(comes=comes(FAST), seen={"with VNNI": values["count"].model_copy(update={"value": 2.9})})
    write_record(record_path(tiny), known)
    return tiny


def popover(visit: AppTest) -> str:
    """The label of the first measured mark on the page."""
    return next(part for part in page_text(visit).split('"') if part.endswith("measured"))


def test_a_number_carries_the_sign_and_below_it_stands_how_it_was_measured(open_page: OpenPage, citing: Path) -> None:
    visit = press(open_page("recall", topic=TINY), "turn-r-one")
    (text,) = [part.value for part in visit.markdown if "BACK-ONE" in part.value]
    assert text == f"BACK-ONE 91.6\N{NO-BREAK SPACE}%{SIGN}, `43,050`, [39x](https://example.org/book), 2.9x with VNNI{SIGN}", (
        "no sign inside code"
    )
    said = " ".join(part.value for part in (*visit.markdown, *visit.caption))
    assert "**91.6\N{NO-BREAK SPACE}%**: FIGURE-SAYS" in said
    assert "Measured 91.6\N{NO-BREAK SPACE}%, between 89.7 and 93.2 on 30 Nov 2026 on A CPU, with Python 3.11.7, torch 2.13.0." in said
    assert "From the lab “Prune it” with amount 0.95. Its network learned and was tested on MNIST, the handwritten digits of" in said
    assert said.count("VNNI: instructions") == 1, "of the one figure that depends on the CPU"
    code = [part.value for part in visit.code]
    assert f"python -m quizzes prove {TINY}/zeros" in code
    assert LONG in code


def test_a_text_that_cites_nothing_has_no_mark(open_page: OpenPage, citing: Path) -> None:
    visit = press(open_page("recall", topic=TINY, deck="cards:r-two"), "turn-r-two")
    assert "BACK-TWO" in page_text(visit)
    assert ", measured" not in page_text(visit)


@pytest.mark.parametrize(("data_set", "is_told"), [("mnist", True), ("digits-8x8", False)])
def test_the_newest_run_of_this_machine_is_told_unless_it_read_former_pictures(
    open_page: OpenPage, citing: Path, own_data: Path, data_set: str, is_told: bool
) -> None:
    parameters = LABS["prune"].parameters(ZEROS.set).model_dump(mode="json")
    RunStore(own_data / "runs").save("0" * 32, prune_result(parameters=parameters, data_set=data_set))
    visit = press(open_page("recall", topic=TINY), "turn-r-one")
    told = "The newest run on this machine: 94.2 % read correctly." in [part.value for part in visit.caption]
    assert told is is_told
