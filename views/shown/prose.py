"""Draws text of the content: Markdown, code, LaTeX, the pictures beside the topic and what can be explored; no HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence

import streamlit as st

from quizzes.content.topic import Topic
from quizzes.markup import explorables
from quizzes.markup.pictures import in_words
from quizzes.markup.units import with_their_numbers
from quizzes.models import Item, Myth, Source
from views.components import explore
from views.shown import measured, served_pictures, terms

_BLOCK = re.compile(r"```.*?```|\$\$.*?\$\$", re.DOTALL)


def prose(text: str, topic: Topic, *, asks: Item | None = None) -> None:
    """Markdown with its pictures, the mark of what was measured, and its terms ready for a tap; of what an item ``asks`` none that would
    tell the answer.
    """
    for part in explorables.parts(_drawn(text, topic, asks)):
        if isinstance(part, explorables.Block):
            _explorable(part, topic)
        elif part.strip():
            st.markdown(part)
    measured.below([text], topic)


def _explorable(block: explorables.Block, topic: Topic) -> None:
    """What can be moved, with its words below; the words alone where its numbers are not here."""
    found = block.explorable
    if found is None or not explore.is_possible(found):
        st.markdown(_placed(block.still, topic))
        return
    explore.draw(found)
    st.caption(_placed(found.says, topic))


def unexplained(text: str, topic: Topic) -> None:
    """A text whose terms are not explained, because that might tell what is correct: a choice."""
    st.markdown(_placed(text, topic))


def _drawn(text: str, topic: Topic, asks: Item | None) -> str:
    return terms.marked(_placed(measured.marked(text, topic), topic), topic, asks=asks)


def _placed(text: str, topic: Topic) -> str:
    return with_their_numbers(served_pictures.drawn(text, topic))


def headed(text: str, topic: Topic, *, asks: Item) -> None:
    """The front of a card or the stem of a question: a heading where it is one line."""
    if "\n" not in text:
        st.subheader(_drawn(text, topic, asks), anchor=False)
        measured.below([text], topic)
        return
    prose(text, topic, asks=asks)


def one_line(text: str) -> str:
    """A text as it fits into a list or is read out: one line, without its tables and blocks of code, with words for its pictures."""
    return _joined(in_words(text))


def on_button(text: str, topic: Topic) -> str:
    """A text as it fits on a button: one line with its pictures, without its tables and blocks of code."""
    return _placed(_joined(text), topic)


def _joined(text: str) -> str:
    lines = [line for line in _BLOCK.sub("", text).splitlines() if not line.lstrip().startswith("|")]
    return " ".join(" ".join(lines).split())


def as_code(text: str) -> str:
    """What somebody typed, as code that its own backticks cannot end."""
    return f"`` {text.strip() or 'nothing'} ``" if "`" in text else f"`{text.strip() or 'nothing'}`"


def sources(ids: Sequence[str], topic: Topic) -> None:
    """Where the facts come from, as one quiet line."""
    source_of = {source.id: source for source in topic.sources}
    source_texts = [_source(source_of[source_id]) for source_id in ids if source_id in source_of]
    if source_texts:
        st.caption("Source: " + " · ".join(source_texts))


def said_by(myth: Myth, topic: Topic) -> None:
    """Who says a claim, and where, as one quiet line; nothing where nobody is named."""
    claim_said = myth.said_by
    source = next((source for source in topic.sources if claim_said is not None and source.id == claim_said.source), None)
    if claim_said is not None and source is not None:
        st.caption(with_their_numbers(f"Said by: {_source(source)} ({claim_said.page}). {claim_said.claim}"))


def _source(source: Source) -> str:
    return f"[{source.title}]({source.url})" if source.url else source.title
