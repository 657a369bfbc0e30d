"""Which weights or units go: the choice behind each method of the lab, and its counterpart by chance."""

from __future__ import annotations

from dataclasses import dataclass, replace

from optimization.labs.prune import Params

ANOTHER_DRAW = 10_000
"""Added to the seed of the row that chance decides, so that no run whose method is random draws the same (seeds end at 9999)."""


@dataclass(frozen=True, kw_only=True)
class Selection:
    """How it is decided what goes; ``seed`` counts only where chance decides."""

    structured: bool
    """Whole channels and units go, and the layers become narrower; otherwise single weights become zero."""
    across_layers: bool
    """The weights of all layers stand in one ranking; otherwise each layer loses the same share."""
    random: bool
    seed: int

    def by_chance(self) -> Selection:
        """As many weights or units, but others: drawn at random, and differently from a selection that is random already."""
        return replace(self, random=True, seed=self.seed + ANOTHER_DRAW)


def selection_of(params: Params) -> Selection:
    """The selection that the method of a run stands for."""
    return Selection(
        structured=params.method in ("structured", "random_structured"),
        across_layers=params.method == "global_unstructured",
        random=params.method in ("random_unstructured", "random_structured"),
        seed=params.seed,
    )
