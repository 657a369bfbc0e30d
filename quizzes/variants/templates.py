"""Texts with ``{{expression}}`` or ``{{expression:format}}`` in them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from quizzes.variants.expressions import BadExpression, Value, evaluate

TEMPLATE = re.compile(r"\{\{([^{}:]*)(?::([^{}]*))?\}\}")
FORMAT = re.compile(r",?(?:\.[0-9])?[fg%]?\Z")
FORMATS = "allowed: a comma for thousands, then .2f, .3g or .0% with other digits"


def filled(text: str, names: Mapping[str, Value]) -> str:
    """The text with the value of each expression in its place. Raises BadExpression."""
    return TEMPLATE.sub(lambda match: written(match[1], match[2], names), text)


def written(expression: str, form: str | None, names: Mapping[str, Value]) -> str:
    """The value in words: by Python's format where one is given, else without needless zeros (``4000``, ``0.3``)."""
    value = evaluate(expression, names)
    if isinstance(value, str):
        return value
    return format_number(value, form or "")


def format_number(value: float, form: str) -> str:
    """A number by Python's format, or without needless zeros where none is given. Raises BadExpression where it is not one of ours."""
    if form:
        if not FORMAT.match(form):
            raise BadExpression(f"the format {form!r} is not allowed; {FORMATS}")
        return format(_whole(value), form)
    plain = f"{_whole(value):.10g}"
    return f"{value:.10f}".rstrip("0").rstrip(".") if "e" in plain else plain


def _whole(value: float) -> float:
    """A whole number as an int, so that 4000.0 is written 4000."""
    nearest = round(value)
    return nearest if abs(value - nearest) < 1e-9 * max(1.0, abs(value)) else value
