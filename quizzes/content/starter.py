"""The text that a new topic begins with."""

from __future__ import annotations

from pathlib import Path

from quizzes.content.schema import EDITOR_LINE

STARTER = Path(__file__).parent / "starter.yaml"


def starter(topic_id: str) -> str:
    """The text of a new topic: one item of each kind that is written most, with comments that say what may change."""
    track, topic = (words.replace("-", " ").capitalize() for words in topic_id.split("/"))
    text = STARTER.read_text(encoding="utf-8").replace("TRACK/TOPIC", topic_id)
    return f"{EDITOR_LINE}\n{text.replace('TOPIC NAME', topic).replace('TRACK NAME', track)}"
