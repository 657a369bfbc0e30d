"""What every page has around it: configuration, style, the trail home, notices, and the topic that the address names."""

from __future__ import annotations

import logging
from contextvars import ContextVar
from typing import Literal

import streamlit as st

from quizzes.content.topic import Topic
from quizzes.environment import BadEnvironment
from quizzes.events.event import EventError
from views.page import away, empty_states, pages, state, visitor
from views.page.services import services

BY_LINK = (
    "When the app starts, it prints a link to Author in its terminal. Open that link once in this browser. "
    "To have something changed, send it to whoever runs the app."
)
"""What is said where one has to come by the link of ``author_link``."""

READING_EVERY_S = 2.0
A_DAY_S = 86_400.0


_page_shown: ContextVar[str] = ContextVar("page_shown")


def page_shown() -> str:
    """The name of the page that is drawn, for a file that draws several."""
    return _page_shown.get()


def show() -> None:
    """Draw the page that the address names; what cannot be shown says so in a sentence."""
    st.set_page_config(layout="centered", initial_sidebar_state="collapsed")
    page = st.navigation([pages.as_page(page) for page in pages.PAGES.values()], position="hidden")
    _page_shown.set(pages.at(page.url_path))
    try:
        draw_again_once_back()
        say_reading(services().shelf.look().unread)
        page.run()
    except (BadEnvironment, EventError) as error:
        logging.getLogger(__name__).error("%s", error)
        broken(error)


def broken(error: Exception) -> None:
    """What is shown in place of a page that cannot be drawn, because the server lacks what every page needs."""
    st.title("This page cannot be shown", anchor=False)
    st.error(f"Something is wrong on the server, not with you. {error if visitor.may_author() else 'Please tell whoever runs it.'}")
    st.button("Try again", type="primary", key="page-again")
    st.page_link(pages.file("catalog"), label="See all topics")


def trail(topic: Topic | None = None, page: str | None = None) -> None:
    """The way home: the app, the topic, the page one is on; and the visitor's own page at the end. The browser's tab says it too."""
    names = [pages.title(page)] if page is not None else []
    names += [topic.title.partition(":")[0]] if topic is not None else []
    st.set_page_config(page_title=" · ".join([*names, "Featherweight"]))
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="trail"):
        with st.container(horizontal=True, gap="small", vertical_alignment="center", width="content", key="trail-way"):
            st.page_link(pages.file("catalog"), label="**Featherweight**")
            if topic is not None and page is not None:
                st.page_link(pages.file("topic"), label=topic.title.partition(":")[0], query_params={"topic": topic.id})
            if page is not None and page not in pages.OWN:
                st.caption(pages.title(page))
        with st.container(horizontal=True, gap="small", vertical_alignment="center", width="content", key="trail-own"):
            st.page_link(pages.file(pages.OWN[0]), label=":material/search:", help=pages.title(pages.OWN[0]))
            for own in pages.OWN[1:]:
                st.page_link(pages.file(own), label=pages.title(own))
    say_notice()
    if page not in pages.SITTINGS:
        away.offer()
    show_problems()


def say_notice() -> None:
    """Say what has to be said once; the next thing the learner does takes it away."""
    notice = state.load().notice
    if notice:
        st.error(notice)
        state.change(notice=None)


@st.fragment(run_every=A_DAY_S)
def draw_again_once_back() -> None:
    """Has the browser ask for the page as soon as a server that went away is back.

    A server that was started again knows nothing of a page that it has not drawn, and drops what is pressed on it. Streamlit's browser asks
    by itself only where something on the page is drawn by the clock, as this is: nothing, once a day.
    """


def say_reading(unread: int) -> None:
    """While topics are still read, say so, and draw the page again as they come and once they are there."""
    if unread:
        st.fragment(_reading, run_every=READING_EVERY_S)(unread)


def _reading(unread_before: int) -> None:
    offer = services().shelf.look()
    if offer.unread == 0 or (offer.unread < unread_before / 2 and not offer.topics):
        st.rerun()
    st.info(f"The topics are still being read: {offer.files - offer.unread} of {offer.files}. Those that are ready are below.")


def show_problems() -> None:
    """What is wrong with the content, for whoever runs the app."""
    problems = services().shelf.look().problems
    if problems and visitor.may_author():
        with st.expander(f"⚠ {len(problems)} problem{'s' * (len(problems) > 1)} in the content files; the last good version is shown"):
            st.code("\n".join(map(str, problems)), language=None, wrap_lines=True)


def topic_of_address() -> Topic:
    """The topic that ``?topic=`` names, the only one where it names none; anything else says so and stops the page."""
    offer = services().shelf.look()
    topic_id = st.query_params.get("topic")
    topic = offer.topic(topic_id) if topic_id else (offer.topics[0] if len(offer.topics) == 1 else None)
    if topic is None:
        trail()
        reason = empty_states.GONE if topic_id else "The address names no topic."
        if offer.unread:
            empty_states.nothing("This topic is not read yet", "The server has just started. This page follows in a moment.", key="topic")
        else:
            empty_states.nothing("This topic is not here", reason, key="topic")
        if st.button("See all topics", type="primary", key="see-topics"):
            st.switch_page(pages.file("catalog"))
        st.stop()
    if topic_id is None:
        st.query_params["topic"] = topic.id
    return topic


def way_back(topic: Topic) -> None:
    """The link home at the end of a mode; what to do next stands before it."""
    st.page_link(pages.file("topic"), label=f"Back to {topic.title.partition(':')[0]}", query_params={"topic": topic.id})


def empty_mode(missing_items: str, topic: Topic) -> None:
    """A mode of which the topic has nothing yet, and the way back; ``missing_items`` as in "no self-test"."""
    empty_states.nothing("Nothing here yet", f"This topic has {missing_items} yet. Its other modes work.", key="mode")
    back_to_topic(topic)


def back_to_topic(topic: Topic, kind: Literal["primary", "secondary"] = "primary") -> None:
    """The button home from a page on which there is nothing to do."""
    if st.button(f"Back to {topic.title.partition(':')[0]}", type=kind, key="back-to-topic"):
        st.switch_page(pages.file("topic"), query_params={"topic": topic.id})
