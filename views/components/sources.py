"""Makes Streamlit components out of the files beside this one, and says at which addresses the server gives their scripts.

Streamlit sends a component's own script with every drawing of it: 27 KB with each rating of a card. So that one only fetches the real
script, which the browser keeps: its address holds its version.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

HERE = Path(__file__).parent
ROUTE = "/components/{name}.js"
SCRIPTS: Mapping[str, tuple[str, ...]] = {
    "hands": ("streamlit", "kept", "sight", "pressable", "attention", "later", "deck", "keys", "hands"),
    "follow": ("streamlit", "sight", "follow"),
    "typist": ("streamlit", "kept", "typist"),
    "drawing": ("strokes", "drawing"),
    "weights": ("kept", "weight_counts", "drawn", "swept", "histogram", "filter_grid", "weights"),
    "readings": ("kept", "verdicts", "strokes", "drawn", "readings"),
    "number_line": ("kept", "rounding", "drawn", "swept", "grid_line", "number_line"),
    "concept_map": ("drawn", "concept_map"),
    "growing": ("growing",),
    "explore": (
        "rounding",
        "weight_counts",
        "drawn",
        "histogram",
        "filter_grid",
        "grid_line",
        "explore/common",
        "explore/weights",
        "explore/rounding",
        "explore/filters",
        "explore/calibration",
        "explore/bytes",
        "explore/convolution",
        "explore/feature_maps",
        "explore/explore",
    ),
    "budget_bench": ("estimates", "budget_bench"),
    "resume": ("resume",),
    "yaml_editor": ("yaml_editor",),
    "codemirror": ("codemirror/codemirror",),
}
"""Name -> the files that make up its script. The last one's default export draws; the ones before it hold plain functions, which tests
can run by themselves, and ``streamlit`` what is assumed of Streamlit's page. CodeMirror draws nothing: the editor of the Author page asks
for it."""
COMMENT = re.compile(r"^ *(?://[^\n]*|/\*\*.*?\*/)\n", re.MULTILINE | re.DOTALL)
"""One that stands on lines of its own: read where the script is written, and not sent."""
MADE_ELSEWHERE = ("codemirror/codemirror",)
UNSEEN = ("hands", "follow", "typist")
SHEETS: Mapping[str, tuple[str, ...]] = {
    "weights": ("histogram", "swept"),
    "number_line": ("grid_line", "swept"),
    "explore": ("histogram", "grid_line"),
}
"""Name -> the style sheets of parts that it shares with others, besides its own."""


class Component:
    """A component of Streamlit's second kind: ``<name>.html``, ``<name>.css``, its script, and, where one sees it, ``base.css`` and what
    ``SHEETS`` says."""

    def __init__(self, name: str) -> None:
        html = _text(f"{name}.html")
        sheets = (name,) if name in UNSEEN else ("base", *SHEETS.get(name, ()), name)
        css = "".join(_text(f"{sheet}.css") for sheet in sheets)
        fetch = _part("fetch").replace("ADDRESS", address(name))
        self._render = st.components.v2.component(f"featherweight_{name}", html=html, css=css, js=fetch)

    def show(self, *, key: str, data: Mapping[str, Any], **on_change: Any) -> Any:
        """Put it on the page; ``on_<trigger>_change`` are called when its script sets that trigger."""
        return self._render(key=key, data=[dict(data)], **on_change)


@cache
def script(name: str) -> str:
    """The script of that name, as the server gives it. Raises KeyError where there is none."""
    return "\n".join(_part(part) for part in SCRIPTS[name])


@cache
def version(name: str) -> str:
    """Of its script: another one, where a letter of it is another."""
    return hashlib.sha256(script(name).encode()).hexdigest()[:12]


def address(name: str) -> str:
    """Relative to a page; the version stands in it, so that browsers may keep the file for good."""
    return f"{ROUTE.format(name=name).lstrip('/')}?{version(name)}"


def short(values: Sequence[float]) -> list[float]:
    """The numbers with five digits, which is more than a picture shows and half as much to send."""
    return [float(f"{value:.5g}") for value in values]


def _part(name: str) -> str:
    text = _text(f"{name}.js")
    return text if name in MADE_ELSEWHERE else COMMENT.sub("", text)


def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
