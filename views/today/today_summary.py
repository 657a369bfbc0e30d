"""The end of Today: what happened, when it comes again, and what is worth doing next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

import streamlit as st

from quizzes.attempts import asides
from quizzes.attempts.attempt import COUNTS
from quizzes.content.topic import Topic
from quizzes.progress import streak
from quizzes.schedule.memory import Memory
from quizzes.sessions import explain, questions, recall, today
from views.components import hands
from views.page import empty_states, frame, pages, schedule_now, visitor
from views.page.services import services
from views.practice import after_session, card, days_items, leaning, question, risen
from views.shown import days, prose

SPANS_SHOWN = 4
VERBS = {recall.State: ("card", "remembered"), questions.State: ("question", "correct"), explain.State: ("explanation", "complete")}


def draw(session: today.State, topics: Mapping[str, Topic]) -> None:
    """The summary of a finished session over all topics."""
    remaining, counts = schedule_now.left_today(), session.attempt.counts
    missed_parts = [part for part in session.parts if not part.right or (isinstance(part, recall.State) and part.hard)]
    done_line, is_over = _done(session, remaining)
    with st.container(border=True, key="card-done"):
        if is_over:
            empty_states.feather(done_line, key="day")
        else:
            st.header(done_line, anchor=False)
        st.write(_went(session) + (_comes_again(session) if counts else ""))
        if counts:
            risen.draw({(part.attempt.topic, part.items[0].concept) for part in session.parts}, topics)
        if not counts:
            has_known = any(schedule_now.is_known(today.full_id(part)) for part in session.parts)
            comes_again = "" if has_known else ", and everything comes again when it would have anyway"
            st.write(f"That was practice: it does not count{comes_again}.")
        elif not remaining:
            st.write(_end_of_day())
        elif is_over:
            st.write("What is left can wait.")
    is_found = not counts and len(session.parts) == 1
    shown_parts = session.parts if is_found else missed_parts
    repeatable = [part for part in shown_parts if not schedule_now.is_known(today.full_id(part))]
    hands.at("end", says=f"{done_line}. {_went(session)}", focus="again-hard" if missed_parts and repeatable else "go-on")
    _next(repeatable, remaining, is_urged=bool(missed_parts and repeatable and remaining))
    _ways_on(session, topics)
    last = session.parts[session.undoable] if session.undoable is not None else None
    card.undo(session.attempt.seat, None, last.last if isinstance(last, recall.State) else None)
    _claims(session, topics)
    if missed_parts:
        st.subheader("Look at this again" if is_found else "Look at these again", anchor=False)
    for part in sorted(shown_parts, key=lambda part: (isinstance(part, recall.State), not _was_sure(part))):
        _again(part, topics[part.attempt.topic], is_open=is_found)


def _done(session: today.State, remaining: schedule_now.Left) -> tuple[str, bool]:
    """What is done, and whether that is what the learner set out to do: all of the day, or the minutes that were chosen."""
    items, minutes = f"{days.counted(len(session.parts), 'item')} done", session.attempt.options.get(today.MINUTES)
    if not session.attempt.counts or (remaining and minutes is None):
        return items, False
    return (f"Your {minutes} minutes are done", True) if remaining else (items, True)


def _went(session: today.State) -> str:
    """How many of each kind went well."""
    phrases = []
    for kind, (word, verb) in VERBS.items():
        of = [part for part in session.parts if isinstance(part, kind)]
        right = sum(part.right for part in of)
        phrases += [f"{right} of {days.counted(len(of), word)} {verb}"] if of else []
    return ", ".join(phrases) + "."


def _comes_again(session: today.State) -> str:
    """When the items come again, by day."""
    memories, day = schedule_now.memories(), schedule_now.today()
    part_memories = [memories.get(today.full_id(part)) for part in session.parts]
    due_in = Counter(
        max(1, (memory.due - day).days) for memory in part_memories if memory is not None and memory.due is not None and not memory.known
    )
    spans = [f"{count} {days.ahead(days_until)}" for days_until, count in sorted(due_in.items())[:SPANS_SHOWN]]
    later_count = sum(count for _, count in sorted(due_in.items())[SPANS_SHOWN:])
    return f" They come again: {', '.join([*spans, *([f'{later_count} later'] if later_count else [])])}." if spans else ""


def _end_of_day() -> str:
    """That this was all for today, the days in a row, and when the next comes."""
    reviews = services().ledger.recollection(visitor.learner(), schedule_now.index()).reviews
    in_a_row, next_due = streak.streak({review.day for review in reviews}, schedule_now.today()), schedule_now.next_due()
    row = f" It is day {in_a_row} of your streak." if in_a_row > 1 else ""
    next_note = (
        f" Next: {days.counted(next_due[1], 'item')} {days.ahead((next_due[0] - schedule_now.today()).days)}."
        if next_due is not None
        else ""
    )
    return f"**That was all for today.**{row}{next_note}"


def _next(missed_parts: Sequence[today.Part], remaining: schedule_now.Left, *, is_urged: bool) -> None:
    """What to do now: what was missed once more, first where that ``is_urged``, another round where something is left, or the way on."""
    with st.container(horizontal=True):
        if missed_parts:
            send = ([today.full_id(part) for part in missed_parts], {COUNTS: False})
            label = f"Practise the {len(missed_parts)} again" if len(missed_parts) > 1 else "Practise it again"
            kind: Literal["primary", "secondary"] = "primary" if is_urged else "secondary"
            st.button(label, type=kind, key="again-hard", on_click=days_items.begin, args=send)
        label = f"Go on: {remaining.said}" if remaining else "Back to Today"
        st.button(label, type="secondary" if is_urged else "primary", key="go-on", on_click=days_items.leave)
    if missed_parts:
        st.caption(after_session.NOT_COUNTED)


def _ways_on(session: today.State, topics: Mapping[str, Topic]) -> None:
    """The pages to go to; back to the topic first where practice was about one alone."""
    topic_ids = {part.attempt.topic for part in session.parts}
    with st.container(horizontal=True):
        if not session.attempt.counts and len(topic_ids) == 1:
            frame.way_back(topics[topic_ids.pop()])
        st.page_link(pages.file("progress"), label="See your progress")
        st.page_link(pages.file("catalog"), label="All topics")


def _claims(session: today.State, topics: Mapping[str, Topic]) -> None:
    """A claim a topic that is worth a bet: one that is due again, or one of a concept that went wrong just now."""
    memories, day = schedule_now.memories(), schedule_now.today()
    wrong = {(part.attempt.topic, part.items[0].concept) for part in session.parts if not part.right}
    for topic in topics.values():
        due_claims = [myth for myth in topic.myths if _is_due(memories.get(f"{topic.id}/{myth.id}"), day)]
        about = [myth for myth in topic.myths if (topic.id, myth.concept) in wrong]
        for myth in (due_claims or about)[:1]:
            reason = "Worth betting on again" if due_claims else "About what went wrong, a claim to bet on"
            st.markdown(f"{reason}: “{prose.one_line(myth.claim)}”")
            st.page_link(pages.file("myths"), label="Bet on this claim", query_params={"topic": topic.id, asides.CLAIM: myth.id})


def _is_due(memory: Memory | None, day: date) -> bool:
    return memory is not None and memory.due is not None and memory.due <= day and not memory.known


def _was_sure(part: today.Part) -> bool:
    return isinstance(part, questions.State) and part.sure.get(part.questions[0].id, False)


def _again(part: today.Part, topic: Topic, *, is_open: bool) -> None:
    """An item with its answer and the reason, such as one that did not go well, and then what it leans on."""
    if isinstance(part, recall.State):
        with st.expander(prose.one_line(part.cards[0].front), expanded=is_open):
            prose.prose(part.cards[0].back, topic)
            _leaning(part, topic)
    elif isinstance(part, explain.State):
        with st.expander(prose.one_line(part.prompts[0].prompt), expanded=is_open):
            prose.prose(part.prompts[0].answer, topic)
            _leaning(part, topic)
    else:
        question_asked = part.questions[0]
        grade = part.grade(question_asked)
        sign, sure = "✓" if grade.is_right else "✗", " · sure" if _was_sure(part) and not grade.is_right else ""
        with st.expander(f"{sign} {prose.one_line(question_asked.question)}{sure}", expanded=is_open):
            prose.prose(question.in_short(grade), topic)
            _leaning(part, topic)


def _leaning(part: today.Part, topic: Topic) -> None:
    if not part.right:
        leaning.offer(part.items[0], topic)
