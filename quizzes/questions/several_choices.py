"""Any number of right answers among several: right only where exactly the right ones are picked."""

from __future__ import annotations

from collections.abc import Iterator

from quizzes.models import Several
from quizzes.questions import one_choice
from quizzes.questions.answers import Answer, Grade, PickSeveral, Reason

GUESSABLE = True


def ask(question: Several, *, seed: int) -> PickSeveral:
    """The choices in an order that is fixed by the attempt's seed and the question's id."""
    return PickSeveral(one_choice.shuffled(question.choices, seed=seed, question_id=question.id))


def allows(question: Several, answer: Answer) -> bool:
    """Whether the answer can be handed in: choices of this question, each once, or none ("I don't know")."""
    known = {choice.id for choice in question.choices}
    return not answer.texts and set(answer.choices) <= known and len(set(answer.choices)) == len(answer.choices)


def grade(question: Several, answer: Answer) -> Grade:
    """The share of the right choices that were picked, less those picked wrongly; a reason for each that was wrong or left out."""
    right = tuple(choice for choice in question.choices if choice.correct)
    picked = [choice for choice in question.choices if choice.id in answer.choices]
    false = [choice for choice in picked if not choice.correct]
    missed = [choice for choice in right if choice not in picked]
    score = max(0.0, (len(right) - len(missed) - len(false)) / len(right))
    reasons = [Reason("wrong", one_choice.not_this(choice).rstrip(".") + ":", choice.why, about=choice.text) for choice in false]
    reasons += [Reason("right", "This one too:" if picked else "Also correct:", choice.why, about=choice.text) for choice in missed]
    if not reasons:
        reasons = [Reason("right", "Correct:", choice.why, about=choice.text) for choice in right]
    return Grade(score, answer, Answer(choices=tuple(one.id for one in right)), "; ".join(one.text for one in right), tuple(reasons))


def samples(question: Several) -> Iterator[tuple[Answer, float]]:
    """Answers with the scores they must get."""
    right = tuple(choice.id for choice in question.choices if choice.correct)
    wrong = tuple(choice.id for choice in question.choices if not choice.correct)
    yield Answer(), 0.0
    yield Answer(choices=right), 1.0
    yield Answer(choices=right[::-1]), 1.0
    yield Answer(choices=wrong), 0.0
    if len(right) > 1:
        yield Answer(choices=right[:1]), 1 / len(right)
    if wrong:
        yield Answer(choices=(*right, wrong[0])), max(0.0, (len(right) - 1) / len(right))
