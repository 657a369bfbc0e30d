"""All topics."""

from collections.abc import Sequence

import streamlit as st

from quizzes.content.topic import Topic
from quizzes.proofs import first_visit as tour
from quizzes.schedule import mastery
from quizzes.schedule.needs import topics_in_order
from quizzes.sessions import today
from views.page import empty_states, frame, keyed, pages, schedule_now, settings, visitor
from views.page.services import services
from views.practice import days_items, next_step
from views.shown import days, prose
from views.topics import concepts, first_visit

TITLE, SUMMARY = "What do you want to learn?", "Cards, questions and worked problems. What you answer decides what comes again, and when."
"""Above the topics of a folder that says nothing of itself."""

frame.trail()
offer = services().shelf.look()
topics, site = topics_in_order(offer.topics), offer.site
st.title(site.title if site is not None else TITLE, anchor=False)
summary = site.summary if site is not None else SUMMARY
if summary is not None:
    st.markdown(summary)


def nothing_to_learn() -> None:
    if visitor.may_author():
        place = f"`{services().environment.content_dir}/TRACK/TOPIC.yaml`"
        empty_states.nothing("No topic yet", f"A topic is one file. Write it here, or put it at {place}.", key="catalog")
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
    step_left = next(next_step.left({topic.id: topic for topic in topics}, with_today=True), None)
    if step_left is not None:
        if strip(step_left.said, "Go on", key="go-on"):
            step_left.go_on()
        return True
    return today_strip() or first_visit.is_asked_for()


def today_strip() -> bool:
    """What is due or new today, and the way into it; False where nothing is."""
    days_plan = schedule_now.todays_plan(settings.mine().minutes) if schedule_now.memories() else None
    if days_plan is None:
        return False
    if not days_plan.items:
        next_due, day = schedule_now.next_due(), schedule_now.today()
        if next_due is not None:
            st.caption(f"Nothing is due. Next: {days.counted(next_due[1], 'item')} {days.ahead((next_due[0] - day).days)}.")
        return False
    counts, count, minutes = schedule_now.left_today(), len(days_plan.items), days.counted(days_plan.minutes, "minute")
    takes = f"about {minutes}" if count >= counts.due + counts.exam + counts.new else f"the first {count} in about {minutes}"
    if strip(f"**Today:** {counts.said} · {takes}", "Start", key="start-today"):
        days_items.open_page([item.entry.item for item in days_plan.items], {today.MINUTES: settings.mine().minutes})
    return True


def strip(sentence: str, label: str, *, key: str) -> bool:
    """A sentence and its button; True when it is pressed."""
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="card-today"):
        st.markdown(sentence, width="stretch")
        return st.button(label, type="primary", key=key)


def to_open(topics: Sequence[Topic]) -> Topic | None:
    """The topic that is worth opening: the first on the path with cards that were not seen yet."""
    memories = schedule_now.memories()

    def is_new(card: str) -> bool:
        return card not in memories or memories[card].is_new

    topics_with_new = [topic for topic in topics if any(is_new(f"{topic.id}/{card.id}") for card in topic.recall)]
    return tour.where_to_begin(topics_with_new) or next(iter(topics), None)


first = None if not topics or first_thing() else to_open(topics)
if not topics:
    nothing_to_learn()
elif first is not None and first is not topics[0]:
    # What is to be pressed first shall not stand below the fold.
    minutes = days.counted(first.minutes, "minute")
    if strip(f"**Start with** {first.title.partition(':')[0]} · {minutes} for a first visit", "Open", key="open-first"):
        st.switch_page(pages.file("topic"), query_params={"topic": first.id})
    first = None


def step(topic: Topic, *, is_first: bool) -> None:
    """A topic on its path: what it holds, how far the visitor is, and the way in."""
    memories, index, today = schedule_now.memories(), schedule_now.index(), schedule_now.today()
    levels = mastery.mastery(memories, index, topic=topic.id, day=today)
    is_known = bool(levels) and all(concept_mastery.level in ("solid", "mastered") for concept_mastery in levels.values())
    with (
        st.container(key=keyed.by_id("step-done" if is_known else "step", topic.id)),
        st.container(border=True, key=keyed.by_id("card", topic.id)),
    ):
        st.markdown(f"#### {topic.title}")
        kinds = ((topic.lesson, "lesson part"), (topic.recall, "card"), (topic.self_test, "test question"))
        st.caption(" · ".join([topic.subject, *(days.counted(len(items), kind) for items, kind in kinds if items)]))
        prose.prose(topic.summary, topic)
        begun_count = sum(concept_mastery.level != "unseen" for concept_mastery in levels.values())
        if begun_count:
            due_count = schedule_now.due(topic)
            st.markdown(
                f"**{begun_count} of {len(levels)} concepts begun** · {concepts.counts(levels)}"
                + (f" · **{due_count} due**" if due_count else "")
            )
        if st.button("Open", type="primary" if is_first else "secondary", key=keyed.by_id("open", topic.id)):
            st.switch_page(pages.file("topic"), query_params={"topic": topic.id})


for number, track in enumerate(dict.fromkeys(topic.track for topic in topics)):
    st.subheader(track, anchor=False)
    with st.container(key=f"path-{number}"):
        for topic in (other_topic for other_topic in topics if other_topic.track == track):
            step(topic, is_first=topic is first)

if topics and settings.author_links():
    with st.container(horizontal=True, gap="medium", key="for-instructors"):
        st.page_link(pages.file("author"), label="Author")
        st.page_link(pages.file("items"), label=pages.title("items"))
