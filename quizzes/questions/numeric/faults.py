"""Numbers that are none, and mistakes that would count as correct."""

from __future__ import annotations

from collections.abc import Iterator

from quizzes.questions.faults import Fault
from quizzes.questions.numeric.model import Numeric
from quizzes.questions.typed_numbers import close, number_typed


def faults(item: Numeric) -> Iterator[Fault]:
    """What is wrong with the numbers of the question."""
    right = number_typed(item.answer, unit=item.unit)
    if right is None:
        yield Fault(("answer",), f"{item.answer!r} is no number", "write a number, or {{expression}} in a variant")
        return
    for index, mistake in enumerate(item.mistakes):
        value = number_typed(mistake.answer, unit=item.unit)
        path = ("mistakes", index, "answer")
        if value is None:
            yield Fault(path, f"{mistake.answer!r} is no number", "write a number")
        elif close(value, right, item.tolerance):
            wrong = f"the mistake {mistake.mistake!r} gives {mistake.answer}, which counts as right"
            yield Fault(path, wrong, "change the mistake, the inputs or the tolerance")
