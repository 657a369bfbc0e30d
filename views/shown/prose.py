"""Draws text of the content: Markdown, code, LaTeX and local images; no HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence

import streamlit as st

from quizzes.content.topic import Topic
from quizzes.markup.pictures import IMAGE
from quizzes.models import Source
from views.page.services import services

_IMAGE_LINE = re.compile(rf"^[ \t]*{IMAGE.pattern}[ \t]*$", re.MULTILINE)
_BLOCK = re.compile(r"```.*?```|\$\$.*?\$\$", re.DOTALL)


def prose(text: str, topic: Topic) -> None:
    """Markdown with the images that stand on lines of their own; an image's address is relative to the topic's file."""
    folder = (services().shelf.folder / topic.id).parent
    end = 0
    for match in _IMAGE_LINE.finditer(text):
        _markdown(text[end : match.start()])
        path = folder / match.group(2)
        if path.is_file():
            st.image(str(path), alt=match.group(1), width="stretch" if path.suffix.lower() == ".svg" else "content")
        else:
            st.caption(f"(The picture “{match.group(1)}” is missing.)")
        end = match.end()
    _markdown(text[end:])


def _markdown(text: str) -> None:
    if text.strip():
        st.markdown(text)


def headed(text: str, topic: Topic) -> None:
    """The front of a card or the stem of a question: a heading where it is one line."""
    if "\n" not in text:
        st.subheader(text, anchor=False)
        return
    prose(text, topic)


def one_line(text: str) -> str:
    """A text as it fits on a button or in a list: one line, without its tables and blocks of code."""
    lines = [line for line in _BLOCK.sub("", text).splitlines() if not line.lstrip().startswith("|")]
    return " ".join(" ".join(lines).split())


def as_code(text: str) -> str:
    """What somebody typed, as code that its own backticks cannot end."""
    return f"`` {text.strip() or 'nothing'} ``" if "`" in text else f"`{text.strip() or 'nothing'}`"


def sources(ids: Sequence[str], topic: Topic) -> None:
    """Where the facts come from, as one quiet line."""
    known = {source.id: source for source in topic.sources}
    named = [_source(known[one]) for one in ids if one in known]
    if named:
        st.caption("Source: " + " · ".join(named))


def _source(source: Source) -> str:
    return f"[{source.title}]({source.url})" if source.url else source.title
