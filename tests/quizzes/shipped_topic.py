"""The topic that ships, read as the app reads it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from optimization.labs import LABS
from quizzes.content.models import Topic
from quizzes.content.reader import read_file

CONTENT = Path(__file__).resolve().parents[2] / "content"


@cache
def shipped_topic() -> Topic:
    path = CONTENT / "computer-vision" / "model-optimization.yaml"
    topic, problems = read_file(path, folder=CONTENT, labs={lab.id: lab.params for lab in LABS.values()})
    assert problems == ()
    assert topic is not None
    return topic
