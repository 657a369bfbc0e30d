"""What items hang on: concepts, sources, labs, and words for pictures."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any

from quizzes.content.draft import Draft
from quizzes.content.lesson import LessonPart
from quizzes.content.lint.finding import Finding
from quizzes.content.source.document import Path
from quizzes.content.source.images import texts_of
from quizzes.markup.pictures import Picture, pictures
from quizzes.models import Budget, Card, Concept, Item, Myth, Part, SheetSection, Source
from quizzes.models.fields import Plain

EASY = ("easy", "beginner")
LARGE_BYTES = 500_000
"""Over 1 Mbit a second, a slow line of a phone, that is four seconds."""

COMMENT = re.compile(r"\s#[^\s#].*")


def no_easy_item(draft: Draft) -> Iterator[Finding]:
    """Concepts that have items, none of them easy."""
    assert draft.header is not None
    levels: dict[str, set[str]] = defaultdict(set)
    for path, item in draft.items():
        if path[0] == "lesson":  # it teaches: what is practised later has to begin easily as well
            continue
        levels[item.concept].add(str(getattr(item, "level", "")))
    for path, concept in draft.entries.get("concepts", ()):
        if isinstance(concept, Concept) and levels[concept.id] and not levels[concept.id] & set(EASY):
            fault = f"no item of {concept.id!r} is easy or for beginners"
            yield Finding("no-easy-item", path, fault, "add an easy card or question", (concept, draft.header))


def unused_concept(draft: Draft) -> Iterator[Finding]:
    """Concepts that no item names, faulty items included."""
    concept_ids = _ids_in(draft, "concept")
    for path, concept in draft.entries.get("concepts", ()):
        if isinstance(concept, Concept) and concept.id not in concept_ids:
            yield Finding("unused-concept", path, f"no item practises {concept.id!r}", "add one, or take the concept out", (concept,))


def no_contrast(draft: Draft) -> Iterator[Finding]:
    """Pairs of concepts that are easily mixed up, of which no card tells one apart from the other; each at the first of the two."""
    assert draft.header is not None
    contrasted = {frozenset((card.concept, card.contrasts)) for _, card in draft.items() if isinstance(card, Card) and card.contrasts}
    for path, concept in draft.entries.get("concepts", ()):
        if not isinstance(concept, Concept):
            continue
        for other_id in concept.confused_with:
            pair = frozenset((concept.id, other_id))
            if len(pair) == 2 and pair not in contrasted:
                contrasted.add(pair)
                fault, mend = f"no card tells {concept.id!r} apart from {other_id!r}", f"write one with contrasts: {other_id}"
                yield Finding("no-contrast", (*path, "confused_with"), fault, mend, (concept, draft.header))


def unused_source(draft: Draft) -> Iterator[Finding]:
    assert draft.header is not None
    source_ids = _ids_in(draft, "source") | _ids_in(draft, "said_by", "source")
    for path, source in draft.entries.get("sources", ()):
        if isinstance(source, Source) and source.id not in source_ids:
            yield Finding("unused-source", path, f"nothing names {source.id!r}", "name it where its facts stand", (draft.header,))


def _ids_in(draft: Draft, *fields: str) -> set[str]:
    """Every id that stands in that field of any entry or screen, or in a field of that field, valid or not."""
    assert draft.document is not None
    ids: set[str] = set()
    for path, _ in draft.places():
        entry = draft.document.value[path[0]][path[1]]
        screens = entry.get("screens") if isinstance(entry, dict) else None
        for value in (entry, *(screens if isinstance(screens, list) else ())):
            for field in fields:
                value = value.get(field) if isinstance(value, dict) else None
            ids |= {value} if isinstance(value, str) else {entry_id for entry_id in value or () if isinstance(entry_id, str)}
    return ids


def no_source(draft: Draft) -> Iterator[Finding]:
    """Items without a source, unless their answer is proven by running; a budget states no fact."""
    assert draft.header is not None
    for path, item in draft.items():
        if not item.source and not _is_proven(item) and not isinstance(item, Budget):
            yield Finding("no-source", path, f"{item.id!r} names no source", "add “source:”, or a proof", (item, draft.header))


def no_labs(draft: Draft) -> Iterator[Finding]:
    """Items that a lab shows or decides, in a topic that does not say which labs its page offers; an empty list says it too."""
    assert draft.document is not None
    assert draft.header is not None
    items = [item for _, item in draft.items()]
    judges = [name for name, lab in draft.labs.items() if lab.budget_networks and any(isinstance(item, Budget) for item in items)]
    if "labs" in draft.document.value:
        lab_ids = draft.header.labs
        if lab_ids and judges and not set(judges) & set(lab_ids):
            fault = f"the topic sets budgets, and its page does not offer their lab, {judges[0]!r}"
            yield Finding("no-labs", ("labs",), fault, "add it, or take the budgets out", (draft.header,))
        return
    lab_counts = Counter(judges) + Counter(name for item in items for name in _labs_of(item))
    needing = sum(bool(_labs_of(item)) or isinstance(item, Budget) for item in items)
    if needing:
        fault = f"{needing} item{'s need' if needing > 1 else ' needs'} a lab, and the topic's page offers none"
        names = ", ".join(name for name, _ in lab_counts.most_common()) or "…"
        mend = f"add “labs: [{names}]” at the top, with the labs that its page is to offer"
        yield Finding("no-labs", (), fault, mend, (draft.header,))


def _labs_of(item: Item) -> list[str]:
    """The labs that show or decide an item, each once."""
    presets = (item.try_, item if isinstance(item, Myth) else None)
    return list(dict.fromkeys(preset.lab for preset in presets if preset is not None and preset.lab is not None))


def _is_proven(item: Item) -> bool:
    snippet = getattr(item, "snippet", None)
    return item.proof is not None or isinstance(item, Myth) or (snippet is not None and snippet.prints is not None)


def cut_off(draft: Draft) -> Iterator[Finding]:
    """Unquoted texts that a `` #`` ends, where what follows looks like more of the text: a comment has a space after its #."""
    assert draft.document is not None
    assert draft.header is not None
    for path, (line, column) in draft.document.value_places.items():
        line_rest = draft.document.lines[line - 1][column - 1 :] if line <= len(draft.document.lines) else ""
        comment = COMMENT.search(line_rest) if path and line_rest[:1] not in ("'", '"', "{", "[", "|", ">", "&", "*") else None
        if comment and _is_plain(draft.document.value, path):
            fault = f"the text ends before {comment[0].strip()[:20]!r}"
            yield Finding("cut-off", path, fault, "put the text in quotes", (draft.header,))


def _is_plain(value: Any, path: Path) -> bool:
    for key in path:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return False
    return isinstance(value, Plain)


def no_alt_text(draft: Draft) -> Iterator[Finding]:
    assert draft.header is not None
    for path, part, picture in _pictures(draft):
        if not picture.words.strip():
            fault = f"the picture {picture.file} has no words"
            yield Finding("no-alt-text", path, fault, "write ![what it shows](…)", (part, draft.header), words=picture.written)


def large_picture(draft: Draft) -> Iterator[Finding]:
    """Pictures that a phone waits for. One that cannot be read is none of this check."""
    assert draft.header is not None
    for path, part, picture in _pictures(draft):
        size = _size_bytes(draft.images / picture.file) if draft.images is not None else 0
        if size > LARGE_BYTES:
            fault = f"the picture {picture.file} has {size / 1e6:.1f} MB"
            mend = f"at most {LARGE_BYTES / 1e6:g} MB: make it smaller, or draw it as SVG"
            yield Finding("large-picture", path, fault, mend, (part, draft.header), words=picture.written)


def _pictures(draft: Draft) -> Iterator[tuple[Path, Part, Picture]]:
    """Every picture in a text, with the path of the text and the part that it is of."""
    with_text = (Item, LessonPart, SheetSection)
    parts = [(path, part) for entries in draft.entries.values() for path, part in entries if isinstance(part, with_text)]
    for path, part in [*parts, ((), draft.header)]:
        if part is not None:
            for inner, text in texts_of(part, path):
                yield from ((inner, part, picture) for picture in pictures(text))


def _size_bytes(path: FilePath) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0
