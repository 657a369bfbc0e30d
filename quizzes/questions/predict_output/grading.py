"""The output of a snippet is typed; a test runs the snippet, so that the answer key is what really comes out."""

from __future__ import annotations

from quizzes.questions.answers import Answer, Grade, Reason, TypeIn
from quizzes.questions.predict_output.model import PredictOutput


def ask(question: PredictOutput, *, seed: int) -> TypeIn:
    """One field for what the snippet prints."""
    return TypeIn(("What it prints",), "output")


def allows(question: PredictOutput, answer: Answer) -> bool:
    """Whether the answer can be handed in: one text, or nothing ("I don't know")."""
    return not answer.choices and len(answer.texts) <= 1


def grade(question: PredictOutput, answer: Answer) -> Grade:
    """Right where the lines are the same, white space around and inside them aside."""
    output = question.snippet.prints or ""
    typed_output = normal(answer.texts[0]) if answer.texts else ""
    right, as_block = Answer(texts=(output,)), f"```text\n{output.strip()}\n```"
    if typed_output and typed_output == normal(output):
        return Grade(1.0, answer, right, as_block, (Reason("right", "Correct.", question.why),))
    foreseen = next((mistake for mistake in question.mistakes if typed_output and normal(mistake.answer) == typed_output), None)
    reasons = [] if foreseen is None else [Reason("wrong", f"{foreseen.mistake}.", foreseen.why)]
    reasons.append(Reason("right", "It prints", question.why, about=" ⏎ ".join(output.strip().splitlines())))
    return Grade(0.0, answer, right, as_block, tuple(reasons))


def normal(text: str) -> str:
    """The text without what does not count: white space at both ends of a line, runs of it, and empty lines at both ends."""
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())
