"""One YAML document with the place of every key and value.

PyYAML's C parser gives positions; its loaders are not used, because they read ``no`` as False, ``4:1`` as 241 and keep the last of two
equal keys in silence.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any

import yaml

from quizzes.content.source.problems import Place, Refusal, printable
from quizzes.content.source.syntax import syntax_refusal
from quizzes.errors import QuizError
from quizzes.models.fields import Plain

SIZE_LIMIT_BYTES = 1_048_576
DEPTH_LIMIT = 20
NODE_LIMIT = 50_000

Path = tuple[str | int, ...]


class Unreadable(QuizError):
    """The text is no document that may be read at all; carries the first thing to mend."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.wrong)
        self.refusal = refusal


@dataclass
class Document:
    """Values with unquoted scalars as ``Plain``, and where each path of keys and indices stands in the text."""

    value: Any = None
    written: Any = None
    """The values as they were written, before figures were put into texts."""
    value_places: dict[Path, Place] = field(default_factory=dict)
    key_places: dict[Path, Place] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def place(self, path: Path) -> Place:
        """Where the value at ``path`` stands, or the nearest thing around it that is there.

        A list or mapping that starts below its key is found at the key: that is the line to look at.
        """
        for end in range(len(path), -1, -1):
            if path[:end] in self.value_places:
                value = self.value_places[path[:end]]
                key = self.key_places.get(path[:end], value)
                return self._within_text(key if key[0] < value[0] else value)
        return (1, 1)

    def entry(self, path: Path, index: int) -> Path:
        """The path of an entry of a list that may also be written as one text."""
        return (*path, index) if (*path, index) in self.value_places else path

    def _within_text(self, place: Place) -> Place:
        """The place itself, or the end of the text where it lies behind it: nothing after a last ``---`` stands on the next line."""
        return place if place[0] <= len(self.lines) else (max(1, len(self.lines)), len(self.lines[-1]) + 1 if self.lines else 1)

    def place_inside(self, path: Path, words: str, *, nth: int = 0) -> Place:
        """Where ``words`` stand in the text at ``path``, for the first time or after ``nth`` others; the place of the whole text where an
        escape or an alias hides them."""
        line, column = self.place(path)
        for number in range(line - 1, len(self.lines)):
            start = column - 1 if number == line - 1 else 0
            while (words_at := self.lines[number].find(words, start)) >= 0:
                if nth == 0:
                    return (number + 1, words_at + 1)
                nth, start = nth - 1, words_at + len(words)
        return (line, column)


def where(path: Path) -> str:
    """A path as it is printed: ``practice[2].choices``; the whole file is ``topic``."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += ("." if text else "") + (short(part) or '""')
    return text or "topic"


def short(word: str) -> str:
    """A key or tag on one line, cut to 40 characters."""
    text = printable(word)
    return text if len(text) <= 40 else text[:39] + "…"


def decode(data: bytes) -> str:
    """The text of a file; raises Unreadable where it is too long or not UTF-8."""
    if len(data) > SIZE_LIMIT_BYTES:
        wrong = f"the file is larger than {SIZE_LIMIT_BYTES:,} bytes"
        raise Unreadable(Refusal((1, 1), "file", wrong, "split the topic; pictures go into files beside it", "file"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # With a byte order mark in front, ``error.start`` counts from behind it.
        text = error.object[: error.start].decode("utf-8") + "|"
        lines = text.splitlines()
        wrong = f"the byte 0x{error.object[error.start]:02x} is not UTF-8"
        raise Unreadable(Refusal((len(lines), len(lines[-1])), "file", wrong, "save the file as UTF-8", "file")) from None


def read_document(text: str) -> Document:
    """The document in ``text``; raises Unreadable at the first thing that keeps it from being read.

    Duplicate keys, keys that are not text and escapes that went wrong are gathered in ``refusals``.
    """
    try:
        has_aliases = _guard(text)
        root = yaml.compose(text, Loader=yaml.CLoader)
    except yaml.YAMLError as error:
        raise Unreadable(syntax_refusal(error, text)) from None
    if root is None:
        raise Unreadable(Refusal((1, 1), "file", "the file is empty", "it starts with “format: 1”", "syntax"))
    if has_aliases:
        _measure(root, {})
    document = Document(lines=text.splitlines())
    document.value = document.written = _convert(root, (), document)
    return document


def _guard(text: str) -> bool:
    """Refuse what must not be composed: the events are flat, so nothing here can overflow a stack. Tells whether there are aliases."""
    depth = documents = nodes = 0
    has_aliases = False
    for event in yaml.parse(text, Loader=yaml.CLoader):
        place = _start(event)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if event.version or event.tags:
                raise _unreadable(place, "a directive (a line that starts with %)", "remove it")
            if documents > 1:
                raise _unreadable(place, "a second document (---)", "one file holds one topic")
        tag = getattr(event, "tag", None)
        if tag is not None:
            name = short(tag.replace("tag:yaml.org,2002:", "!!"))
            raise _unreadable(place, f"the tag {name}", "tags are not allowed, put text that starts with ! in quotes")
        if isinstance(event, yaml.NodeEvent):
            nodes += 1
            _check_size(nodes, place)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            _check_depth(depth, place)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        has_aliases |= isinstance(event, yaml.AliasEvent)
    return has_aliases


def _measure(node: yaml.Node, sizes_known: dict[int, tuple[int, int] | None]) -> tuple[int, int]:
    """Nodes and depth after aliases are written out; each node is visited once, so a bomb is measured without being exploded."""
    if id(node) in sizes_known:
        size_and_depth = sizes_known[id(node)]
        if size_and_depth is None:
            raise _unreadable(_start(node), "an alias stands inside its own anchor", "write the value out")
        return size_and_depth
    sizes_known[id(node)] = None
    children: list[yaml.Node] = []
    if isinstance(node, yaml.MappingNode):
        children = [part for pair in node.value for part in pair]
    elif isinstance(node, yaml.SequenceNode):
        children = node.value
    sizes = [_measure(child, sizes_known) for child in children]
    size = 1 + sum(size for size, _ in sizes)
    depth = max((depth for _, depth in sizes), default=0) + isinstance(node, yaml.CollectionNode)
    _check_size(size, _start(node))
    _check_depth(depth, _start(node))
    sizes_known[id(node)] = (size, depth)
    return size, depth


def _check_size(nodes: int, place: Place) -> None:
    if nodes > NODE_LIMIT:
        raise _unreadable(place, f"more than {NODE_LIMIT:,} values once aliases are written out", "split the topic, or do without aliases")


def _check_depth(depth: int, place: Place) -> None:
    if depth > DEPTH_LIMIT:
        raise _unreadable(place, "nested too deeply", f"allowed: {DEPTH_LIMIT} levels")


def _unreadable(place: Place, wrong: str, allowed: str) -> Unreadable:
    return Unreadable(Refusal(place, "syntax", wrong, allowed, "syntax"))


def _start(part: yaml.Event | yaml.Node) -> Place:
    mark = part.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _convert(node: yaml.Node, path: Path, document: Document) -> Any:
    document.value_places[path] = _start(node)
    if isinstance(node, yaml.ScalarNode):
        if not node.style:
            return Plain(node.value)
        if node.style == '"':
            _check_escapes(node, path, document)
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_convert(child, (*path, index), document) for index, child in enumerate(node.value)]
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            wrong, allowed = "a key that is a list or a mapping", "keys are words, put text with brackets or braces in quotes"
            document.refusals.append(Refusal(_start(key_node), where(path), wrong, allowed, "syntax"))
            continue
        key = str(key_node.value)
        inner = (*path, key)
        if key in mapping:
            first = document.key_places[inner][0]
            document.refusals.append(
                Refusal(_start(key_node), where(inner), f"this key stands twice, first in line {first}", "keep one", "duplicate-key")
            )
            continue
        document.key_places[inner] = _start(key_node)
        mapping[key] = _convert(value_node, inner, document)
    return mapping


def _check_escapes(node: yaml.ScalarNode, path: Path, document: Document) -> None:
    """LaTeX in double quotes: ``"\\theta"`` is a tab and "heta", and nobody would see why."""
    strange = next((letter for letter in node.value if letter != "\n" and unicodedata.category(letter) in ("Cc", "Zl", "Zp")), None)
    if strange is not None:
        wrong = f"inside double quotes a backslash made the character U+{ord(strange):04X}"
        document.refusals.append(
            Refusal(_start(node), where(path), wrong, "put LaTeX and paths in single quotes or in a block (|)", "escape")
        )
