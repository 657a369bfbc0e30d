"""CodeMirror 6 as a Streamlit component: YAML with colours, problems beside their lines and in a list, and a place to jump to.

https://codemirror.net; ``codemirror/package.json`` says how the bundle was made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from views.components.sources import Component, address

_COMPONENT = Component("yaml_editor")


@dataclass(frozen=True)
class Jump:
    """Where the cursor shall go once; another ``token`` is another jump."""

    line: int
    column: int
    token: str
    focus: bool = True


def yaml_editor(
    *,
    text: str | None,
    revision: str,
    problems: Sequence[Mapping[str, Any]],
    jump: Jump | None,
    label: str,
    key: str,
    on_edited: Callable[[], None],
) -> None:
    """Draw the editor. It takes ``text`` where ``revision`` is another than the one it holds (None: it holds this one already).

    ``on_edited`` is called when the hand rests: ``edited`` then holds ``{"text": …, "line": …, "revision": …}``, with the whole text
    also where only the cursor moved. It comes from a browser and has to be checked.
    """
    data = {
        "text": text,
        "revision": revision,
        "problems": list(problems),
        "jump": None if jump is None else asdict(jump),
        "label": label,
        "library": address("codemirror"),
    }
    _COMPONENT.show(key=key, data=data, on_edited_change=on_edited)
