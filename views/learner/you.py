"""The visitor's own page: how cards are rated, keys, what is asked a day, exams, and the code to go on elsewhere."""

import streamlit as st

from quizzes.release import version
from quizzes.settings import AUTHOR_LINKS, FOUR_BUTTONS, NEW_A_DAY, NEW_LIMIT, SHORTCUTS
from views.learner import go_on, your_data
from views.page import frame, pages, settings, state, visitor
from views.page.services import services
from views.practice import known_items
from views.topics import exam, first_visit

frame.trail(page="you")
st.title("You", anchor=False)


def keep(name: str) -> None:
    settings.change(name, bool(state.widget_value(name)))


st.subheader("Cards and keys", anchor=False)
st.toggle(
    "Four rating buttons (Forgot, Hard, Got it, Easy)",
    value=bool(settings.mine().value(FOUR_BUTTONS)),
    key=FOUR_BUTTONS,
    on_change=keep,
    args=(FOUR_BUTTONS,),
    help="The default is two: Forgot and Got it. Anki calls the four Again, Hard, Good and Easy.",
)
st.toggle(
    "Keys press buttons",
    value=bool(settings.mine().value(SHORTCUTS)),
    key=SHORTCUTS,
    on_change=keep,
    args=(SHORTCUTS,),
    help="Space turns a card and goes on; digits choose or rate.",
)


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
    st.toggle(
        "Show the links to Author on every page",
        value=bool(settings.mine().value(AUTHOR_LINKS)),
        key=AUTHOR_LINKS,
        on_change=keep,
        args=(AUTHOR_LINKS,),
        help="“Edit this topic” below a topic, “Open in Author” behind an item's More, and the figures of questions.",
    )
    with st.container(horizontal=True, gap="medium", key="for-instructors"):
        st.page_link(pages.file("author"), label=pages.title("author"))
        st.page_link(pages.file("items"), label=pages.title("items"))

your_data.draw()
st.caption(f"Featherweight {version()}")
