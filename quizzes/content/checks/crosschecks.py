"""Checks across the fields and items of one topic, for every item whose own fields are valid."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any

from pydantic import BaseModel, ValidationError

from quizzes.content.checks.bets import bet_faults, compared_rows
from quizzes.content.checks.bounds import too_much
from quizzes.content.checks.confusions import confusion_faults
from quizzes.content.checks.explorables import explorable_faults
from quizzes.content.checks.figures import figure_faults
from quizzes.content.checks.needs import need_faults
from quizzes.content.checks.outcomes import outcome_faults
from quizzes.content.checks.programs import measure_faults
from quizzes.content.checks.proofs import proof_faults
from quizzes.content.checks.refusals import refusals
from quizzes.content.checks.variants import question_faults, type_faults
from quizzes.content.lesson import LessonPart, asked_in
from quizzes.content.source.document import Document, Path, where
from quizzes.content.source.images import missing_images, pictures_from_elsewhere
from quizzes.content.source.links import strange_links
from quizzes.content.source.problems import WARNINGS, Refusal, coded
from quizzes.models import Asked, Budget, Concept, Group, Header, Item, Measure, Myth, Part, Proof, SheetSection, Source, Try
from quizzes.models.figures import Figure
from quizzes.models.labs import Labs, budget_networks, offered
from quizzes.models.suggestions import did_you_mean
from quizzes.questions import Prompt, because
from quizzes.variants import DRAWS_LIMIT, TOPIC_DRAWS_LIMIT, count_of_draws

NAMED: Mapping[str, type[Part]] = {"groups": Group, "concepts": Concept, "sources": Source, "figures": Figure}
"""The lists of the header whose entries are referred to by id."""

Entries = Mapping[str, Sequence[tuple[Path, Part]]]
"""Field of the topic -> its valid entries, each with its path."""


def cross_checks(document: Document, header: Header | None, sections: Entries, *, labs: Labs, images: FilePath) -> Iterator[Refusal]:
    """Every problem that shows only when parts are seen together; ``header`` is None where the header itself is refused."""
    entries = [entry for name in sections for entry in sections[name]]
    items = [(path, part) for path, part in entries if isinstance(part, Item)]
    items += [asked for path, part in entries for asked in asked_in(part, path)]
    for name in (*NAMED, "lesson", "cheat_sheet"):
        named = (Group, Concept, Source, Figure, LessonPart, SheetSection)
        yield from _duplicates(document, [(path, part.id) for path, part in sections[name] if isinstance(part, named)])
    yield from _duplicate_item_ids(document, items)
    for path, part in sections["figures"]:
        if isinstance(part, Figure):
            yield from figure_faults(document, path, part, labs)
            if part.lab is not None:
                yield from coded("lab", _lab(document, path, part, labs))
    drawn, networks = 0, budget_networks(labs)
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
            yield from _reasons_never_asked(document, path, item)
        if item.try_ is not None:
            yield from coded("lab", _lab(document, (*path, "try"), item.try_, labs))
            yield from coded("lab", bet_faults(document, (*path, "try", "bet"), item.try_, labs))
        if isinstance(item, Myth):
            yield from _claim(document, path, item, labs)
        if isinstance(item, Budget) and item.network and networks:
            yield from coded("lab", _known(document, (*path, "network"), item.network, networks))
        yield from coded("proof", proof_faults(document, path, item))
        if item.proof is not None and item.proof.lab is not None:
            yield from coded("lab", _lab(document, (*path, "proof"), item.proof, labs))
            if item.proof.compare is not None:
                yield from coded("lab", compared_rows(document, (*path, "proof", "compare"), item.proof.lab, item.proof.compare, labs))
    if header is not None:
        yield from coded("lab", _offered(document, header, labs))
    yield from _silences(document, entries, header)
    yield from _references(document, entries)
    concepts = [(path, part) for path, part in sections["concepts"] if isinstance(part, Concept)]
    yield from need_faults(document, concepts, _ids(document, "concepts"))
    yield from confusion_faults(document, concepts, entries, _ids(document, "concepts"))
    texts = entries if header is None else [*entries, ((), header)]
    for path, part in texts:
        yield from missing_images(document, path, part, folder=images)
        yield from explorable_faults(document, path, part, labs=labs, images=images)
        yield from pictures_from_elsewhere(document, path, part)
        yield from coded("link", strange_links(document, path, part))
        yield from coded("bound", too_much(document, path, part))


def _reasons_never_asked(document: Document, path: Path, item: Asked) -> Iterator[Refusal]:
    """Mistaken ideas where nobody is asked why they chose: the steps of a worked problem, or the screen of a lesson, follow at once."""
    if path[0] not in ("practice", "lesson"):
        return
    for inside in because.placed(item):
        inner = (*path, *inside)
        wrong = f"in {path[0]} nobody is asked why they chose, so this is never looked for"
        yield Refusal(document.place(inner), where(inner), wrong, "allowed: in quick_check and self_test", "unknown-key")


def _silences(document: Document, entries: Sequence[tuple[Path, Part]], header: Header | None) -> Iterator[Refusal]:
    """Codes that name no warning."""
    for path, part in [*entries, *([((), header)] if header is not None else [])]:
        for code in getattr(part, "silence", {}):
            inner = (*path, "silence", code)
            if code not in WARNINGS:
                place = document.key_places.get(inner, document.place(inner))
                yield Refusal(place, where(inner), f"{code!r} is no warning", did_you_mean(code, WARNINGS), "unknown-name")


def _references(document: Document, entries: Iterable[tuple[Path, Part]]) -> Iterator[Refusal]:
    groups, concepts, sources = (_ids(document, name) for name in ("groups", "concepts", "sources"))
    for path, part in entries:
        if isinstance(part, Concept):
            yield from _known(document, (*path, "group"), part.group, groups)
        if isinstance(part, LessonPart):
            yield from _references_of_lesson(document, path, part, concepts, sources)
        if isinstance(part, Item):
            yield from _known(document, (*path, "concept"), part.concept, concepts)
        if isinstance(part, Item | SheetSection):
            for field, source_ids in (part.cited if isinstance(part, Item) else {"source": part.source}).items():
                for index, source in enumerate(source_ids):
                    yield from _known(document, document.entry((*path, *field.split(".")), index), source, sources)
        if isinstance(part, Prompt):
            yield from _points_of_examples(document, path, part)


def _references_of_lesson(
    document: Document, path: Path, part: LessonPart, concepts: Sequence[str] | None, sources: Sequence[str] | None
) -> Iterator[Refusal]:
    for index, concept in enumerate(part.concepts):
        yield from _known(document, document.entry((*path, "concepts"), index), concept, concepts)
    for number, screen in enumerate(part.screens):
        inner = (*path, "screens", number)
        if screen.concept is not None and (*inner, "concept") in document.value_places:
            yield from _known(document, (*inner, "concept"), screen.concept, concepts)
        for index, source in enumerate(screen.source):
            yield from _known(document, document.entry((*inner, "source"), index), source, sources)


def _points_of_examples(document: Document, path: Path, prompt: Prompt) -> Iterator[Refusal]:
    points = [point.id for point in prompt.points]
    for index, example in enumerate(prompt.examples):
        for field, point_ids in (("has", example.has), ("not", example.has_not)):
            for number, point in enumerate(point_ids):
                yield from _known(document, document.entry((*path, "examples", index, field), number), point, points)


def _ids(document: Document, name: str) -> list[str] | None:
    """The ids that stand in a list of the header, faulty entries included; None where not all of them can be read."""
    value = document.value.get(name, [])
    if not isinstance(value, list):
        return None
    entry_ids = [entry.get("id") if isinstance(entry, dict) else None for entry in value]
    ids = [str(entry_id) for entry_id in entry_ids if isinstance(entry_id, str)]
    return ids if len(ids) == len(entry_ids) and (ids or name == "sources") else None


def _known(document: Document, path: Path, word: str, names: Sequence[str] | None) -> Iterator[Refusal]:
    if names is not None and word not in names:
        yield Refusal(document.place(path), where(path), f"{word!r} is not known", did_you_mean(word, names), "unknown-name")


def _duplicate_item_ids(document: Document, items: Sequence[tuple[Path, Item]]) -> Iterator[Refusal]:
    """Ids are unique over all items of a topic, earlier ids (``was``) included: progress is found by them. A screen of a lesson lends its
    question its own."""
    items = [(path[:-1] if path[-1] == "ask" else path, item) for path, item in items]
    yield from _duplicates(document, [(path, item.id) for path, item in items])
    holder = {item.id: where(path) for path, item in reversed(items)}
    for path, item in items:
        for index, old in enumerate(item.was):
            inner = document.entry((*path, "was"), index)
            if old in holder:
                wrong = f"{old!r} is already the id, or an earlier one, of {holder[old]}"
                yield Refusal(document.place(inner), where(inner), wrong, "name an id that nothing else has or had", "duplicate-id")
            holder.setdefault(old, where(path))


def _duplicates(document: Document, part_ids: Sequence[tuple[Path, str]]) -> Iterator[Refusal]:
    first: dict[str, Path] = {}
    for path, name in part_ids:
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
            parts = [((*inner, index), inner_part) for index, inner_part in enumerate(value) if isinstance(inner_part, Part)]
            part_ids = [(place, getattr(inner_part, "id", None)) for place, inner_part in parts]
            yield from _duplicates(document, [(place, part_id) for place, part_id in part_ids if isinstance(part_id, str)])
            for place, inner_part in parts:
                yield from _inner_duplicates(document, place, inner_part)


def _offered(document: Document, header: Header, labs: Labs) -> Iterator[Refusal]:
    """Labs that the topic's page cannot offer, or would offer twice."""
    may_be = offered(labs)
    for index, name in enumerate(header.labs):
        inner = document.entry(("labs",), index)
        if name not in may_be:
            wrong = f"the lab {name!r} has no page to offer" if name in labs else f"{name!r} is not known"
            yield Refusal(document.place(inner), where(inner), wrong, did_you_mean(name, may_be))
        elif name in header.labs[:index]:
            yield Refusal(document.place(inner), where(inner), f"{name!r} stands twice", "name each lab once")


def _lab(document: Document, path: Path, preset: Try | Myth | Proof | Figure, labs: Labs) -> Iterator[Refusal]:
    assert preset.lab is not None
    if preset.lab not in labs:
        yield from _known(document, (*path, "lab"), preset.lab, list(labs))
        return
    yield from _settings(document, (*path, "set"), preset.lab, preset.set, labs)
    rival = preset.compare.rival if isinstance(preset, Myth | Proof) and preset.compare is not None else None
    if rival is not None:
        inner = (*path, "compare", "against", "set")
        yield from _settings(document, inner, preset.lab, rival.set, labs)
        ours, theirs = (_meant(preset.lab, settings, labs) for settings in (preset.set, rival.set))
        if ours is not None and ours == theirs:
            yield Refusal(document.place(inner), where(inner), "both runs are set alike", "let the second run differ from “set:”")


def _claim(document: Document, path: Path, myth: Myth, labs: Labs) -> Iterator[Refusal]:
    """What is wrong with the run that decides a claim, and with its outcomes."""
    compare = myth.run.compare
    if isinstance(compare, Measure):
        yield from coded("proof", measure_faults(document, (*path, "measure"), compare))
    else:
        yield from coded("lab", _lab(document, path, myth, labs))
        yield from coded("lab", compared_rows(document, (*path, "compare"), myth.lab or "", compare, labs))
    runs = 1 if compare.rival is None else 2
    yield from coded("outcome", outcome_faults(document, path, compare.figure, myth.outcomes, runs=runs))


def _meant(lab: str, settings: Mapping[str, Any], labs: Labs) -> BaseModel | None:
    """The parameters with the lab's defaults; None where it does not take them."""
    try:
        return labs[lab].params.model_validate(settings)
    except ValidationError:
        return None


def _settings(document: Document, path: Path, lab: str, settings: Mapping[str, Any], labs: Labs) -> Iterator[Refusal]:
    """Parameters that the lab does not have, or does not take; ``path`` is theirs."""
    params = labs[lab].params
    try:
        params.model_validate_json(json.dumps(settings), strict=True)
    except ValidationError as error:
        for refusal in refusals(error, model=params, base=path, document=document):
            name = refusal.where.rpartition(".")[2]
            if name in params.model_fields and name in settings:
                refusal = replace(refusal, allowed=f"allowed: {labs[lab].allowed(name)}")
            yield refusal
