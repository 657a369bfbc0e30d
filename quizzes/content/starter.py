"""The text that a new topic begins with."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from quizzes.content.schema import EDITOR_LINE

STARTER = Path(__file__).parent / "starter.yaml"
LABS_LINE = "# labs: [LABS]"
"""What the line begins with that says which labs there are to offer; where there are none it is left out."""


def starter(topic_id: str, *, lab_ids: Collection[str] = ()) -> str:
    """The text of a new topic: one item of each kind that is written most, with comments that say what may change.

    ``lab_ids`` are the ids of the labs that its page may offer; they stand in a comment, because a new topic has no use for them yet.
    """
    track, topic = (words.replace("-", " ").capitalize() for words in topic_id.split("/"))
    lines = STARTER.read_text(encoding="utf-8").replace("TRACK/TOPIC", topic_id).splitlines()
    text = "\n".join(line.replace("LABS", ", ".join(lab_ids)) for line in lines if lab_ids or not line.startswith(LABS_LINE))
    return f"{EDITOR_LINE}\n{text.replace('TOPIC NAME', topic).replace('TRACK NAME', track)}\n"
