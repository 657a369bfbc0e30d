"""What is said of an estimate, the steps of its scale, and scales that are refused."""

from __future__ import annotations

from typing import Any

import pytest

from quizzes.questions import Estimate, allows, grade
from quizzes.questions.answers import Answer
from quizzes.questions.estimate.faults import faults
from quizzes.questions.estimate.grading import step


def estimate(**fields: Any) -> Estimate:
    given = {"id": "e", "type": "estimate", "concept": "alpha", "level": "easy", "question": "How large?", "why": "Measured."}
    return Estimate.model_validate({**given, "from": 0, "to": 100, "answer": "44", "within": 5, "unit": "kB", **fields})


@pytest.mark.parametrize(
    ("typed", "score", "says"),
    [
        ("44", 1.0, "Exactly."),
        ("40", 1.0, "Near enough: it is 44 kB."),
        ("38", 0.0, "6 kB too low: it is 44 kB."),
        ("90.5", 0.0, "46.5 kB too high: it is 44 kB."),
    ],
)
def test_how_near_an_estimate_came_is_said_with_its_unit(typed: str, score: float, says: str) -> None:
    graded = grade(estimate(), Answer(texts=(typed,)))
    assert (graded.score, graded.reasons[0].says, graded.reasons[0].why) == (score, says, "Measured.")


def test_a_cited_number_that_brings_its_unit_does_not_say_it_twice() -> None:
    assert grade(estimate(answer="44 kB"), Answer()).right_text == "44 kB"
    assert grade(estimate(answer="97.6 %", unit="%", to=100), Answer(texts=("97",))).is_right


@pytest.mark.parametrize(
    ("low", "high", "wanted"), [(0, 100, 1), (0, 1, 0.01), (0, 400, 5), (10, 20, 0.1), (0, 1_000_000, 10_000), (0, 101, 2)]
)
def test_the_scale_has_about_a_hundred_places_in_steps_that_read_well(low: float, high: float, wanted: float) -> None:
    assert step(estimate(**{"from": low, "to": high})) == wanted


def test_what_is_off_the_scale_cannot_be_handed_in() -> None:
    assert [allows(estimate(), Answer(texts=(text,))) for text in ("0", "100", "101", "-1", "much")] == [True, True, False, False, False]


@pytest.mark.parametrize(
    ("fields", "field", "wrong"),
    [
        ({"to": 0}, "to", "the scale ends at 0 and begins at 0"),
        ({"answer": "many"}, "answer", "'many' is no number"),
        ({"answer": "0"}, "answer", "'0' is not on the scale"),
        ({"answer": "101"}, "answer", "'101' is not on the scale"),
        ({"within": 50}, "within", "within 50 nearly everything counts as near"),
    ],
)
def test_a_scale_on_which_nothing_can_be_estimated_is_refused(fields: dict[str, Any], field: str, wrong: str) -> None:
    (fault,) = faults(estimate(**fields))
    assert (fault.path, fault.wrong) == ((field,), wrong)
