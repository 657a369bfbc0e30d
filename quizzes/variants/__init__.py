"""Variants: items whose figures are drawn anew for each attempt, with a seed that is kept.

Texts hold ``{{expression}}`` or ``{{expression:format}}``; the names in it are the item's ``inputs`` and ``let``.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from itertools import islice, product
from math import prod
from typing import Any, TypeVar

from quizzes.models import Asked, Item
from quizzes.variants.expressions import Value, evaluate
from quizzes.variants.templates import filled

DRAWS_LIMIT = 500
"""Most combinations of one item's inputs: each of them is checked."""

TOPIC_DRAWS_LIMIT = 20_000
"""Most draws of all items of one topic together."""

STEPS_LIMIT = 500_000
"""Most steps of arithmetic that all draws of one item may take: about a second."""

TEXT_LIMIT = 20_000_000
"""Most characters that all draws of one item may fill."""

FIXED = frozenset("id was concept source notes type level inputs let language lab set".split())
"""Fields whose texts are no templates."""

Asking = TypeVar("Asking", bound=Item)


def draws(item: Asked) -> Sequence[Mapping[str, Value]]:
    """Every combination of the inputs, at most DRAWS_LIMIT; one empty draw where there are no inputs."""
    names = list(item.inputs)
    return [dict(zip(names, values, strict=True)) for values in islice(product(*item.inputs.values()), DRAWS_LIMIT)]


def count_of_draws(item: Asked) -> int:
    return prod(len(values) for values in item.inputs.values())


def draw(item: Asked, *, seed: int) -> Mapping[str, Value]:
    """The inputs of an attempt: fixed by its seed and the item's id."""
    rng = random.Random(f"{seed}:{item.id}")
    return {name: rng.choice(values) for name, values in item.inputs.items()}


def values_of(item: Asked, draw: Mapping[str, Value]) -> dict[str, Value]:
    """The drawn values and what ``let`` computes from them, in order. Raises BadExpression."""
    names = dict(draw)
    for name, expression in item.let.items():
        names[name] = evaluate(expression, names)
    return names


def resolve(item: Asking, *, seed: int) -> Asking:
    """The item as it is asked in an attempt with that seed: every text with its values; an item without inputs is returned as it is.

    The result keeps the content hash of the item it was drawn from, which ``template_of`` gives.
    """
    if not isinstance(item, Asked) or not item.inputs:
        return item
    return _resolved(item, draw(item, seed=seed))


def resolve_draw(item: Asked, draw: Mapping[str, Value]) -> Asked:
    """The item with these inputs. Raises BadExpression, and pydantic's ValidationError where a text becomes something it must not be."""
    return _resolved(item, draw)


def _resolved(item: Asking, draw: Mapping[str, Value]) -> Asking:
    assert isinstance(item, Asked)
    names = values_of(item, draw)
    texts = _fill(item.model_dump(by_alias=True), names) | {"inputs": {}, "let": {}}
    return type(item).model_validate(texts).drawn_from(item)


def _fill(value: Any, names: Mapping[str, Value]) -> Any:
    if isinstance(value, str):
        return filled(value, names)
    if isinstance(value, dict):
        return {key: inner if key in FIXED else _fill(inner, names) for key, inner in value.items()}
    return [_fill(inner, names) for inner in value] if isinstance(value, list | tuple) else value


def template_of(item: Item) -> Item:
    """The item of the topic from which a variant was drawn; the item itself where it is no variant."""
    return item.template or item
