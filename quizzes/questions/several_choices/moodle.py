"""A question with several correct choices in Moodle."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from quizzes.moodle.frame import Entry, asked, begun
from quizzes.moodle.html import listed, rich
from quizzes.moodle.picked import choices
from quizzes.questions.several_choices.model import Several


def moodle(item: Several, entry: Entry) -> ET.Element:
    """``multichoice`` with several right answers; a wrong one takes away what a right one gives, as in the app."""
    feedback = listed(rich(choice.text) + rich(choice.why) for choice in item.choices if choice.correct)
    element = begun("multichoice", item, entry, text=asked(item), feedback=feedback)
    choices(element, item.choices, entry, single=False)
    return element
