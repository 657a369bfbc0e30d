"""An estimate in Moodle."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from quizzes.moodle.frame import Entry, asked, begun
from quizzes.moodle.html import Html, leaf, rich
from quizzes.moodle.typed import digits, typed
from quizzes.questions.estimate.model import Estimate
from quizzes.questions.typed_numbers import number_typed


def moodle(item: Estimate, entry: Entry) -> ET.Element:
    """``numerical`` with what counts as near as its tolerance: Moodle has no slider, so that the question says scale and unit."""
    unit = f" {item.unit}" if item.unit else ""
    text = asked(item) + rich(f"(A number from {item.lowest:g} to {item.highest:g}{unit}; {item.within:g} more or less counts, too.)")
    element = begun("numerical", item, entry, text=text, feedback=rich(item.why))
    value = number_typed(item.answer, unit=item.unit)
    answer = typed(element, digits(value if value is not None else 0.0), Html(), entry, fraction="100")
    leaf(answer, "tolerance", digits(item.within))
    for tag, setting in (("unitgradingtype", "0"), ("unitpenalty", "0.1"), ("showunits", "3"), ("unitsleft", "0")):
        leaf(element, tag, setting)
    return element
