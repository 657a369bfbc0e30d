"""Steps that come shuffled are put in order."""

from __future__ import annotations

import random

from quizzes.questions.answers import Answer, Grade, PutInOrder, Reason
from quizzes.questions.order_steps.model import OrderSteps


def ask(question: OrderSteps, *, seed: int) -> PutInOrder:
    """The steps in an order that is fixed by the attempt's seed and the question's id, and never the right one."""
    order = list(question.steps)
    rng = random.Random(f"{seed}:{question.id}")
    while tuple(order) == question.steps and len(set(order)) > 1:  # equal ones, which check refuses, have one order only
        rng.shuffle(order)
    return PutInOrder(tuple(order))


def allows(question: OrderSteps, answer: Answer) -> bool:
    """Whether the answer can be handed in: every step once, or none ("I don't know")."""
    return not answer.texts and (not answer.choices or sorted(answer.choices) == sorted(step.id for step in question.steps))


def grade(question: OrderSteps, answer: Answer) -> Grade:
    """Right in the right order only; otherwise the share of steps in their places, and the first one that is not."""
    right = tuple(step.id for step in question.steps)
    in_order = "\n".join(f"{number}. {step.text}" for number, step in enumerate(question.steps, start=1))
    if answer.choices == right:
        return Grade(1.0, answer, Answer(choices=right), in_order, (Reason("right", "Correct.", question.why),))
    score = sum(step_id == right_id for step_id, right_id in zip(answer.choices, right, strict=False)) / len(right)
    reasons = []
    misplaced = next((at for at, pair in enumerate(zip(answer.choices, right, strict=False)) if pair[0] != pair[1]), None)
    if misplaced is not None:
        step = question.steps[misplaced]
        reasons.append(Reason("wrong", f"Step {misplaced + 1} should be", question.why, about=step.text))
    else:
        reasons.append(Reason("right", "The order is shown above.", question.why))
    return Grade(score, answer, Answer(choices=right), in_order, tuple(reasons))
