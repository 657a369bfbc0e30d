"""Which screen is looked at besides the one that comes next: the address alone says it, so that a refresh keeps it."""

from __future__ import annotations

import streamlit as st

SCREEN = "screen"


def looked_at() -> str | None:
    """The id of the screen that the address names."""
    return st.query_params.get(SCREEN)


def look(screen_id: str | None) -> None:
    """Look at that screen, for callbacks; None goes on where one is."""
    if screen_id is None:
        st.query_params.pop(SCREEN, None)
    else:
        st.query_params[SCREEN] = screen_id
