"""The least that Streamlit can do for a key: one button in a fragment whose press changes a number. What the app is held against.

Served from the root of the repository, so that the app's own .streamlit/config.toml holds: see instant.py.
"""

import streamlit as st


def press() -> None:
    st.session_state["presses"] = st.session_state.get("presses", 0) + 1


@st.fragment
def draw() -> None:
    st.markdown(f"Pressed {st.session_state.get('presses', 0)} times")
    st.button("Press", key="press", shortcut="Space", on_click=press)


draw()
