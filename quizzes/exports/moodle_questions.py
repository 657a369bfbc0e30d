"""Each kind of item as a Moodle question.

The tags of the types: https://docs.moodle.org/en/Moodle_XML_format; ``ordering`` is in Moodle since 4.4, before that as a plugin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from quizzes.content.images import IMAGE
from quizzes.content.models import (
    Asked,
    Card,
    Choice,
    FillBlank,
    Item,
    Mistake,
    Numeric,
    OrderSteps,
    PredictOutput,
    Problem,
    Prompt,
    Question,
    Several,
    Source,
)
from quizzes.exports.moodle_cloze import around_gaps, gap, starless
from quizzes.exports.moodle_html import Html, code_block, leaf, plain, put, rich, stacked
from quizzes.questions.fill_blank import GAP, in_order, with_numbers
from quizzes.questions.predict_output import normal
from quizzes.questions.typed_numbers import number_typed

PARTS = {1: "100", 2: "50", 3: "33.33333", 4: "25", 5: "20", 6: "16.66667", 7: "14.28571", 8: "12.5"}
"""Number of right choices -> the percentage of each: Moodle refuses others than those of its own list."""

UNIT_LENGTH = 50
"""Moodle's field for a unit holds no more characters."""

_MARK = re.compile("\ue010(\\d+)\ue011")
_MARK_IN_FORMULA = re.compile("\\\\\\((?:(?!\\\\\\)).)*\ue010|\\\\\\[(?:(?!\\\\\\]).)*\ue010", re.DOTALL)


@dataclass(frozen=True)
class Entry:
    """What a question has besides its item: its id and its name in the question bank, and where sources and pictures are."""

    idnumber: str
    name: str
    sources: Mapping[str, Source]
    folder: Path


def _begun(kind: str, item: Item, entry: Entry, *, text: Html, after: Html, grade: int = 1) -> ET.Element:
    """A question with everything that all types have; ``after`` is shown when it was answered, and below it the sources."""
    made = ET.Element("question", type=kind)
    leaf(ET.SubElement(made, "name"), "text", entry.name)
    put(made, "questiontext", text, folder=entry.folder)
    put(made, "generalfeedback", after + _sources(item, entry.sources), folder=entry.folder)
    for tag, value in (("defaultgrade", str(grade)), ("penalty", "0.3333333"), ("hidden", "0"), ("idnumber", entry.idnumber)):
        leaf(made, tag, value)
    tags = ET.SubElement(made, "tags")
    for tag in (item.concept, str(getattr(item, "level", ""))):
        leaf(ET.SubElement(tags, "tag"), "text", tag)
    return made


def _sources(item: Item, sources: Mapping[str, Source]) -> Html:
    found = [sources[one] for one in item.source if one in sources]
    said = [f'<a href="{escape(one.url)}">{escape(one.title)}</a>' if one.url else escape(one.title) for one in found]
    return Html(f"<p>Source: {' · '.join(said)}</p>" if said else "")


def _asked(item: Asked) -> Html:
    return rich(item.question) + (code_block(item.snippet.text) if item.snippet is not None else Html())


def _said(mistake: str | None, why: str) -> Html:
    return (Html(f"<p><strong>{escape(mistake)}</strong></p>") if mistake else Html()) + rich(why)


def _overall(made: ET.Element, entry: Entry) -> None:
    said = {"correctfeedback": "Right.", "partiallycorrectfeedback": "Partly right.", "incorrectfeedback": "Not right."}
    for tag, text in said.items():
        put(made, tag, Html(f"<p>{text}</p>"), folder=entry.folder)


def _choices(made: ET.Element, choices: Sequence[Choice], entry: Entry, *, single: bool) -> None:
    share = PARTS[sum(choice.correct for choice in choices)]
    wrong = "0" if single else f"-{share}"
    for tag, value in (("single", str(single).lower()), ("shuffleanswers", "true"), ("answernumbering", "abc")):
        leaf(made, tag, value)
    _overall(made, entry)
    for choice in choices:
        answer = put(made, "answer", rich(choice.text), folder=entry.folder, fraction=share if choice.correct else wrong)
        put(answer, "feedback", _said(choice.mistake, choice.why), folder=entry.folder)


def one_choice(item: Question, entry: Entry) -> ET.Element:
    """``multichoice`` with one right answer."""
    made = _begun("multichoice", item, entry, text=_asked(item), after=rich(item.right_choice.why))
    _choices(made, item.choices, entry, single=True)
    return made


def problem(item: Problem, entry: Entry) -> ET.Element:
    """``multichoice`` with one right answer: the decision; the whole solution is shown afterwards, the hint after a wrong try."""
    steps = [
        Html(f"<p><strong>{number}. {escape(step.heading)}</strong></p>") + rich(step.text) for number, step in enumerate(item.steps, 1)
    ]
    ends = [("Answer", [item.answer]), ("Check", [item.check]), ("What often goes wrong", item.mistakes)]
    said = [Html(f"<p><strong>{name}</strong></p>") + stacked(rich(text) for text in texts) for name, texts in ends]
    made = _begun("multichoice", item, entry, text=_asked(item), after=stacked([*steps, *said]))
    _choices(made, item.choices, entry, single=True)
    put(made, "hint", rich(item.hint), folder=entry.folder)
    return made


def several_choices(item: Several, entry: Entry) -> ET.Element:
    """``multichoice`` with several right answers; a wrong one takes away what a right one gives, as in the app."""
    after = stacked(rich(choice.text) + rich(choice.why) for choice in item.choices if choice.correct)
    made = _begun("multichoice", item, entry, text=_asked(item), after=after)
    _choices(made, item.choices, entry, single=False)
    return made


def numeric(item: Numeric, entry: Entry) -> ET.Element:
    """``numerical``; the unit may be typed or left out, so that the question says it."""
    unit = item.unit if item.unit is not None and len(item.unit) <= UNIT_LENGTH else None
    text = _asked(item) + (rich(f"(Unit: {item.unit})") if item.unit is not None else Html())
    made = _begun("numerical", item, entry, text=text, after=rich(item.why))
    answers = [("100", item.answer, rich(item.why)), *(("0", one.answer, _said(one.mistake, one.why)) for one in item.mistakes)]
    for fraction, typed, feedback in answers:
        value = number_typed(typed, unit=item.unit)
        if value is not None:
            answer = _typed(made, _digits(value), feedback, entry, fraction=fraction)
            leaf(answer, "tolerance", _digits(item.tolerance))
    if unit is not None:
        one = ET.SubElement(ET.SubElement(made, "units"), "unit")
        leaf(one, "multiplier", "1")
        leaf(one, "unit_name", unit)
    for tag, value_text in (
        ("unitgradingtype", "0"),
        ("unitpenalty", "0.1"),
        ("showunits", "3" if unit is None else "0"),
        ("unitsleft", "0"),
    ):
        leaf(made, tag, value_text)
    return made


def _typed(made: ET.Element, text: str, feedback: Html, entry: Entry, *, fraction: str) -> ET.Element:
    answer = ET.SubElement(made, "answer", {"fraction": fraction, "format": "plain_text"})
    leaf(answer, "text", text)
    put(answer, "feedback", feedback, folder=entry.folder)
    return answer


def _digits(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def predict_output(item: PredictOutput, entry: Entry) -> ET.Element:
    """``shortanswer`` where the snippet prints one line; otherwise ``cloze`` with a gap a line, because Moodle's field holds one line.

    The gaps tell how many lines there are, and each line counts. A capital counts, as in the app. Foreseen mistakes of several lines are
    told afterwards.
    """
    output = item.snippet.prints or ""
    lines = output.strip().splitlines()
    if len(lines) > 1:
        return _predict_lines(item, entry, lines)
    made = _begun("shortanswer", item, entry, text=_asked(item), after=rich(item.why))
    leaf(made, "usecase", "1")
    for line in dict.fromkeys((normal(output), output.strip())):
        _typed(made, starless(line), rich(item.why), entry, fraction="100")
    for one in item.mistakes:
        if len(one.answer.strip().splitlines()) == 1:
            _typed(made, starless(normal(one.answer)), _said(one.mistake, one.why), entry, fraction="0")
    return made


def _predict_lines(item: PredictOutput, entry: Entry, lines: Sequence[str]) -> ET.Element:
    asked = _asked(item)
    gaps = [gap((normal(line), line.strip()), why="", cased=True) if line.strip() else "" for line in lines]
    text = Html(around_gaps(asked.code) + "\n<p>It prints:</p>\n<p>" + "<br>\n".join(gaps) + "</p>", asked.pictures)
    after = code_block("\n".join(lines)) + rich(item.why) + stacked(_wrong_output(one) for one in item.mistakes)
    return _begun("cloze", item, entry, text=text, after=after, grade=sum(map(bool, gaps)))


def _wrong_output(mistake: Mistake) -> Html:
    return code_block(mistake.answer) + _said(mistake.mistake, mistake.why)


def order_steps(item: OrderSteps, entry: Entry) -> ET.Element:
    """``ordering``; each step in its place counts, as in the app."""
    made = _begun("ordering", item, entry, text=_asked(item), after=rich(item.why))
    options = (("layouttype", "VERTICAL"), ("selecttype", "ALL"), ("selectcount", str(len(item.steps))))
    for tag, value in (*options, ("gradingtype", "ABSOLUTE_POSITION"), ("showgrading", "SHOW"), ("numberingstyle", "none")):
        leaf(made, tag, value)
    _overall(made, entry)
    leaf(made, "shownumcorrect", "1")
    for number, step in enumerate(item.steps, 1):
        put(made, "answer", rich(step.text), folder=entry.folder, fraction=str(number))
    return made


def fill_blank(item: FillBlank, entry: Entry) -> ET.Element:
    """``cloze``; a gap in a formula, where Moodle can put no field, is numbered there and filled in below the text."""
    blanks = in_order(item)
    body = _with_marks(item)
    if _MARK_IN_FORMULA.search(body.code):
        below = "\n".join(f"- Gap {number}: \ue010{number}\ue011" for number in range(1, len(blanks) + 1))
        body = rich(f"{with_numbers(item)}\n\n{below}")
    whole = _asked(item) + body
    gaps = [gap(blank.accept, why=rich(IMAGE.sub(r"\1", blank.why)).code) for blank in blanks]
    text = Html(_MARK.sub(lambda found: gaps[int(found[1]) - 1], around_gaps(whole.code)), whole.pictures)
    after = stacked(Html(f"<p><strong>{escape(blank.accept[0])}</strong></p>") + rich(blank.why) for blank in blanks)
    return _begun("cloze", item, entry, text=text, after=after, grade=len(blanks))


def _with_marks(item: FillBlank) -> Html:
    """The text with a mark for each gap; where one is named twice, its second place shows its number."""
    numbers = {blank.id: number for number, blank in enumerate(in_order(item), start=1)}
    seen: set[str] = set()

    def mark(found: re.Match[str]) -> str:
        name = found[1]
        if name not in numbers:
            return found[0]
        shown = f"[… {numbers[name]} …]" if name in seen else f"\ue010{numbers[name]}\ue011"
        seen.add(name)
        return shown

    return rich(GAP.sub(mark, item.text))


def explain(item: Prompt, entry: Entry) -> ET.Element:
    """``essay``, a mark a point; whoever grades sees the model answer, the points and the hint, and students the model answer at last."""
    made = _begun("essay", item, entry, text=rich(item.prompt), after=rich(item.answer), grade=len(item.points))
    points = [Html(f"<p><strong>{number}. {escape(one.name)}</strong></p>") + rich(one.missed) for number, one in enumerate(item.points, 1)]
    heads = [Html(f"<p><strong>{name}</strong></p>") for name in ("Model answer", "Points, one mark each", "A hint that may be given")]
    info = stacked([heads[0], rich(item.answer), heads[1], *points, heads[2], rich(item.hint)])
    _essay(made, entry, info, response="editor", required="1", lines="15")
    return made


def card(item: Card, entry: Entry) -> ET.Element:
    """``essay`` worth no marks, to be answered or not: the student recalls, then reads the back, and no teacher has to grade anything.

    A short answer would mark every other wording of the back as wrong.
    """
    made = _begun("essay", item, entry, text=rich(item.front), after=rich(item.back), grade=0)
    _essay(made, entry, rich(item.back), response="plain", required="0", lines="3")
    return made


def _essay(made: ET.Element, entry: Entry, info: Html, *, response: str, required: str, lines: str) -> None:
    for tag, value in (("responseformat", response), ("responserequired", required), ("responsefieldlines", lines)):
        leaf(made, tag, value)
    leaf(made, "attachments", "0")
    leaf(made, "attachmentsrequired", "0")
    put(made, "graderinfo", info, folder=entry.folder)
    put(made, "responsetemplate", Html(), folder=entry.folder)


WRITERS: Mapping[type[Item], Callable[[Any, Entry], ET.Element]] = {
    Card: card,
    Question: one_choice,
    Several: several_choices,
    Numeric: numeric,
    PredictOutput: predict_output,
    OrderSteps: order_steps,
    FillBlank: fill_blank,
    Prompt: explain,
    Problem: problem,
}
"""Class of an item -> what writes it; items of other classes cannot be taken over."""


def name_of(item: Item) -> str:
    """What a teacher reads in the question bank: the beginning of what is asked, or the id where that has no words."""
    asked = next((str(getattr(item, field)) for field in ("question", "prompt", "front") if hasattr(item, field)), "")
    return plain(asked) or item.id
