"""One right answer among several: picks one, gets the reason for that choice and for the right one."""

from __future__ import annotations

import random
from collections.abc import Iterator

from quizzes.content.models import Question
from quizzes.questions.answers import Answer, Grade, PickOne, Reason

GUESSABLE = True


def ask(question: Question, *, seed: int) -> PickOne:
    """The choices in an order that is fixed by the attempt's seed and the question's id."""
    order = list(question.choices)
    random.Random(f"{seed}:{question.id}").shuffle(order)
    return PickOne(tuple(order))


def allows(question: Question, answer: Answer) -> bool:
    """Whether the answer can be handed in: one choice of this question, or none ("I don't know")."""
    return len(answer.choices) <= 1 and not answer.texts and set(answer.choices) <= {choice.id for choice in question.choices}


def grade(question: Question, answer: Answer) -> Grade:
    """Grade a choice; one that the question does not have (any more) counts as no answer."""
    right = question.right_choice
    picked = next((choice for choice in question.choices if choice.id in answer.choices[:1]), None)
    if picked == right:
        reasons = [Reason("right", "Right.", right.why)]
    else:
        reasons = [Reason("wrong", "Not this one.", picked.why)] if picked is not None else []
        reasons.append(Reason("right", "Right is", right.why, about=right.text))
    return Grade(1.0 if picked == right else 0.0, answer, Answer(choices=(right.id,)), right.text, tuple(reasons))


def samples(question: Question) -> Iterator[tuple[Answer, float]]:
    """Answers with the scores they must get."""
    yield Answer(), 0.0
    yield from ((Answer(choices=(choice.id,)), 1.0 if choice.correct else 0.0) for choice in question.choices)
