"""A reader of Moodle XML that knows only Moodle's rules, to check what the export writes.

Read from https://docs.moodle.org/en/Moodle_XML_format, https://docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type and from what
Moodle's importer accepts (``question/format/xml/format.php``, ``question/engine/bank.php``). It shares no code with the export.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote
from xml.etree import ElementTree as ET

_SHARES = "100 90 83.33333 80 75 70 66.66667 60 50 40 33.33333 30 25 20 16.66667 14.28571 12.5 11.11111 10 5 0"
ALLOWED_FRACTIONS = {sign * float(share) for share in _SHARES.split() for sign in (1, -1)}
NEEDED = {
    "multichoice": {"single", "shuffleanswers", "answernumbering", "correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"},
    "numerical": {"answer", "unitgradingtype", "unitpenalty", "showunits", "unitsleft"},
    "shortanswer": {"answer", "usecase"},
    "ordering": {"answer", "layouttype", "selecttype", "selectcount", "gradingtype", "showgrading", "numberingstyle", "shownumcorrect"},
    "essay": {"responseformat", "responserequired", "responsefieldlines", "attachments", "graderinfo", "responsetemplate"},
    "cloze": set[str](),
}
COMMON = {"name", "questiontext", "generalfeedback", "defaultgrade", "penalty", "hidden", "idnumber", "tags"}
OPTIONS = {
    "single": {"true", "false"},
    "shuffleanswers": {"true", "false"},
    "answernumbering": {"none", "abc", "ABCD", "123", "iii", "IIII"},
    "layouttype": {"VERTICAL", "HORIZONTAL"},
    "selecttype": {"ALL", "RANDOM", "CONTIGUOUS"},
    "showgrading": {"SHOW", "HIDE"},
    "gradingtype": {"ALL_OR_NOTHING", "ABSOLUTE_POSITION", "RELATIVE_TO_CORRECT"},
    "responseformat": {"editor", "editorfilepicker", "plain", "monospaced", "noinline"},
    "responserequired": {"0", "1"},
    "usecase": {"0", "1"},
    "showunits": {"0", "1", "2", "3"},
}
_GAP_KIND = r"SHORTANSWER|SA|MW|SHORTANSWER_C|SAC|MWC|NUMERICAL|NM|MULTICHOICE|MC"
_GAP_START = re.compile(rf"\{{(\d*):({_GAP_KIND}):")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\Z")
VOID = {"br", "img", "hr"}


@dataclass(frozen=True)
class Gap:
    """A gap of a cloze text: each alternative is its percentage, its answer as Moodle stores it, and its feedback."""

    kind: str
    alternatives: tuple[tuple[float, str, str], ...]


@dataclass(frozen=True)
class Asked:
    """A question with the category that it goes into, as names below the top one."""

    category: tuple[str, ...]
    xml: ET.Element

    @property
    def kind(self) -> str:
        return self.xml.get("type", "")

    @property
    def idnumber(self) -> str:
        return self.xml.findtext("idnumber", "")

    def text(self, tag: str) -> str:
        return self.xml.findtext(f"{tag}/text") or ""

    @property
    def answers(self) -> tuple[tuple[float, str, str], ...]:
        """Fraction, text and feedback of each answer."""
        found = self.xml.findall("answer")
        return tuple((float(one.get("fraction", "0")), one.findtext("text") or "", one.findtext("feedback/text") or "") for one in found)


def read(data: bytes) -> tuple[Asked, ...]:
    """All questions of a file in their order."""
    quiz = ET.fromstring(data)
    assert quiz.tag == "quiz"
    category: tuple[str, ...] = ()
    found = []
    for one in quiz:
        assert one.tag == "question"
        if one.get("type") == "category":
            names = re.split(r"(?<!/)/(?!/)", one.findtext("category/text") or "")
            assert names[:2] == ["$course$", "top"]
            category = tuple(name.replace("//", "/").strip() for name in names[2:])
        else:
            found.append(Asked(category, one))
    return tuple(found)


def faults(data: bytes) -> list[str]:
    """Everything that Moodle would refuse, change silently, or show wrongly."""
    found = [] if data.startswith(b"<?xml ") else ["the first line is no XML declaration"]
    questions = read(data)
    seen: set[tuple[tuple[str, ...], str]] = set()
    for one in questions:
        found += [f"{one.idnumber}: {fault}" for fault in _faults(one)]
        if (one.category, one.idnumber) in seen:
            found.append(f"{one.idnumber}: stands twice in {one.category}")
        seen.add((one.category, one.idnumber))
    return found


def _faults(one: Asked) -> Iterator[str]:
    if one.kind not in NEEDED:
        yield f"unknown type {one.kind}"
        return
    for tag in sorted((COMMON | NEEDED[one.kind]) - {child.tag for child in one.xml}):
        yield f"{tag} is missing"
    if any(not 0 < len(name) <= 255 or re.search("[<>]", name) for name in (one.text("name"), *one.category)):
        yield "a name is empty, too long, or would be cut"
    if not re.fullmatch(r"\S{1,100}", one.idnumber):
        yield "the idnumber is empty or too long"
    tags = [tag.text or "" for tag in one.xml.iterfind("tags/tag/text")]
    if any(not 0 < len(tag) <= 50 for tag in tags):
        yield "a tag is empty, or would be cut"
    for tag, allowed in OPTIONS.items():
        if one.xml.find(tag) is not None and one.xml.findtext(tag) not in allowed:
            yield f"{tag}: {one.xml.findtext(tag)!r}"
    yield from _text_faults(one)
    yield from {"multichoice": _choice_faults, "ordering": _order_faults, "cloze": _cloze_faults}.get(one.kind, _answer_faults)(one)


def _text_faults(one: Asked) -> Iterator[str]:
    """HTML whose tags do not fit, and pictures that are not packed beside the text that shows them."""
    for field in one.xml.iter():
        text = field.findtext("text")
        if field.get("format") != "html" or text is None:
            continue
        reader = _Tags()
        reader.feed(_without_gaps(text) if one.kind == "cloze" else text)
        if reader.open or reader.wrong:
            yield f"{field.tag}: tags that do not fit: {reader.open or reader.wrong}"
        packed = [f"{file.get('path')}{file.get('name')}" for file in field.iterfind("file")]
        for file in field.iterfind("file"):
            base64.b64decode(file.text or "", validate=True)
        if sorted(packed) != sorted({unquote(path) for path in re.findall(r'@@PLUGINFILE@@([^"]*)"', text)}):
            yield f"{field.tag}: pictures that are not packed, or not shown: {packed}"


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and (not self.open or self.open.pop() != tag):
            self.wrong.append(tag)


def _choice_faults(one: Asked) -> Iterator[str]:
    fractions = [fraction for fraction, _, _ in one.answers]
    if len(fractions) < 2 or not set(fractions) <= ALLOWED_FRACTIONS:
        yield f"fractions {fractions}"
    if one.xml.findtext("single") == "true":
        if sorted(fractions)[-2:] != [0, 100] or fractions.count(100) != 1:
            yield f"not exactly one right answer: {fractions}"
    elif abs(sum(part for part in fractions if part > 0) - 100) > 0.001 or 0 in fractions:
        yield f"the positive fractions do not sum to 100, or one is 0: {fractions}"
    if len({text for _, text, _ in one.answers}) < len(fractions) or not all(text for _, text, _ in one.answers):
        yield "an answer is empty or stands twice"


def _order_faults(one: Asked) -> Iterator[str]:
    if len(one.answers) < 2 or [fraction for fraction, _, _ in one.answers] != list(range(1, len(one.answers) + 1)):
        yield "the steps are not numbered"


def _answer_faults(one: Asked) -> Iterator[str]:
    """Essays, short answers and numbers; in the last two at least one answer is right."""
    fractions = [fraction for fraction, _, _ in one.answers]
    if one.kind == "essay":
        if fractions:
            yield "an essay has no answers"
        return
    if 100 not in fractions or not set(fractions) <= ALLOWED_FRACTIONS:
        yield f"fractions {fractions}"
    if any(not text.strip() for _, text, _ in one.answers):
        yield "an answer is empty"
    if one.kind == "numerical":
        numbers = [text for _, text, _ in one.answers] + [tag.text or "" for tag in one.xml.iter("tolerance")]
        if len(numbers) != 2 * len(fractions) or not all(_NUMBER.match(number) for number in numbers):
            yield f"no numbers: {numbers}"
        units = [unit.text or "" for unit in one.xml.iter("unit_name")]
        if (one.xml.findtext("showunits") == "3") != (not units) or any(len(unit) > 50 for unit in units):
            yield f"units {units}"


def _cloze_faults(one: Asked) -> Iterator[str]:
    found = gaps(one.text("questiontext"))
    if not found or one.xml.findtext("defaultgrade") != str(len(found)):
        yield f"{len(found)} gaps, but a grade of {one.xml.findtext('defaultgrade')}"
    if re.search(r"\{#", _without_gaps(one.text("questiontext"))):
        yield "a text that Moodle would take for a gap that it has replaced"
    for one_gap in found:
        fractions = [fraction for fraction, _, _ in one_gap.alternatives]
        if 100 not in fractions or not set(fractions) <= ALLOWED_FRACTIONS or not all(text.strip() for _, text, _ in one_gap.alternatives):
            yield f"gap {one_gap}"


def gaps(text: str) -> tuple[Gap, ...]:
    """The gaps of a cloze text as Moodle reads them."""
    return tuple(gap for gap, _, _ in _gaps(text))


def _without_gaps(text: str) -> str:
    for _, start, end in reversed(list(_gaps(text))):
        text = text[:start] + text[end:]
    return text


def _gaps(text: str) -> Iterator[tuple[Gap, int, int]]:
    at = 0
    while start := _GAP_START.search(text, at):
        pieces, at = [""], start.end()
        while text[at] != "}" or text[at - 1] == "\\":
            if text[at] == "~" and text[at - 1] != "\\":
                pieces.append("")
            else:
                pieces[-1] += text[at]
            at += 1
        at += 1
        yield Gap(start[2], tuple(map(_alternative, pieces))), start.start(), at


def _alternative(piece: str) -> tuple[float, str, str]:
    share = re.match(r"=|%(-?\d+(?:\.\d*)?)%", piece)
    fraction = 0.0 if share is None else 100.0 if share[1] is None else float(share[1])
    rest = piece[share.end() :] if share else piece
    end = re.search(r"(?<![\\&])#", rest)
    answer, feedback = (rest[: end.start()], rest[end.end() :]) if end else (rest, "")
    return fraction, _decoded(answer), _decoded(feedback)


def _decoded(text: str) -> str:
    return html.unescape(text).replace("\\}", "}").replace("\\#", "#")


def accepts(pattern: str, typed: str, *, cased: bool) -> bool:
    """Whether a short answer's pattern takes what is typed: a star stands for any text, unless a backslash stands before it."""
    parts = [re.escape(part.replace("\\*", "*")) for part in re.split(r"(?<!\\)\*+", pattern)]
    return re.fullmatch(".*".join(parts), typed.strip(), 0 if cased else re.IGNORECASE) is not None
