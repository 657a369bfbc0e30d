"""What a style sheet holds, read by tinycss2: its selectors, its declarations, and what a browser would drop of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import tinycss2
from tinycss2.ast import AtRule, Declaration, Node, ParseError, QualifiedRule


@dataclass(frozen=True)
class Block:
    """The declarations between two braces, as name and value, in order."""

    selector: str
    declarations: tuple[tuple[str, str], ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.declarations)


def blocks(text: str) -> Iterator[Block]:
    """Each block of a sheet, those inside of others too."""
    for selector, content in _contents(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True), ""):
        found = tuple((one.name, tinycss2.serialize(one.value).strip()) for one in content if isinstance(one, Declaration))
        if found:
            yield Block(selector, found)


def selectors(text: str) -> Iterator[str]:
    return (block.selector for block in blocks(text))


def faults(text: str) -> list[str]:
    """``line:column: what is wrong``, for each rule, declaration or value that does not parse, and for a brace that is never closed."""
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    content = [one for _, inside in _contents(rules, "") for one in inside]
    tokens = [token for one in content if isinstance(one, Declaration) for token in one.value]
    tokens += [token for one in (*rules, *content) if isinstance(one, QualifiedRule | AtRule) for token in one.prelude]
    found = [f"{one.source_line}:{one.source_column}: {one.message}" for one in (*rules, *content, *tokens) if isinstance(one, ParseError)]
    return found + ([] if text.count("{") == text.count("}") else ["a brace is never closed"])


def _contents(rules: Sequence[Node], around: str) -> Iterator[tuple[str, Sequence[Node]]]:
    """The selector and the content of each rule that has braces, from outside in."""
    for rule in rules:
        if isinstance(rule, QualifiedRule | AtRule) and rule.content is not None:
            begins = f"@{rule.at_keyword} " if isinstance(rule, AtRule) else ""
            selector = f"{around}{begins}{tinycss2.serialize(rule.prelude).strip()}"
            inside = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            yield selector, inside
            yield from _contents(inside, f"{selector} ")
