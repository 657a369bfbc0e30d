"""Steps in Moodle. ``ordering`` is there since 4.4, before that as a plugin: https://docs.moodle.org/en/Ordering_question_type"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from quizzes.moodle.frame import Entry, asked, begun, overall
from quizzes.moodle.html import leaf, put, rich
from quizzes.questions.order_steps.model import OrderSteps


def moodle(item: OrderSteps, entry: Entry) -> ET.Element:
    """``ordering``; each step in its place counts, as in the app."""
    element = begun("ordering", item, entry, text=asked(item), feedback=rich(item.why))
    options = (("layouttype", "VERTICAL"), ("selecttype", "ALL"), ("selectcount", str(len(item.steps))))
    for tag, value in (*options, ("gradingtype", "ABSOLUTE_POSITION"), ("showgrading", "SHOW"), ("numberingstyle", "none")):
        leaf(element, tag, value)
    overall(element, entry)
    leaf(element, "shownumcorrect", "1")
    for number, step in enumerate(item.steps, 1):
        put(element, "answer", rich(step.text), folder=entry.folder, fraction=str(number))
    return element
