"""What questions whose choices are picked have in common."""

from __future__ import annotations

import random

from quizzes.models import Choice


def shuffled(choices: tuple[Choice, ...], *, seed: int, question_id: str) -> tuple[Choice, ...]:
    """The choices in an order that is fixed by the attempt's seed and the question's id."""
    order = list(choices)
    random.Random(f"{seed}:{question_id}").shuffle(order)
    return tuple(order)


def not_this(choice: Choice) -> str:
    """What to say of a wrong choice: the name of the mistake that leads to it, where it has one."""
    return "Not this one." if choice.mistake is None else f"Not this one ({choice.mistake})."
