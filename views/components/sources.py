"""Makes Streamlit components out of the files beside this one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

HERE = Path(__file__).parent


UNPACK = "\nexport default given => drawGiven({ ...given, data: given.data[0] })\n"
"""The data travel in a list: a mapping is searched for tables by Streamlit, which loads pandas for that."""


class Component:
    """A component of Streamlit's second kind: ``<name>.html``, ``base.css`` and ``<name>.css``, and the scripts one after the other.

    The last script's default export draws; the ones before it hold plain functions, which tests can run by themselves.
    """

    def __init__(self, name: str, *, scripts: Sequence[str]) -> None:
        text = "\n".join(_text(f"{script}.js") for script in scripts)
        self._render = st.components.v2.component(
            f"featherweight_{name}",
            html=_text(f"{name}.html"),
            css=_text("base.css") + _text(f"{name}.css"),
            js=text.replace("export default function", "function drawGiven", 1) + UNPACK,
        )

    def show(self, *, key: str, data: Mapping[str, Any], **on_change: Any) -> Any:
        """Put it on the page; ``on_<trigger>_change`` are called when its script sets that trigger."""
        return self._render(key=key, data=[dict(data)], **on_change)


def short(values: Sequence[float]) -> list[float]:
    """The numbers with five digits, which is more than a picture shows and half as much to send."""
    return [float(f"{value:.5g}") for value in values]


def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
