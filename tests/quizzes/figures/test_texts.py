"""Citations in texts: figures from the record, what a source says, and settings."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from quizzes.figures.record import Recorded, Seen, comes
from quizzes.figures.texts import Citable, Span, unrecorded
from quizzes.models.fields import Plain
from quizzes.models.figures import Figure

AT = datetime(2026, 11, 30, tzinfo=UTC)
ZEROS = Figure(id="zeros-95", says="x", lab="prune", figure="accuracy", of="pruned", set={"amount": 0.95})
FAST = Figure(id="fast", says="x", lab="prune", figure="speed", of="small dense", against="dense")
COUNT = Figure(id="count", says="x", code="print(43050)", show=",.0f", unit=" weights")
FIGURES = {figure.id: figure for figure in (ZEROS, FAST, COUNT)}


def seen(value: float, **more: Any) -> Seen:
    return Seen(value=value, at=AT, machine="a CPU", python="3.11", versions={}, **more)


def recorded(figure: Figure, **kinds: float) -> Recorded:
    return Recorded(comes=comes(figure), seen={kind.replace("_", " "): seen(value) for kind, value in kinds.items()})


RECORD = {
    "zeros-95": recorded(ZEROS, any=91.5555),
    "fast": recorded(FAST, with_VNNI=2.94, without_VNNI=0.61),
    "count": recorded(COUNT, any=43050),
}


def filled(text: str) -> str:
    found = Citable(FIGURES, ["han"], RECORD).fill({"recall": [{"back": text}]})
    assert found.faults == ()
    return str(found.value["recall"][0]["back"])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("It is {{figure.zeros-95}}.", "It is 91.6 %."),
        ("{{ figure.zeros-95 :.0f}}", "92 %"),
        ("{{figure.count}}", "43,050 weights"),
        ("{{figure.fast}}", "0.6x without VNNI, 2.9x with VNNI"),
        ("{{100 - figure.zeros-95.value:.1f}} %", "8.4 %"),
        ("{{figure.count.value / 10}}", "4305"),
        ("Han says {{cite.han: 39x}}", "Han says 39x"),
        ("at {{given: 90 %}} zeros", "at 90 % zeros"),
        ("{{weights}} stays for a draw", "{{weights}} stays for a draw"),
        ("{{weights * figure.count.value:,}}", "{{weights * 43050:,}}"),
    ],
)
def test_what_is_cited_stands_in_its_place(text: str, shown: str) -> None:
    assert filled(text) == shown


def test_who_computes_with_what_is_shown_comes_to_the_same() -> None:
    assert filled("{{figure.zeros-95.value - 90:.4f}}") == "1.6000", "91.6 is shown, and not 91.5555"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("{{figure.zeros-59}}", "there is no figure 'zeros-59'"),
        ("{{figure.zeros-59.value + 1}}", "there is no figure 'zeros-59'"),
        ("{{cite.ham: 39x}}", "there is no source 'ham'"),
        ("{{cite.han}}", "what it says is missing"),
        ("{{given:}}", "what it says is missing"),
        ("{{figure.fast.value}}", "'fast' depends on the CPU"),
        ("{{figure.fast:.0f}}", "'fast' depends on the CPU"),
        ("{{figure.zeros-95:.1z}}", "the format '.1z' is not allowed"),
        ("{{figure.zeros-95.value / 0}}", "it divides by zero"),
    ],
)
def test_what_cannot_be_cited_is_said_with_its_words(text: str, wrong: str) -> None:
    (fault,) = Citable(FIGURES, ["han"], RECORD).fill({"a": text}).faults
    assert fault.wrong.startswith(wrong)
    assert fault.path == ("a",)
    assert fault.words in text


def test_the_places_of_what_is_cited_are_known() -> None:
    text = "\nFrom {{figure.zeros-95}} to {{cite.han: 39x}}.\n"
    found = Citable(FIGURES, ["han"], RECORD).fill([text])
    (stripped, spans), *_ = found.spans.items()
    assert stripped == "From 91.6 % to 39x."
    assert [(stripped[one.start : one.end], one.kind, one.id) for one in spans] == [
        ("91.6 %", "figure", "zeros-95"),
        ("39x", "cite", "han"),
    ]
    assert spans[0] == Span(5, 11, "figure", "zeros-95")
    assert found.cited == {"zeros-95"}


def test_a_number_alone_can_fill_a_field_of_numbers() -> None:
    found = Citable(FIGURES, [], RECORD).fill({"answer": "{{figure.count.value}}", "let": {"half": "figure.count.value / 2"}})
    assert found.value == {"answer": "43050", "let": {"half": "43050 / 2"}}
    assert isinstance(found.value["answer"], Plain)


def test_ids_and_settings_are_no_texts() -> None:
    value = {"id": "{{figure.none}}", "set": {"a": "{{figure.none}}"}, "figures": [{"says": "{{figure.none}}"}]}
    found = Citable(FIGURES, [], RECORD).fill(value)
    assert (found.value, found.faults) == (value, ())


def test_a_figure_that_was_never_recorded_or_is_another_one_by_now_is_told() -> None:
    changed = ZEROS.model_copy(update={"set": {"amount": 0.9}})
    assert dict(unrecorded({"zeros-95": changed, "fast": FAST}, {"zeros-95": RECORD["zeros-95"]})) == {
        "zeros-95": "what is run for it has changed since it was recorded",
        "fast": "it was never recorded",
    }
    assert Citable(FIGURES, [], {}).fill("{{figure.fast}}").value == "2", "another number for each stands for it meanwhile"


@pytest.mark.parametrize("changed", [{"says": "y"}, {"show": ".0f"}, {"unit": ""}, {"tolerance": 3}, {"nightly": True}])
def test_how_a_figure_is_shown_and_judged_may_change_without_a_new_run(changed: dict[str, Any]) -> None:
    assert RECORD["zeros-95"].holds_for(ZEROS.model_copy(update=changed))


@pytest.mark.parametrize("changed", [{"set": {}}, {"of": "dense"}, {"figure": "file"}, {"seeds": (1,)}, {"against": "dense"}])
def test_a_figure_that_comes_about_otherwise_has_to_be_measured_anew(changed: dict[str, Any]) -> None:
    assert not RECORD["zeros-95"].holds_for(ZEROS.model_copy(update=changed))
