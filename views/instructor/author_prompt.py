"""A prompt on the Author page: which phrasings of each point are found in an answer, and how its examples fare."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import streamlit as st

from quizzes.authoring.rehearsal import examples, phrasings
from quizzes.content.topic import Topic
from quizzes.questions import Prompt
from quizzes.questions.explain import trial
from quizzes.sessions import explain
from views.page import keyed

_IN_ORDER = ("contradicts", "denied", "✓")
"""What is shown of a point, what goes wrong first; phrasings that are not found are folded away."""


def draw(prompt: Prompt, topic: Topic) -> None:
    """A field for an answer, its phrasings point by point, and the examples."""
    st.markdown("#### Which phrasing matches?")
    key = keyed.by_id("author-phrase", f"{topic.id}/{prompt.id}")
    text = st.text_area("An answer to try", key=key, height=100, max_chars=explain.TEXT_LIMIT)
    st.caption("In the answer above." if text else "In the model answer.")
    for point, rows in groupby(phrasings(prompt, text or prompt.answer), key=lambda row: row[0]):
        _point(point, [(phrase, seen) for _, phrase, seen in rows])
    if prompt.examples:
        st.markdown("#### Its examples")
        st.caption(f"{trial.tried(prompt).sentence} ✓: found and not found as the example says.")
        wrong_first = sorted(examples(prompt), key=lambda example: example[1] == "✓")
        _table(("", "Answer"), ((outcome, _plain(answer)) for answer, outcome in wrong_first))


def _point(name: str, rows: Sequence[tuple[str, str]]) -> None:
    seen = sorted((row for row in rows if row[1]), key=lambda row: _IN_ORDER.index(row[1].partition(" ")[0]))
    found = sum(text.startswith("✓") for _, text in rows)
    st.markdown(f"**{name}** · {found} of {len(rows)} found")
    if seen:
        _table(("Phrasing", "In this answer"), ((f"`{phrase}`", _plain(text)) for phrase, text in seen))
    others = [phrase for phrase, text in rows if not text]
    if others:
        with st.expander(f"Not in this answer: {len(others)}"):
            st.markdown("\n".join(f"- `{phrase}`" for phrase in others))


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    lines = (heads, (":--",) * len(heads), *rows)
    st.markdown("\n".join(f"| {' | '.join(cells)} |" for cells in lines))


def _plain(text: str) -> str:
    """A student's words in a cell."""
    return " ".join(text.split()).replace("|", "\\|")
