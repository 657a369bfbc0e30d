"""Author: a topic's YAML beside the item as a student sees it."""

import streamlit as st

from views import author_bench, author_preview, frame, state, style, visitor

frame.trail(page="author")
style.wide()
if not visitor.may_author():
    st.header("Only where the app runs", anchor=False)
    st.write("Content is written on the machine that serves the app. Open this page there, or send your YAML to whoever runs it.")
    st.stop()

lies_open = author_bench.choose()
frame.say_notice()
writing = state.load().writing
# No fragment: what is typed just before leaving arrives with the next page, where Streamlit would look for the fragment and show nothing.
if lies_open and writing is not None:
    left, right = st.columns([6, 5], gap="medium")
    with left:
        author_bench.toolbar(writing)
        author_bench.editor(writing)
    with right:
        author_preview.draw(writing)
