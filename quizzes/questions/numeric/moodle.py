"""A number in Moodle."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from quizzes.moodle.frame import Entry, asked, begun, said
from quizzes.moodle.html import Html, leaf, rich
from quizzes.moodle.typed import digits, typed
from quizzes.questions.numeric.model import Numeric
from quizzes.questions.typed_numbers import number_typed

UNIT_LENGTH = 50
"""Moodle's field for a unit holds no more characters."""


def moodle(item: Numeric, entry: Entry) -> ET.Element:
    """``numerical``; the unit may be typed or left out, so that the question says it. The reason is shown to everybody afterwards."""
    unit = item.unit if item.unit is not None and len(item.unit) <= UNIT_LENGTH else None
    text = asked(item) + (rich(f"(Unit: {item.unit})") if item.unit is not None else Html())
    element = begun("numerical", item, entry, text=text, feedback=rich(item.why))
    answers = [("100", item.answer, Html()), *(("0", mistake.answer, said(mistake.mistake, mistake.why)) for mistake in item.mistakes)]
    for fraction, text_typed, feedback in answers:
        value = number_typed(text_typed, unit=item.unit)
        if value is not None:
            answer = typed(element, digits(value), feedback, entry, fraction=fraction)
            leaf(answer, "tolerance", digits(item.tolerance))
    if unit is not None:
        unit_element = ET.SubElement(ET.SubElement(element, "units"), "unit")
        leaf(unit_element, "multiplier", "1")
        leaf(unit_element, "unit_name", unit)
    show_units = "3" if unit is None else "0"  # no units at all, or typed with the number where the student likes
    for tag, setting in (("unitgradingtype", "0"), ("unitpenalty", "0.1"), ("showunits", show_units), ("unitsleft", "0")):
        leaf(element, tag, setting)
    return element
