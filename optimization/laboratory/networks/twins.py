"""Where the Keras model of a network is: named, and imported only where Keras is wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from optimization.labs.entry import at

Twin = str
"""``"module:function"``"""


def twin_at(twin: Twin) -> Callable[[Any], Any]:
    """The function that gives the Keras model for given widths."""
    function: Callable[[Any], Any] = at(twin)
    return function
