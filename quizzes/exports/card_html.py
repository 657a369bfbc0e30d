"""The Markdown of content as HTML for others: LaTeX as MathJax or as asked for, code and tables kept, everything else escaped."""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping, Sequence
from html import escape
from typing import Any, Protocol

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from quizzes.content.bounds import formula_fault
from quizzes.content.images import IMAGE, is_beside

LEFT_OUT = "(picture left out: it is not beside the topic)"
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
    written = _MARKDOWN.render("".join(prepared), {"pictures": shown}).strip()
    written = _NAMED.sub(lambda found: escape(pictures.get(found[0], found[0])), written)  # in code, where no picture is meant
    return _KEPT.sub(lambda found: kept[int(found[1])], written)


def _outside_code(text: str, keep: Callable[[re.Match[str]], str], beside: Callable[[re.Match[str]], str]) -> str:
    return _MATH.sub(keep, IMAGE.sub(beside, text))


class _Writer(RendererHTML):
    """Writes only pictures that were named before: whatever else Markdown takes for one is left out."""

    def image(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:
        token = tokens[at]
        address = env["pictures"].get(token.attrs.get("src"))
        if address is None:
            return escape(LEFT_OUT)
        alternative = self.renderInlineAsText(token.children, options, env)
        return f'<img src="{escape(address)}" alt="{escape(alternative)}" />'


_MARKDOWN = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Writer).enable("table")
