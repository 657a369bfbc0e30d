"""Today."""

import streamlit as st

from views import frame

frame.trail(page="today")
st.title("Today", anchor=False)
