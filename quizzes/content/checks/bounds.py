"""What a text may ask of the page that draws it: formulas, tables, words and marks that would take seconds, or the whole page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from pydantic import BaseModel

from quizzes.content.source.document import Document, Path, short, where
from quizzes.content.source.images import texts_of
from quizzes.content.source.problems import Refusal
from quizzes.markup.formulas import formula_fault
from quizzes.markup.pictures import CODE

MATH = re.compile(r"\$\$(?P<block>[^$]+)\$\$|\$(?P<inline>[^$\n]+)\$")

FORMULAS_LIMIT = 200
WORD_LIMIT = 300
CELLS_LIMIT = 1_000
MARKS_LIMIT = 4
QUOTES_LIMIT = 8
SIGNS_LIMIT = 1_500

_MARKS = re.compile(rf"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{{{MARKS_LIMIT + 1},}}")
_WORD = re.compile(rf"\S{{{WORD_LIMIT + 1},}}")
_QUOTES = re.compile(rf"^[ \t]*(?:(?:>|[-*+]|[0-9]+[.)])[ \t]*){{{QUOTES_LIMIT + 1},}}\S", re.MULTILINE)
_RUNS = ((_MARKS, "marks above one letter", MARKS_LIMIT), (_QUOTES, "quotes or lists inside each other", QUOTES_LIMIT))
_SIGNS = re.compile(r"[*_\[\]<!~`&]")


def too_much(document: Document, path: Path, part: BaseModel) -> Iterator[Refusal]:
    """A refusal for each text of ``part`` that a page could not draw at once."""
    for inner, text in texts_of(part, path):
        for words, wrong, allowed in islice(faults(text), 1):
            yield Refusal(document.place_inside(inner, words), where(inner), wrong, allowed)


def faults(text: str) -> Iterator[tuple[str, str, str]]:
    """The words that ask too much, what is wrong with them, and what is allowed."""
    text_outside = CODE.sub(" ", text)
    formulas = [match["block"] or match["inline"] for match in MATH.finditer(text_outside)]
    if len(formulas) > FORMULAS_LIMIT:
        yield formulas[0], f"there are {len(formulas)} formulas in one text", f"at most {FORMULAS_LIMIT}; make it several texts"
    for formula in formulas:
        wrong = formula_fault(formula)
        if wrong is not None:
            yield _line(formula), wrong[0], wrong[1]
    plain = MATH.sub(" ", text_outside)
    for match, wrong_with in (
        (_MARKS.search(plain), "marks above one letter"),
        (_QUOTES.search(plain), "quotes or lists inside each other"),
    ):
        if match is not None:
            limit = MARKS_LIMIT if match.re is _MARKS else QUOTES_LIMIT
            yield _line(match[0]), f"too many {wrong_with}", f"at most {limit}"
    cells = sum(line.count("|") for line in plain.splitlines() if line.lstrip().startswith("|"))
    if cells > CELLS_LIMIT:
        yield "|", f"the tables of one text have about {cells} cells", f"at most {CELLS_LIMIT}"
    signs = len(_SIGNS.findall(plain))
    if signs > SIGNS_LIMIT:
        yield "", f"there are {signs} signs of Markdown in one text", f"at most {SIGNS_LIMIT} of * _ [ ] < ! ~ & outside code"
    word = _WORD.search(re.sub(r"\]\([^)\s]*\)|https?://\S+", " ", plain))
    if word is not None and not set(word[0]) <= set("|-:=_*#"):
        yield (
            word[0][:40],
            f"the word {short(word[0])!r} has {len(word[0])} characters",
            f"at most {WORD_LIMIT}; longer ones belong into code",
        )


def _line(words: str) -> str:
    """The first line that says something: a place in a file is found by it."""
    return next((line.strip() for line in words.splitlines() if line.strip()), "")
