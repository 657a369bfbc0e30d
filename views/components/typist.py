"""An unseen element that hears what is typed into fields of Streamlit while it is typed; those say it only when they are left."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from views.components.sources import Component

_COMPONENT = Component("typist")
KEY = "typing-"
"""How the keys of these elements begin."""


def hear(key: str, *, place: str, fields: Mapping[str, str], heard_number: int, enter: str | None, on_typed: Callable[[], None]) -> None:
    """Listen to ``fields``, name -> key of the field, until another ``place`` is given; ``heard_number`` is the last one taken in.

    ``on_typed`` is called about a third of a second after the last letter, at least once a second: ``typed`` then holds ``{"place": …,
    "number": …, "texts": {name: text}}``. It comes from a browser and has to be checked. A number that is not heard is sent again, and
    what was not heard before the page was loaded anew is put back into its fields.

    Enter goes to a field that is still empty, then to the button with the key ``enter``, where there is one.
    """
    data = {"place": place, "fields": dict(fields), "heard": heard_number, "enter": enter}
    _COMPONENT.show(key=key, data=data, on_typed_change=on_typed)
