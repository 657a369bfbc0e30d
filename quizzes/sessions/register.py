"""The modes: each is a module of this package and an entry here, and everything else reads what a mode is from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from quizzes.attempts import asides
from quizzes.attempts.mode import AnyMode, Mode
from quizzes.attempts.over_a_topic import over_a_topic
from quizzes.content.topic import Topic
from quizzes.schedule import index as schedule_index
from quizzes.schedule.index import Index
from quizzes.sessions import explain, lesson, myths, practice, questions, quick_check, recall, self_test, today

LEARN, TRY, PRACTISE, EXAM = "Learn", "Try", "Practise", "Exam"
"""The headings of a topic's page."""

LESSON: Mode[questions.State] = over_a_topic(
    lesson.MODE,
    title="Learn it",
    noun="screen",
    section="lesson",
    found="Lesson",
    state=questions.State,
    deck=lesson.deck,
    restore=lesson.restore,
    step=lesson.step,
    first_seconds=45,
    comes_due=False,
    teaches=True,
    in_today=False,
    is_pinned=False,
    group=LEARN,
    when="{count} short screens with a small question each; pick it when this is new to you",
    named_by=("screen", ""),
)
RECALL: Mode[recall.State] = over_a_topic(
    recall.MODE,
    title="Recall",
    noun="card",
    section="recall",
    found="Card",
    state=recall.State,
    deck=recall.deck,
    restore=recall.restore,
    step=recall.step,
    seconds=12,
    first_seconds=25,
    planned=True,
    is_pinned=False,
    group=LEARN,
    when="flip {count} cards; pick it to make things stick",
    named_by=(asides.DECK, asides.CARDS),
)
QUICK_CHECK: Mode[questions.State] = over_a_topic(
    quick_check.MODE,
    title="Quick check",
    noun="question",
    section="quick_check",
    state=questions.State,
    deck=quick_check.deck,
    restore=quick_check.restore,
    step=quick_check.step,
    seconds=30,
    first_seconds=35,
    planned=True,
    group=LEARN,
    when="{count} questions with the reason at once; pick it when you have just read something",
)
MYTHS: Mode[myths.State] = over_a_topic(
    myths.MODE,
    title="Myth or measured?",
    noun="claim",
    section="myths",
    found="Claim",
    state=myths.State,
    deck=myths.deck,
    restore=myths.restore,
    step=myths.step,
    comes_due=False,
    in_today=False,
    is_pinned=False,
    group=TRY,
    when="{count} popular claims; bet, then the real run decides, about a minute each",
    named_by=(asides.CLAIM, ""),
)
PRACTICE: Mode[questions.State] = over_a_topic(
    practice.MODE,
    title="Worked problems",
    noun="problem",
    section="practice",
    found="Worked problem",
    state=questions.State,
    deck=practice.deck,
    options=practice.options,
    restore=practice.restore,
    step=practice.step,
    seconds=120,
    first_seconds=120,
    group=PRACTISE,
    when="{count} problems, solved step by step; pick it to learn how to get there",
)
EXPLAIN: Mode[explain.State] = over_a_topic(
    explain.MODE,
    title="Explain it",
    noun="prompt",
    section="explain",
    state=explain.State,
    deck=explain.deck,
    restore=explain.restore,
    step=explain.step,
    seconds=180,
    first_seconds=240,
    group=PRACTISE,
    when="write from memory; pick it to find out what you recognise but cannot explain",
)
SELF_TEST: Mode[questions.State] = over_a_topic(
    self_test.MODE,
    title="Self-test",
    noun="question",
    section="self_test",
    state=questions.State,
    deck=self_test.deck,
    restore=self_test.restore,
    step=self_test.step,
    seconds=40,
    asks_sure=True,
    alone={"feedback": True},
    group=EXAM,
    when="{asked} over three levels; pick it to know where you stand",
    first_seconds=36,
    asks=self_test.length,
)

OVER_A_TOPIC: tuple[AnyMode, ...] = (LESSON, RECALL, QUICK_CHECK, MYTHS, PRACTICE, EXPLAIN, SELF_TEST)
"""Those that ask the items of one section of one topic, in the order in which a topic's page lists them.

Where two share a section, its items belong to the first."""

_IN_TODAY: Mapping[str, AnyMode] = {mode.id: mode for mode in OVER_A_TOPIC if mode.in_today}

TODAY: Mode[today.State] = Mode(
    id=today.MODE,
    title="Today",
    noun="item",
    state=today.State,
    begin=today.begin,
    restore=partial(today.restore, modes=_IN_TODAY),
    step=partial(today.step, modes=_IN_TODAY),
    in_today=False,
    lasts_a_day=True,
)

MODES: Mapping[str, AnyMode] = {mode.id: mode for mode in (*OVER_A_TOPIC, TODAY)}
"""All of them by id."""

BY_SECTION: Mapping[str, AnyMode] = schedule_index.by_section(OVER_A_TOPIC)
"""Section of a topic file -> the mode that asks its items."""


def index(topics: Iterable[Topic]) -> Index:
    """What the schedule has to know of all items that a mode asks."""
    return schedule_index.index(topics, OVER_A_TOPIC)
