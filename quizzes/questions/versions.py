"""An item as text and back, so that an attempt can end on the version that it began with."""

from __future__ import annotations

import json

from pydantic import ValidationError

from quizzes.models import Asked, Item
from quizzes.questions import KINDS, Problem, Prompt


def is_pinned(item: Item) -> bool:
    """Whether an attempt keeps the version of the item that it began with: what is asked and graded; a card or a claim that is mended is
    shown mended at once."""
    return isinstance(item, Asked | Prompt)


def written(item: Item) -> str:
    """The whole item as JSON."""
    return json.dumps({"kind": type(item).__name__, "item": item.model_dump(mode="json", by_alias=True)}, ensure_ascii=False)


def read(text: str) -> Item | None:
    """The item of that text; None where this version of the app cannot read it."""
    models: dict[str, type[Item]] = {kind.item.__name__: kind.item for kind in KINDS.values()}
    models[Problem.__name__] = Problem
    try:
        stored = json.loads(text)
        return models[stored["kind"]].model_validate(stored["item"])
    except (ValueError, KeyError, TypeError, ValidationError):
        return None
