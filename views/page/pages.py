"""The pages of the app: which there are, where each is drawn, at which address, and what it is called."""

from __future__ import annotations

from typing import NamedTuple


class Page(NamedTuple):
    """The file that draws it, its address below the app's own, and its title."""

    file: str
    address: str
    title: str


PAGES = {
    "catalog": Page("views/topics/catalog.py", "", "Topics"),
    "today": Page("views/today/today.py", "today", "Today"),
    "progress": Page("views/learner/progress.py", "progress", "Progress"),
    "topic": Page("views/topics/topic.py", "topic", "Topic"),
    "recall": Page("views/practice/recall.py", "recall", "Recall"),
    "quick-check": Page("views/practice/quick_check.py", "quick-check", "Quick check"),
    "myths": Page("views/claims/myths.py", "myths", "Myth or measured?"),
    "prune": Page("views/labs/pages/prune.py", "prune", "Prune it"),
    "quantize": Page("views/labs/pages/quantize.py", "quantize", "Quantize it"),
    "budget": Page("views/labs/pages/budget.py", "budget", "Beat the budget"),
    "digit": Page("views/labs/pages/digit.py", "digit", "Break it"),
    "practice": Page("views/practice/worked_problems.py", "practice", "Worked problems"),
    "explain": Page("views/practice/explain.py", "explain", "Explain it"),
    "self-test": Page("views/practice/self_test.py", "self-test", "Self-test"),
    "cheat-sheet": Page("views/topics/cheat_sheet.py", "cheat-sheet", "Cheat sheet"),
    "you": Page("views/learner/you.py", "you", "You"),
    "search": Page("views/topics/search.py", "search", "Search"),
    "author": Page("views/instructor/author.py", "author", "Author"),
    "items": Page("views/instructor/items.py", "items", "Questions to look at"),
}
"""By the names under which the rest of the app knows them; the first one is drawn at the app's own address."""

OWN = ("search", "today", "progress", "you")
"""The pages at the end of the trail, which marks the one that is shown."""

SITTINGS = ("today", "recall", "quick-check", "myths", "practice", "explain", "self-test")
"""Pages whose fragment says what could not be saved."""


def file(page: str) -> str:
    """The file of a page, as ``st.page_link`` and ``st.switch_page`` want it."""
    return PAGES[page].file


def title(page: str) -> str:
    """What a page is called."""
    return PAGES[page].title


def addresses() -> tuple[str, ...]:
    """Those below the app's own address."""
    return tuple(page.address for page in PAGES.values() if page.address)
