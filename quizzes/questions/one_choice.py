"""One right answer among several: picks one, gets the reason for that choice and for the right one."""

from __future__ import annotations

import random
from collections.abc import Iterator

from quizzes.models import Choice, Question
from quizzes.questions.answers import Answer, Grade, PickOne, Reason

GUESSABLE = True


def ask(question: Question, *, seed: int) -> PickOne:
    """The choices in an order that is fixed by the attempt's seed and the question's id."""
    return PickOne(shuffled(question.choices, seed=seed, question_id=question.id))


def shuffled(choices: tuple[Choice, ...], *, seed: int, question_id: str) -> tuple[Choice, ...]:
    order = list(choices)
    random.Random(f"{seed}:{question_id}").shuffle(order)
    return tuple(order)


def not_this(choice: Choice) -> str:
    """What to say of a wrong choice: the name of the mistake that leads to it, where it has one."""
    return "Not this one." if choice.mistake is None else f"Not this one ({choice.mistake})."


def allows(question: Question, answer: Answer) -> bool:
    """Whether the answer can be handed in: one choice of this question, or none ("I don't know")."""
    return len(answer.choices) <= 1 and not answer.texts and set(answer.choices) <= {choice.id for choice in question.choices}


def grade(question: Question, answer: Answer) -> Grade:
    """Grade a choice; one that the question does not have (any more) counts as no answer."""
    right = question.right_choice
    picked = next((choice for choice in question.choices if choice.id in answer.choices[:1]), None)
    if picked == right:
        reasons = [Reason("right", "Correct.", right.why)]
    else:
        reasons = [Reason("wrong", not_this(picked), picked.why)] if picked is not None else []
        reasons.append(Reason("right", "Correct answer:", right.why, about=right.text))
    return Grade(1.0 if picked == right else 0.0, answer, Answer(choices=(right.id,)), right.text, tuple(reasons))


def samples(question: Question) -> Iterator[tuple[Answer, float]]:
    """Answers with the scores they must get."""
    yield Answer(), 0.0
    yield from ((Answer(choices=(choice.id,)), 1.0 if choice.correct else 0.0) for choice in question.choices)
