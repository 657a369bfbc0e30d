"""How a text shows a picture, and which pictures it may show."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import unquote

CODE = re.compile(r"```.*?```|~~~.*?~~~|(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)", re.DOTALL)
"""What stands in code is shown as it is written."""

# Nothing is tried twice, so that the search takes one pass whatever stands there; ``lens (1).png`` and ``[grey]`` are one level deep.
_IMAGE = re.compile(
    r"!\[(?P<words>(?:\\.|[^\[\]\\\n]|\[(?:\\.|[^\[\]\\\n])*+\])*+)\]"
    r"\((?:[ \t]*<(?P<angled>[^<>\n]*+)>[ \t]*|(?P<bare>(?:[^()\n]|\([^()\n]*+\))*+))\)"
)
LEFT_OUT = "(picture left out: it is not beside the topic)"
IMAGE_ENDINGS = (".png", ".jpg", ".jpeg", ".svg", ".webp", ".gif")


@dataclass(frozen=True)
class Picture:
    """``written`` is the whole ``![words](target)``, ``start`` where it begins in the text; ``file`` is the path that the target names,
    without the signs that addresses are written with."""

    written: str
    words: str
    target: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.written)

    @property
    def file(self) -> str:
        return unquote(unescape(self.target))


def pictures(text: str) -> Iterator[Picture]:
    """The pictures of a text in their order, wherever Markdown allows one: ``![words](file)``, ``![words](<file>)``, with spaces too."""
    if "![" not in text:
        return
    code_spans = [match.span() for match in CODE.finditer(text)]
    for match in _IMAGE.finditer(text):
        if not any(start <= match.start() < end for start, end in code_spans):
            angled = match["angled"]
            target = match["bare"].strip() if angled is None else angled
            yield Picture(match[0], match["words"], target, match.start())


def replaced(text: str, by: Callable[[Picture], str]) -> str:
    """The text with something else in the place of each picture."""
    pieces, end = [], 0
    for picture in pictures(text):
        pieces += [text[end : picture.start], by(picture)]
        end = picture.end
    return "".join([*pieces, text[end:]]) if pieces else text


def in_words(text: str) -> str:
    """The text with the words of its pictures in their place, for where none can be drawn."""
    return replaced(text, lambda picture: f"(picture: {plain_words(picture)})" if picture.words.strip() else "(picture)")


def plain_words(picture: Picture) -> str:
    """The alternative text as it is read out."""
    return re.sub(r"\\([\[\]\\])", r"\1", picture.words).strip()


def is_beside(target: str) -> bool:
    """Whether a picture's target can only be a file beside the topic."""
    path = Path(unescape(target))
    strange = path.is_absolute() or ".." in path.parts or any(sign in unescape(target) for sign in "\\:<>")
    return not strange and path.suffix.lower() in IMAGE_ENDINGS
