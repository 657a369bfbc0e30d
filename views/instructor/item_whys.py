"""Why learners chose wrongly, in their own words: below the figures of the question, by the choice that they made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from quizzes.content.topic import Topic
from quizzes.models import Asked, Item
from quizzes.questions import because
from quizzes.questions.answers import Answer
from views.page import visitor
from views.shown import prose

if TYPE_CHECKING:
    from quizzes.progress.item_answers import SaidWhy

SHOWN_LINES = 20
"""Newest lines that are shown."""


def draw(whys: Sequence[SaidWhy], item: Item, topic: Topic) -> None:
    """The newest lines, each choice's together; nothing where nobody wrote one."""
    if not whys or not isinstance(item, Asked):
        return
    from quizzes.progress import item_picks

    texts, newest = item_picks.choices(item), whys[: -SHOWN_LINES - 1 : -1]
    st.markdown("**Why they chose wrongly**", help="A line before the reason is shown. It counts nowhere, and nobody is named.")
    for picks in dict.fromkeys(reason.picks for reason in newest):
        choices_text = "; ".join(prose.one_line(texts.get(pick, f"(now gone: {pick})")) for pick in picks)
        prose.prose(f"Chosen: {choices_text}", topic)
        for reason in newest:
            if reason.picks == picks:
                _line(reason, item)
    if len(whys) > SHOWN_LINES:
        st.caption(f"The newest {SHOWN_LINES} of {len(whys)}.")


def _line(reason: SaidWhy, item: Asked) -> None:
    """What was written, as plain text, and the mistaken idea that is recognised in it now."""
    mistake = because.recognised(item, Answer(reason.picks), reason.text)
    mistake_text = f"shows: {mistake.idea}" if mistake is not None else "no known mistake in it"
    since = "" if reason.version == item.content_hash else ", before the question was changed"
    with st.container(gap=None):
        st.text(f"“{reason.text}”")
        st.caption(f"{visitor.local_time(datetime.fromtimestamp(reason.at / 1_000_000, UTC))} · {mistake_text}{since}")
