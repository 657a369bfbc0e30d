"""Expected recall as a range, mastery by concept, and what comes due when."""

from __future__ import annotations

from datetime import timedelta
from math import sqrt

import pytest
from learner_log import entry, index_of
from test_plan import CARDS, CHECKS, INDEX, TODAY, known, memories

from quizzes.schedule.forecast import MODEL_ERROR, Z, due_by_day, expected_recall
from quizzes.schedule.mastery import mastery

TOPIC = CARDS[0].topic


def test_nothing_is_expected_before_there_are_enough_reviews_and_items() -> None:
    few = memories(*(known(one, stability=9, ago=1, reviews=9) for one in CARDS[:3]))
    assert expected_recall(few, INDEX, topic=TOPIC, day=TODAY) is None
    rarely = memories(*(known(one, stability=9, ago=1, reviews=2) for one in CARDS))
    assert expected_recall(rarely, INDEX, topic=TOPIC, day=TODAY) is None
    assert expected_recall({}, INDEX, topic=TOPIC, day=TODAY) is None


def test_the_range_is_that_of_the_coins_and_of_the_curve() -> None:
    held = memories(*(known(one, stability=10, ago=10, reviews=3) for one in CARDS))
    found = expected_recall(held, INDEX, topic=TOPIC, day=TODAY)
    assert found is not None
    mean, spread = 8 * 0.9, Z * sqrt(8 * 0.9 * 0.1 + (MODEL_ERROR * 8) ** 2)
    assert (found.low, found.high, found.of) == (int(mean - spread), 8, 12)
    assert found.sentence == "about 5 to 8 of these 12 items"
    later = expected_recall(held, INDEX, topic=TOPIC, day=TODAY + timedelta(days=300))
    assert later is not None
    assert later.low < found.low


def test_what_comes_due_is_counted_by_day_and_what_is_overdue_today() -> None:
    held = memories(
        known(CARDS[0], stability=5, ago=9),
        known(CARDS[1], stability=5, ago=5),
        known(CARDS[2], stability=5, ago=2),
        known(CARDS[3], stability=50, ago=2),
        known(CARDS[4], stability=5, ago=2, known=True),
    )
    assert list(due_by_day(held, INDEX, day=TODAY, days=5)) == [2, 0, 0, 1, 0]


@pytest.mark.parametrize(
    ("held", "level"),
    [
        ((), "unseen"),
        ((known(CARDS[0], stability=5, ago=1, reviews=1),), "begun"),
        ((known(CARDS[0], stability=5, ago=1), known(CARDS[1], stability=5, ago=1)), "solid"),
        ((known(CARDS[0], stability=5, ago=1, reviews=1), known(CARDS[1], stability=5, ago=1, reviews=1)), "begun"),
        ((known(CARDS[0], stability=2, ago=40), known(CARDS[1], stability=5, ago=40)), "shaky"),
        ((known(CARDS[0], stability=90, ago=1), known(CARDS[1], stability=90, ago=1, sure_wrong=True)), "shaky"),
        ((known(CARDS[0], stability=90, ago=1), known(CARDS[1], stability=90, ago=1)), "solid"),
        (tuple(known(one, stability=90, ago=1) for one in (*CARDS[:2], CHECKS[0])), "mastered"),
    ],
)
def test_a_concept_s_level_follows_the_rule(held: tuple[object, ...], level: str) -> None:
    found = mastery(memories(*held), INDEX, topic=TOPIC, day=TODAY)["concept-0"]  # type: ignore[arg-type]
    assert found.level == level


def test_every_concept_with_items_has_a_level_and_claims_alone_make_none() -> None:
    index = index_of(*CARDS, entry("claim", "myths", "claims-only"))
    assert list(mastery({}, index, topic=TOPIC, day=TODAY)) == ["concept-0", "concept-1", "concept-2", "concept-3"]
