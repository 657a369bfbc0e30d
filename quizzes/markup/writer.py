"""Writes Markdown as HTML."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from quizzes.markup.pictures import LEFT_OUT


class _Writer(RendererHTML):
    """Writes only pictures that were named before: whatever else Markdown takes for one is left out."""

    def image(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:
        token = tokens[at]
        address = env["pictures"].get(token.attrs.get("src"))
        if address is None:
            return escape(LEFT_OUT)
        alternative = self.renderInlineAsText(token.children, options, env)
        return f'<img src="{escape(address)}" alt="{escape(alternative)}" />'


MARKDOWN = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Writer).enable("table")
