"""The one object that a browser session keeps on the server. No other file touches ``st.session_state``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from quizzes.attempts.mode import Session
from quizzes.authoring.writing import Writing
from quizzes.progress.outlook import Outlook
from quizzes.proofs import first_visit
from quizzes.schedule.index import Index
from quizzes.settings import Settings

KEY = "featherweight"


@dataclass(frozen=True)
class Way:
    """To a page, with what its address holds."""

    page: str
    query: Mapping[str, str]


@dataclass(frozen=True)
class TakenOver:
    """How often a file was taken over in this session, and what is said of the last one."""

    times: int = 0
    sentence: str = ""
    is_good: bool = True
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True)
class AppState:
    """Replaced as a whole, in one assignment: a callback can be interrupted at any access to the session state.

    ``sessions`` maps mode and topic to the session under way. ``picked`` holds an item's full id and the choices that are marked, in the
    order of marking, but not handed in (``views/practice/pending.py`` keeps them over a refresh); ``heard`` the answer of which something
    typed was kept last, and the number of that message; ``fault`` an item's full id and what kept its answer from being handed in;
    ``unsaved`` the full id of the item whose last step could not be saved; ``unsent`` does again what could not be saved, for the reason
    ``unsent_why``.
    ``runs`` maps a lab panel to its run; ``notice`` is said once; ``pace`` holds the visitor's own seconds an item by mode; ``reported``
    the items with a problem reported here; ``writing`` what lies open on the Author page; ``first_visit`` how far the three steps of a
    first visit are; ``has_card`` says that a card was drawn before; ``turned`` the session and the full
    id of the card that the server turned over, because the browser could not yet; ``taken_over`` what became of the last file of one's data
    that was given; ``looked_at`` names the lab results that were looked at instead of betting on them;
    ``outlook`` is whether the minutes are enough for an exam, with the index and the rest of what that was found from.
    """

    sessions: Mapping[tuple[str, str], Session] = field(default_factory=dict)
    picked: tuple[str, tuple[str, ...]] | None = None
    fault: tuple[str, str] | None = None
    unsaved: str | None = None
    unsent: Callable[[], None] | None = None
    unsent_why: str = ""
    runs: Mapping[str, str] = field(default_factory=dict)
    settings: Settings | None = None
    visitor: str | None = None
    notice: str | None = None
    heard: tuple[str, int] | None = None
    pace: Mapping[str, float] | None = None
    reported: frozenset[str] = frozenset()
    writing: Writing | None = None
    first_visit: first_visit.State | None = None
    has_card: bool = False
    turned: tuple[str, str] | None = None
    taken_over: TakenOver = TakenOver()
    looked_at: frozenset[str] = frozenset()
    outlook: tuple[Index, tuple[object, ...], Outlook | None] | None = None


def load() -> AppState:
    """The state of this browser session."""
    state = st.session_state.get(KEY)
    return state if isinstance(state, AppState) else AppState()


def save(state: AppState) -> None:
    """Replace the state."""
    st.session_state[KEY] = state


def change(**values: Any) -> AppState:
    """Replace the named parts of the state and return it."""
    state = replace(load(), **values)
    save(state)
    return state


def widget_value(key: str) -> Any:
    """What a widget holds now, for callbacks; None where it is not on the page."""
    return st.session_state.get(key)


def sent(key: str, trigger: str) -> Any:
    """What a component's trigger holds, for callbacks."""
    return (widget_value(key) or {}).get(trigger)


def set_widget(key: str, value: Any) -> None:
    """Give a widget another value, for callbacks: once it is drawn, Streamlit refuses."""
    st.session_state[key] = value
