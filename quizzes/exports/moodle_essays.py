"""What is answered freely, as Moodle's ``essay``."""

from __future__ import annotations

from html import escape
from xml.etree import ElementTree as ET

from quizzes.exports.moodle_frame import Entry, begun
from quizzes.exports.moodle_html import Html, leaf, put, rich, stacked
from quizzes.models import Card
from quizzes.questions import Prompt


def explain(item: Prompt, entry: Entry) -> ET.Element:
    """``essay``, a mark a point; whoever grades sees the model answer, the points and the hint, and students the model answer at last."""
    made = begun("essay", item, entry, text=rich(item.prompt), after=rich(item.answer), grade=len(item.points))
    points = [Html(f"<p><strong>{number}. {escape(one.name)}</strong></p>") + rich(one.missed) for number, one in enumerate(item.points, 1)]
    heads = [Html(f"<p><strong>{name}</strong></p>") for name in ("Model answer", "Points, one mark each", "A hint that may be given")]
    info = stacked([heads[0], rich(item.answer), heads[1], *points, heads[2], rich(item.hint)])
    _essay(made, entry, info, response="editor", required="1", lines="15")
    return made


def card(item: Card, entry: Entry) -> ET.Element:
    """``essay`` worth no marks, to be answered or not: the student recalls, then reads the back, and no teacher has to grade anything.

    A short answer would mark every other wording of the back as wrong.
    """
    made = begun("essay", item, entry, text=rich(item.front), after=rich(item.back), grade=0)
    _essay(made, entry, rich(item.back), response="plain", required="0", lines="3")
    return made


def _essay(made: ET.Element, entry: Entry, info: Html, *, response: str, required: str, lines: str) -> None:
    for tag, value in (("responseformat", response), ("responserequired", required), ("responsefieldlines", lines)):
        leaf(made, tag, value)
    leaf(made, "attachments", "0")
    leaf(made, "attachmentsrequired", "0")
    put(made, "graderinfo", info, folder=entry.folder)
    put(made, "responsetemplate", Html(), folder=entry.folder)
