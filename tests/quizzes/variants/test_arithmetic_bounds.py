"""No expression that the arithmetic takes can hold up a server: whatever is written, it is computed or refused at once."""

from __future__ import annotations

import time

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from quizzes.variants.expressions import FUNCTIONS, LENGTH_LIMIT, BadExpression, evaluate
from quizzes.variants.templates import filled, written

CPU_LIMIT_S = 1.0
"""Of this thread's own time; an expression takes less than a thousandth of it."""

NUMBERS = st.sampled_from(
    ["0", "1", "2", "-1", "0.5", "64", "65", "1e15", "10**9", "10**15", "-10**9", "9" * 40, "1e300", "n", "x", "t"]
) | st.integers(-(10**18), 10**18).map(str)
OPERATORS = ["+", "-", "*", "/", "//", "%", "**", "<", "<=", ">", ">=", "==", "!=", " and ", " or "]


def combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, min_size=0, max_size=3).map(", ".join)
    return (
        st.tuples(inner, st.sampled_from(OPERATORS), inner).map(lambda one: f"({one[0]}){one[1]}({one[2]})")
        | st.tuples(st.sampled_from(sorted(FUNCTIONS)), several).map(lambda one: f"{one[0]}({one[1]})")
        | st.tuples(st.sampled_from(["-", "+", "not "]), inner).map("".join)
        | st.tuples(inner, inner, inner).map(lambda one: f"({one[0]} if {one[1]} else {one[2]})")
    )


EXPRESSIONS = st.recursive(NUMBERS, combined, max_leaves=12).filter(lambda one: len(one) <= LENGTH_LIMIT)
NAMES = {"n": 10**15, "x": 0.1, "t": "text"}


@examples(600)
@given(EXPRESSIONS)
def test_no_expression_of_the_grammar_takes_long(expression: str) -> None:
    began = time.thread_time()
    try:
        evaluate(expression, NAMES)
        written(expression, ",.9f", NAMES)
        filled(f"{{{{{expression}:.9g}}}} and {{{{{expression}}}}}", NAMES)
    except BadExpression:
        pass
    assert time.thread_time() - began < CPU_LIMIT_S


@pytest.mark.parametrize(
    "expression",
    [
        "round(2, -10**9)",
        "round(2, 10**9)",
        "round(2.5, -10**15)",
        "round(2, 0.5)",
        "2**10**9",
        "9**9**9**9",
        "10**15**10",
        "(-8)**0.5",
        "1e15*1e15",
        "max()",
        "round()",
        "'x'*10**9",
        "'%999999999d' % 1",
        "1 << 10**9",
        "[0]*10**9",
        "x.__class__",
        "(lambda: 1)()",
    ],
)
def test_what_could_grow_is_refused(expression: str) -> None:
    began = time.thread_time()
    with pytest.raises(BadExpression):
        evaluate(expression, NAMES)
    assert time.thread_time() - began < CPU_LIMIT_S


@pytest.mark.parametrize("form", ["9999999999", "9999999999f", ".99999f", ",.999999999f", "0>99999999", "s", "c", "e", "n", "x", "=+10"])
def test_a_format_cannot_ask_for_a_wide_text(form: str) -> None:
    with pytest.raises(BadExpression):
        written("n", form, NAMES)


@pytest.mark.parametrize(
    ("expression", "value"), [("round(2.346, 2)", 2.35), ("round(12345, -2)", 12300), ("round(2.5)", 2), ("2**40", 2**40)]
)
def test_what_people_write_is_computed(expression: str, value: float) -> None:
    assert evaluate(expression, {}) == pytest.approx(value)
