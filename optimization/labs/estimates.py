"""What settings of Beat the budget come to, from runs that were recorded over a grid of them: exact there, between them an estimate.

``tests/benchmarks/record_estimates.py`` records them; the lab measures.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from optimization.results.budgeting import Try

KEPT = Path(__file__).with_name("estimates.json")

AXES: Mapping[str, Mapping[str, tuple[Any, ...]]] = {
    "coded": {
        "sparsity": (0.0, 0.5, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995),
        "coded_epochs": (0, 2, 6),
        "shared_values": (2, 4, 16, 256),
    },
    "fast": {
        "removed": (0.0, 0.3, 0.5, 0.65, 0.8, 0.9, 0.95),
        "fast_epochs": (0, 2, 6),
        "format": ("float32", "float16", "int8", "int8_dynamic"),
    },
}
"""Way -> the settings that decide what it comes to, and where each was recorded."""


@cache
def recorded(network: str) -> Mapping[str, Any] | None:
    """What was recorded of the network: the rows of ``coded``, ``fast`` and ``recipes``, the ``cpu`` and the day; None where none was."""
    kept: Mapping[str, Mapping[str, Any]] = json.loads(KEPT.read_text(encoding="utf-8"))
    return kept.get(network)


def recorded_try(row: Mapping[str, Any]) -> Try:
    """A row of ``recipes`` as a try; its speed is claimed where the run had decided it."""
    return Try(
        run="",
        variant=row["row"],
        size_bytes=row["bytes"],
        accuracy=row["accuracy"],
        speed=row.get("speed") if row["is_claimed"] else None,
        low=row.get("low"),
        high=row.get("high"),
    )
