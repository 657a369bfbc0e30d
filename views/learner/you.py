"""The visitor's own page: how cards are rated, keys, what is asked a day, exams, and the code to go on elsewhere."""

import streamlit as st

from quizzes.release import version
from quizzes.settings import ASK_WHY, AUTHOR_LINKS, FOUR_BUTTONS, NEW_A_DAY, NEW_LIMIT, SHORTCUTS
from views.learner import go_on, your_data
from views.page import frame, pages, settings, state, visitor
from views.page.services import services
from views.practice import known_items
from views.topics import exam, first_visit

frame.trail(page="you")
st.title("You", anchor=False)


def switch(name: str, label: str, *, about: str) -> None:
    """A setting that is on or off."""
    st.toggle(label, value=bool(settings.mine().value(name)), key=name, on_change=keep, args=(name,), help=about)


def keep(name: str) -> None:
    settings.change(name, bool(state.widget_value(name)))


st.subheader("Cards, questions and keys", anchor=False)
switch(
    FOUR_BUTTONS,
    f"Four rating buttons ({', '.join(settings.RATING_NAMES.values())})",
    about="The default is two: Forgot and Got it. Anki calls the four Again, Hard, Good and Easy.",
)
switch(
    ASK_WHY,
    "After a wrong choice, ask me why I think so",
    about="In Quick check and Today, before the reason is shown: one line, which never counts. Space goes on without it.",
)
switch(SHORTCUTS, "Keys press buttons", about="Space turns a card and goes on; digits choose or rate.")


def keep_new() -> None:
    settings.change(NEW_A_DAY, int(state.widget_value(NEW_A_DAY) or 0))


st.subheader("A day", anchor=False)
exam.minutes_a_day()
st.number_input(
    "New items a day",
    min_value=0,
    max_value=NEW_LIMIT,
    value=settings.mine().new_a_day,
    key=NEW_A_DAY,
    on_change=keep_new,
    width=220,
    help="Each new item comes again tomorrow and several times after: ten a day are about fifteen minutes a day in the long run.",
)
topics = services().shelf.look().topics
if topics:
    st.subheader("The first visit", anchor=False)
    st.write("A card, a claim and where to begin, in three short steps.")
    if st.button("Show the three steps again", key="first-again"):
        first_visit.ask_for()
        st.switch_page(pages.file("catalog"))
    st.subheader("Exams", anchor=False)
for topic in topics:
    st.caption(topic.title.partition(":")[0])
    exam.draw(topic)
known_items.draw(topics)

go_on.draw()

if visitor.may_author():
    st.subheader("For instructors", anchor=False)
    switch(
        AUTHOR_LINKS,
        "Show the links to Author on every page",
        about="“Edit this topic” below a topic, “Open in Author” behind an item's More, and the figures of questions.",
    )
    with st.container(horizontal=True, gap="medium", key="for-instructors"):
        st.page_link(pages.file("author"), label=pages.title("author"))
        st.page_link(pages.file("items"), label=pages.title("items"))

your_data.draw()
st.caption(f"Featherweight {version()}")
