"""The mark of an answer that was proven by running: one sign, which opens to what came out, when, and with which versions."""

from __future__ import annotations

import streamlit as st

from quizzes.content.topic import Topic
from quizzes.models import Item
from quizzes.proofs.evidence import Measured
from quizzes.proofs.record import Proven
from views.page import keyed
from views.page.services import services


def mark(item: Item, topic: Topic) -> None:
    """The mark below an answered item; nothing where it was not proven as it is now."""
    proven = services().records.proven(topic.id, item)
    if proven is None:
        return
    with st.popover("◉ checked by running", type="tertiary", key=keyed.by_id("proven", f"{topic.id}/{item.id}")):
        st.markdown(_sentence(proven))
        if not isinstance(proven.evidence, Measured):
            st.code(proven.evidence.outputs[0].rstrip("\n"), language=None, wrap_lines=True)
        st.caption(_with_what(proven))


def _sentence(proven: Proven) -> str:
    evidence = proven.evidence
    if isinstance(evidence, Measured):
        return f"A lab run decided this answer: {evidence.text}."
    draws = len(evidence.outputs)
    more = f" All {draws} draws of this question were run; in the first it" if draws > 1 else ""
    return f"A program decided this answer.{more} printed:" if more else "A program decided this answer. It printed:"


def _with_what(proven: Proven) -> str:
    evidence = proven.evidence
    with_what = [f"Python {evidence.python}", *(f"{name} {version}" for name, version in evidence.versions.items())]
    where = [f"on {evidence.machine}"] if isinstance(evidence, Measured) else []
    return f"Run {' '.join([f'{proven.at.day} {proven.at:%b %Y}', *where])}, with {', '.join(with_what)}."
