"""How many uploaded files the server holds for a session: what nobody has read does not pile up.

A page reads a file as soon as it is there and lets it go (``views/page/uploads.py``). What is left are files that were chosen and not
handed in, or sent by a program of somebody's own, of up to ``server.maxUploadSize`` each.
"""

from __future__ import annotations

from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

MOST = 2
"""The file in the one field that a page has, and the next one, which the browser sends before it takes that one back."""

_add_file = MemoryUploadedFileManager.add_file


def hold_few() -> None:
    """Have Streamlit let the oldest files of a session go when further ones come."""
    MemoryUploadedFileManager.add_file = _add_bounded  # type: ignore[method-assign]


def _add_bounded(self: MemoryUploadedFileManager, session_id: str, file: UploadedFileRec) -> None:
    others = [name for name in tuple(self.file_storage.get(session_id, ())) if name != file.file_id]
    for oldest in others[: max(0, len(others) - MOST + 1)]:
        self.remove_file(session_id, oldest)
    _add_file(self, session_id, file)
