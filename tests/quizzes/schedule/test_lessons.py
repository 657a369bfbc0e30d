"""What a lesson means for the schedule: met and never forgotten, and its cards due on the next day."""

from __future__ import annotations

from datetime import timedelta

from sample_topic import START, at, attempt, card, lesson_part, question, topic

from quizzes.attempts.actions import GoOn, choose
from quizzes.content.topic import Topic
from quizzes.events.event import Event
from quizzes.events.rating import Rating
from quizzes.schedule.forecast import due
from quizzes.schedule.mastery import mastery
from quizzes.schedule.memory import Memory, replay
from quizzes.schedule.plan import todays_plan
from quizzes.sessions import lesson
from quizzes.sessions.register import index

TOPIC = topic(
    lesson=[lesson_part("part", "s-one", "s-two", concepts=["alpha", "beta"])],
    recall=[card("c-one"), card("c-two", "beta"), card("c-other", "gamma")],
    quick_check=[question("q-one")],
)
TODAY = START.date()
TOMORROW = TODAY + timedelta(days=1)


def answered(*choices: str, about: Topic = TOPIC) -> list[Event]:
    """A session of the part, its screens answered so."""
    state = lesson.restore(attempt("lesson", about.items_of("lesson")), about, ())
    rows: list[Event] = []
    for second, choice in enumerate(choices):
        for action in (choose(choice), GoOn()):
            state, made = lesson.step(state, action, at(second))
            rows += made
    return rows


def memories(rows: list[Event]) -> dict[str, Memory]:
    return {name.rpartition("/")[2]: memory for name, memory in replay(rows, index([TOPIC])).items()}


def test_an_answer_in_a_lesson_is_a_first_meeting_and_never_something_forgotten() -> None:
    for choice in ("right", "wrong"):
        held = memories(answered(choice))
        assert held == {"s-one": Memory(item="track/topic/s-one", met=TODAY)}


def test_the_new_cards_of_a_part_are_due_on_the_next_day_once_it_was_gone_through() -> None:
    assert set(memories(answered("right"))) == {"s-one"}
    held = memories(answered("right", "wrong"))
    assert {name: memory.due for name, memory in held.items()} == {"s-one": None, "s-two": None, "c-one": TOMORROW, "c-two": TOMORROW}
    assert held["c-one"].is_new
    assert held["c-one"].stability is None


def test_todays_plan_has_them_on_the_next_day_and_not_before() -> None:
    known, entries = replay(answered("right", "wrong"), index([TOPIC])), index([TOPIC])
    now = todays_plan(known, entries, day=TODAY, new_left=10)
    assert {one.entry.item.rpartition("/")[2] for one in now.items} == {"c-other", "q-one"}
    then = todays_plan(known, entries, day=TOMORROW, new_left=0)
    assert {(one.entry.item.rpartition("/")[2], one.why) for one in then.items} == {("c-one", "due"), ("c-two", "due")}
    assert [len(due(known, entries, day=day)) for day in (TODAY, TOMORROW)] == [0, 2]


def test_a_card_that_was_rated_before_keeps_its_day_and_one_rated_then_is_met() -> None:
    rated = Event(
        id="r", learner="ann", session="x", kind="rated", at=START - timedelta(days=1), item="track/topic/c-one", mode="recall", score=1.0,
        rating=Rating.GOOD,
    )  # fmt: skip
    held = memories([rated, *answered("right", "right")])
    assert held["c-one"] == memories([rated])["c-one"]
    later = Event(
        id="l", learner="ann", session="x", kind="rated", at=START + timedelta(days=1), item="track/topic/c-two", mode="recall", score=0.0,
        rating=Rating.AGAIN,
    )  # fmt: skip
    held = memories([*answered("right", "right"), later])
    assert (held["c-two"].met, held["c-two"].reviews, held["c-two"].lapses) == (TOMORROW, 1, 0)


def test_a_card_that_a_lesson_brought_does_not_count_as_seen() -> None:
    levels = mastery(replay(answered("right", "right"), index([TOPIC])), index([TOPIC]), topic=TOPIC.id, day=TODAY)
    assert (levels["alpha"].level, levels["alpha"].met, levels["alpha"].of) == ("unseen", 0, 2)


def test_the_rows_in_any_order_come_to_the_same() -> None:
    rows = answered("right", "wrong")
    assert memories(rows) == memories(rows[::-1])
