"""The style of the app, ``app.css``, which is part of the shell page, and the few rules that depend on what a page shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import streamlit as st

FOLDER = Path(__file__).parent
COMMENT = re.compile(r"/\*.*?\*/\n*", re.DOTALL)


@cache
def sheet(name: str = "app") -> str:
    """That style sheet as a ``<style>`` block, without what is said to its readers."""
    return f"<style>\n{COMMENT.sub('', (FOLDER / f'{name}.css').read_text(encoding='utf-8'))}</style>"


def wide() -> None:
    """For the pages on which two things stand side by side."""
    st.html(sheet("wide"))


HIDE_SLOT = '<style>[data-testid="stLayoutWrapper"]:has(> .st-key-slot-{slot}) {{display: none}}</style><i hidden></i>'


def hide_slot(slot: int) -> None:
    """Hide the slot of the card that comes next. It is more than a style block, which Streamlit would put elsewhere on the page."""
    st.html(HIDE_SLOT.format(slot=slot))


MARKED_RULE = "{keys} {{border: 2px solid #A6321B; background: color-mix(in srgb, #A6321B 14%, transparent); font-weight: 600}}"


def marked(keys: Sequence[str]) -> None:
    """The buttons with these keys are picked: another paper and a firm line, which a button under the mouse has not.

    By a style and not by another kind of button, which would be a new element without the focus.
    """
    rule = MARKED_RULE.format(keys=", ".join(f".st-key-{key} button" for key in keys)) if keys else ""
    st.html(f"<style>{rule}</style><i hidden></i>")
