"""Author: a topic's YAML beside the item as a student sees it."""

import streamlit as st

from views.instructor import author_bench, author_preview
from views.page import empty_states, frame, pages, state, style, visitor

frame.trail(page="author")
style.wide()
if not visitor.may_author():
    empty_states.nothing("Only for whoever runs the app", frame.BY_LINK, key="author")
    st.page_link(pages.file("catalog"), label="See all topics")
    st.stop()

lies_open = author_bench.choose()
frame.say_notice()
writing = state.load().writing
# No fragment: what is typed just before leaving arrives with the next page, where Streamlit would look for the fragment and show nothing.
if lies_open and writing is not None:
    editor_column, preview_column = st.columns([6, 5], gap="medium")
    with editor_column:
        author_bench.toolbar(writing)
        author_bench.editor(writing)
    with preview_column:
        author_preview.draw(writing)
