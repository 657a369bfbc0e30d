"""The modes of a topic, its labs and its cheat sheet, as the topic page lists them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from optimization.labs import LABS
from quizzes.attempts.mode import AnyMode
from quizzes.content.topic import Topic
from quizzes.progress.next_thing import part_minutes
from quizzes.sessions.lesson import Standing
from quizzes.sessions.register import EXAM, LESSON, OVER_A_TOPIC, TRY
from views.shown import days

GROUPS = tuple(dict.fromkeys(mode.group for mode in OVER_A_TOPIC))
"""The headings, in order."""

CHEAT_SHEET_MINUTES = 3


@dataclass(frozen=True)
class Line:
    """One line of the list: the page, how long it takes, and when to pick it."""

    page: str
    takes: str
    when: str


def offered(group: str, topic: Topic, *, parts: Sequence[Standing], pace: Mapping[str, float]) -> Iterator[Line]:
    """The lines of a group that there is something for in this topic; the labs are those that the topic names, in its order. ``parts`` say
    how far the learner is with the lesson, ``pace`` holds their own seconds an item by mode."""
    for mode in OVER_A_TOPIC:
        if mode.group == group and mode.count(topic):
            count_text = days.counted(mode.asked(topic), mode.noun)
            yield Line(mode.id, _takes(mode, topic, parts, pace), mode.when.format(count=mode.count(topic), asked=count_text))
    if group == TRY:
        offers = [(lab, LABS[lab].offer) for lab in topic.labs]
        yield from (Line(lab, f"{offer.minutes} min", offer.words) for lab, offer in offers if offer is not None)
    if group == EXAM and topic.cheat_sheet:
        yield Line("cheat-sheet", f"{CHEAT_SHEET_MINUTES} min", "everything on one page; pick it the evening before")


def _takes(mode: AnyMode, topic: Topic, parts: Sequence[Standing], pace: Mapping[str, float]) -> str:
    """How long a session takes: of a lesson, the part that comes next."""
    if mode is not LESSON:
        return f"{mode.minutes(topic, pace=pace)} min"
    part = next((progress.part for progress in parts if not progress.is_done), topic.lesson[0])
    return f"{part_minutes(part)} min" + (f", part {topic.lesson.index(part) + 1} of {len(topic.lesson)}" if len(topic.lesson) > 1 else "")
