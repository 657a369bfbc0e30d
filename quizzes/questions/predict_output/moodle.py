"""An output in Moodle."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from quizzes.models import Mistake
from quizzes.moodle.cloze import around_gaps, gap, starless
from quizzes.moodle.frame import Entry, asked, begun, said
from quizzes.moodle.html import Html, code_block, leaf, rich, stacked
from quizzes.moodle.typed import typed
from quizzes.questions.predict_output.grading import normal
from quizzes.questions.predict_output.model import PredictOutput


def moodle(item: PredictOutput, entry: Entry) -> ET.Element:
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
        typed(made, starless(line), Html(), entry, fraction="100")
    for one in item.mistakes:
        if len(one.answer.strip().splitlines()) == 1:
            typed(made, starless(normal(one.answer)), said(one.mistake, one.why), entry, fraction="0")
    return made


def _predict_lines(item: PredictOutput, entry: Entry, lines: Sequence[str]) -> ET.Element:
    above = asked(item)
    gaps = [gap((normal(line), line.strip()), cased=True) if line.strip() else "" for line in lines]
    text = Html(around_gaps(above.code) + "\n<p>It prints:</p>\n<p>" + "<br>\n".join(gaps) + "</p>", above.pictures)
    after = code_block("\n".join(lines)) + rich(item.why) + stacked(_wrong_output(one) for one in item.mistakes)
    return begun("cloze", item, entry, text=text, after=after, grade=sum(map(bool, gaps)))


def _wrong_output(mistake: Mistake) -> Html:
    return code_block(mistake.answer) + said(mistake.mistake, mistake.why)
