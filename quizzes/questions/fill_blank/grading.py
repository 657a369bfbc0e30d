"""Gaps in a text are filled in; each is compared with what its author accepts."""

from __future__ import annotations

import re

from quizzes.questions.answers import Answer, Grade, Reason, TypeIn
from quizzes.questions.fill_blank.model import Blank, FillBlank

GAP = re.compile(r"\[\[([a-z0-9-]+)\]\]")
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
CIRCLED = "①②③④⑤"
CASE_COUNTS = "In code, upper and lower case make different names."
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "`": "", "–": "-", "−": "-"})


def ask(question: FillBlank, *, seed: int) -> TypeIn:
    """One field a gap, in the order in which they stand in the text."""
    return TypeIn(tuple(f"Gap {number}" for number in range(1, len(in_order(question)) + 1)), "words")


def in_order(question: FillBlank) -> tuple[Blank, ...]:
    """The blanks in the order of their gaps."""
    by_id = {blank.id: blank for blank in question.blanks}
    return tuple(by_id[name] for name in dict.fromkeys(GAP.findall(question.text)) if name in by_id)


def in_code(text: str) -> frozenset[str]:
    """The names of the gaps that stand in code, between backticks."""
    return frozenset(name for code in _CODE.finditer(text) for name in GAP.findall(code[0]))


def exact_gaps(question: FillBlank) -> frozenset[str]:
    """The names of the gaps in which upper and lower case count: those in code, unless the item says otherwise."""
    code = in_code(question.text)
    return frozenset(blank.id for blank in question.blanks if (blank.id in code if blank.exact is None else blank.exact))


def with_numbers(question: FillBlank) -> str:
    """The text with a numbered gap in place of each blank, for showing: the same in prose and in code, where ``___`` would be emphasis, and
    nothing that could be a part of the code, as brackets could."""
    numbers = {blank.id: number for number, blank in enumerate(in_order(question), start=1)}
    return GAP.sub(lambda match: gap_sign(numbers[match[1]]) if match[1] in numbers else match[0], question.text)


def gap_sign(number: int) -> str:
    """A line to write on, with its number: ``▁①▁``."""
    return f"▁{CIRCLED[number - 1]}▁" if number <= len(CIRCLED) else f"▁{number}▁"


def finished(question: FillBlank) -> str:
    """The text with its gaps filled; in prose the answers stand out, in code they read as the code."""
    answers, code = {blank.id: blank.accept[0] for blank in question.blanks}, in_code(question.text)

    def filled(match: re.Match[str]) -> str:
        name = match[1]
        return match[0] if name not in answers else answers[name] if name in code else f"**{answers[name]}**"

    return GAP.sub(filled, question.text)


def allows(question: FillBlank, answer: Answer) -> bool:
    """Whether the answer can be handed in: a text a gap, or nothing ("I don't know")."""
    return not answer.choices and len(answer.texts) in (0, len(question.blanks))


def grade(question: FillBlank, answer: Answer) -> Grade:
    """The share of the gaps that were filled rightly, and the reason of each that was not."""
    blanks, exact = in_order(question), exact_gaps(question)
    texts = answer.texts if len(answer.texts) == len(blanks) else ("",) * len(blanks)
    numbered = list(zip(range(1, len(blanks) + 1), blanks, texts, strict=True))
    wrong = [entry for entry in numbered if not fits(entry[1], entry[2], exact=entry[1].id in exact)]
    right = Answer(texts=tuple(blank.accept[0] for blank in blanks))
    score = 1 - len(wrong) / len(blanks)
    reasons = [Reason("wrong", f"Gap {number} is", _reason_for(blank, text), about=blank.accept[0]) for number, blank, text in wrong]
    if not wrong:
        reasons = [Reason("right", "Correct.", blank.why) for blank in blanks]
    return Grade(score, answer, right, ", ".join(right.texts), tuple(reasons))


def fits(blank: Blank, text: str, *, exact: bool) -> bool:
    return comparable(text, exact=exact) in {comparable(accepted, exact=exact) for accepted in blank.accept}


def _reason_for(blank: Blank, text: str) -> str:
    """The reason why it is wrong; where only the case is, that comes first."""
    return f"{CASE_COUNTS} {blank.why}" if fits(blank, text, exact=False) else blank.why


def comparable(text: str, *, exact: bool) -> str:
    """The text without what does not count: runs of white space, the kind of quotes, a full stop at the end; and case, unless ``exact``."""
    plain = " ".join(text.translate(_QUOTES).split()).rstrip(".").strip()
    return plain if exact else plain.casefold()
