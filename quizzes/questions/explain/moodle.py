"""An explanation in Moodle."""

from __future__ import annotations

from html import escape
from xml.etree import ElementTree as ET

from quizzes.moodle.essay import essay
from quizzes.moodle.frame import Entry, begun
from quizzes.moodle.html import Html, rich, stacked
from quizzes.questions.explain.model import Prompt


def moodle(item: Prompt, entry: Entry) -> ET.Element:
    """``essay``, a mark a point; whoever grades sees the model answer, the points and the hint, and students the model answer at last."""
    element = begun("essay", item, entry, text=rich(item.prompt), feedback=rich(item.answer), grade=len(item.points))
    points = [
        Html(f"<p><strong>{number}. {escape(point.name)}</strong></p>") + rich(point.missed) for number, point in enumerate(item.points, 1)
    ]
    heads = [Html(f"<p><strong>{name}</strong></p>") for name in ("Model answer", "Points, one mark each", "A hint that may be given")]
    info = stacked([heads[0], rich(item.answer), heads[1], *points, heads[2], rich(item.hint)])
    essay(element, entry, info, response="editor", required="1", lines="15")
    return element
