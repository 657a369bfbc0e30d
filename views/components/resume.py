"""The button that makes this browser the learner of a resume code; the cookie is out of a script's reach, so the server sets it."""

from __future__ import annotations

from views.components.sources import Component

_COMPONENT = Component("resume")


def button(code: str) -> None:
    """For a code that has the right form. What the server says against it stands below."""
    _COMPONENT.show(key="resume", data={"code": code})
