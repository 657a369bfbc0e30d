"""A number is estimated on a scale; how near one came decides and is said."""

from __future__ import annotations

from math import ceil, log10

from quizzes.questions.answers import Answer, Grade, Reason, Slide
from quizzes.questions.estimate.model import Estimate
from quizzes.questions.typed_numbers import close, number_typed

STEPS = 100
"""About as many places as a finger can tell apart on the scale."""
DIGITS = 10


def ask(question: Estimate, *, seed: int) -> Slide:
    """The scale, in steps that read well: 1, 2 or 5 of a power of ten."""
    return Slide(question.lowest, question.highest, step(question), question.unit)


def step(question: Estimate) -> float:
    """How far one place of the scale is from the next; 1 on a scale that ends before it begins, which ``check`` refuses."""
    if question.highest <= question.lowest:
        return 1.0
    least = (question.highest - question.lowest) / STEPS
    power = 10.0 ** (ceil(log10(least)) - 1)
    return round(next((times * power for times in (1, 2, 5) if times * power >= least * (1 - 1e-9)), 10 * power), DIGITS)


def allows(question: Estimate, answer: Answer) -> bool:
    """Whether the answer can be handed in: one number on the scale, or nothing ("I don't know")."""
    if answer.choices or len(answer.texts) > 1:
        return False
    value = number_typed(answer.texts[0], unit=question.unit) if answer.texts else None
    return answer.is_empty or (value is not None and question.lowest <= value <= question.highest)


def grade(question: Estimate, answer: Answer) -> Grade:
    """Right where it is near enough; otherwise whether it was too low or too high, and by how much."""
    target = number_typed(question.answer, unit=question.unit)
    guess = number_typed(answer.texts[0], unit=question.unit) if answer.texts else None
    right, text = Answer(texts=(question.answer,)), right_text(question)
    if guess is None or target is None:
        return Grade(0.0, answer, right, text, (Reason("right", "Correct answer:", question.why, about=text),))
    if close(guess, target, question.within):
        says = "Exactly." if close(guess, target, 0.0) else f"Near enough: it is {text}."
        return Grade(1.0, answer, right, text, (Reason("right", says, question.why),))
    distance = f"{in_digits(abs(guess - target))}{_unit(question)} too {'low' if guess < target else 'high'}"
    return Grade(0.0, answer, right, text, (Reason("wrong", f"{distance[0].upper()}{distance[1:]}: it is {text}.", question.why),))


def right_text(question: Estimate) -> str:
    """The number with its unit, once."""
    unit = (question.unit or "").strip()
    return question.answer if not unit or question.answer.strip().endswith(unit) else f"{question.answer}{_unit(question)}"


def in_digits(value: float) -> str:
    """The number as a reader wants it, without what binary fractions add."""
    return f"{round(value, DIGITS):,.10g}"


def _unit(question: Estimate) -> str:
    return f" {question.unit}" if question.unit else ""
