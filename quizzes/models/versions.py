"""An item as text and back, so that an attempt can end on the version that it began with."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pydantic import ValidationError

from quizzes.models import QUESTION_TYPES, Asked, Item, Problem, Prompt

_MODELS: tuple[type[Item], ...] = (*QUESTION_TYPES.values(), Problem, Prompt)
KINDS: Mapping[str, type[Item]] = {model.__name__: model for model in _MODELS}
"""What is asked and graded; a card or a claim that is mended is shown mended at once."""


def is_pinned(item: Item) -> bool:
    """Whether an attempt keeps the version of the item that it began with."""
    return isinstance(item, Asked | Prompt)


def written(item: Item) -> str:
    """The whole item as JSON."""
    return json.dumps({"kind": type(item).__name__, "item": item.model_dump(mode="json", by_alias=True)}, ensure_ascii=False)


def read(text: str) -> Item | None:
    """The item of that text; None where this version of the app cannot read it."""
    try:
        given = json.loads(text)
        return KINDS[given["kind"]].model_validate(given["item"])
    except (ValueError, KeyError, TypeError, ValidationError):
        return None
