"""One right answer among several: picks one, gets the reason for that choice and for the right one."""

from __future__ import annotations

from quizzes.questions.answers import Answer, Grade, PickOne, Reason
from quizzes.questions.choices import not_this, shuffled
from quizzes.questions.one_choice.model import Question
from quizzes.questions.outputs import printed


def ask(question: Question, *, seed: int) -> PickOne:
    """The choices in an order that is fixed by the attempt's seed and the question's id."""
    return PickOne(shuffled(question.choices, seed=seed, question_id=question.id))


def allows(question: Question, answer: Answer) -> bool:
    """Whether the answer can be handed in: one choice of this question, or none ("I don't know")."""
    return len(answer.choices) <= 1 and not answer.texts and set(answer.choices) <= {choice.id for choice in question.choices}


def grade(question: Question, answer: Answer) -> Grade:
    """Grade a choice; one that the question does not have (any more) counts as no answer."""
    right = question.right_choice
    choice_made = next((choice for choice in question.choices if choice.id in answer.choices[:1]), None)
    if choice_made == right:
        reasons = [Reason("right", "Correct.", right.why)]
    else:
        reasons = [Reason("wrong", not_this(choice_made), choice_made.why)] if choice_made is not None else []
        reasons.append(Reason("right", "Correct answer:", right.why, about=right.text))
    return Grade(1.0 if choice_made == right else 0.0, answer, Answer(choices=(right.id,)), right.text, tuple(reasons))


def fitting(question: Question, output: str) -> Answer:
    """The choices that the output is, of which there should be one: by ``prints`` where the proof has it, else those that read the same."""
    printed_texts = question.proof.prints if question.proof is not None else {}
    printed_texts = printed_texts or {choice.id: choice.text for choice in question.choices}
    return Answer(choices=tuple(name for name, text in printed_texts.items() if printed(text) == printed(output)))
