"""All topics."""

from collections.abc import Sequence

import streamlit as st

from quizzes.content.topic import Topic
from quizzes.proofs import first_visit as tour
from quizzes.sessions import today
from views.page import empty_states, frame, keyed, pages, schedule_now, settings, visitor
from views.page.services import services
from views.practice import days_items, next_step
from views.shown import days, prose
from views.topics import first_visit

TITLE, SUMMARY = "What do you want to learn?", "Cards, questions and worked problems. What you answer decides what comes again, and when."
"""Above the topics of a folder that says nothing of itself."""

frame.trail()
offer = services().shelf.look()
topics, site = offer.topics, offer.site
st.title(site.title if site is not None else TITLE, anchor=False)
summary = site.summary if site is not None else SUMMARY
if summary is not None:
    st.markdown(summary)


def nothing_to_learn() -> None:
    if visitor.may_author():
        where = f"`{services().environment.content_dir}/TRACK/TOPIC.yaml`"
        empty_states.nothing("No topic yet", f"A topic is one file. Write it here, or put it at {where}.", key="catalog")
        if st.button("Write a topic", type="primary", key="write-topic"):
            st.switch_page(pages.file("author"))
    else:
        empty_states.nothing("No topic yet", "Whoever runs this app has not added one yet. Come back later.", key="catalog")


def first_thing() -> bool:
    """The one thing to do next, above the topics; False where it is to open one of them."""
    begin = tour.where_to_begin(topics)
    if begin is not None and first_visit.is_wanted():
        first_visit.draw(begin)
        if not first_visit.is_asked_for():
            return True
    left = next(next_step.left({topic.id: topic for topic in topics}, with_today=True), None)
    if left is not None:
        if strip(left.said, "Go on", key="go-on"):
            left.go_on()
        return True
    return today_strip() or first_visit.is_asked_for()


def today_strip() -> bool:
    """What is due or new today, and the way into it; False where nothing is."""
    planned = schedule_now.todays_plan(settings.mine().minutes) if schedule_now.memories() else None
    if planned is None:
        return False
    if not planned.items:
        coming, day = schedule_now.next_due(), schedule_now.today()
        if coming is not None:
            st.caption(f"Nothing is due. Next: {days.counted(coming[1], 'item')} {days.ahead((coming[0] - day).days)}.")
        return False
    left, count, minutes = schedule_now.left_today(), len(planned.items), days.counted(planned.minutes, "minute")
    takes = f"about {minutes}" if count >= left.due + left.exam + left.new else f"the first {count} in about {minutes}"
    if strip(f"**Today:** {left.said} · {takes}", "Start", key="start-today"):
        days_items.open_page([one.entry.item for one in planned.items], {today.MINUTES: settings.mine().minutes})
    return True


def strip(said: str, label: str, *, key: str) -> bool:
    """A sentence and its button; True when it is pressed."""
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="card-today"):
        st.markdown(said, width="stretch")
        return st.button(label, type="primary", key=key)


def to_open(topics: Sequence[Topic]) -> Topic | None:
    """The topic that is worth opening: one with cards that were not met yet, the shortest first."""
    known = schedule_now.memories()

    def is_new(card: str) -> bool:
        return card not in known or known[card].is_new

    unmet = [topic for topic in topics if any(is_new(f"{topic.id}/{card.id}") for card in topic.recall)]
    return tour.where_to_begin(unmet) or next(iter(topics), None)


first = None if not topics or first_thing() else to_open(topics)
if not topics:
    nothing_to_learn()
elif first is not None and first is not topics[0]:
    # What is to be pressed first shall not stand below the fold.
    minutes = days.counted(first.minutes, "minute")
    if strip(f"**Start with** {first.title.partition(':')[0]} · {minutes} for a first visit", "Open", key="open-first"):
        st.switch_page(pages.file("topic"), query_params={"topic": first.id})
    first = None

for track in dict.fromkeys(topic.track for topic in topics):
    st.subheader(track, anchor=False)
    for topic in (one for one in topics if one.track == track):
        with st.container(border=True, key=keyed.by_id("card", topic.id)):
            st.markdown(f"#### {topic.title}")
            cards, questions = days.counted(len(topic.recall), "card"), days.counted(len(topic.self_test), "test question")
            st.caption(f"{topic.subject} · {cards} · {questions}")
            prose.prose(topic.summary, topic)
            if st.button("Open", type="primary" if topic is first else "secondary", key=keyed.by_id("open", topic.id)):
                st.switch_page(pages.file("topic"), query_params={"topic": topic.id})

if topics and settings.author_links():
    with st.container(horizontal=True, gap="medium", key="for-instructors"):
        st.page_link(pages.file("author"), label="Author")
        st.page_link(pages.file("items"), label=pages.title("items"))
