"""The modes of a topic, its labs and its cheat sheet, as the topic page lists them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from optimization.labs import LABS
from quizzes.content.topic import Topic
from quizzes.sessions.register import EXAM, OVER_A_TOPIC, TRY
from views.shown import days

GROUPS = tuple(dict.fromkeys(mode.group for mode in OVER_A_TOPIC))
"""The headings, in order."""

CHEAT_SHEET_MINUTES = 3


@dataclass(frozen=True)
class Line:
    """One line of the list: the page, the minutes that it takes, and when to pick it."""

    page: str
    minutes: int
    when: str


def offered(group: str, topic: Topic) -> Iterator[Line]:
    """The lines of a group that there is something for in this topic; the labs are those that the topic names, in its order."""
    for mode in OVER_A_TOPIC:
        if mode.group == group and mode.count(topic):
            asked = days.counted(mode.asked(topic), mode.noun)
            yield Line(mode.id, mode.minutes(topic), mode.when.format(count=mode.count(topic), asked=asked))
    if group == TRY:
        offers = [(lab, LABS[lab].offer) for lab in topic.labs]
        yield from (Line(lab, offer.minutes, offer.words) for lab, offer in offers if offer is not None)
    if group == EXAM and topic.cheat_sheet:
        yield Line("cheat-sheet", CHEAT_SHEET_MINUTES, "everything on one page; pick it the evening before")
