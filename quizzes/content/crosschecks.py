"""Checks across the fields and items of one topic, for every item whose own fields are valid."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any

from pydantic import BaseModel, ValidationError

from quizzes.content.document import Document, Path, where
from quizzes.content.models import Choice, Concept, Group, Header, Item, Part, Point, SheetSection, Source, Step, Try
from quizzes.content.problems import Refusal, did_you_mean
from quizzes.content.refusals import refusals

IMAGE = re.compile(r"!\[([^\]\n]*)\]\(([^)\n]*)\)")
IMAGE_ENDINGS = (".png", ".jpg", ".jpeg", ".svg", ".webp", ".gif")

Sections = Mapping[str, Sequence[tuple[Path, Part]]]


def cross_checks(
    document: Document, header: Header | None, sections: Sections, *, labs: Mapping[str, type[BaseModel]], images: FilePath
) -> Iterator[Refusal]:
    """Every problem that shows only when parts are seen together; ``header`` is None where the header itself is refused."""
    entries = [entry for name in sections for entry in sections[name]]
    items = [(path, part) for path, part in entries if isinstance(part, Item)]
    yield from _duplicate_item_ids(document, items)
    yield from _duplicates(document, [(path, part.id) for path, part in entries if isinstance(part, SheetSection)])
    for path, item in items:
        yield from _inner_duplicates(document, path, item)
        if item.try_ is not None:
            yield from _lab(document, (*path, "try"), item.try_, labs)
    for path, part in entries:
        yield from _images(document, path, part, images)
    if header is None:
        return
    yield from _header_checks(document, header)
    yield from _references(document, header, entries)
    if not items and not any(document.value.get(name) for name in sections):
        yield Refusal((1, 1), "topic", "there is nothing to practise", f"add one of: {', '.join(sections)}")


def _header_checks(document: Document, header: Header) -> Iterator[Refusal]:
    named: dict[str, Sequence[Group | Concept | Source]] = {
        "groups": header.groups,
        "concepts": header.concepts,
        "sources": header.sources,
    }
    for field, parts in named.items():
        yield from _duplicates(document, [((field, index), part.id) for index, part in enumerate(parts)])
    groups = [group.id for group in header.groups]
    for index, concept in enumerate(header.concepts):
        yield from _known(document, ("concepts", index, "group"), concept.group, groups)


def _references(document: Document, header: Header, entries: Iterable[tuple[Path, Part]]) -> Iterator[Refusal]:
    concepts = [concept.id for concept in header.concepts]
    sources = [source.id for source in header.sources]
    for path, part in entries:
        if isinstance(part, Item):
            yield from _known(document, (*path, "concept"), part.concept, concepts)
        for index, source in enumerate(getattr(part, "source", ())):
            one = (*path, "source", index)
            yield from _known(document, one if one in document.value_places else one[:-1], source, sources)


def _known(document: Document, path: Path, word: str, known: Sequence[str]) -> Iterator[Refusal]:
    if word not in known:
        yield Refusal(document.place(path), where(path), f"{word!r} is not known", did_you_mean(word, known))


def _duplicate_item_ids(document: Document, items: Sequence[tuple[Path, Item]]) -> Iterator[Refusal]:
    """Ids are unique over all items of a topic, earlier ids (``was``) included: progress is found by them."""
    yield from _duplicates(document, [(path, item.id) for path, item in items])
    current = {item.id: path for path, item in items}
    for path, item in items:
        for old in item.was:
            if old in current:
                inner = (*path, "was")
                yield Refusal(
                    document.place(inner), where(inner), f"{old!r} is the id of {where(current[old])}", "name an id that is no longer used"
                )


def _duplicates(document: Document, named: Sequence[tuple[Path, str]]) -> Iterator[Refusal]:
    first: dict[str, Path] = {}
    for path, name in named:
        inner = (*path, "id")
        if name in first:
            line = document.place(first[name])[0]
            yield Refusal(document.place(inner), where(inner), f"{name!r} stands twice; first in line {line}", "give each its own id")
        else:
            first[name] = inner


def _inner_duplicates(document: Document, path: Path, item: Item) -> Iterator[Refusal]:
    parts: Sequence[Choice | Point | Step]
    for field in ("choices", "points", "steps"):
        parts = getattr(item, field, ())
        yield from _duplicates(document, [((*path, field, index), part.id) for index, part in enumerate(parts)])


def _lab(document: Document, path: Path, preset: Try, labs: Mapping[str, type[BaseModel]]) -> Iterator[Refusal]:
    if preset.lab not in labs:
        yield from _known(document, (*path, "lab"), preset.lab, list(labs))
        return
    params = labs[preset.lab]
    try:
        params.model_validate(preset.set)
    except ValidationError as error:
        for refusal in refusals(error, model=params, base=(*path, "set"), document=document):
            name = refusal.where.rsplit(".", 1)[-1]
            allowed = allowed_values(params, name) if name in params.model_fields else refusal.allowed
            yield Refusal(refusal.place, refusal.where, refusal.wrong, allowed)


def allowed_values(params: type[BaseModel], name: str) -> str:
    """What a lab's parameter may be, read from its model's JSON Schema: "allowed: 0 to 0.99"."""
    schema: dict[str, Any] = params.model_json_schema()["properties"][name]
    if "enum" in schema:
        return f"allowed: {', '.join(map(str, schema['enum']))}"
    if "minimum" in schema and "maximum" in schema:
        kind = "a whole number from " if schema.get("type") == "integer" else ""
        return f"allowed: {kind}{schema['minimum']:g} to {schema['maximum']:g}"
    return {"boolean": "allowed: true, false", "integer": "allowed: a whole number"}.get(schema.get("type", ""), "allowed: another value")


def _images(document: Document, path: Path, part: Part, folder: FilePath) -> Iterator[Refusal]:
    for inner, text in _texts(part, path):
        for _, target in IMAGE.findall(text):
            wrong = _image_fault(target, folder)
            if wrong:
                yield Refusal(
                    document.place(inner),
                    where(inner),
                    f"the image {target!r} {wrong}",
                    f"allowed: a file beside the topic, {' '.join(IMAGE_ENDINGS)}",
                )


def _image_fault(target: str, folder: FilePath) -> str:
    path = FilePath(target)
    if path.is_absolute() or ".." in path.parts or "\\" in target or ":" in target:
        return "is not inside the track's folder"
    if path.suffix.lower() not in IMAGE_ENDINGS:
        return "is no picture"
    try:
        return "" if (folder / path).is_file() else "does not exist"
    except (OSError, ValueError):
        return "does not exist"


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every text inside a part, with its path as it is written in the file."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield from _texts(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*path, index))
