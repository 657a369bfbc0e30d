"""The rows of a run as they are measured: a bar for each figure, which grows when the figure is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from views.components.sources import Component

_COMPONENT = Component("growing")


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A figure in words, and how much of its bar is filled, 0..1; nothing of it where it is not measured yet."""

    text: str
    share: float


@dataclass(frozen=True, kw_only=True)
class Row:
    """A network and its figures; every row has as many."""

    title: str
    cells: tuple[Cell, ...]
    is_bet_on: bool


def rows(drawn: Sequence[Row], *, key: str) -> None:
    """Draw them; those that were there stay where they are."""
    sent = [{"title": row.title, "isBetOn": row.is_bet_on, "cells": [asdict(cell) for cell in row.cells]} for row in drawn]
    _COMPONENT.show(key=key, data={"rows": sent})
