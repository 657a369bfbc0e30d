"""A sheet of paper to draw a digit on."""

from __future__ import annotations

from collections.abc import Callable

from views.components.sources import Component

_COMPONENT = Component("drawing")


def paper(*, drawing: str, digit: int | None, busy: bool, key: str, on_read: Callable[[], None], on_named: Callable[[], None]) -> None:
    """Draw it with ``drawing`` (784 hex digits, or nothing) on it; ``digit`` is what the student says it is.

    ``on_read`` is called when it should be read: the component's ``read`` then holds ``{"drawing": …, "digit": …}``. ``on_named`` is called
    when the student says afterwards which digit it is: ``named`` holds it. Both come from a browser and have to be checked.
    """
    data = {"drawing": drawing, "digit": digit, "busy": busy}
    _COMPONENT.show(key=key, data=data, on_read_change=on_read, on_named_change=on_named)
