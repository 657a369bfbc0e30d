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

SHOWN = 20
"""Newest lines that are shown."""


def draw(whys: Sequence[SaidWhy], item: Item, topic: Topic) -> None:
    """The newest lines, each choice's together; nothing where nobody wrote one."""
    if not whys or not isinstance(item, Asked):
        return
    from quizzes.progress import item_picks

    offered, newest = item_picks.choices(item), whys[: -SHOWN - 1 : -1]
    st.markdown("**Why they chose wrongly**", help="A line before the reason is shown. It counts nowhere, and nobody is named.")
    for picks in dict.fromkeys(said.picks for said in newest):
        chosen = "; ".join(prose.one_line(offered.get(pick, f"(now gone: {pick})")) for pick in picks)
        prose.prose(f"Chosen: {chosen}", topic)
        for said in newest:
            if said.picks == picks:
                _line(said, item)
    if len(whys) > SHOWN:
        st.caption(f"The newest {SHOWN} of {len(whys)}.")


def _line(said: SaidWhy, item: Asked) -> None:
    """What was written, as plain text, and the mistaken idea that is recognised in it now."""
    found = because.recognised(item, Answer(said.picks), said.text)
    shown = f"shows: {found.idea}" if found is not None else "no known mistake in it"
    since = "" if said.version == item.content_hash else ", before the question was changed"
    with st.container(gap=None):
        st.text(f"“{said.text}”")
        st.caption(f"{visitor.local_time(datetime.fromtimestamp(said.at / 1_000_000, UTC))} · {shown}{since}")
