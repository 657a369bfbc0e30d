"""A file that was given to the page: read once, and then held no longer.

Streamlit keeps in memory what was uploaded for as long as the session is, read or not, and also when its field is gone.
"""

from __future__ import annotations

from dataclasses import dataclass

from views.page import state, streamlit_edge


@dataclass(frozen=True)
class Given:
    """A file by the name that it had where it came from, which nobody has looked at."""

    name: str
    content: bytes


def taken(key: str) -> Given | None:
    """The file in the field with this key, for callbacks; None where there is none. Asked again, it is gone."""
    file = state.widget_value(key)
    if file is None:
        return None
    upload = Given(file.name, file.getvalue())
    streamlit_edge.let_go(file.file_id)
    return upload
