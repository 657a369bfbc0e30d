"""A step of a solution that is filled in instead of shown."""

from __future__ import annotations

from quizzes.questions import StepBlank
from quizzes.questions.fill_blank.grading import comparable
from quizzes.questions.typed_numbers import close, number_typed


def is_right(blank: StepBlank, text: str) -> bool:
    """Whether what was typed is the answer: the same number within the tolerance, or the same words; in code in the same case."""
    target, typed_number = number_typed(blank.answer), number_typed(text)
    if target is not None and typed_number is not None:
        return close(typed_number, target, blank.tolerance)
    return comparable(text, exact=blank.exact is True) == comparable(blank.answer, exact=blank.exact is True)
