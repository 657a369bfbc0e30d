"""One YAML document with the place of every key and value.

PyYAML's C parser gives positions; its loaders are not used, because they read ``no`` as False, ``4:1`` as 241 and keep the last of two
equal keys in silence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from quizzes.content.fields import Plain
from quizzes.content.problems import Place, Refusal

SIZE_LIMIT_BYTES = 1_048_576
DEPTH_LIMIT = 20
NODE_LIMIT = 50_000

Path = tuple[str | int, ...]


class Unreadable(Exception):
    """The text is no document that may be read at all; carries the first thing to mend."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.wrong)
        self.refusal = refusal


@dataclass
class Document:
    """Values with unquoted scalars as ``Plain``, and where each path of keys and indices stands in the text."""

    value: Any = None
    value_places: dict[Path, Place] = field(default_factory=dict)
    key_places: dict[Path, Place] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)

    def place(self, path: Path) -> Place:
        """Where the value at ``path`` stands, or the nearest thing around it that is there."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.value_places:
                return self.value_places[path[:end]]
        return (1, 1)


def where(path: Path) -> str:
    """A path as it is printed: ``practice[2].choices``; the whole file is ``topic``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{_short(part)}"
    return text.lstrip(".") or "topic"


def _short(key: str) -> str:
    printable = key.encode("unicode_escape").decode()
    return printable if len(printable) <= 40 else printable[:39] + "…"


def decode(data: bytes) -> str:
    """The text of a file; raises Unreadable where it is too long or not UTF-8."""
    if len(data) > SIZE_LIMIT_BYTES:
        raise Unreadable(Refusal((1, 1), "file", f"the file has {len(data):,} bytes", f"allowed: {SIZE_LIMIT_BYTES:,} bytes at most"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        wrong = f"the byte 0x{data[error.start]:02x} is not UTF-8"
        raise Unreadable(Refusal((before.count(b"\n") + 1, column), "file", wrong, "save the file as UTF-8")) from None


def read_document(text: str) -> Document:
    """The document in ``text``; raises Unreadable at the first thing that keeps it from being read.

    Duplicate keys and keys that are not text are gathered in ``refusals``.
    """
    try:
        _guard(text)
        root = yaml.compose(text, Loader=yaml.CLoader)
    except yaml.YAMLError as error:
        raise Unreadable(_syntax(error, text)) from None
    if root is None:
        raise Unreadable(Refusal((1, 1), "topic", "the file is empty", "a topic file starts with “format: 1”"))
    _count(root, {})
    document = Document()
    document.value = _convert(root, (), document)
    return document


def _guard(text: str) -> None:
    """Refuse what must not be composed: the events are flat, so nothing here can overflow a stack."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.CLoader):
        place = _start(event)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if event.version or event.tags:
                raise Unreadable(Refusal(place, "syntax", "a directive (a line that starts with %)", "not allowed here; remove it"))
            if documents > 1:
                raise Unreadable(Refusal(place, "syntax", "a second document (---)", "one file holds one topic"))
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise Unreadable(Refusal(place, "syntax", f"the tag {_short(tag)}", "tags are not allowed; put text with ! in quotes"))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEPTH_LIMIT:
                raise Unreadable(Refusal(place, "syntax", "nested too deeply", f"allowed: {DEPTH_LIMIT} levels"))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _syntax(error: yaml.YAMLError, text: str) -> Refusal:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    wrong = getattr(error, "problem", None) or getattr(error, "reason", None) or "this is not YAML"
    lines = text.splitlines() or [""]
    line = min(mark.line, len(lines) - 1) if mark else 0
    column = min(mark.column, len(lines[line])) if mark else 0
    return Refusal((line + 1, column + 1), "syntax", str(wrong), "check indentation, quotes and the colon with a space after each key")


def _count(node: yaml.Node, known: dict[int, int | None]) -> int:
    """Nodes after aliases are written out; each node is visited once, so a bomb is counted without being exploded."""
    if id(node) in known:
        size = known[id(node)]
        if size is None:
            raise Unreadable(Refusal(_start(node), "syntax", "an alias contains itself", "write the value out"))
        return size
    known[id(node)] = None
    children: list[yaml.Node] = []
    if isinstance(node, yaml.MappingNode):
        children = [part for pair in node.value for part in pair]
    elif isinstance(node, yaml.SequenceNode):
        children = node.value
    size = 1 + sum(_count(child, known) for child in children)
    if size > NODE_LIMIT:
        wrong = f"more than {NODE_LIMIT:,} values once aliases are written out"
        raise Unreadable(Refusal(_start(node), "syntax", wrong, "split the topic, or write aliases out"))
    known[id(node)] = size
    return size


def _start(thing: yaml.Event | yaml.Node) -> Place:
    mark = thing.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _convert(node: yaml.Node, path: Path, document: Document) -> Any:
    document.value_places[path] = _start(node)
    if isinstance(node, yaml.ScalarNode):
        return str(node.value) if node.style else Plain(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_convert(child, (*path, index), document) for index, child in enumerate(node.value)]
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            document.refusals.append(Refusal(_start(key_node), where(path), "a key that is a list or a mapping", "keys are words"))
            continue
        key = str(key_node.value)
        inner = (*path, key)
        if key in mapping:
            first = document.key_places[inner][0]
            document.refusals.append(Refusal(_start(key_node), where(inner), f"this key stands twice; first in line {first}", "keep one"))
            continue
        document.key_places[inner] = _start(key_node)
        mapping[key] = _convert(value_node, inner, document)
    return mapping
