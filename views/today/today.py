"""Today: what is due over all topics and modes, one item after another, in the minutes that one has."""

import streamlit as st

from quizzes.attempts.mode import Scope
from quizzes.schedule import lessons, plan, planner, rule
from quizzes.sessions import recall, today
from quizzes.sessions.register import TODAY
from views.page import away, empty_states, frame, keys, pages, schedule_now, settings
from views.page.services import services
from views.practice import asking, card, days_items, next_step, sitting
from views.shown import days
from views.today import today_summary

topics = {topic.id: topic for topic in services().shelf.look().topics}
found_items = days_items.found()
frame.trail(*(found_items or (None, "today")))
ALL_MINUTES = "All"
MORE_NEW = 5


@away.fragment
def draw() -> None:
    """The item that the session is at, asked as in its own mode."""
    session = sitting.fresh(TODAY, Scope.all(topics))
    part = session.part
    if part is None:
        today_summary.draw(session, topics)
        return
    topic, count, number = topics[part.attempt.topic], len(session.parts), session.position
    if isinstance(part, recall.State):
        one_card(session, part)
    else:
        st.progress(number / count, text=line(session, part, number))
        last_label = "Finish" if number + 1 == count else "Next"
        asking.draw(part, topic, last_label=last_label)
    with st.container(horizontal=True, key="below-item"):
        if not isinstance(part, recall.State):
            card.undo(session.attempt.seat, session.current_id, last_rating(session))
        st.button("Stop here", type="tertiary", key="stop", on_click=days_items.leave)


def line(session: today.State, part: today.Part, number: int) -> str:
    """How far one is, the mode, and the topic where there are several; or that this is practice."""
    names = [pages.title(part.attempt.mode), *([topics[part.attempt.topic].title.partition(":")[0]] if len(topics) > 1 else [])]
    return " · ".join([f"{number + 1} of {len(session.parts)}", *(names if session.attempt.counts else [card.PRACTICE])])


def one_card(session: today.State, part: recall.State) -> None:
    """The card, and the next item behind it where that is a card too."""
    number = session.position
    next_shown, next_part = None, session.parts[number + 1] if number + 1 < len(session.parts) else None
    if isinstance(next_part, recall.State) and not next_part.finished:
        next_shown = shown(session, next_part, number + 1)
    card.draw(shown(session, part, number), next_shown=next_shown, last=last_rating(session))


def shown(session: today.State, part: recall.State, number: int) -> card.Shown:
    topic, of = topics[part.attempt.topic], len(session.parts)
    return card.Shown(session=part, card=part.cards[0], topic=topic, number=number, of=of, line=line(session, part, number))


def last_rating(session: today.State) -> recall.Rated | None:
    """The rating that can be taken back."""
    part = session.parts[session.undoable] if session.undoable is not None else None
    return part.last if isinstance(part, recall.State) else None


def begin() -> None:
    """What is due, how long it takes, and the button that starts."""
    st.title("Today", anchor=False)
    away.offer()
    if not topics:
        empty_states.nothing("No topic yet", "There is nothing to practise until there is a topic.", key="today")
        return
    memories = schedule_now.memories()
    stopped_at()
    if not memories:
        st.write(
            "Today asks what you are about to forget, from all topics and in all kinds of questions, a few minutes a day. "
            "Nothing is due yet: begin with new items."
        )
    minutes = choice_of_minutes()
    days_plan = schedule_now.todays_plan(minutes)
    if not days_plan.items:
        nothing_due(minutes)
        return
    with st.container(border=True, key="card-today"):
        st.subheader(f"{days.counted(len(days_plan.items), 'item')} · about {days.counted(days_plan.minutes, 'minute')}", anchor=False)
        st.write(content_of(days_plan))
        items = [item.entry.item for item in days_plan.items]
        label, key, send = "Start", keys.letter("S"), (items, {} if minutes is None else {today.MINUTES: minutes})
        st.button(label, type="primary", width="stretch", key="start", shortcut=key, on_click=days_items.begin, args=send)
    with st.popover("How is this chosen?", type="tertiary", key="today-rule"):
        exams = f"\n\n{planner.RULE}" if schedule_now.exams() else ""
        st.markdown(f"{plan.RULE}{exams}\n\n**What counts.** {rule.RULE} {lessons.RULE}")


def stopped_at() -> None:
    """The attempt in one topic that was left last, to go on with it first."""
    step_left = next(next_step.left(topics, with_today=False), None)
    if step_left is not None:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key="card-left"):
            st.markdown(step_left.said, width="stretch")
            if st.button("Go on", key="go-on-left"):
                step_left.go_on()


def choice_of_minutes() -> int | None:
    """The minutes for now; the setting is where it begins."""
    choices = [*sorted({5, 10, 15, settings.mine().minutes}), ALL_MINUTES]
    choice = st.segmented_control(
        "Minutes",
        choices,
        default=settings.mine().minutes,
        required=True,
        key="minutes-now",
        label_visibility="collapsed",
        format_func=minutes_text,
    )
    return choice if isinstance(choice, int) else None


def minutes_text(choice: int | str) -> str:
    return choice if isinstance(choice, str) else f"{choice} min"


def content_of(days_plan: plan.Plan) -> str:
    """What the plan holds: ``3 you were sure of and got wrong, 12 due, 8 new``."""
    surprises, due_count, exam, new = (days_plan.count(reason) for reason in ("sure and wrong", "due", "exam", "new"))
    parts = [f"{surprises} you were sure of and got wrong"] if surprises else []
    parts += [f"{due_count} due"] if due_count else []
    parts += [f"{exam} ahead of time for the exam"] if exam else []
    parts += [f"{new} new"] if new else []
    waiting_note = f" {days.counted(days_plan.waiting, 'more due item')} can wait for another round." if days_plan.waiting else ""
    contents = ", ".join(parts) if due_count or surprises or exam else f"{new} new, nothing due"
    return f"{contents}.{waiting_note}"


def nothing_due(minutes: int | None) -> None:
    """Nothing to do: when there will be, and what else is worth doing."""
    with st.container(border=True, key="card-today"):
        st.subheader("Nothing is due", anchor=False)
        next_due, day = schedule_now.next_due(), schedule_now.today()
        if next_due is not None:
            due_day, count = next_due
            next_time = f"Next: {days.counted(count, 'item')} {days.ahead((due_day - day).days)}."
            st.write(f"{next_time} Waiting is part of it: a review helps most when the answer is almost gone.")
        further_plan = schedule_now.todays_plan(minutes, more_new=MORE_NEW)
        if further_plan.items:
            items = [item.entry.item for item in further_plan.items]
            st.caption(f"Your daily limit of {settings.mine().new_a_day} new items is reached; change it on the page **You**.")
            st.button(f"Learn {len(items)} more new", key="more-new", on_click=days_items.begin, args=(items,))
    st.write("Or try one of these:")
    with_claims = next((topic for topic in topics.values() if topic.myths), None)
    if with_claims is not None and st.button("Bet on a claim", type="primary", key="bet-instead"):
        st.switch_page(pages.file("myths"), query_params={"topic": with_claims.id})
    for topic in topics.values():
        name, query = topic.title.partition(":")[0], {"topic": topic.id}
        if topic.myths and topic is not with_claims:
            st.page_link(pages.file("myths"), label=f"Bet on a claim: {name}", query_params=query)
        if topic.self_test:
            st.page_link(pages.file("self-test"), label=f"Test yourself: {name}", query_params=query)


session = days_items.sit_down()
if session is not None and session.parts:
    draw()
    keys.offer_help(*keys.CARD, *keys.CHOICE, *keys.SURE)
else:
    if days_items.ONLY in st.query_params:
        empty_states.nothing("This item is not here", empty_states.GONE, key="only")
    begin()
