"""Gaps in Moodle."""

from __future__ import annotations

import re
from html import escape
from xml.etree import ElementTree as ET

from quizzes.markup.pictures import in_words
from quizzes.moodle.cloze import around_gaps, gap
from quizzes.moodle.frame import Entry, asked, begun
from quizzes.moodle.html import Html, rich, stacked
from quizzes.questions.fill_blank.grading import GAP, exact_gaps, gap_sign, in_order, with_numbers
from quizzes.questions.fill_blank.model import FillBlank

_MARK = re.compile(r"\ue010(\d+)\ue011")
_MARK_IN_FORMULA = re.compile(r"\\\((?:(?!\\\)).)*\ue010|\\\[(?:(?!\\\]).)*\ue010", re.DOTALL)


def moodle(item: FillBlank, entry: Entry) -> ET.Element:
    """``cloze``; a gap in a formula, where Moodle can put no field, is numbered there and filled in below the text."""
    blanks = in_order(item)
    body = _with_marks(item)
    if _MARK_IN_FORMULA.search(body.code):
        gap_list = "\n".join(f"- Gap {number}: \ue010{number}\ue011" for number in range(1, len(blanks) + 1))
        body = rich(f"{with_numbers(item)}\n\n{gap_list}")
    whole = asked(item) + body
    exact = exact_gaps(item)
    gaps = [gap(blank.accept, cased=blank.id in exact, wrong=rich(in_words(blank.why)).code) for blank in blanks]
    text = Html(_MARK.sub(lambda match: gaps[int(match[1]) - 1], around_gaps(whole.code)), whole.pictures)
    feedback = stacked(Html(f"<p><strong>{escape(blank.accept[0])}</strong></p>") + rich(blank.why) for blank in blanks)
    return begun("cloze", item, entry, text=text, feedback=feedback, grade=len(blanks))


def _with_marks(item: FillBlank) -> Html:
    """The text with a mark for each gap; where one is named twice, its second place shows its number."""
    numbers = {blank.id: number for number, blank in enumerate(in_order(item), start=1)}
    names_seen: set[str] = set()

    def mark(match: re.Match[str]) -> str:
        name = match[1]
        if name not in numbers:
            return match[0]
        sign = gap_sign(numbers[name]) if name in names_seen else f"\ue010{numbers[name]}\ue011"
        names_seen.add(name)
        return sign

    return rich(GAP.sub(mark, item.text))
