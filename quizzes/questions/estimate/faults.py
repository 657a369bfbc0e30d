"""Scales on which nothing can be estimated."""

from __future__ import annotations

from collections.abc import Iterator

from quizzes.questions.estimate.model import Estimate
from quizzes.questions.faults import Fault
from quizzes.questions.typed_numbers import number_typed


def faults(item: Estimate) -> Iterator[Fault]:
    """What is wrong with the scale and the number on it."""
    if item.lowest >= item.highest:
        yield Fault(("to",), f"the scale ends at {item.highest:g} and begins at {item.lowest:g}", "let “to:” be larger than “from:”")
        return
    right = number_typed(item.answer, unit=item.unit)
    if right is None:
        yield Fault(("answer",), f"{item.answer!r} is no number", "write a number, or {{expression}} in a variant")
    elif not item.lowest < right <= item.highest:
        allowed = f"allowed: above {item.lowest:g}, where the slider starts, to {item.highest:g}"
        yield Fault(("answer",), f"{item.answer!r} is not on the scale", allowed)
    elif item.within * 2 >= item.highest - item.lowest:
        yield Fault(("within",), f"within {item.within:g} nearly everything counts as near", "take less than half of the scale")
