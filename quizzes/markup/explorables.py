"""Blocks ``explore`` in a text: where they stand, what stands in them, and what takes their place where nothing can be moved."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pydantic import ValidationError

from quizzes.models.explorables import KINDS, Explorable
from quizzes.models.fields import Plain

WORD = "explore"
BEGINS = f"```{WORD}"
_BLOCK = re.compile(rf"^{BEGINS}[ \t]*\n(?P<body>(?:(?!```)[^\n]*\n)*)```[ \t]*$", re.MULTILINE)
_LIKE_ONE = re.compile(rf"^[ \t>*+.)0-9-]*(?:`{{3,}}|~{{3,}})[ \t]*{WORD}\b", re.MULTILINE)
_SAYS = re.compile(r"^says:(?P<words>[^\n]*(?:\n[ \t]+[^\n]*)*)", re.MULTILINE)
UNREADABLE = "(Something to explore stands here, which cannot be read.)"


@dataclass(frozen=True)
class Block:
    """``written`` is the whole block with its fences, ``start`` where it begins in the text, ``body`` the YAML in it."""

    written: str
    body: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.written)

    @cached_property
    def explorable(self) -> Explorable | None:
        """What it says, checked; None where ``check`` would refuse it."""
        fields = _fields(self.body)
        model = KINDS.get(fields.get("kind", ""))
        try:
            return None if model is None else model.model_validate(fields)
        except ValidationError:
            return None

    @property
    def still(self) -> str:
        """What takes its place where nothing can be moved, in Markdown: its picture, or its sentence."""
        found = self.explorable
        if found is None:
            return UNREADABLE
        return found.still if found.still is not None else f"*{' '.join(found.says.split())}*"


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a text in their order."""
    if BEGINS in text:
        for found in _BLOCK.finditer(text):
            yield Block(found[0], found["body"], found.start())


def looks_like_one(text: str) -> int:
    """How many times a fence is marked as one, in a place and a way that is read or not."""
    return len(_LIKE_ONE.findall(text)) if WORD in text else 0


def parts(text: str) -> Iterator[str | Block]:
    """The text cut at its blocks."""
    end = 0
    for block in blocks(text):
        yield text[end : block.start]
        yield block
        end = block.end
    yield text[end:]


def stilled(text: str) -> str:
    """The text with the still of each block in its place: for exports, paper, and whatever else draws Markdown only."""
    return "".join(f"\n{part.still}\n" if isinstance(part, Block) else part for part in parts(text))


def in_prose(text: str) -> str:
    """The text with spaces in place of all that is no prose in its blocks: what they say stays where it is."""
    return "".join(_prose_of(part) if isinstance(part, Block) else part for part in parts(text))


def without_prose(text: str) -> str:
    """The text with spaces in place of what its blocks say."""
    cut = (_cut(part) if isinstance(part, Block) else (part, "", "") for part in parts(text))
    return "".join(before + _blank(words) + after for before, words, after in cut)


def _prose_of(block: Block) -> str:
    before, words, after = _cut(block)
    return _blank(before) + words + _blank(after)


def _cut(block: Block) -> tuple[str, str, str]:
    """What stands before its words, the words, and what stands after them."""
    found = _SAYS.search(block.written)
    start, end = found.span("words") if found is not None else (0, 0)
    return block.written[:start], block.written[start:end], block.written[end:]


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _fields(body: str) -> Mapping[str, str]:
    """The keys and values of a flat YAML mapping; empty where it is none."""
    import yaml  # read here only where a text holds a block

    try:
        root = yaml.compose(body, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return {}
    if not isinstance(root, yaml.MappingNode) or not all(isinstance(one, yaml.ScalarNode) for pair in root.value for one in pair):
        return {}
    return {key.value: value.value if value.style else Plain(value.value) for key, value in root.value}
