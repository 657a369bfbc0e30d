"""Questions whose answers are picked, or put in order, as Moodle questions.

``ordering`` is in Moodle since 4.4, before that as a plugin: https://docs.moodle.org/en/Ordering_question_type
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from xml.etree import ElementTree as ET

from quizzes.exports.moodle_frame import Entry, asked, begun, overall, said
from quizzes.exports.moodle_html import Html, leaf, listed, put, rich, stacked
from quizzes.models import Choice
from quizzes.questions import OrderSteps, Problem, Question, Several

PARTS = {1: "100", 2: "50", 3: "33.33333", 4: "25", 5: "20", 6: "16.66667", 7: "14.28571", 8: "12.5"}
"""Number of right choices -> the percentage of each: Moodle refuses others than those of its own list."""


def one_choice(item: Question, entry: Entry) -> ET.Element:
    """``multichoice`` with one right answer, whose reason is also shown to whoever picked another one."""
    made = begun("multichoice", item, entry, text=asked(item), after=rich(item.right_choice.why))
    _choices(made, item.choices, entry, single=True)
    return made


def problem(item: Problem, entry: Entry) -> ET.Element:
    """``multichoice`` with one right answer: the decision; the whole solution is shown afterwards, the hint after a wrong try."""
    steps = [
        Html(f"<p><strong>{number}. {escape(step.heading)}</strong></p>") + rich(step.text) for number, step in enumerate(item.steps, 1)
    ]
    ends = [("Answer", [item.answer]), ("Check", [item.check]), ("What often goes wrong", item.mistakes)]
    parts = [Html(f"<p><strong>{name}</strong></p>") + stacked(rich(text) for text in texts) for name, texts in ends]
    made = begun("multichoice", item, entry, text=asked(item), after=stacked([*steps, *parts]))
    _choices(made, item.choices, entry, single=True)
    put(made, "hint", rich(item.hint), folder=entry.folder)
    return made


def several_choices(item: Several, entry: Entry) -> ET.Element:
    """``multichoice`` with several right answers; a wrong one takes away what a right one gives, as in the app."""
    after = listed(rich(choice.text) + rich(choice.why) for choice in item.choices if choice.correct)
    made = begun("multichoice", item, entry, text=asked(item), after=after)
    _choices(made, item.choices, entry, single=False)
    return made


def _choices(made: ET.Element, choices: Sequence[Choice], entry: Entry, *, single: bool) -> None:
    share = PARTS[sum(choice.correct for choice in choices)]
    wrong = "0" if single else f"-{share}"
    for tag, value in (("single", str(single).lower()), ("shuffleanswers", "true"), ("answernumbering", "abc")):
        leaf(made, tag, value)
    overall(made, entry)
    for choice in choices:
        answer = put(made, "answer", rich(choice.text), folder=entry.folder, fraction=share if choice.correct else wrong)
        put(answer, "feedback", said(choice.mistake, choice.why), folder=entry.folder)


def order_steps(item: OrderSteps, entry: Entry) -> ET.Element:
    """``ordering``; each step in its place counts, as in the app."""
    made = begun("ordering", item, entry, text=asked(item), after=rich(item.why))
    options = (("layouttype", "VERTICAL"), ("selecttype", "ALL"), ("selectcount", str(len(item.steps))))
    for tag, value in (*options, ("gradingtype", "ABSOLUTE_POSITION"), ("showgrading", "SHOW"), ("numberingstyle", "none")):
        leaf(made, tag, value)
    overall(made, entry)
    leaf(made, "shownumcorrect", "1")
    for number, step in enumerate(item.steps, 1):
        put(made, "answer", rich(step.text), folder=entry.folder, fraction=str(number))
    return made
