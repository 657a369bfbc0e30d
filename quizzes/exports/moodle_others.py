"""Items that are of no question type as Moodle questions: cards and worked problems."""

from __future__ import annotations

from html import escape
from xml.etree import ElementTree as ET

from quizzes.models import Card
from quizzes.moodle.essay import essay
from quizzes.moodle.frame import Entry, asked, begun
from quizzes.moodle.html import Html, put, rich, stacked
from quizzes.moodle.picked import choices
from quizzes.questions import Problem


def card(item: Card, entry: Entry) -> ET.Element:
    """``essay`` worth no marks, to be answered or not: the student recalls, then reads the back, and no teacher has to grade anything.

    A short answer would mark every other wording of the back as wrong.
    """
    question = begun("essay", item, entry, text=rich(item.front), feedback=rich(item.back), grade=0)
    essay(question, entry, rich(item.back), response="plain", required="0", lines="3")
    return question


def problem(item: Problem, entry: Entry) -> ET.Element:
    """``multichoice`` with one right answer: the decision; the whole solution is shown afterwards, the hint after a wrong try."""
    steps = [
        Html(f"<p><strong>{number}. {escape(step.heading)}</strong></p>") + rich(step.text) for number, step in enumerate(item.steps, 1)
    ]
    ends = [("Answer", [item.answer]), ("Check", [item.check]), ("What often goes wrong", item.mistakes)]
    parts = [Html(f"<p><strong>{name}</strong></p>") + stacked(rich(text) for text in texts) for name, texts in ends]
    question = begun("multichoice", item, entry, text=asked(item), feedback=stacked([*steps, *parts]))
    choices(question, item.choices, entry, single=True)
    put(question, "hint", rich(item.hint), folder=entry.folder)
    return question
