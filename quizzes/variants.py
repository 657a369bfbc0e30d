"""Variants: items whose figures are drawn anew for each attempt, with a seed that is kept.

Texts hold ``{{expression}}``; the names in it are the item's ``inputs`` and ``let``. Expressions are evaluated by simpleeval with numbers,
the usual operators and a few named functions; no attribute access, no other call, bounded.
"""

from __future__ import annotations

from typing import TypeVar

from quizzes.content.models import Item

Kept = TypeVar("Kept", bound=Item)


def resolve(item: Kept, *, seed: int) -> Kept:
    """The item as it is asked in an attempt with that seed: every text with its values; an item without inputs is returned as it is.

    The result keeps the content hash of the item it was drawn from (``template_of`` gives that item).
    """
    return item


def template_of(item: Item) -> Item:
    """The item of the topic from which a variant was drawn; the item itself where it is no variant."""
    return item
