"""A number is typed; a tolerance decides, and a foreseen mistake is named."""

from __future__ import annotations

from quizzes.questions.answers import Answer, Grade, Reason, TypeIn
from quizzes.questions.numeric.model import Numeric
from quizzes.questions.typed_numbers import close, number_typed


def ask(question: Numeric, *, seed: int) -> TypeIn:
    """One field for a number."""
    return TypeIn(("Your number",), "number", question.unit)


def fault(question: Numeric, answer: Answer) -> str | None:
    """What keeps a typed text from being a number, in words; None where nothing does."""
    if answer.is_empty or number_typed(answer.texts[0], unit=question.unit) is not None:
        return None
    return "This cannot be read as a number. Write digits, with a point or a comma for decimals: 1250 or 0.35."


def allows(question: Numeric, answer: Answer) -> bool:
    """Whether the answer can be handed in: one number, or nothing ("I don't know")."""
    return not answer.choices and len(answer.texts) <= 1 and fault(question, answer) is None


def grade(question: Numeric, answer: Answer) -> Grade:
    """Right within the tolerance; otherwise the mistake that leads to this number, where it was foreseen."""
    target = number_typed(question.answer, unit=question.unit)
    typed_number = number_typed(answer.texts[0], unit=question.unit) if answer.texts else None
    right_text = f"{question.answer} {question.unit}" if question.unit else question.answer
    right = Answer(texts=(question.answer,))
    if typed_number is not None and target is not None and close(typed_number, target, question.tolerance):
        return Grade(1.0, answer, right, right_text, (Reason("right", "Correct.", question.why),))
    reasons = []
    for mistake in question.mistakes:
        value = number_typed(mistake.answer, unit=question.unit)
        if typed_number is not None and value is not None and close(typed_number, value, question.tolerance):
            reasons.append(Reason("wrong", f"{mistake.mistake}.", mistake.why))
            break
    reasons.append(Reason("right", "Correct answer:", question.why, about=right_text))
    return Grade(0.0, answer, right, right_text, tuple(reasons))
