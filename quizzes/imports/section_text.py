"""Where the lines of new entries go in the text of a topic file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from quizzes.content.topic import SECTIONS
from quizzes.errors import QuizError
from quizzes.imports.entries import yaml_of

INDENT = 2

_BETWEEN = re.compile(r"[ \t]*(#.*)?[\r\n]*\Z")
"""A line that is blank, or a comment."""

_END = re.compile(r"(\.\.\.|---)([ \t].*)?[\r\n]*\Z")
"""A line that ends the document."""


class NoPlace(QuizError):
    """Lines cannot be added to the section; the text says why."""


def with_entries(text: str, section: str, entries: Sequence[Mapping[str, Any]]) -> str:
    """The text with the entries at the end of the section, which is made where it is missing; other lines stay as they are.

    ``text`` must be a document that ``read_document`` reads, and a mapping. Raises NoPlace.
    """
    root = yaml.compose(text, Loader=yaml.CLoader)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise NoPlace("the topic is written as one mapping in braces")
    lines = text.splitlines(keepends=True)
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    starts = {str(key.value): key.start_mark.line for key, _ in root.value}
    value = next((value for key, value in root.value if key.value == section), None)
    if value is None:
        line = _place_of_new(lines, starts, section)
        blank = [""] if line and lines[line - 1].strip() else []
        return _inserted(lines, line, [*blank, f"{section}:", *yaml_of(list(entries), indent=INDENT)], end)
    next_start = min((line for line in starts.values() if line > starts[section]), default=len(lines))
    if value.start_mark.line < starts[section]:
        raise NoPlace(f"“{section}:” is written as an alias")
    if isinstance(value, yaml.SequenceNode) and not value.flow_style:
        dash = value.start_mark.column
        return _inserted(lines, _end_of(lines, next_start, dash), yaml_of(list(entries), indent=dash), end)
    if isinstance(value, yaml.SequenceNode) and value.value:
        raise NoPlace(f"“{section}:” is written in brackets")
    if isinstance(value, yaml.SequenceNode):
        lines = _without(lines, value)
    elif not (isinstance(value, yaml.ScalarNode) and not value.value and not value.style):
        raise NoPlace(f"“{section}:” holds no list")
    return _inserted(lines, starts[section] + 1, yaml_of(list(entries), indent=INDENT), end)


def _place_of_new(lines: Sequence[str], starts: Mapping[str, int], section: str) -> int:
    """Before the first section that usually comes later, and the comments above it; else at the end of the document."""
    names = list(SECTIONS)
    later_starts = [starts[name] for name in names[names.index(section) + 1 :] if name in starts]
    return _end_of(lines, min(later_starts, default=len(lines)), 0)


def _end_of(lines: Sequence[str], next_start: int, dash: int) -> int:
    """The line behind the last one that belongs to the entries above ``next_start``.

    Comments as far left as the dashes, or further, belong to what follows: inside an entry, and in a block of text, lines stand further
    to the right.
    """
    end = next_start
    if next_start == len(lines):
        end = next((number for number in range(len(lines) - 1, -1, -1) if not _BETWEEN.match(lines[number])), len(lines) - 1) + 1
        end = end - 1 if _END.match(lines[end - 1]) else end
    while end and _BETWEEN.match(lines[end - 1]):
        line = lines[end - 1]
        if line.strip() and len(line) - len(line.lstrip()) > dash:
            break
        end -= 1
    return end


def _without(lines: Sequence[str], value: yaml.Node) -> list[str]:
    """The lines without the empty list ``[]``."""
    start, end = value.start_mark, value.end_mark
    if start.line != end.line:
        raise NoPlace("the empty list goes over several lines")
    line = lines[start.line]
    remainder = line[: start.column].rstrip() + line[end.column :]
    return [*lines[: start.line], remainder, *lines[start.line + 1 :]]


def _inserted(lines: Sequence[str], at: int, new: Sequence[str], end: str) -> str:
    text_above, text_below = "".join(lines[:at]), "".join(lines[at:])
    text_above += end if text_above and not text_above.endswith(("\n", "\r")) else ""
    return text_above + "".join(line.replace("\n", end) + end for line in new) + text_below
