"""Progress."""

import streamlit as st

from views import frame

frame.trail(page="progress")
st.title("Progress", anchor=False)
