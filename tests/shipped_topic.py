"""The topics that ship with the project, by their names, read once in a process: whoever adds one of their own fails no test."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from optimization.labs import LABS
from quizzes.content.reader import read_folder
from quizzes.content.topic import Topic

CONTENT = Path(__file__).resolve().parents[1] / "content"
FIRST = "computer-vision/model-optimization"
INTRODUCTION = "computer-vision/what-a-network-is-made-of"
SHIPPED = (FIRST, "computer-vision/measuring-and-deploying", INTRODUCTION)
"""A topic is held to the depth of these once its id stands here."""


@cache
def shipped_topics() -> Mapping[str, Topic]:
    reading = read_folder(CONTENT, labs=LABS)
    assert reading.topics.keys() >= set(SHIPPED), reading.problems
    return {topic_id: reading.topics[topic_id] for topic_id in SHIPPED}


def shipped_paths() -> list[Path]:
    """Their files."""
    return [CONTENT / f"{topic_id}.yaml" for topic_id in SHIPPED]


def shipped_topic() -> Topic:
    """The first one, which others were modelled on."""
    return shipped_topics()[FIRST]
