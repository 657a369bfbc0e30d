"""The hands of a page on which something is answered or run: what happens in the browser without asking the server.

A card is turned over, the next one is shown while the rating is on its way, the focus goes to where the next thing is done, screen readers
are told what has changed, what is new comes into sight, and a key that is held down or pressed in a field or on a button does nothing else.
"""

from __future__ import annotations

import time

from views.components.sources import Component
from views.page import keyed

_COMPONENT = Component("hands")
_FOLLOW = Component("follow")
KEY = "hands"


def deck(
    *, card: str, slot: int, next_card: str | None, turned: bool, keys: bool, has_failed: bool = False, front_only: bool = False
) -> None:
    """On the page are ``card`` in ``slot`` (0 or 1) and, in the other slot, ``next_card``, which comes after it; both by their full ids.

    ``turned`` turns the card over, which the browser does by itself else, ``keys`` that Space and digits press buttons, ``has_failed`` that
    the rating of this very card could not be kept, ``front_only`` that the rest of it, and the next one, are drawn once its front is seen:
    the browser then asks.
    """
    cards = {"now": _place(card, slot), "ahead": _place(next_card, 1 - slot) if next_card is not None else None}
    deck_data = {**cards, "turned": turned, "keys": keys, "failed": has_failed, "frontOnly": front_only}
    _COMPONENT.show(key=KEY, data={"deck": deck_data, "token": card, "drawn": time.monotonic_ns()}, on_seen_change=_is_seen)


def _is_seen() -> None:
    """What is left to draw comes with the run that this causes."""


def _place(full: str, slot: int) -> dict[str, str | int]:
    return {"name": full, "card": keyed.name(full), "slot": slot}


def at(token: str, *, says: str, focus: str, sight: str | None = None) -> None:
    """Say it when ``token``, which holds the item's full id and what is seen of it, differs from the page's last one, and put the focus on
    the button in the element with the key ``focus``.

    A card or an end that comes so opens at the top of the page; where ``sight`` is given, the element with that key comes into sight
    instead, and "" leaves the page where it is. The first token of a page changes nothing, and the focus never leaves a field.
    """
    is_new = focus.startswith("card-") or token == "end"
    place_data = {"top": sight is None and is_new, "sight": sight or None}
    _COMPONENT.show(key=KEY, data={"deck": None, "token": token, "says": says, "focus": focus, "drawn": time.monotonic_ns(), **place_data})


def follow(place: str, *, stage: str, to: str, is_over: bool, says: str = "", nearest: bool = False) -> None:
    """Bring the element with the key ``to`` into sight, and the focus where it is nowhere, when the ``stage`` of this place's run is
    another one than before; what a run found only as long as its progress is looked at.

    With ``nearest`` the page moves no further than needed, else the element comes to the top of the window. The first stage of a page
    changes nothing, and nor does one without an element.
    """
    data = {"place": place, "stage": stage, "isOver": is_over, "to": to, "nearest": nearest, "says": says}
    _FOLLOW.show(key=f"follow-{place}", data=data)


def open_at(anchor: str) -> None:
    """Open the page with the heading with this anchor at the top of the window, where one begins to read, and with the focus there."""
    data = {"place": anchor, "stage": "opened", "isOver": True, "to": anchor, "nearest": False, "says": "", "opens": True}
    _FOLLOW.show(key=f"follow-{anchor}", data=data)


def open_in(field: str) -> None:
    """Open the page with the cursor in the field with this key; not on a phone, whose keyboard would cover half of the page."""
    data = {"place": field, "stage": "opened", "isOver": True, "to": field, "nearest": True, "says": "", "opens": True, "types": True}
    _FOLLOW.show(key=f"follow-{field}", data=data)
