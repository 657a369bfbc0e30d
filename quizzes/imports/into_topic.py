"""Items into the text of a topic file: new lines at the ends of its sections, every other line stays as it is, byte for byte."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from quizzes.content.checks.refusals import shown
from quizzes.content.draft import citable
from quizzes.content.schema import EDITOR_LINE
from quizzes.content.source.document import Document, Unreadable, read_document
from quizzes.figures.record import Record
from quizzes.figures.texts import CITE, Citable
from quizzes.imports.columns import model_for
from quizzes.imports.entries import yaml_of, yaml_of_keys
from quizzes.imports.section_text import NoPlace, with_entries
from quizzes.imports.shapes import DEFAULT_TYPE, item_sections
from quizzes.imports.taken import WHOLE_FILE, NotTaken, Taken
from quizzes.models import Card, Item
from quizzes.models.suggestions import did_you_mean
from quizzes.variants.templates import TEMPLATE

NewItem = tuple[int, str, Mapping[str, Any], Item]
"""Row of the table, section, entry, and the same as an item."""


def add_items(
    text: str, table_items: Taken, *, record: Record = MappingProxyType({})
) -> tuple[str, tuple[str, ...], tuple[str, ...], tuple[NotTaken, ...]]:
    """The topic's text with the items, the ids that were added, those that were there with the same content, and what was not added.

    An item whose id stands there with another content is not touched; one whose concept or source the topic does not know, or whose
    section is written in a way that lines cannot be added to, is not added. ``record`` is what is known of the topic's figures: an item is
    the same that shows the same numbers. Never raises.
    """
    try:
        document = read_document(text)
    except Unreadable as error:
        return text, (), (), (NotTaken(WHOLE_FILE, f"topic, line {error.refusal.place[0]}", error.refusal.wrong, error.refusal.allowed),)
    if not isinstance(document.value, dict):
        wrong = f"{shown(document.value)} is not a mapping"
        return text, (), (), (NotTaken(WHOLE_FILE, "topic", wrong, "a topic file starts with “format: 1”"),)
    may_cite = citable(document, record)
    new, unchanged, refusals = _sorted_out(may_cite.fill(document.value).value, table_items)
    new_text, added_ids = text, []
    for section in item_sections():
        new_items = [entry for entry in new if entry[1] == section]
        try:
            text_after = with_entries(new_text, section, [entry for _, _, entry, _ in new_items]) if new_items else new_text
            _confirm(new_text, text_after, section, [item for _, _, _, item in new_items], may_cite)
        except NoPlace as error:
            refusals += [
                NotTaken(row, item.id, str(error), f"write “{section}:” as a list, one “- ” for each entry")
                for row, _, _, item in new_items
            ]
        else:
            new_text = text_after
            added_ids += [item.id for _, _, _, item in new_items]
    order = [item.id for _, _, _, item in new if item.id in added_ids]
    return new_text, tuple(order), tuple(unchanged), tuple(sorted(refusals))


def citable_in(text: str, record: Record) -> Citable:
    """What a table's texts may cite in the topic of that text; nothing is refused for a text that cannot be read."""
    try:
        document = read_document(text)
    except Unreadable:
        return Citable()
    return citable(document, record) if isinstance(document.value, dict) else Citable()


def _sorted_out(value: Mapping[str, Any], table_items: Taken) -> tuple[list[NewItem], list[str], list[NotTaken]]:
    """What is to be added, what is there already, and what cannot be added."""
    hashes, earlier = dict(_hashes(value)), dict(_earlier_ids(value))
    ids_of_field = {"concept": _ids(value, "concepts"), "source": _ids(value, "sources")}
    new: list[NewItem] = []
    unchanged: list[str] = []
    refusals: list[NotTaken] = []
    numbers = table_items.rows or (WHOLE_FILE,) * len(table_items.items)
    for row, (section, entry), (_, item) in zip(numbers, table_items.entries, table_items.items, strict=True):
        if item.id in hashes:
            if hashes[item.id] == item.content_hash:
                unchanged.append(item.id)
            else:
                wrong = f"{item.id!r} is there with another content; it was not touched"
                refusals.append(NotTaken(row, "id", wrong, "change it in the topic, or give the new one its own id"))
            continue
        faults = [*_clashes(row, item, hashes, earlier), *_strangers(row, item, ids_of_field)]
        refusals += faults
        if not faults:
            new.append((row, section, entry, item))
    return new, unchanged, refusals


def _clashes(row: int, item: Item, hashes: Mapping[str, str | None], earlier: Mapping[str, str]) -> Iterator[NotTaken]:
    for column, name in [("id", item.id), *(("was", old) for old in item.was)]:
        holder = earlier.get(name) or (name if column == "was" and name in hashes else None)
        if holder is not None:
            yield NotTaken(
                row, column, f"{name!r} is already the id, or an earlier one, of {holder}", "name an id that nothing else has or had"
            )


def _strangers(row: int, item: Item, ids_of_field: Mapping[str, Sequence[str] | None]) -> Iterator[NotTaken]:
    """Concepts and sources that the topic does not list."""
    for column, words in {"concept": (item.concept,), **item.cited}.items():
        field = column.rpartition(".")[2]
        names = ids_of_field[field]
        for word in words:
            if names is not None and word not in names:
                yield NotTaken(
                    row, column, f"the topic does not know {word!r}", f"add it to “{field}s:” there; {did_you_mean(word, names)}"
                )


def _entries(value: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for section in item_sections():
        entries = value.get(section)
        yield from ((section, entry) for entry in (entries if isinstance(entries, list) else []) if isinstance(entry, dict))


def _hashes(value: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    """Id and content hash of every entry of the topic; None for the hash of a faulty one."""
    for section, entry in _entries(value):
        item = _item(section, entry)
        if isinstance(entry.get("id"), str):
            yield str(entry["id"]), item.content_hash if item is not None else None


def _item(section: str, entry: Mapping[str, Any]) -> Item | None:
    model = model_for(section, str(entry.get("type", DEFAULT_TYPE)))
    try:
        return None if model is None else model.model_validate(entry)
    except ValidationError:
        return None


def _earlier_ids(value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each earlier id, and who had it."""
    for _, entry in _entries(value):
        was = entry.get("was", [])
        yield from ((str(old), str(entry.get("id"))) for old in ([was] if isinstance(was, str) else was if isinstance(was, list) else []))


def _ids(value: Mapping[str, Any], name: str) -> list[str] | None:
    """The ids of a list of the header; None where it cannot be read."""
    entries = value.get(name, [])
    if not isinstance(entries, list):
        return [] if not str(entries or "").strip() else None
    return [str(entry.get("id")) for entry in entries if isinstance(entry, dict)]


def _confirm(text_before: str, text_after: str, section: str, items: Sequence[Item], may_cite: Citable) -> None:
    """Read what was written: the section must hold its old entries and the items, everything else what it held. Raises NoPlace."""
    if not items:
        return
    try:
        old, new = read_document(text_before), read_document(text_after)
    except Unreadable as error:
        raise NoPlace(f"the items cannot be written there ({error.refusal.wrong})") from None
    entries, former = list(new.value.get(section) or []), list(old.value.get(section) or [])
    other_entries = {key: inner for key, inner in old.value.items() if key != section}
    read_back = [_item(section, entry) for entry in may_cite.fill(entries[len(former) :]).value]
    same = entries[: len(former)] == former and other_entries == {key: inner for key, inner in new.value.items() if key != section}
    if not same or _refusal_count(new) > _refusal_count(old) or read_back != list(items):
        raise NoPlace("the items cannot be written there without changing other lines")


def _refusal_count(document: Document) -> int:
    return len(document.refusals)


def new_topic_text(topic_id: str, table_items: Taken) -> str:
    """The text of a new topic, ``track/topic``, with the items; it passes ``check`` where the items do, and there is one at least.

    Concepts and sources are those that the items name, with names made from their ids, to be put into better words. ValueError where
    ``topic_id`` is not two names with one / between them.
    """
    track, topic = (_words(part) for part in topic_id.split("/"))
    items = [item for _, item in table_items.items]
    told_apart = [item.contrasts for item in items if isinstance(item, Card) and item.contrasts is not None]
    concepts = list(dict.fromkeys([*(item.concept for item in items), *told_apart]))
    source_ids = [source for item in items for names in item.cited.values() for source in names]
    sources = list(dict.fromkeys([*source_ids, *(source for _, entry in table_items.entries for source in _quoted_sources(entry))]))
    header: dict[str, Any] = {
        "format": 1,
        "id": topic_id,
        "title": topic,
        "track": track,
        "subject": "general",
        "minutes": 5,
        "summary": f"Cards and questions about {topic}.",
        "learn": [f"{_words(concept)}." for concept in concepts[:6]],
        "groups": [{"id": "basics", "name": "The basics"}],
        "concepts": [{"id": concept, "name": _words(concept), "group": "basics"} | _confused_with(concept, items) for concept in concepts],
    }
    if sources:
        header["sources"] = [{"id": source, "title": _words(source)} for source in sources]
    lines = [EDITOR_LINE, *yaml_of_keys(header)]
    for section in item_sections():
        entries = [entry for section_name, entry in table_items.entries if section_name == section]
        if entries:
            lines += ["", f"{section}:", *yaml_of(entries, indent=2)]
    return "".join(f"{line}\n" for line in lines)


def _quoted_sources(value: Any) -> Iterator[str]:
    """The sources whose words the texts of an entry cite."""
    if isinstance(value, str):
        yield from (cite[1] for match in TEMPLATE.finditer(value) if (cite := CITE.match(match[1])))
    for inner in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from _quoted_sources(inner)


def _confused_with(concept: str, items: Iterable[Item]) -> dict[str, list[str]]:
    """What a concept is mixed up with, by the cards that tell it apart from another, or another from it."""
    pairs = [(card.concept, card.contrasts) for card in items if isinstance(card, Card) and card.contrasts is not None]
    others = [*(two for one, two in pairs if one == concept), *(one for one, two in pairs if two == concept)]
    return {"confused_with": list(dict.fromkeys(others))} if others else {}


def _words(name: str) -> str:
    return name.replace("-", " ").capitalize()
