"""HTML for Moodle: texts with their pictures, and what Moodle cuts out of names that are plain text."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path, PurePosixPath
from urllib.parse import quote
from xml.etree import ElementTree as ET

from quizzes.markup.html import html
from quizzes.markup.pictures import in_words

PLUGIN_FILE = "@@PLUGINFILE@@/"
"""Moodle puts the address of the question's files in its place."""

NAME_LENGTH = 90

_TAG = re.compile(r"<[^>]*>")
_FORMULA_MARK = re.compile(r"\\[()\[\]]")
_ANGLES = str.maketrans("<>", "‹›")


@dataclass(frozen=True)
class Html:
    """A piece of HTML and the pictures that it shows, as paths below the topic's folder."""

    code: str = ""
    pictures: tuple[str, ...] = ()

    def __add__(self, following: Html) -> Html:
        """This piece and, in a new line, the one below it."""
        code = "\n".join(code for code in (self.code, following.code) if code)
        return Html(code, tuple(dict.fromkeys((*self.pictures, *following.pictures))))


def stacked(pieces: Iterable[Html]) -> Html:
    """All pieces, one below the other."""
    return sum(pieces, Html())


def listed(pieces: Iterable[Html]) -> Html:
    """The pieces as a list."""
    points = [Html(f"<li>{piece.code}</li>", piece.pictures) for piece in pieces]
    return stacked([Html("<ul>"), *points, Html("</ul>")])


def rich(text: str) -> Html:
    """A Markdown text of the topic; formulas become ``\\(..\\)`` and ``\\[..\\]``, which Moodle's MathJax filter reads."""
    pictures: list[str] = []

    def packed(path: str) -> str:
        pictures.append(PurePosixPath(path).as_posix())
        return PLUGIN_FILE + quote(pictures[-1])

    return Html(html(text, image=packed), tuple(dict.fromkeys(pictures)))


def code_block(text: str) -> Html:
    """Code, or an output, with its lines and spaces as they are."""
    return Html(f"<pre><code>{escape(text.rstrip(), quote=False)}</code></pre>")


def put(parent: ET.Element, tag: str, content: Html, *, folder: Path, **attributes: str) -> ET.Element:
    """Add ``<tag format="html">`` with the text and, beside it, the pictures that it shows; a picture that is not there is left out."""
    field = ET.SubElement(parent, tag, {**attributes, "format": "html"})
    ET.SubElement(field, "text").text = content.code
    for path in content.pictures:
        if (folder / path).is_file():
            place = PurePosixPath("/", path)
            directory = f"{place.parent}/".replace("//", "/")
            file = ET.SubElement(field, "file", {"name": place.name, "path": directory, "encoding": "base64"})
            file.text = b64encode((folder / path).read_bytes()).decode()
    return field


def leaf(parent: ET.Element, tag: str, text: str) -> None:
    """Add ``<tag>text</tag>``."""
    ET.SubElement(parent, tag).text = text


def plain(text: str) -> str:
    """The beginning of the text in one line without markup, at most NAME_LENGTH characters: the name of a question."""
    bare = " ".join(_FORMULA_MARK.sub("", unescape(_TAG.sub("", html(in_words(text))))).split())
    return named(bare if len(bare) <= NAME_LENGTH else bare[: NAME_LENGTH - 2].rsplit(" ", 1)[0] + " …")


def named(text: str) -> str:
    """The text as a name in Moodle, which strips from names what looks like a tag: angle brackets become ‹ and ›."""
    return text.translate(_ANGLES)
