"""Any number of right answers among several: right only where exactly the right ones are picked."""

from __future__ import annotations

from quizzes.questions.answers import Answer, Grade, PickSeveral, Reason
from quizzes.questions.choices import not_this, shuffled
from quizzes.questions.several_choices.model import Several


def ask(question: Several, *, seed: int) -> PickSeveral:
    """The choices in an order that is fixed by the attempt's seed and the question's id."""
    return PickSeveral(shuffled(question.choices, seed=seed, question_id=question.id))


def allows(question: Several, answer: Answer) -> bool:
    """Whether the answer can be handed in: choices of this question, each once, or none ("I don't know")."""
    choice_ids = {choice.id for choice in question.choices}
    return not answer.texts and set(answer.choices) <= choice_ids and len(set(answer.choices)) == len(answer.choices)


def grade(question: Several, answer: Answer) -> Grade:
    """The share of the right choices that were picked, less those picked wrongly; a reason for each that was wrong or left out."""
    right = tuple(choice for choice in question.choices if choice.correct)
    choices_made = [choice for choice in question.choices if choice.id in answer.choices]
    false = [choice for choice in choices_made if not choice.correct]
    missed_choices = [choice for choice in right if choice not in choices_made]
    score = max(0.0, (len(right) - len(missed_choices) - len(false)) / len(right))
    reasons = [Reason("wrong", not_this(choice).rstrip(".") + ":", choice.why, about=choice.text) for choice in false]
    reasons += [
        Reason("right", "This one too:" if choices_made else "Also correct:", choice.why, about=choice.text) for choice in missed_choices
    ]
    if not reasons:
        reasons = [Reason("right", "Correct:", choice.why, about=choice.text) for choice in right]
    return Grade(
        score, answer, Answer(choices=tuple(choice.id for choice in right)), "; ".join(choice.text for choice in right), tuple(reasons)
    )
