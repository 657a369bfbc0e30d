"""Tiny items of every type, and how they read when they come back from Moodle XML."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from moodle_rules import Asked as Read
from moodle_rules import faults, read
from sample_topic import topic

from quizzes.exports.moodle import moodle_xml
from quizzes.models import Item
from quizzes.questions import FillBlank, Numeric, OrderSteps, PredictOutput, Several

HERE = {"concept": "alpha", "level": "easy"}
BLANKS = [{"id": "one", "accept": ["8", "eight"], "why": "As $2^3$ < 9."}, {"id": "two", "accept": ["16"], "why": "Twice."}]


def several(*right: bool) -> Several:
    choices = [{"id": f"c{n}", "text": f"Text {n}", "correct": one, "why": f"Why {n}."} for n, one in enumerate(right)]
    return Several.model_validate({"id": "several", "type": "several-choices", "question": "Which?", "choices": choices} | HERE)


def numeric(**fields: Any) -> Numeric:
    mistakes = [{"answer": "6", "mistake": "Added", "why": "No sum."}]
    given = {"id": "number", "type": "numeric", "question": "How many?", "answer": "8", "unit": "kB", "tolerance": 0.5, "why": "So many."}
    return Numeric.model_validate(given | {"mistakes": mistakes} | HERE | fields)


def predict(prints: str, **fields: Any) -> PredictOutput:
    given = {"id": "output", "type": "predict-output", "question": "Prints?", "snippet": {"text": "print(a < 2)", "prints": prints}}
    return PredictOutput.model_validate(given | {"why": "It does."} | HERE | fields)


def order() -> OrderSteps:
    steps = [{"id": name, "text": name.title()} for name in ("first", "then", "last")]
    return OrderSteps.model_validate({"id": "order", "type": "order-steps", "question": "Order?", "steps": steps, "why": "So."} | HERE)


def blank(text: str = "A [[one]] and [[two]].", blanks: Any = BLANKS) -> FillBlank:
    return FillBlank.model_validate({"id": "blank", "type": "fill-blank", "question": "Fill.", "text": text, "blanks": blanks} | HERE)


def exported(*items: Item, folder: Path = Path()) -> tuple[Read, ...]:
    """The items of one topic, each in its section, read again from a file without faults."""
    sections: dict[str, list[Item]] = {}
    for item in items:
        section = {"Card": "recall", "Prompt": "explain", "Problem": "practice"}.get(type(item).__name__, "quick_check")
        sections.setdefault(section, []).append(item)
    data = moodle_xml(topic(**sections), folder=folder)
    assert faults(data) == []
    return read(data)


def shown(code: str) -> str:
    """What a browser shows of HTML."""
    texts: list[str] = []
    reader = HTMLParser()
    reader.handle_data = texts.append  # type: ignore[method-assign]
    reader.feed(code)
    reader.close()
    return "".join(texts)
