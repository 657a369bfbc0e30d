"""The pages of the app: which there are, where each is drawn, at which address, and what it is called."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from optimization.labs import LABS
from quizzes.sessions.register import MODES


class Page(NamedTuple):
    """The file that draws it, its address below the app's own, and its title."""

    file: str
    address: str
    title: str


ANY_MODE = "views/practice/pages/any_mode.py"
"""Draws a mode that has no page of its own; one file for all of these."""


def of_mode(mode: str, file: str = ANY_MODE) -> Page:
    """The page of a mode, at its id and under its title."""
    return Page(file, mode, MODES[mode].title)


ANY_LAB = "views/labs/pages/any_lab.py"
"""Draws a lab that has no page of its own; one file for all of these."""


def of_lab(lab: str, file: str = ANY_LAB) -> Page:
    """The page of a lab, at its id and under its title."""
    return Page(file, lab, LABS[lab].title)


PAGES = {
    "catalog": Page("views/topics/catalog.py", "", "Topics"),
    "today": of_mode("today", "views/today/today.py"),
    "progress": Page("views/learner/progress.py", "progress", "Progress"),
    "topic": Page("views/topics/topic.py", "topic", "Topic"),
    "lesson": of_mode("lesson", "views/lessons/lesson.py"),
    "recall": of_mode("recall", "views/practice/pages/recall.py"),
    "quick-check": of_mode("quick-check", "views/practice/pages/quick_check.py"),
    "myths": of_mode("myths", "views/claims/myths.py"),
    "prune": of_lab("prune", "views/labs/pages/prune.py"),
    "quantize": of_lab("quantize", "views/labs/pages/quantize.py"),
    "budget": of_lab("budget", "views/labs/pages/budget.py"),
    "digit": of_lab("digit", "views/labs/pages/digit.py"),
    "practice": of_mode("practice", "views/practice/pages/worked_problems.py"),
    "explain": of_mode("explain", "views/practice/pages/explain.py"),
    "self-test": of_mode("self-test", "views/practice/pages/self_test.py"),
    "cheat-sheet": Page("views/topics/cheat_sheet.py", "cheat-sheet", "Cheat sheet"),
    "you": Page("views/learner/you.py", "you", "You"),
    "search": Page("views/topics/search.py", "search", "Search"),
    "author": Page("views/instructor/author.py", "author", "Author"),
    "items": Page("views/instructor/items.py", "items", "Questions to look at"),
}
"""By the names under which the rest of the app knows them; the first one is drawn at the app's own address."""

PAGES |= {mode: of_mode(mode) for mode in MODES if mode not in PAGES}
PAGES |= {lab.id: of_lab(lab.id) for lab in LABS.values() if lab.has_page and lab.id not in PAGES}

OWN = ("search", "today", "progress", "you")
"""The pages at the end of the trail, which marks the one that is shown."""

SITTINGS = tuple(MODES)
"""Pages whose fragment says what could not be saved."""


def file(page: str) -> str | st.Page:
    """The file of a page, as ``st.page_link`` and ``st.switch_page`` want it; the page itself where its file draws others, too."""
    registered = PAGES[page]
    return as_page(registered) if registered.file in (ANY_MODE, ANY_LAB) else registered.file


def as_page(page: Page) -> st.Page:
    """The page as Streamlit knows it."""
    return st.Page(page.file, title=page.title, url_path=page.address or None, default=not page.address)


def at(address: str) -> str:
    """The name of the page at that address, as the rest of the app knows it."""
    return next(name for name, page in PAGES.items() if page.address == address)


def title(page: str) -> str:
    """What a page is called."""
    return PAGES[page].title


def addresses() -> tuple[str, ...]:
    """Those below the app's own address."""
    return tuple(page.address for page in PAGES.values() if page.address)
