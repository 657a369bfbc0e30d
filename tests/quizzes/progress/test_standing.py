"""How far a learner has come with a mode: what was met, what is due, and that nothing was."""

from __future__ import annotations

from datetime import date

import pytest
from shipped_topic import shipped_topics

from quizzes.progress.standing import Standing, standings
from quizzes.schedule.memory import Memory
from quizzes.sessions.register import OVER_A_TOPIC, index

DAY = date(2026, 3, 2)
TOPIC = "computer-vision/model-optimization"


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (Standing(0, 38), "not begun"),
        (Standing(12, 38), "12 of 38 seen"),
        (Standing(12, 38, 3), "12 of 38 seen, 3 due"),
        (Standing(38, 38), "✓ all 38 seen"),
        (Standing(38, 38, 1), "✓ all 38 seen, 1 due"),
        (Standing(1, 1), "✓ seen"),
    ],
)
def test_it_is_said_in_few_words(standing: Standing, said: str) -> None:
    assert standing.said == said


def test_each_mode_counts_its_own_items_of_this_topic_alone() -> None:
    topics = shipped_topics()
    topic, other = topics[TOPIC], next(one for id_, one in topics.items() if id_ != TOPIC)
    whole = index(topics.values())
    first, second, third = (f"{TOPIC}/{card.id}" for card in topic.recall[:3])
    elsewhere = f"{other.id}/{other.recall[0].id}"
    memories = {
        first: Memory(item=first, met=DAY, stability=1.0, last=DAY, due=DAY, reviews=1),
        second: Memory(item=second, met=DAY, stability=9.0, last=DAY, due=date(2026, 3, 11), reviews=1),
        third: Memory(item=third, met=DAY),
        elsewhere: Memory(item=elsewhere, met=DAY, stability=1.0, last=DAY, due=DAY, reviews=1),
    }
    found = standings(topic, memories, whole, day=DAY)
    assert found["recall"] == Standing(met=3, of=len(topic.recall), due=1)
    assert found["quick-check"] == Standing(met=0, of=len(topic.quick_check))
    assert set(found) == {mode.id for mode in OVER_A_TOPIC if mode.count(topic)}
