"""What is wrong with a question beyond its fields. Whoever reads a file says where that stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizzes.models import Item


@dataclass(frozen=True)
class Fault:
    """``path`` leads from the item to the field; ``words`` are those of its text that are meant."""

    path: tuple[str | int, ...]
    wrong: str
    allowed: str
    words: str = ""


def none(item: Item) -> Iterator[Fault]:
    """Nothing: the fields say it all."""
    return iter(())
