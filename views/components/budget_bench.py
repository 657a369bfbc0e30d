"""The two halves of a budget under sliders, and what their settings come to before a run: measured earlier, or estimated."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from optimization.labs.budget import FORMAT_LABELS
from optimization.labs.estimates import AXES, recorded
from optimization.results.budgeting import Limits, Try
from views.components.sources import Component

_COMPONENT = Component("budget_bench")


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A try of the learner's own, with the settings that decide what it comes to, and when it was measured."""

    settings: Mapping[str, Any]
    attempt: Try
    when: str


def bench(
    values: Mapping[str, Any], *, network: str, limits: Limits | None, own: Sequence[Measured], key: str, on_set: Callable[[], None]
) -> None:
    """Draw both halves with ``values`` in their sliders; the component's ``set`` holds what the learner has changed.

    ``limits`` are those of the budget, None where there is none.
    """
    found = recorded(network)
    data = {
        "values": values,
        "formats": FORMAT_LABELS,
        "limits": None if limits is None else {"bytes": limits.most_bytes, "accuracy": limits.least_accuracy, "speed": limits.least_speed},
        "axes": AXES,
        "recorded": None if found is None else {name: found[name] for name in (*AXES, "recorded", "cpu")},
        "own": {way: [_sent(one) for one in own if one.attempt.variant == way] for way in AXES},
    }
    _COMPONENT.show(key=key, data=data, on_set_change=on_set)


def _sent(one: Measured) -> Mapping[str, Any]:
    """``speed`` is what the interval of a speed that is not claimed has in its middle; left out where nothing is known of it."""
    low, high = one.attempt.span
    spans = {} if not one.attempt.speed_in_words else {"speed": one.attempt.middle, "low": low, "high": high}
    figures = {"bytes": one.attempt.size_bytes, "accuracy": one.attempt.accuracy} | spans
    return {"settings": dict(one.settings), "figures": figures, "when": one.when}
