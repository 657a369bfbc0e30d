"""Gaps without a blank, blanks without a gap."""

from __future__ import annotations

from collections.abc import Iterator

from quizzes.models.suggestions import did_you_mean
from quizzes.questions.faults import Fault
from quizzes.questions.fill_blank.grading import GAP
from quizzes.questions.fill_blank.model import FillBlank


def faults(item: FillBlank) -> Iterator[Fault]:
    """Where the text and its blanks do not fit."""
    places = GAP.findall(item.text)
    names = [blank.id for blank in item.blanks]
    for name in dict.fromkeys(places):
        if name not in names:
            yield Fault(("text",), f"there is no blank {name!r}", did_you_mean(name, names), words=f"[[{name}]]")
        elif places.count(name) > 1:
            yield Fault(("text",), f"the gap {name!r} stands twice", "give each gap its own blank")
    for index, name in enumerate(names):
        if name not in places:
            yield Fault(("blanks", index, "id"), f"the text has no gap [[{name}]]", "write it where the gap is")
