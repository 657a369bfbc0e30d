"""What is marked or typed and not handed in, kept while it is done: a refresh, a long locked screen and a killed server lose none of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import partial

import streamlit as st

from quizzes.attempts.attempt import REHEARSAL, Attempt
from quizzes.events.event import EventError
from quizzes.events.unfinished import Place
from quizzes.models import Item
from views.components import typist
from views.page import state
from views.page.services import services

MARKED = "marked"
"""The field of what is picked or ticked."""


def place(attempt: Attempt, item: Item, token: str) -> Place | None:
    """Where the answer is kept that the event ``token`` will hand in; None while its author tries the item out."""
    return Place(attempt.learner, attempt.event_id(item, token)) if attempt.within != REHEARSAL else None


def texts(where: Place | None) -> Mapping[str, str]:
    """What stands in the fields there; nothing where the database cannot be asked now, which whatever is done next will say."""
    try:
        return services().log.unfinished(where) if where is not None else {}
    except EventError:
        return {}


def marked(where: Place | None) -> tuple[str, ...]:
    """The ids that are marked there, in the order of marking."""
    return tuple(json.loads(texts(where).get(MARKED, "[]")))


def mark(where: Place | None, ids: tuple[str, ...]) -> None:
    """Keep the marks, for callbacks."""
    keep(where, {MARKED: json.dumps(ids)})


def forget(where: Place | None) -> None:
    """Forget what stands there, where no event of that name hands it in, for callbacks."""
    try:
        if where is not None:
            services().log.forget_unfinished(where)
    except EventError:
        return


def keep(where: Place | None, values: Mapping[str, str]) -> bool:
    """Keep what stands in these fields, for callbacks, and whether that could be done.

    It is not said where not: what is marked or typed stands on the page, and handing in says it.
    """
    try:
        if where is not None:
            services().log.keep_unfinished(where, values)
    except EventError:
        return False
    return True


def listen(where: Place | None, fields: Mapping[str, str], *, enter: str | None = None) -> None:
    """Keep what is typed into these fields, name -> key, while it is typed. ``enter`` is the key of the button that Enter goes to.

    In a fragment of its own, so that nothing else is drawn anew: no cursor moves, and no letter that comes meanwhile is lost.
    """
    if where is not None:
        _listen(where, fields, enter, _drawn())


@st.fragment
def _listen(where: Place, fields: Mapping[str, str], enter: str | None, drawn: tuple[object, ...]) -> None:
    if any(now is not then for now, then in zip(_drawn(), drawn, strict=True)):
        st.rerun()  # something was pressed in the same moment, and the browser has asked for this fragment alone
    key = f"{typist.KEY}{hashlib.sha256(where.answer.encode()).hexdigest()[:12]}"
    last = state.load().heard
    heard = last[1] if last is not None and last[0] == where.answer else 0
    typist.hear(key, place=where.answer, fields=fields, heard=heard, enter=enter, on_typed=partial(_typed, key, where, tuple(fields)))


def _drawn() -> tuple[object, ...]:
    """What the page around was drawn from."""
    app = state.load()
    return app.sessions, app.fault, app.reported, app.notice, app.unsent


def _typed(key: str, where: Place, names: tuple[str, ...]) -> None:
    """Take in what the browser sent; what is not taken in, it sends again."""
    sent = state.sent(key, "typed")
    if not isinstance(sent, Mapping) or sent.get("place") != where.answer:
        return
    given, number = sent.get("texts"), sent.get("number")
    if not isinstance(given, Mapping) or not isinstance(number, int):
        return
    values = {name: text for name in names if isinstance(text := given.get(name), str)}
    if values and keep(where, values):
        state.change(heard=(where.answer, number))
