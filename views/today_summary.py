"""The end of Today: what happened, when it comes again, and what is worth doing next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from quizzes.content.models import Topic
from quizzes.schedule.memory import Memory
from quizzes.sessions import explain, questions, recall, today
from quizzes.sessions.attempt import COUNTS
from views import card, frame, memory, prose, sitting, spans

GROUPS_SHOWN = 4


def draw(session: today.State, topics: Mapping[str, Topic]) -> None:
    """The summary of a finished session over all topics."""
    st.header(f"{spans.counted(len(session.parts), 'item')} done", anchor=False)
    st.write(_went(session))
    if session.attempt.counts:
        _comes_again(session)
    else:
        st.write("That was practice: it does not count, and the cards come again when they would have anyway.")
    for part in session.parts:
        if isinstance(part, questions.State | explain.State) and not today.is_right(part):
            _missed(part, topics[part.attempt.topic])
    _practise(session, topics)
    last = session.parts[session.undoable] if session.undoable is not None else None
    card.undo(today.SEAT, None, last.last if isinstance(last, recall.State) else None)
    _claims(session, topics)
    _next()


def _went(session: today.State) -> str:
    """How many of each kind went well."""
    kinds = {"card": recall.State, "question": questions.State, "explanation": explain.State}
    said = []
    for word, kind in kinds.items():
        of = [part for part in session.parts if isinstance(part, kind)]
        right = sum(today.is_right(part) for part in of)
        verb = {"card": "remembered", "question": "answered right", "explanation": "with every idea found"}[word]
        said += [f"{right} of {spans.counted(len(of), word)} {verb}"] if of else []
    return ", ".join(said) + "."


def _comes_again(session: today.State) -> None:
    """When the items come again, by day."""
    memories, day = memory.memories(), memory.today()
    known = [memories.get(today.full_id(part)) for part in session.parts]
    days = Counter(max(1, (one.due - day).days) for one in known if one is not None and one.due is not None and not one.known)
    shown = [f"{spans.ahead(when)} {count}" for when, count in sorted(days.items())[:GROUPS_SHOWN]]
    later = sum(count for _, count in sorted(days.items())[GROUPS_SHOWN:])
    if shown:
        st.write(f"They come again: {', '.join([*shown, *([f'later {later}'] if later else [])])}.")


def _missed(part: questions.State | explain.State, topic: Topic) -> None:
    """A question that was not answered right, with the answer and its reason."""
    if isinstance(part, explain.State):
        with st.expander(prose.one_line(part.prompts[0].prompt)):
            prose.prose(part.prompts[0].answer, topic)
        return
    one = part.questions[0]
    grade = part.grade(one)
    sure = " · sure" if part.sure.get(one.id) else ""
    with st.expander(f"✗ {prose.one_line(one.question)}{sure}"):
        prose.prose(f"**{grade.right_text}** {grade.reasons[-1].why}", topic)


def _practise(session: today.State, topics: Mapping[str, Topic]) -> None:
    """The cards that were forgotten or hard, and another round of them that does not count."""
    hard = [part for part in session.parts if isinstance(part, recall.State) and part.hard]
    for part in hard:
        with st.expander(prose.one_line(part.cards[0].front)):
            prose.prose(part.cards[0].back, topics[part.attempt.topic])
    if hard:
        items: Sequence[str] = [today.full_id(part) for part in hard]
        label = f"Practise the {len(hard)} again" if len(hard) > 1 else "Practise it again"
        st.button(label, type="primary", key="again-hard", on_click=sitting.begin_today, args=(items, {COUNTS: False}))
        st.caption("Practice now does not count: only what you still know tomorrow shows that it stuck.")


def _claims(session: today.State, topics: Mapping[str, Topic]) -> None:
    """A claim a topic that is worth a bet: one that is due again, or one of a concept that went wrong just now."""
    memories, day = memory.memories(), memory.today()
    wrong = {(part.attempt.topic, today.item_of(part).concept) for part in session.parts if not today.is_right(part)}
    for topic in topics.values():
        due = [one for one in topic.myths if _is_due(memories.get(f"{topic.id}/{one.id}"), day)]
        about = [one for one in topic.myths if (topic.id, one.concept) in wrong]
        for one in (due or about)[:1]:
            label = f"{'Worth betting on again' if due else 'Bet on it'}: “{prose.one_line(one.claim)}”"
            st.page_link(frame.address("myths"), label=label, query_params={"topic": topic.id})


def _is_due(known: Memory | None, day: date) -> bool:
    return known is not None and known.due is not None and known.due <= day and not known.known


def _next() -> None:
    """Another round where something is left, else the way on."""
    left = memory.todays_plan(None)
    if left.items:
        st.button(f"Go on: {len(left.items)} left for today", key="go-on", on_click=sitting.leave_today)
    else:
        st.button("Back to Today", key="go-on", on_click=sitting.leave_today)
    st.page_link(frame.address("progress"), label="See your progress")
    st.page_link(frame.address("catalog"), label="All topics")
