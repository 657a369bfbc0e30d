"""Search over the items of all topics."""

import re

import streamlit as st

from quizzes.content.search import Entry, search
from quizzes.sessions.register import BY_SECTION, TODAY
from views.components import hands
from views.page import empty_states, frame, keyed, pages
from views.page.services import services
from views.practice import days_items
from views.shown import prose

frame.trail(page="search")
DRAW_MARK, LONGEST = re.compile(r"\{\{.*?\}\}"), 140
# Section that no mode asks -> the page that shows one entry of it, the parameter that names the entry there, and what the entry is called.
OTHER_PLACES = {"budgets": ("budget", "budget", "Budget"), "cheat_sheet": ("cheat-sheet", "section", "Cheat sheet")}
WHAT_COUNTS = "A question opens alone, with its answer at once: that is practice and does not count. Cards and bets count as always."


def way_to(entry: Entry) -> tuple[str, dict[str, str]]:
    """The page that opens this very entry, and the query that names it."""
    mode = BY_SECTION.get(entry.kind)
    if mode is None:
        page, name, _ = OTHER_PLACES[entry.kind]
        return page, {"topic": entry.topic, name: entry.id}
    if mode.named_by is None:
        return TODAY.id, {days_items.ONLY: f"{entry.topic}/{entry.id}"}
    name, prefix = mode.named_by
    return mode.id, {"topic": entry.topic, name: f"{prefix}{entry.id}"}


def called(entry: Entry) -> str:
    """What the entry is called."""
    mode = BY_SECTION.get(entry.kind)
    return mode.called if mode is not None else OTHER_PLACES[entry.kind][-1]


def said(text: str) -> str:
    """The beginning of an entry as one line; a figure that each attempt draws anew is an ellipsis."""
    line = DRAW_MARK.sub("…", prose.one_line(text))
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rpartition(' ')[0].rstrip(' ,;:–')}…"


def found(entry: Entry, title: str) -> None:
    """One entry: what it says, where it stands, and the way there."""
    page, query = way_to(entry)
    with st.container(key=keyed.by_id(f"found-{entry.kind.replace('_', '-')}", f"{entry.topic}/{entry.id}"), gap=None):
        st.page_link(pages.file(page), label=said(entry.title), query_params=query)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(f"{called(entry)} · {title}", width="content")
            if entry.kind in ("quick_check", "self_test"):
                cards = {"topic": entry.topic, "deck": f"concepts:{entry.concept}"}
                st.page_link(pages.file("recall"), label="Its cards", query_params=cards)


topics = services().shelf.look().topics
titles = {topic.id: topic.title for topic in topics}
words = st.text_input("Search all topics", key="search-words", bind="query-params", placeholder="zeros and speed", max_chars=100)
hands.open_in("search-words")
hits = search(words or "", topics)
if hits:
    for hit in hits:
        found(hit, titles[hit.topic])
    st.caption(WHAT_COUNTS)
elif not topics:
    empty_states.nothing("Nothing to search", "There is no topic yet. Once there is one, you can search it here.", key="search")
elif words and len(words.strip()) > 1:
    empty_states.nothing("No results", "Try one word of it, or another word for it. Answers are not searched.", key="search")
    st.page_link(pages.file("catalog"), label="See all topics")
else:
    st.caption("Cards, questions, prompts, problems, claims and cheat sheets; typos are fine. Answers are not searched.")
