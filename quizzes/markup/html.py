"""The Markdown of content as HTML for others: LaTeX as MathJax or as asked for, code and tables kept, everything else escaped."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Protocol

from quizzes.markup.explorables import stilled
from quizzes.markup.formulas import formula_fault
from quizzes.markup.pictures import CODE, LEFT_OUT, Picture, is_beside, replaced

FORMULA_LEFT_OUT = "(formula left out)"

_NAMED = re.compile(r"picture-\d+-of-this-text")
_MATH = re.compile(r"\$\$(?P<block>.+?)\$\$|\$(?P<inline>[^$\n]+?)\$", re.DOTALL)
_KEPT = re.compile("\ue000(\\d+)\ue001")


def mathjax(formula: str, *, block: bool) -> str:
    """A LaTeX formula as Anki's and Moodle's MathJax finds it."""
    return rf"\[{escape(formula)}\]" if block else rf"\({escape(formula)}\)"


class Formula(Protocol):
    """Writes a LaTeX formula as HTML."""

    def __call__(self, formula: str, *, block: bool) -> str: ...


def html(text: str, *, image: Callable[[str], str] = lambda path: path, formula: Formula = mathjax) -> str:
    """The text as HTML; ``image`` gives the name or address of a picture. One from elsewhere, in whatever notation, is left out."""
    from quizzes.markup.writer import MARKDOWN  # 2 MB, where something is written

    formulas: list[str] = []
    pictures: dict[str, str] = {}

    def beside(picture: Picture) -> str:
        if not is_beside(picture.file):
            return LEFT_OUT
        name = f"picture-{len(pictures)}-of-this-text"
        pictures[name] = picture.file
        return f"![{picture.words}]({name})"

    def keep(match: re.Match[str]) -> str:
        block = match["block"]
        if formula_fault(block or match["inline"]) is not None:
            return FORMULA_LEFT_OUT
        formulas.append(formula(block if block is not None else match["inline"], block=block is not None))
        return f"\ue000{len(formulas) - 1}\ue001"

    named, prepared, end = replaced(stilled(text), beside), [], 0
    for code in CODE.finditer(named):  # a dollar in code is no formula
        prepared += [_MATH.sub(keep, named[end : code.start()]), code[0]]
        end = code.end()
    prepared.append(_MATH.sub(keep, named[end:]))
    shown = {name: image(path) for name, path in pictures.items()}
    written = MARKDOWN.render("".join(prepared), {"pictures": shown}).strip()
    written = _NAMED.sub(lambda match: escape(pictures.get(match[0], match[0])), written)  # in code, where no picture is meant
    return _KEPT.sub(lambda match: formulas[int(match[1])], written)
