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
    proof = services().records.proven(topic.id, item)
    if proof is None:
        return
    with st.popover("◉ checked by running", type="tertiary", key=keyed.by_id("proven", f"{topic.id}/{item.id}")):
        st.markdown(_sentence(proof))
        if not isinstance(proof.evidence, Measured):
            st.code(proof.evidence.outputs[0].rstrip("\n"), language=None, wrap_lines=True)
        st.caption(_with_what(proof))


def _sentence(proof: Proven) -> str:
    evidence = proof.evidence
    if isinstance(evidence, Measured):
        return f"A lab run decided this answer: {evidence.text}."
    draws = len(evidence.outputs)
    draws_note = f" All {draws} draws of this question were run; in the first it" if draws > 1 else ""
    return f"A program decided this answer.{draws_note} printed:" if draws_note else "A program decided this answer. It printed:"


def _with_what(proof: Proven) -> str:
    evidence = proof.evidence
    with_what = [f"Python {evidence.python}", *(f"{name} {version}" for name, version in evidence.versions.items())]
    machine_words = [f"on {evidence.machine}"] if isinstance(evidence, Measured) else []
    return f"Run {' '.join([f'{proof.at.day} {proof.at:%b %Y}', *machine_words])}, with {', '.join(with_what)}."
