"""The Markdown of content as HTML for others: LaTeX as MathJax or as asked for, code and tables kept, everything else escaped."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Protocol

from markdown_it import MarkdownIt

from quizzes.content.images import IMAGE

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_CODE = re.compile(r"```.*?```|~~~.*?~~~|`[^`\n]+`", re.DOTALL)
_MATH = re.compile(r"\$\$(?P<block>.+?)\$\$|\$(?P<inline>[^$\n]+?)\$", re.DOTALL)
_KEPT = re.compile("\ue000(\\d+)\ue001")


def mathjax(formula: str, *, block: bool) -> str:
    """A LaTeX formula as Anki's and Moodle's MathJax finds it."""
    return rf"\[{escape(formula)}\]" if block else rf"\({escape(formula)}\)"


class Formula(Protocol):
    """Writes a LaTeX formula as HTML."""

    def __call__(self, formula: str, *, block: bool) -> str: ...


def html(text: str, *, image: Callable[[str], str] = lambda path: path, formula: Formula = mathjax) -> str:
    """The text as HTML; ``image`` gives the name or address of a picture."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        block = found["block"]
        kept.append(formula(block if block is not None else found["inline"], block=block is not None))
        return f"\ue000{len(kept) - 1}\ue001"

    prepared, end = [], 0
    for code in _CODE.finditer(text):  # a dollar in code is no formula
        prepared += [_outside_code(text[end : code.start()], keep, image), code[0]]
        end = code.end()
    prepared.append(_outside_code(text[end:], keep, image))
    return _KEPT.sub(lambda found: kept[int(found[1])], _MARKDOWN.render("".join(prepared)).strip())


def _outside_code(text: str, keep: Callable[[re.Match[str]], str], image: Callable[[str], str]) -> str:
    named = IMAGE.sub(lambda found: f"![{found[1]}]({image(found[2])})", text)
    return _MATH.sub(keep, named)
