"""Questions whose answers are typed, a line or a number, as Moodle questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from xml.etree import ElementTree as ET

from quizzes.content.images import IMAGE
from quizzes.exports.moodle_cloze import around_gaps, gap, starless
from quizzes.exports.moodle_frame import Entry, asked, begun, said
from quizzes.exports.moodle_html import Html, code_block, leaf, put, rich, stacked
from quizzes.models import Mistake
from quizzes.questions import FillBlank, Numeric, PredictOutput
from quizzes.questions.fill_blank.grading import GAP, exact_gaps, gap_sign, in_order, with_numbers
from quizzes.questions.predict_output.grading import normal
from quizzes.questions.typed_numbers import number_typed

UNIT_LENGTH = 50
"""Moodle's field for a unit holds no more characters."""

_MARK = re.compile(r"\ue010(\d+)\ue011")
_MARK_IN_FORMULA = re.compile(r"\\\((?:(?!\\\)).)*\ue010|\\\[(?:(?!\\\]).)*\ue010", re.DOTALL)


def numeric(item: Numeric, entry: Entry) -> ET.Element:
    """``numerical``; the unit may be typed or left out, so that the question says it. The reason is shown to everybody afterwards."""
    unit = item.unit if item.unit is not None and len(item.unit) <= UNIT_LENGTH else None
    text = asked(item) + (rich(f"(Unit: {item.unit})") if item.unit is not None else Html())
    made = begun("numerical", item, entry, text=text, after=rich(item.why))
    answers = [("100", item.answer, Html()), *(("0", one.answer, said(one.mistake, one.why)) for one in item.mistakes)]
    for fraction, typed, feedback in answers:
        value = number_typed(typed, unit=item.unit)
        if value is not None:
            answer = _typed(made, _digits(value), feedback, entry, fraction=fraction)
            leaf(answer, "tolerance", _digits(item.tolerance))
    if unit is not None:
        one = ET.SubElement(ET.SubElement(made, "units"), "unit")
        leaf(one, "multiplier", "1")
        leaf(one, "unit_name", unit)
    shown = "3" if unit is None else "0"  # no units at all, or typed with the number where the student likes
    for tag, setting in (("unitgradingtype", "0"), ("unitpenalty", "0.1"), ("showunits", shown), ("unitsleft", "0")):
        leaf(made, tag, setting)
    return made


def predict_output(item: PredictOutput, entry: Entry) -> ET.Element:
    """``shortanswer`` where the snippet prints one line; otherwise ``cloze`` with a gap a line, because Moodle's field holds one line.

    The gaps tell how many lines there are, and each line counts. A capital counts, as in the app. Foreseen mistakes of several lines are
    told afterwards.
    """
    output = item.snippet.prints or ""
    lines = output.strip().splitlines()
    if len(lines) > 1:
        return _predict_lines(item, entry, lines)
    made = begun("shortanswer", item, entry, text=asked(item), after=rich(item.why))
    leaf(made, "usecase", "1")
    for line in dict.fromkeys((normal(output), output.strip())):
        _typed(made, starless(line), Html(), entry, fraction="100")
    for one in item.mistakes:
        if len(one.answer.strip().splitlines()) == 1:
            _typed(made, starless(normal(one.answer)), said(one.mistake, one.why), entry, fraction="0")
    return made


def _predict_lines(item: PredictOutput, entry: Entry, lines: Sequence[str]) -> ET.Element:
    above = asked(item)
    gaps = [gap((normal(line), line.strip()), cased=True) if line.strip() else "" for line in lines]
    text = Html(around_gaps(above.code) + "\n<p>It prints:</p>\n<p>" + "<br>\n".join(gaps) + "</p>", above.pictures)
    after = code_block("\n".join(lines)) + rich(item.why) + stacked(_wrong_output(one) for one in item.mistakes)
    return begun("cloze", item, entry, text=text, after=after, grade=sum(map(bool, gaps)))


def _wrong_output(mistake: Mistake) -> Html:
    return code_block(mistake.answer) + said(mistake.mistake, mistake.why)


def fill_blank(item: FillBlank, entry: Entry) -> ET.Element:
    """``cloze``; a gap in a formula, where Moodle can put no field, is numbered there and filled in below the text."""
    blanks = in_order(item)
    body = _with_marks(item)
    if _MARK_IN_FORMULA.search(body.code):
        below = "\n".join(f"- Gap {number}: \ue010{number}\ue011" for number in range(1, len(blanks) + 1))
        body = rich(f"{with_numbers(item)}\n\n{below}")
    whole = asked(item) + body
    exact = exact_gaps(item)
    gaps = [gap(blank.accept, cased=blank.id in exact, wrong=rich(IMAGE.sub(r"\1", blank.why)).code) for blank in blanks]
    text = Html(_MARK.sub(lambda found: gaps[int(found[1]) - 1], around_gaps(whole.code)), whole.pictures)
    after = stacked(Html(f"<p><strong>{escape(blank.accept[0])}</strong></p>") + rich(blank.why) for blank in blanks)
    return begun("cloze", item, entry, text=text, after=after, grade=len(blanks))


def _with_marks(item: FillBlank) -> Html:
    """The text with a mark for each gap; where one is named twice, its second place shows its number."""
    numbers = {blank.id: number for number, blank in enumerate(in_order(item), start=1)}
    seen: set[str] = set()

    def mark(found: re.Match[str]) -> str:
        name = found[1]
        if name not in numbers:
            return found[0]
        shown = gap_sign(numbers[name]) if name in seen else f"\ue010{numbers[name]}\ue011"
        seen.add(name)
        return shown

    return rich(GAP.sub(mark, item.text))


def _typed(made: ET.Element, text: str, feedback: Html, entry: Entry, *, fraction: str) -> ET.Element:
    answer = ET.SubElement(made, "answer", {"fraction": fraction, "format": "plain_text"})
    leaf(answer, "text", text)
    put(answer, "feedback", feedback, folder=entry.folder)
    return answer


def _digits(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
