"""How many uploaded files the server holds for a session: what nobody has read does not pile up.

A page reads a file as soon as it is there and lets it go (``views/page/uploads.py``). What is left are files that were chosen and not
handed in, or sent by a program of somebody's own, of up to ``server.maxUploadSize`` each.
"""

from __future__ import annotations

from views.page import streamlit_edge

UPLOADS_LIMIT = 2
"""The file in the one field that a page has, and the next one, which the browser sends before it takes that one back."""


def hold_few() -> None:
    """Have Streamlit let the oldest files of a session go when further ones come."""
    streamlit_edge.hold_few_uploads(UPLOADS_LIMIT)
