"""The Markdown of content as HTML for others: LaTeX as MathJax or as asked for, code and tables kept, everything else escaped."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Protocol

from quizzes.markup.formulas import formula_fault
from quizzes.markup.pictures import IMAGE, LEFT_OUT, is_beside

FORMULA_LEFT_OUT = "(formula left out)"

_CODE = re.compile(r"```.*?```|~~~.*?~~~|`[^`\n]+`", re.DOTALL)
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

    kept: list[str] = []
    pictures: dict[str, str] = {}

    def beside(found: re.Match[str]) -> str:
        if not is_beside(found[2]):
            return LEFT_OUT
        name = f"picture-{len(pictures)}-of-this-text"
        pictures[name] = found[2]
        return f"![{found[1]}]({name})"

    def keep(found: re.Match[str]) -> str:
        block = found["block"]
        if formula_fault(block or found["inline"]) is not None:
            return FORMULA_LEFT_OUT
        kept.append(formula(block if block is not None else found["inline"], block=block is not None))
        return f"\ue000{len(kept) - 1}\ue001"

    prepared, end = [], 0
    for code in _CODE.finditer(text):  # a dollar in code is no formula
        prepared += [_outside_code(text[end : code.start()], keep, beside), code[0]]
        end = code.end()
    prepared.append(_outside_code(text[end:], keep, beside))
    shown = {name: image(path) for name, path in pictures.items()}
    written = MARKDOWN.render("".join(prepared), {"pictures": shown}).strip()
    written = _NAMED.sub(lambda found: escape(pictures.get(found[0], found[0])), written)  # in code, where no picture is meant
    return _KEPT.sub(lambda found: kept[int(found[1])], written)


def _outside_code(text: str, keep: Callable[[re.Match[str]], str], beside: Callable[[re.Match[str]], str]) -> str:
    return _MATH.sub(keep, IMAGE.sub(beside, text))
