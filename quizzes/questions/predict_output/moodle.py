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
    element = begun("shortanswer", item, entry, text=asked(item), feedback=rich(item.why))
    leaf(element, "usecase", "1")
    for line in dict.fromkeys((normal(output), output.strip())):
        typed(element, starless(line), Html(), entry, fraction="100")
    for mistake in item.mistakes:
        if len(mistake.answer.strip().splitlines()) == 1:
            typed(element, starless(normal(mistake.answer)), said(mistake.mistake, mistake.why), entry, fraction="0")
    return element


def _predict_lines(item: PredictOutput, entry: Entry, lines: Sequence[str]) -> ET.Element:
    question_html = asked(item)
    gaps = [gap((normal(line), line.strip()), cased=True) if line.strip() else "" for line in lines]
    text = Html(around_gaps(question_html.code) + "\n<p>It prints:</p>\n<p>" + "<br>\n".join(gaps) + "</p>", question_html.pictures)
    feedback = code_block("\n".join(lines)) + rich(item.why) + stacked(_wrong_output(mistake) for mistake in item.mistakes)
    return begun("cloze", item, entry, text=text, feedback=feedback, grade=sum(map(bool, gaps)))


def _wrong_output(mistake: Mistake) -> Html:
    return code_block(mistake.answer) + said(mistake.mistake, mistake.why)
