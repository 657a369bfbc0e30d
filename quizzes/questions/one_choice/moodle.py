"""A question with one correct choice in Moodle."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from quizzes.moodle.frame import Entry, asked, begun
from quizzes.moodle.html import rich
from quizzes.moodle.picked import choices
from quizzes.questions.one_choice.model import Question


def moodle(item: Question, entry: Entry) -> ET.Element:
    """``multichoice`` with one right answer, whose reason is also shown to whoever picked another one."""
    element = begun("multichoice", item, entry, text=asked(item), feedback=rich(item.right_choice.why))
    choices(element, item.choices, entry, single=True)
    return element
