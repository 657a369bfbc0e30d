"""Small arithmetic for variants, evaluated by simpleeval: numbers, the usual operators, a few named functions, and nothing else.

No attribute, no index, no other call, no loop; what could grow without bound (powers, long texts) is refused.
"""

from __future__ import annotations

import ast
import math
import operator
import re
import threading
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import simpleeval

from quizzes.errors import QuizError

Value = int | float | str

LENGTH_LIMIT = 300
MAGNITUDE_LIMIT = 1e15
EXPONENT_LIMIT = 64
DIGITS_LIMIT = 15
NESTING_LIMIT = 40


class BadExpression(QuizError, ValueError):
    """An expression that cannot be evaluated. ``name`` is the unknown name, where that is the reason."""

    def __init__(self, reason: str, *, name: str | None = None) -> None:
        super().__init__(reason)
        self.name = name


def evaluate(expression: str, names: Mapping[str, Value]) -> Value:
    """The value of an expression of ``names``: a finite number below MAGNITUDE_LIMIT, a truth value as 0 or 1, or a text of ``names``.

    Raises BadExpression with a reason that can be shown.
    """
    tree = _tree_of(expression.strip())
    evaluator = _evaluator(names)
    try:
        value = evaluator.eval(expression, previously_parsed=tree)
    except simpleeval.NameNotDefined as error:
        raise BadExpression(f"there is no {error.name!r}", name=error.name) from None
    except simpleeval.FunctionNotDefined as error:
        raise BadExpression(f"there is no function {error.func_name!r}", name=error.func_name) from None
    except ZeroDivisionError:
        raise BadExpression("it divides by zero") from None
    except simpleeval.InvalidExpression as error:
        raise BadExpression(_plain(error)) from None
    except (TypeError, ValueError, OverflowError, ArithmeticError) as error:
        raise BadExpression(str(error) or "it cannot be computed") from None
    return _allowed_value(value)


def _plain(error: simpleeval.InvalidExpression) -> str:
    """The library's message in our words."""
    match = re.match(r"Sorry, (\w+) is not available", str(error))
    return f"{match[1]} is not allowed" if match else str(error).splitlines()[0]


def _allowed_value(value: Any) -> Value:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str):
        return value
    if not isinstance(value, int | float) or not math.isfinite(value) or abs(value) > MAGNITUDE_LIMIT:
        raise BadExpression("it gives no number of ordinary size")
    return value


@lru_cache(maxsize=4_000)
def _tree_of(expression: str) -> ast.AST:
    if not expression:
        raise BadExpression("it is empty")
    if len(expression) > LENGTH_LIMIT:
        raise BadExpression(f"it has {len(expression)} characters; at most {LENGTH_LIMIT}")
    try:
        tree = ast.parse(expression, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise BadExpression("it is no expression") from None
    if _depth(tree) > NESTING_LIMIT:
        raise BadExpression("it is nested too deeply")
    return tree


def _depth(tree: ast.AST) -> int:
    deepest, stack = 0, [(tree, 1)]
    while stack:
        node, depth = stack.pop()
        deepest = max(deepest, depth)
        stack += [(child, depth + 1) for child in ast.iter_child_nodes(node)]
    return deepest


def steps_of(expression: str) -> int:
    """How many steps one evaluation takes at most. Raises BadExpression where it is none."""
    return sum(1 for _ in ast.walk(_tree_of(expression.strip())))


def names_in(expression: str) -> frozenset[str]:
    """The names an expression uses, those of functions left out. Raises BadExpression where it is none."""
    return frozenset(node.id for node in ast.walk(_tree_of(expression.strip())) if isinstance(node, ast.Name)) - frozenset(FUNCTIONS)


def _numbers_only(function: Callable[..., Any]) -> Callable[..., Any]:
    def checked(*values: Any) -> Any:
        for value in values:
            if isinstance(value, str):
                raise BadExpression("texts cannot be computed with")
            _allowed_value(value)
        return function(*values)

    return checked


def _power(base: float, exponent: float) -> float:
    if abs(exponent) > EXPONENT_LIMIT:
        raise BadExpression(f"an exponent above {EXPONENT_LIMIT}")
    value: float = float(base) ** exponent if abs(base) > 1_000 else base**exponent
    return value


def _round(value: float, digits: float = 0) -> float:
    if digits != int(digits) or abs(digits) > DIGITS_LIMIT:
        raise BadExpression(f"round takes a whole number of digits, at most {DIGITS_LIMIT}")
    return round(value, int(digits)) if digits else round(value)


_CALLABLE: Mapping[str, Callable[..., Any]] = {
    "abs": abs,
    "ceil": math.ceil,
    "floor": math.floor,
    "log2": math.log2,
    "max": max,
    "min": min,
    "round": _round,
    "sqrt": math.sqrt,
}
FUNCTIONS: Mapping[str, Callable[..., Any]] = {name: _numbers_only(function) for name, function in _CALLABLE.items()}
"""Everything that may be called."""

_ARITHMETIC: Mapping[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: _power,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_OPERATORS = {kind: _numbers_only(function) for kind, function in _ARITHMETIC.items()}
_OPERATORS |= {ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Not: operator.not_}
_NODES = (ast.Constant, ast.Name, ast.BinOp, ast.UnaryOp, ast.Compare, ast.BoolOp, ast.IfExp, ast.Call)


_threads = threading.local()


def _evaluator(names: Mapping[str, Value]) -> simpleeval.SimpleEval:
    """This thread's evaluator with these names: making one takes longer than most expressions."""
    evaluator: simpleeval.SimpleEval | None = getattr(_threads, "evaluator", None)
    if evaluator is None:
        evaluator = simpleeval.SimpleEval(operators=_OPERATORS, functions=dict(FUNCTIONS), names={})
        evaluator.nodes = {kind: handler for kind, handler in evaluator.nodes.items() if kind in _NODES}
        _threads.evaluator = evaluator
    evaluator.names = names
    return evaluator
