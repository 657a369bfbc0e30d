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

MARKED_FIELD = "marked"
"""The field of what is picked or ticked."""


def place(attempt: Attempt, item: Item, token: str) -> Place | None:
    """Where the answer is kept that the event ``token`` will hand in; None while its author tries the item out."""
    return Place(attempt.learner, attempt.event_id(item, token)) if attempt.within != REHEARSAL else None


def texts(place_of: Place | None) -> Mapping[str, str]:
    """What stands in the fields there; nothing where the database cannot be asked now, which whatever is done next will say."""
    try:
        return services().log.unfinished(place_of) if place_of is not None else {}
    except EventError:
        return {}


def marked(place_of: Place | None) -> tuple[str, ...]:
    """The ids that are marked there, in the order of marking."""
    return tuple(json.loads(texts(place_of).get(MARKED_FIELD, "[]")))


def mark(place_of: Place | None, ids: tuple[str, ...]) -> None:
    """Keep the marks, for callbacks."""
    keep(place_of, {MARKED_FIELD: json.dumps(ids)})


def forget(place_of: Place | None) -> None:
    """Forget what stands there, where no event of that name hands it in, for callbacks."""
    try:
        if place_of is not None:
            services().log.forget_unfinished(place_of)
    except EventError:
        return


def keep(place_of: Place | None, values: Mapping[str, str]) -> bool:
    """Keep what stands in these fields, for callbacks, and whether that could be done.

    It is not said where not: what is marked or typed stands on the page, and handing in says it.
    """
    try:
        if place_of is not None:
            services().log.keep_unfinished(place_of, values)
    except EventError:
        return False
    return True


def listen(place_of: Place | None, fields: Mapping[str, str], *, enter: str | None = None) -> None:
    """Keep what is typed into these fields, name -> key, while it is typed. ``enter`` is the key of the button that Enter goes to.

    In a fragment of its own, so that nothing else is drawn anew: no cursor moves, and no letter that comes meanwhile is lost.
    """
    if place_of is not None:
        _listen(place_of, fields, enter, _drawn_from())


@st.fragment
def _listen(place_of: Place, fields: Mapping[str, str], enter: str | None, drawn_for: tuple[object, ...]) -> None:
    if any(current is not former for current, former in zip(_drawn_from(), drawn_for, strict=True)):
        st.rerun()  # something was pressed in the same moment, and the browser has asked for this fragment alone
    key = f"{typist.KEY}{hashlib.sha256(place_of.answer.encode()).hexdigest()[:12]}"
    last = state.load().heard
    heard_number = last[1] if last is not None and last[0] == place_of.answer else 0
    typist.hear(
        key,
        place=place_of.answer,
        fields=fields,
        heard_number=heard_number,
        enter=enter,
        on_typed=partial(_take_in, key, place_of, tuple(fields)),
    )


def _drawn_from() -> tuple[object, ...]:
    """What the page around was drawn from."""
    app = state.load()
    return app.sessions, app.fault, app.reported, app.notice, app.unsent


def _take_in(key: str, place_of: Place, names: tuple[str, ...]) -> None:
    """Take in what the browser sent; what is not taken in, it sends again."""
    message = state.sent(key, "typed")
    if not isinstance(message, Mapping) or message.get("place") != place_of.answer:
        return
    typed_texts, number = message.get("texts"), message.get("number")
    if not isinstance(typed_texts, Mapping) or not isinstance(number, int):
        return
    values = {name: text for name in names if isinstance(text := typed_texts.get(name), str)}
    if values and keep(place_of, values):
        state.change(heard=(place_of.answer, number))
