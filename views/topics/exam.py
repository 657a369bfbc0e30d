"""The day of a topic's exam: set, changed or cleared, and what one would know on it."""

from __future__ import annotations

from datetime import date

import streamlit as st

from quizzes.content.topic import Topic
from quizzes.progress import outlook
from quizzes.progress.outlook import RULE, Course, Outlook
from quizzes.schedule import forecast, planner
from quizzes.settings import MINUTES, MINUTES_CHOICES
from views.page import keyed, schedule_now, settings, state
from views.shown import days


def draw(topic: Topic, *, with_minutes: bool = False, named: bool = False) -> None:
    """One line about the exam, and behind it the field that sets its day; ``with_minutes`` also the minutes a day.

    Without them, where several topics stand in a list, a topic without an exam has the field only; ``named`` says there whose it is.
    """
    day, today = settings.mine().exam_day(topic), schedule_now.today()
    key = keyed.by_id("exam", topic.id)
    if day is not None or with_minutes:
        with st.container(gap="xsmall", key=key):
            st.markdown(_line(topic, day, today))
            if day is not None and day >= today:
                _expected(topic, day, today)
    whose = f" of {topic.title.partition(':')[0]}" if named else ""
    with st.expander(f"{'Set an' if day is None else 'Change the'} exam day{whose}"):  # in a popover a typed day is lost: Streamlit 1.67
        _fields(topic, day, today)
        if with_minutes:
            minutes_a_day()


def _line(topic: Topic, day: date | None, today: date) -> str:
    if day is None:
        return "**Exam:** no day set. Set one and Today plans towards it."
    name = days.day_name(day, today=today)
    if day > today:
        return f"**Exam on {name}**, {days.ahead((day - today).days)}."
    if day == today:
        return "**Exam today.** Good luck!"
    return f"The exam on {name} is over. Your items go on at their usual pace; set a new day if there is another one."


def _fields(topic: Topic, day: date | None, today: date) -> None:
    key = keyed.by_id("exam-day", topic.id)
    shown_day = day if day is None or day >= today else None
    st.date_input(
        "Day of the exam", value=shown_day, min_value=today, key=key, format="YYYY-MM-DD", width=220, on_change=_set, args=(topic, key)
    )
    if day is not None:
        st.button("No exam", key=keyed.by_id("exam-clear", topic.id), on_click=settings.set_exam, args=(topic, None))
    if topic.exam is not None and topic.exam != day and topic.exam >= today:
        label = f"The course's day: {days.day_name(topic.exam, today=today)}"
        st.button(label, key=keyed.by_id("exam-course", topic.id), on_click=settings.set_exam, args=(topic, topic.exam))


def are_minutes_enough(topic: Topic) -> None:
    """Whether the minutes a day are enough for the day of the exam, and how many would be; nothing where there is none to come."""
    day, today = settings.mine().exam_day(topic), schedule_now.today()
    outlook_now = _played(topic) if day is not None and day > today else None
    if outlook_now is None or day is None:
        return
    day_text, with_these = (
        days.day_name(day, today=today),
        f"With {outlook_now.minutes} minutes a day you would know **{outlook_now.expected.sentence}**",
    )
    if outlook_now.is_enough:
        sentence = f"{with_these} on {day_text}: that is enough."
    elif outlook_now.needed is not None:
        sentence = f"{with_these} on {day_text}. **{outlook_now.needed} minutes a day** would be enough: {outlook_now.then.span}."
    else:
        most_minutes = MINUTES_CHOICES[-1]
        sentence = (
            f"{with_these} on {day_text}. Even {most_minutes} minutes a day would not be enough for all of it: {outlook_now.then.span}."
        )
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=keyed.by_id("outlook", topic.id)):
        st.markdown(sentence, width="stretch")
        with st.popover("What is enough?", type="tertiary", key=keyed.by_id("outlook-rule", topic.id)):
            st.markdown(RULE)


def _played(topic: Topic) -> Outlook | None:
    """Played through once, and again when something was answered or changed."""
    index, memories, mine = schedule_now.index(), schedule_now.memories(), settings.mine()
    course = Course(
        topic=topic.id,
        index=index,
        day=schedule_now.today(),
        exams=schedule_now.exams(),
        new_a_day=mine.new_a_day,
        pace=schedule_now.pace(),
    )
    answers = sum(memory.reviews + memory.known for memory in memories.values())
    of = (topic.id, course.day, tuple(sorted(course.exams.items())), course.new_a_day, mine.minutes, answers)
    kept_outlook = state.load().outlook
    if kept_outlook is None or kept_outlook[0] is not index or kept_outlook[1] != of:
        kept_outlook = (index, of, outlook.outlook(memories, course, minutes=mine.minutes, choices=MINUTES_CHOICES))
        state.change(outlook=kept_outlook)
    return kept_outlook[2]


def _set(topic: Topic, key: str) -> None:
    choice = state.widget_value(key)
    settings.set_exam(topic, choice if isinstance(choice, date) else None)


def minutes_a_day() -> None:
    """The choice of minutes a day; one choice for all topics."""
    minutes_offered, choice = MINUTES_CHOICES, settings.mine().minutes
    st.segmented_control("Minutes a day", minutes_offered, default=choice, required=True, key=MINUTES, on_change=_set_minutes)


def _set_minutes() -> None:
    choice = state.widget_value(MINUTES)
    if choice in MINUTES_CHOICES:
        settings.change(MINUTES, int(choice))


def _expected(topic: Topic, day: date, today: date) -> None:
    """Expected recall on the day, as a range, once there is enough to say it."""
    expected_recall = forecast.expected_recall(schedule_now.memories(), schedule_now.index(), topic=topic.id, day=day)
    name = days.day_name(day, today=today) if day != today else "today"
    moment_text = f"on {name}, if you stopped now" if day != today else name
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if expected_recall is None:
            st.caption("After some more reviews you see here what you will know on that day.", width="stretch")
        else:
            st.markdown(f"You would know **{expected_recall.sentence}** {moment_text}.", width="stretch")
        with st.popover("How is this known?", type="tertiary", key=keyed.by_id("exam-rule", topic.id)):
            st.markdown(f"{forecast.RULE}\n\n{planner.RULE}")
