"""The pictures that the texts of a topic show: files beside the topic, never an address elsewhere."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from html import unescape
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from pydantic import BaseModel

from quizzes.content.source.document import Document, Path, short, where
from quizzes.content.source.problems import Refusal
from quizzes.markup.pictures import IMAGE_ENDINGS, pictures, replaced

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

ELSEWHERE = re.compile(r"\s*(?:[a-zA-Z][a-zA-Z0-9+.-]*:|[\\/]{2})")
"""How an address begins that is no file beside the topic."""

NAMES = frozenset({"title", "heading", "name", "mistake", "say", "says", "unit", "track", "subject"})
"""Fields that hold a name and no text."""

NAMED = "picture-of-this-text"
"""What stands for a picture whose file is looked at elsewhere."""

_TAG = re.compile(r"<[a-zA-Z!/?]")
_SHOWS = re.compile(r"(?:(?:https?|ftp|data|blob):|=\s*[\"']?\s*//|url\(|@import)", re.IGNORECASE)
_LINKS = re.compile(r"<\s*(?:/|(?:a|form)[\s>]|https?:|mailto:)", re.IGNORECASE)


def pictures_from_elsewhere(document: Document, path: Path, part: BaseModel) -> Iterator[Refusal]:
    """A refusal for each picture that a browser, Anki or Moodle would load from elsewhere, in whatever notation of Markdown or HTML: who
    serves it sees who learns, and when."""
    for inner, text in texts_of(part, path):
        for address in elsewhere(text):
            words = address if address in text else "!["
            wrong = f"the picture {short(address)!r} is not beside the topic"
            yield Refusal(document.place_inside(inner, words), where(inner), wrong, "put the file beside the topic", "picture")


def elsewhere(text: str) -> list[str]:
    """The addresses of pictures, and of whatever else HTML shows, that do not lie beside the topic."""
    without_pictures = replaced(text, lambda picture: "")
    if "![" not in without_pictures and "url(" not in without_pictures and not _TAG.search(without_pictures):
        return []
    addresses: list[str] = []
    plain = {picture.target for picture in pictures(text)}  # said by ``missing_images``
    for token in _every(_markdown().parse(text)):
        if token.type == "image":
            address = _address(token)
            if address not in plain and ELSEWHERE.match(address):
                addresses.append(address)
        elif token.type in ("html_inline", "html_block"):
            addresses += [tag for tag in re.findall(r"<[^<>]*>?", token.content) if _SHOWS.search(unescape(tag)) and not _LINKS.match(tag)]
            addresses += re.findall(r"@import[^;<]*|url\([^)]*\)", token.content)
    return addresses


def written_otherwise(text: str) -> list[str]:
    """The addresses of pictures beside the topic that only Markdown finds: with a title, over several lines, or by a reference. No page and
    no export would show them."""
    with_stand_ins = replaced(text, lambda picture: f"![]({NAMED})")
    if "![" not in replaced(text, lambda picture: ""):
        return []
    images = [_address(token) for token in _every(_markdown().parse(with_stand_ins)) if token.type == "image"]
    return [address for address in images if address != NAMED and not ELSEWHERE.match(address)]


def _address(token: Token) -> str:
    return unquote(str(token.attrs.get("src", "")))


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt  # 2 MB, for texts that hold a picture or HTML

    return MarkdownIt("commonmark", {"html": True}).enable("table")


def _every(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _every(token.children or ())


def missing_images(document: Document, path: Path, part: BaseModel, *, folder: FilePath) -> Iterator[Refusal]:
    """A refusal for each picture in the texts of ``part`` that is no picture file below ``folder``."""
    for inner, text in texts_of(part, path):
        for picture in pictures(text):
            if _is_name(inner):
                wrong, mend = "a picture has no place in a name", "put it into a text beside it"
                yield Refusal(document.place_inside(inner, picture.written), where(inner), wrong, mend, "picture")
                continue
            wrong = picture_fault(picture.file, folder)
            if wrong:
                place = document.place_inside(inner, picture.written)
                shown = f"the image {short(picture.file)!r} {wrong}"
                yield Refusal(place, where(inner), shown, f"allowed: a file beside the topic, {' '.join(IMAGE_ENDINGS)}", "picture")
        for address in written_otherwise(text):
            wrong = f"the picture {short(address)!r} is written in a way that is not shown"
            mend = "write it in one line, without a title: ![what it shows](file.svg)"
            yield Refusal(document.place_inside(inner, "!["), where(inner), wrong, mend, "picture")


def _is_name(path: Path) -> bool:
    """Whether the text at the path stands on buttons, in lists and in titles only, as words."""
    holder = path[-3] if len(path) > 2 else None
    if path[-1] == "says" and holder == "screens":
        return False  # what a screen of a lesson says is read as a text
    return path[-1] in NAMES or (holder == "outcomes" and path[-1] == "text")


def picture_fault(target: str, folder: FilePath) -> str:
    """Why no picture file below ``folder`` is meant by ``target``, as the end of a sentence; empty where one is."""
    path = FilePath(target)
    if path.is_absolute() or ".." in path.parts or "\\" in target or ":" in target:
        return "is not inside the track's folder"
    if path.suffix.lower() not in IMAGE_ENDINGS:
        return "is no picture"
    try:
        file = (folder / path).resolve()
        if not file.is_file():
            return "does not exist"
    except (OSError, ValueError, RuntimeError):
        return "does not exist"
    return "" if file.is_relative_to(folder.resolve()) else "is not inside the track's folder"


def pictures_below(folder: FilePath) -> frozenset[str]:
    """The picture files below a folder, as paths from there."""
    paths: set[str] = set()
    for directory, _, names in os.walk(folder):
        paths |= {os.path.join(directory, name) for name in names if name.lower().endswith(IMAGE_ENDINGS)}
    return frozenset(os.path.relpath(path, folder) for path in paths)


def texts_of(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every text inside a part, with its path as it is written in the file."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield from texts_of(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from texts_of(inner, (*path, index))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts_of(inner, (*path, str(key)))
