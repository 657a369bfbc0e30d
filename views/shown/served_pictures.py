"""The pictures of topics at addresses of the app's own, so that Markdown can show them wherever it allows one."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from quizzes.content.topic import Topic
from quizzes.markup.pictures import Picture, is_beside, plain_words, replaced
from views.page.services import services

URL_PREFIX = "pictures/"
"""How the address begins, relative to a page; behind it stands the path of the file below the content folder."""


def drawn(text: str, topic: Topic) -> str:
    """The Markdown with the address of each picture where its file stood, and a sentence for one that is not there."""
    return replaced(text, lambda picture: _placed(picture, topic))


def _placed(picture: Picture, topic: Topic) -> str:
    path = f"{topic.id.rpartition('/')[0]}/{picture.file}".lstrip("/")
    file = found(path)
    if file is None:
        return f"*(The picture “{plain_words(picture)}” is missing.)*"
    return f"![{picture.words}]({URL_PREFIX}{quote(path)}?{version(file)})"


def found(path: str) -> Path | None:
    """The picture file at that place below the content folder; None where there is none, or where it leads out of the folder."""
    if not is_beside(path):
        return None
    folder = services().environment.content_dir.resolve()
    try:
        file = (folder / path).resolve()
        return file if file.is_file() and file.is_relative_to(folder) else None
    except (OSError, ValueError, RuntimeError):
        return None


def version(file: Path) -> str:
    """Another one after each change of the file."""
    file_state = file.stat()
    return f"{file_state.st_mtime_ns:x}-{file_state.st_size:x}"
