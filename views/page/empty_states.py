"""What the app draws itself: the feather of what is done, and the sheet on which nothing stands yet. The drawings are in ``app.css``.

Each stands beside a sentence that says the same, so screen readers pass over it.
"""

from __future__ import annotations

import streamlit as st

GONE = "It may have been renamed or taken away. Your answers are kept."
"""Of an address that names a topic or an item which is not there."""


def feather(title: str, *, key: str, is_small: bool = False) -> None:
    """A heading that says what is done, with a feather before it, drawn once as if by a pen, or at once without motion."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"feather-{key}"):
        if is_small:
            st.markdown(f"### {title}", width="content")
        else:
            st.header(title, anchor=False, width="content")


def nothing(title: str, reason: str, *, key: str) -> None:
    """The form of every empty page: the blank sheet, what is not there, why, and what changes that. A way on stands below it."""
    with st.container(key=f"empty-{key}", gap="small"):
        st.header(title, anchor=False)
        st.write(reason)
