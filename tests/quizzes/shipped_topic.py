"""The topics that ship, read as the app reads them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from optimization.labs import LABS
from quizzes.content.reader import read_folder
from quizzes.content.topic import Topic

CONTENT = Path(__file__).resolve().parents[2] / "content"
FIRST = "computer-vision/model-optimization"


@cache
def shipped_topics() -> Mapping[str, Topic]:
    reading = read_folder(CONTENT, labs={lab.id: lab.params for lab in LABS.values()})
    assert reading.problems == ()
    return reading.topics


def shipped_topic() -> Topic:
    """The first one, which others were modelled on."""
    return shipped_topics()[FIRST]
