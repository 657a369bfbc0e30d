"""Answers that are typed."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from quizzes.moodle.frame import Entry
from quizzes.moodle.html import Html, leaf, put


def typed(question: ET.Element, text: str, feedback: Html, entry: Entry, *, fraction: str) -> ET.Element:
    """Add an answer with what is said to whoever types it; ``fraction`` is the percentage of the mark."""
    answer = ET.SubElement(question, "answer", {"fraction": fraction, "format": "plain_text"})
    leaf(answer, "text", text)
    put(answer, "feedback", feedback, folder=entry.folder)
    return answer


def digits(value: float) -> str:
    """The number as Moodle writes it."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
