"""The answers of Moodle's ``multichoice``."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from quizzes.models import Choice
from quizzes.moodle.frame import Entry, overall, said
from quizzes.moodle.html import leaf, put, rich

PARTS = {1: "100", 2: "50", 3: "33.33333", 4: "25", 5: "20", 6: "16.66667", 7: "14.28571", 8: "12.5"}
"""Number of right choices -> the percentage of each: Moodle refuses others than those of its own list."""


def choices(question: ET.Element, options: Sequence[Choice], entry: Entry, *, single: bool) -> None:
    """Add the choices with their reasons; a wrong one of several takes away what a right one gives."""
    share = PARTS[sum(choice.correct for choice in options)]
    wrong = "0" if single else f"-{share}"
    for tag, value in (("single", str(single).lower()), ("shuffleanswers", "true"), ("answernumbering", "abc")):
        leaf(question, tag, value)
    overall(question, entry)
    for choice in options:
        answer = put(question, "answer", rich(choice.text), folder=entry.folder, fraction=share if choice.correct else wrong)
        put(answer, "feedback", said(choice.mistake, choice.why), folder=entry.folder)
