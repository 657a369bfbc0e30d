"""What may be set to meet a budget: two halves under sliders with their gauges, and what is seldom changed below them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from optimization.errors import LabError
from optimization.labs import LABS
from optimization.labs.estimates import AXES
from optimization.results.budgeting import Limits
from views.components import budget_bench
from views.components.budget_bench import Measured
from views.labs import lab_form
from views.page import state

IN_HALVES = tuple(name for way in AXES.values() for name in way)
BESIDES = {"coded": ("rounds", "seed"), "fast": ("seed",)}
"""Way -> what else decides what it comes to."""


def deciding(way: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Of the settings of a run those that decide what a way comes to."""
    return {name: settings[name] for name in (*AXES[way], *BESIDES[way]) if name in settings}


def form(
    params: type[BaseModel],
    *,
    preset: Mapping[str, Any],
    place: str,
    fixed: Collection[str] = (),
    limits: Limits,
    network: str,
    own: Sequence[Measured],
) -> None:
    """Draw it as ``lab_form.form`` would: with the preset or the default in it, and what is set kept where that finds it."""
    lab_form.hold(params, IN_HALVES, preset=preset, place=place)
    defaults = {name: field.default for name, field in params.model_fields.items()}
    values = defaults | lab_form.values(params, preset=preset, place=place, fixed=fixed)
    key = f"bench-{place}"

    def set_one() -> None:
        wanted = state.sent(key, "set")
        if not isinstance(wanted, Mapping):
            return
        try:
            lab_form.fill(LABS[place], {name: value for name, value in wanted.items() if name in IN_HALVES}, place=place)
        except LabError as error:
            state.change(notice=str(error))

    budget_bench.bench(values, network=network, limits=limits, own=own, key=key, on_set=set_one)
    lab_form.form(params, preset=preset, place=place, fixed=(*fixed, *IN_HALVES))
