"""What a program printed, as it is compared, and as an answer."""

from __future__ import annotations

from quizzes.models import Asked
from quizzes.questions.answers import Answer


def printed(text: str) -> str:
    """An output as it is compared: line by line, without spaces at the ends and without the marks of Markdown code."""
    lines = [line.strip() for line in text.strip().splitlines()]
    printed_lines: list[str] = [line for line in lines if line and not line.startswith("```")]
    return "\n".join(printed_lines).strip("`").strip()


def as_text(question: Asked, output: str) -> Answer:
    """The whole output, typed into one field."""
    return Answer(texts=(printed(output),))


def as_lines(question: Asked, output: str) -> Answer:
    """A line of the output for each field."""
    return Answer(texts=tuple(printed(output).splitlines()))


def as_ids(question: Asked, output: str) -> Answer:
    """Ids of options, one a line."""
    return Answer(choices=tuple(printed(output).splitlines()))
