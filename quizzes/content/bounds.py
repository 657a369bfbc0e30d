"""What a text may ask of the page that draws it: formulas, tables, words and marks that would take seconds, or the whole page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from pydantic import BaseModel

from quizzes.content.document import Document, Path, short, where
from quizzes.content.images import texts_of
from quizzes.content.problems import Refusal

CODE = re.compile(r"```.*?```|~~~.*?~~~|(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)", re.DOTALL)
MATH = re.compile(r"\$\$(?P<block>[^$]+)\$\$|\$(?P<inline>[^$\n]+)\$")

FORMULA_LIMIT = 1_000
FORMULAS_LIMIT = 200
LENGTH_LIMIT_EM = 40.0
BRACES_LIMIT = 15
WORD_LIMIT = 300
CELLS_LIMIT = 1_000
MARKS_LIMIT = 4
QUOTES_LIMIT = 8
SIGNS_LIMIT = 1_500

_DEFINES = "def gdef edef xdef let futurelet global newcommand renewcommand providecommand newenvironment DeclareMathOperator require char"
_REACHES_OUT = "href url includegraphics style class cssId htmlClass htmlId htmlStyle htmlData bbox input include write special"
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_LENGTH = re.compile(r"([0-9]*\.?[0-9]+)\s*(em|ex|mu|pt|px|pc|cm|mm|in|bp|dd|cc|nd|nc|sp)(?![A-Za-z])")
_EM = {"em": 1, "ex": 0.5, "mu": 1 / 18, "pt": 0.1, "px": 0.1, "pc": 1.2, "cm": 2.85, "mm": 0.285, "in": 7.2, "bp": 0.1, "dd": 0.1}
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
    outside = CODE.sub(" ", text)
    formulas = [found["block"] or found["inline"] for found in MATH.finditer(outside)]
    if len(formulas) > FORMULAS_LIMIT:
        yield formulas[0], f"there are {len(formulas)} formulas in one text", f"at most {FORMULAS_LIMIT}; make it several texts"
    for formula in formulas:
        wrong = formula_fault(formula)
        if wrong is not None:
            yield _line(formula), wrong[0], wrong[1]
    plain = MATH.sub(" ", outside)
    for found, wrong_with in (
        (_MARKS.search(plain), "marks above one letter"),
        (_QUOTES.search(plain), "quotes or lists inside each other"),
    ):
        if found is not None:
            most = MARKS_LIMIT if found.re is _MARKS else QUOTES_LIMIT
            yield _line(found[0]), f"too many {wrong_with}", f"at most {most}"
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


def formula_fault(formula: str) -> tuple[str, str] | None:
    """What is wrong with a LaTeX formula, and what is allowed; None where it can be drawn."""
    if len(formula) > FORMULA_LIMIT:
        return f"a formula of {len(formula)} characters", f"at most {FORMULA_LIMIT}"
    commands = set(_COMMAND.findall(formula))
    for names, wrong in ((_DEFINES, "defines or loads commands"), (_REACHES_OUT, "reaches out of the formula")):
        found = sorted(commands & set(names.split()))
        if found:
            return f"\\{found[0]} {wrong}", "write the formula out, with commands that draw"
    for number, unit in _LENGTH.findall(formula):
        if float(number) * _EM.get(unit, 1) > LENGTH_LIMIT_EM:
            return f"a length of {number}{unit} in a formula", f"at most {LENGTH_LIMIT_EM:g}em"
    deepest = depth = 0
    for sign in re.sub(r"\\[{}\\]", "", formula):
        depth += (sign == "{") - (sign == "}")
        deepest = max(deepest, depth)
    deepest = max(deepest, formula.count(r"\left"), formula.count(r"\begin"), formula.count(r"\sqrt") // 2)
    return (f"a formula nested {deepest} deep", f"at most {BRACES_LIMIT}") if deepest > BRACES_LIMIT else None


def _line(words: str) -> str:
    """The first line that says something: a place in a file is found by it."""
    return next((line.strip() for line in words.splitlines() if line.strip()), "")
