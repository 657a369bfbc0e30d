"""Checks across the fields and items of one topic, for every item whose own fields are valid."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any

from pydantic import BaseModel, ValidationError

from quizzes.content.bet_checks import bet_faults, compared_rows
from quizzes.content.bounds import too_much
from quizzes.content.document import Document, Path, where
from quizzes.content.images import missing_images, pictures_from_elsewhere
from quizzes.content.links import strange_links
from quizzes.content.outcomes import outcome_faults
from quizzes.content.problems import WARNINGS, Refusal, coded
from quizzes.content.proof_checks import proof_faults
from quizzes.content.refusals import refusals
from quizzes.content.variant_checks import question_faults, type_faults
from quizzes.models import Asked, Concept, Group, Header, Item, Myth, Part, Proof, SheetSection, Source, Try
from quizzes.models.suggestions import did_you_mean
from quizzes.questions import Prompt
from quizzes.variants import DRAWS_LIMIT, TOPIC_DRAWS_LIMIT, count_of_draws

NAMED: Mapping[str, type[Part]] = {"groups": Group, "concepts": Concept, "sources": Source}
"""The lists of the header whose entries are referred to by id."""

Entries = Mapping[str, Sequence[tuple[Path, Part]]]
"""Field of the topic -> its valid entries, each with its path."""


def cross_checks(
    document: Document, header: Header | None, sections: Entries, *, labs: Mapping[str, type[BaseModel]], images: FilePath
) -> Iterator[Refusal]:
    """Every problem that shows only when parts are seen together; ``header`` is None where the header itself is refused."""
    entries = [entry for name in sections for entry in sections[name]]
    items = [(path, part) for path, part in entries if isinstance(part, Item)]
    for name in (*NAMED, "cheat_sheet"):
        yield from _duplicates(
            document, [(path, part.id) for path, part in sections[name] if isinstance(part, Group | Concept | Source | SheetSection)]
        )
    yield from _duplicate_item_ids(document, items)
    drawn = 0
    for path, item in items:
        yield from _inner_duplicates(document, path, item)
        if isinstance(item, Prompt):
            yield from coded("phrase", type_faults(document, path, item))
        if isinstance(item, Asked):
            drawn += min(count_of_draws(item), DRAWS_LIMIT) if item.inputs else 0
            if drawn > TOPIC_DRAWS_LIMIT:
                wrong = f"with this item the topic has {drawn:,} draws"
                allowed = f"allowed: {TOPIC_DRAWS_LIMIT:,} in one topic, because each is checked"
                yield Refusal(document.place((*path, "inputs")), where((*path, "inputs")), wrong, allowed, "variant")
                break
            yield from coded("variant", question_faults(document, path, item))
        if item.try_ is not None:
            yield from coded("lab", _lab(document, (*path, "try"), item.try_, labs))
            yield from coded("lab", bet_faults(document, (*path, "try", "bet"), item.try_, labs))
        if isinstance(item, Myth):
            yield from coded("lab", _lab(document, path, item, labs))
            yield from coded("lab", compared_rows(document, (*path, "compare"), item.lab, item.compare, labs))
            yield from coded("outcome", outcome_faults(document, path, item.compare.figure, item.outcomes))
        yield from coded("proof", proof_faults(document, path, item))
        if item.proof is not None and item.proof.lab is not None:
            yield from coded("lab", _lab(document, (*path, "proof"), item.proof, labs))
            if item.proof.compare is not None:
                yield from coded("lab", compared_rows(document, (*path, "proof", "compare"), item.proof.lab, item.proof.compare, labs))
    yield from _silences(document, entries, header)
    yield from _references(document, entries)
    texts = entries if header is None else [*entries, ((), header)]
    for path, part in texts:
        yield from missing_images(document, path, part, folder=images)
        yield from pictures_from_elsewhere(document, path, part)
        yield from coded("link", strange_links(document, path, part))
        yield from coded("bound", too_much(document, path, part))


def _silences(document: Document, entries: Sequence[tuple[Path, Part]], header: Header | None) -> Iterator[Refusal]:
    """Codes that name no warning."""
    for path, part in [*entries, *([((), header)] if header is not None else [])]:
        for code in getattr(part, "silence", {}):
            inner = (*path, "silence", code)
            if code not in WARNINGS:
                place = document.key_places.get(inner, document.place(inner))
                yield Refusal(place, where(inner), f"{code!r} is no warning", did_you_mean(code, WARNINGS), "unknown-name")


def _references(document: Document, entries: Iterable[tuple[Path, Part]]) -> Iterator[Refusal]:
    groups, concepts, sources = (_ids(document, name) for name in NAMED)
    for path, part in entries:
        if isinstance(part, Concept):
            yield from _known(document, (*path, "group"), part.group, groups)
        if isinstance(part, Item):
            yield from _known(document, (*path, "concept"), part.concept, concepts)
        if isinstance(part, Item | SheetSection):
            for index, source in enumerate(part.source):
                yield from _known(document, _one(document, (*path, "source"), index), source, sources)


def _ids(document: Document, name: str) -> list[str] | None:
    """The ids that stand in a list of the header, faulty entries included; None where not all of them can be read."""
    value = document.value.get(name, [])
    if not isinstance(value, list):
        return None
    found = [entry.get("id") if isinstance(entry, dict) else None for entry in value]
    ids = [str(one) for one in found if isinstance(one, str)]
    return ids if len(ids) == len(found) and (ids or name == "sources") else None


def _one(document: Document, path: Path, index: int) -> Path:
    """The path of an entry of a list that may also be written as one text."""
    return (*path, index) if (*path, index) in document.value_places else path


def _known(document: Document, path: Path, word: str, known: Sequence[str] | None) -> Iterator[Refusal]:
    if known is not None and word not in known:
        yield Refusal(document.place(path), where(path), f"{word!r} is not known", did_you_mean(word, known), "unknown-name")


def _duplicate_item_ids(document: Document, items: Sequence[tuple[Path, Item]]) -> Iterator[Refusal]:
    """Ids are unique over all items of a topic, earlier ids (``was``) included: progress is found by them."""
    yield from _duplicates(document, [(path, item.id) for path, item in items])
    holder = {item.id: where(path) for path, item in reversed(items)}
    for path, item in items:
        for index, old in enumerate(item.was):
            inner = _one(document, (*path, "was"), index)
            if old in holder:
                wrong = f"{old!r} is already the id, or an earlier one, of {holder[old]}"
                yield Refusal(document.place(inner), where(inner), wrong, "name an id that nothing else has or had", "duplicate-id")
            holder.setdefault(old, where(path))


def _duplicates(document: Document, named: Sequence[tuple[Path, str]]) -> Iterator[Refusal]:
    first: dict[str, Path] = {}
    for path, name in named:
        inner = (*path, "id")
        if name in first:
            line = document.place(first[name])[0]
            yield Refusal(
                document.place(inner), where(inner), f"{name!r} stands twice, first in line {line}", "give each its own id", "duplicate-id"
            )
        else:
            first[name] = inner


def _inner_duplicates(document: Document, path: Path, part: Part) -> Iterator[Refusal]:
    """Ids that stand twice in a list of parts, whatever the list is called and however deep it lies."""
    for name, field in type(part).model_fields.items():
        value, inner = getattr(part, name), (*path, field.alias or name)
        if isinstance(value, Part):
            yield from _inner_duplicates(document, inner, value)
        elif isinstance(value, tuple):
            parts = [((*inner, index), one) for index, one in enumerate(value) if isinstance(one, Part)]
            named = [(place, getattr(one, "id", None)) for place, one in parts]
            yield from _duplicates(document, [(place, one) for place, one in named if isinstance(one, str)])
            for place, one in parts:
                yield from _inner_duplicates(document, place, one)


def _lab(document: Document, path: Path, preset: Try | Myth | Proof, labs: Mapping[str, type[BaseModel]]) -> Iterator[Refusal]:
    assert preset.lab is not None
    if preset.lab not in labs:
        yield from _known(document, (*path, "lab"), preset.lab, list(labs))
        return
    params = labs[preset.lab]
    try:
        params.model_validate_json(json.dumps(preset.set), strict=True)
    except ValidationError as error:
        for refusal in refusals(error, model=params, base=(*path, "set"), document=document):
            name = refusal.where.rpartition(".")[2]
            if name in params.model_fields and name in preset.set:
                refusal = replace(refusal, allowed=f"allowed: {allowed_values(params, name)}")
            yield refusal


def allowed_values(params: type[BaseModel], name: str) -> str:
    """What a lab's parameter may be, read from its model's JSON Schema: "a whole number from 0 to 10"."""
    schema: dict[str, Any] = params.model_json_schema(by_alias=False)["properties"][name]
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    kinds = {"boolean": "true, false", "integer": "a whole number", "number": "a number", "string": "text"}
    kind = kinds.get(schema.get("type", ""), "another value")
    low, high = schema.get("minimum"), schema.get("maximum")
    return f"{kind} from {low:g} to {high:g}" if low is not None and high is not None else kind
