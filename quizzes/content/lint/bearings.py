"""What items hang on: concepts, sources, and words for pictures."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from quizzes.content.document import Path
from quizzes.content.draft import Draft
from quizzes.content.images import texts_of
from quizzes.content.lint.finding import Finding
from quizzes.markup.pictures import IMAGE
from quizzes.models import Budget, Concept, Item, Myth, SheetSection, Source
from quizzes.models.fields import Plain

EASY = ("easy", "beginner")
COMMENT = re.compile(r"\s#[^\s#].*")


def no_easy_item(draft: Draft) -> Iterator[Finding]:
    """Concepts that have items, none of them easy."""
    assert draft.header is not None
    levels: dict[str, set[str]] = defaultdict(set)
    for _, item in draft.items():
        levels[item.concept].add(str(getattr(item, "level", "")))
    for path, concept in draft.entries.get("concepts", ()):
        if isinstance(concept, Concept) and levels[concept.id] and not levels[concept.id] & set(EASY):
            said = f"no item of {concept.id!r} is easy or for beginners"
            yield Finding("no-easy-item", path, said, "add an easy card or question", (concept, draft.header))


def unused_concept(draft: Draft) -> Iterator[Finding]:
    """Concepts that no item names, faulty items included."""
    used = _named(draft, "concept")
    for path, concept in draft.entries.get("concepts", ()):
        if isinstance(concept, Concept) and concept.id not in used:
            yield Finding("unused-concept", path, f"no item practises {concept.id!r}", "add one, or take the concept out", (concept,))


def unused_source(draft: Draft) -> Iterator[Finding]:
    assert draft.header is not None
    used = _named(draft, "source")
    for path, source in draft.entries.get("sources", ()):
        if isinstance(source, Source) and source.id not in used:
            yield Finding("unused-source", path, f"nothing names {source.id!r}", "name it where its facts stand", (draft.header,))


def _named(draft: Draft, field: str) -> set[str]:
    """Every id that stands in that field of any entry, valid or not."""
    assert draft.document is not None
    found: set[str] = set()
    for path, _ in draft.places():
        entry = draft.document.value[path[0]][path[1]]
        value = entry.get(field) if isinstance(entry, dict) else None
        found |= {value} if isinstance(value, str) else {one for one in value or () if isinstance(one, str)}
    return found


def no_source(draft: Draft) -> Iterator[Finding]:
    """Items without a source, unless their answer is proven by running; a budget states no fact."""
    assert draft.header is not None
    for path, item in draft.items():
        if not item.source and not _is_proven(item) and not isinstance(item, Budget):
            yield Finding("no-source", path, f"{item.id!r} names no source", "add “source:”, or a proof", (item, draft.header))


def _is_proven(item: Item) -> bool:
    snippet = getattr(item, "snippet", None)
    return item.proof is not None or isinstance(item, Myth) or (snippet is not None and snippet.prints is not None)


def cut_off(draft: Draft) -> Iterator[Finding]:
    """Unquoted texts that a `` #`` ends, where what follows looks like more of the text: a comment has a space after its #."""
    assert draft.document is not None
    assert draft.header is not None
    for path, (line, column) in draft.document.value_places.items():
        rest = draft.document.lines[line - 1][column - 1 :] if line <= len(draft.document.lines) else ""
        found = COMMENT.search(rest) if path and rest[:1] not in ("'", '"', "{", "[", "|", ">", "&", "*") else None
        if found and _is_plain(draft.document.value, path):
            said = f"the text ends before {found[0].strip()[:20]!r}"
            yield Finding("cut-off", path, said, "put the text in quotes", (draft.header,))


def _is_plain(value: Any, path: Path) -> bool:
    for key in path:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return False
    return isinstance(value, Plain)


def no_alt_text(draft: Draft) -> Iterator[Finding]:
    assert draft.header is not None
    parts = [(path, part) for entries in draft.entries.values() for path, part in entries if isinstance(part, Item | SheetSection)]
    for path, part in [*parts, ((), draft.header)]:
        for inner, text in texts_of(part, path):
            for words, target in IMAGE.findall(text):
                if not words.strip():
                    yield Finding(
                        "no-alt-text", inner, f"the picture {target} has no words", "write ![what it shows](…)", (part, draft.header)
                    )
