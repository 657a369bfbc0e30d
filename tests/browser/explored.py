"""A topic whose cheat sheet holds one explorable of each kind, for tests and benchmarks that move their sliders."""

from __future__ import annotations

from pathlib import Path

from quizzes.content.starter import starter
from quizzes.models.explorables import KINDS

TOPIC = "track/topic"


def write_topic(folder: Path) -> Path:
    """The topic in a content folder of its own, which is returned."""
    (folder / "track").mkdir(parents=True)
    sections = "".join(_section(kind) for kind in KINDS)
    text = starter(TOPIC)
    assert "cheat_sheet:" not in text
    (folder / "track" / "topic.yaml").write_text(f"{text.rstrip()}\n\ncheat_sheet:\n{sections}", encoding="utf-8")
    return folder


def _section(kind: str) -> str:
    lines = ["Before it.", "", "```explore", f"kind: {kind}", f"says: What {kind} show.", "```", "", "Behind it."]
    body = "".join(f"      {line}".rstrip() + "\n" for line in lines)
    return f"  - id: sheet-{kind}\n    heading: About {kind}\n    text: |\n{body}    source: textbook\n"
