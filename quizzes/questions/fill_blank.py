"""Gaps in a text are filled in; each is compared with what its author accepts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizzes.content.models import Blank, FillBlank
from quizzes.questions.answers import Answer, Grade, Reason, TypeIn

GUESSABLE = False

GAP = re.compile(r"\[\[([a-z0-9-]+)\]\]")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "`": "", "–": "-", "−": "-"})


def ask(question: FillBlank, *, seed: int) -> TypeIn:
    """One field a gap, in the order in which they stand in the text."""
    return TypeIn(tuple(f"Gap {number}" for number in range(1, len(in_order(question)) + 1)), "words")


def in_order(question: FillBlank) -> tuple[Blank, ...]:
    """The blanks in the order of their gaps."""
    by_id = {blank.id: blank for blank in question.blanks}
    return tuple(by_id[name] for name in dict.fromkeys(GAP.findall(question.text)) if name in by_id)


def with_numbers(question: FillBlank) -> str:
    """The text with a numbered gap in place of each blank, for showing: the same in prose and in code, where ``___`` would be emphasis."""
    numbers = {blank.id: number for number, blank in enumerate(in_order(question), start=1)}
    return GAP.sub(lambda found: f"[… {numbers[found[1]]} …]" if found[1] in numbers else found[0], question.text)


def allows(question: FillBlank, answer: Answer) -> bool:
    """Whether the answer can be handed in: a text a gap, or nothing ("I don't know")."""
    return not answer.choices and len(answer.texts) in (0, len(question.blanks))


def grade(question: FillBlank, answer: Answer) -> Grade:
    """The share of the gaps that were filled rightly, and the reason of each that was not."""
    blanks = in_order(question)
    texts = answer.texts if len(answer.texts) == len(blanks) else ("",) * len(blanks)
    wrong = [
        (number, blank)
        for number, (blank, text) in enumerate(zip(blanks, texts, strict=True), start=1)
        if normal(text) not in {normal(one) for one in blank.accept}
    ]
    right = Answer(texts=tuple(blank.accept[0] for blank in blanks))
    score = 1 - len(wrong) / len(blanks)
    reasons = [Reason("wrong", f"Gap {number} is", blank.why, about=blank.accept[0]) for number, blank in wrong]
    if not wrong:
        reasons = [Reason("right", "Right.", blank.why) for blank in blanks]
    return Grade(score, answer, right, ", ".join(right.texts), tuple(reasons))


def normal(text: str) -> str:
    """The text without what does not count: case, runs of white space, the kind of quotes, a full stop at the end."""
    return " ".join(text.translate(_QUOTES).casefold().split()).rstrip(".").strip()


def samples(question: FillBlank) -> Iterator[tuple[Answer, float]]:
    """Answers with the scores they must get."""
    blanks = in_order(question)
    firsts = tuple(blank.accept[0] for blank in blanks)
    yield Answer(), 0.0
    yield Answer(texts=firsts), 1.0
    yield Answer(texts=tuple(blank.accept[-1].upper() for blank in blanks)), 1.0
    yield Answer(texts=("something else altogether",) * len(blanks)), 0.0
    if len(blanks) > 1:
        yield Answer(texts=(firsts[0],) + ("something else altogether",) * (len(blanks) - 1)), 1 - (len(blanks) - 1) / len(blanks)
