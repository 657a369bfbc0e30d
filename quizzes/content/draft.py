"""What the text of a topic file holds while it is being written: the valid entries with their places, and every problem."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path as FilePath
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from quizzes.content.checks.crosschecks import NAMED, cross_checks
from quizzes.content.checks.figures import citation_faults, unrecorded_faults
from quizzes.content.checks.refusals import refusals, shown, unknown_format
from quizzes.content.lesson import asked_in
from quizzes.content.source.document import Document, Path, Unreadable, read_document, where
from quizzes.content.source.problems import Place, Problem, Refusal
from quizzes.content.topic import SECTIONS, Topic
from quizzes.figures.record import Record
from quizzes.figures.texts import Citable, Filled
from quizzes.models import Asked, Header, Item, Part
from quizzes.models.fields import ID_PATTERN, Plain, core_value
from quizzes.models.figures import Figure
from quizzes.models.labs import Labs
from quizzes.models.suggestions import did_you_mean
from quizzes.questions import question_types


@dataclass(frozen=True)
class Draft:
    """``entries`` maps each section, and each list of the header, to its valid entries with their paths.

    ``topic`` is None where anything is refused, ``document`` where the text is no YAML that may be read.
    """

    document: Document | None = None
    header: Header | None = None
    entries: Mapping[str, Sequence[tuple[Path, Part]]] = field(default_factory=dict)
    topic: Topic | None = None
    refusals: tuple[Refusal, ...] = ()
    labs: Labs = field(default_factory=dict)
    """Those that it was read with."""
    filled: Filled = field(default_factory=lambda: Filled(None))
    """Where its texts cite figures and sources."""
    images: FilePath | None = None
    """The folder of its pictures."""

    def problems(self, file: str) -> tuple[Problem, ...]:
        """Every problem, each once, in the order of lines."""
        return tuple(sorted({refusal.in_file(file) for refusal in self.refusals}))

    def items(self) -> Iterator[tuple[Path, Item]]:
        """The valid items with their paths, the questions of lessons among them."""
        for name in SECTIONS:
            for path, part in self.entries.get(name, ()):
                if isinstance(part, Item):
                    yield path, part
                yield from asked_in(part, path)

    def places(self) -> Iterator[tuple[Path, Place]]:
        """Where each entry of each section starts, faulty ones included, in the order of lines."""
        if self.document is None:
            return
        entry_places = [(path, place) for path, place in self.document.value_places.items() if len(path) == 2 and path[0] in SECTIONS]
        yield from sorted((pair for pair in entry_places if isinstance(pair[0][1], int)), key=lambda pair: pair[1])

    def entry_at(self, line: int) -> Path | None:
        """The path of the section's entry that the line (from 1) stands in; None above the first, and in the header."""
        if self.document is None:
            return None
        keys = sorted((place[0], path) for path, place in self.document.key_places.items() if len(path) == 1)
        section = next((path[0] for start, path in reversed(keys) if start <= line), None)
        entries_above = [path for path, place in self.places() if path[0] == section and place[0] <= line]
        return entries_above[-1] if entries_above else None

    def place_of(self, item_id: str) -> Place | None:
        """Where the item, or the screen of a lesson, of that id starts; None where no entry has it."""
        for path, place in self.places():
            entry = self.document.value[path[0]][path[1]] if self.document is not None else None
            if not isinstance(entry, dict):
                continue
            screens = entry.get("screens")
            inner = [(*path, "screens", index) for index in range(len(screens))] if isinstance(screens, list) else []
            for at, part in [(path, entry), *zip(inner, screens or (), strict=False)]:
                if isinstance(part, dict) and part.get("id") == item_id and self.document is not None:
                    return place if at == path else self.document.place(at)
        return None

    def as_far_as_valid(self) -> Topic | None:
        """The topic with those entries that are valid by themselves; None where the header is not."""
        if self.header is None:
            return None
        parts: dict[str, Any] = {name: getattr(self.header, name) for name in Header.model_fields}
        parts |= {name: tuple(part for _, part in self.entries.get(name, ())) for name in SECTIONS}
        return Topic.model_construct(**parts).citing(self.filled)


def read_draft(text: str, *, relative: FilePath, images: FilePath, labs: Labs, record: Record = MappingProxyType({})) -> Draft:
    """Read a topic's text. ``relative`` is its path below the content folder, ``images`` the folder that its pictures are in, ``record``
    what is known of its figures.
    """
    try:
        document = read_document(text)
    except Unreadable as error:
        return Draft(refusals=(error.refusal,))
    strange = unknown_format(document, kind="topic")
    if strange is not None:
        return Draft(document, refusals=(strange,))
    return _validated(document, relative, images, labs, record)


def _validated(document: Document, relative: FilePath, images: FilePath, labs: Labs, record: Record) -> Draft:
    faults = list(document.refusals)
    fill = citable(document, record).fill(document.value)
    faults += _citing(document, fill, relative, record)
    document.value = fill.value
    faults += _misplaced(document, relative)
    header, header_refusals = _header(document)
    faults += header_refusals
    sections = {name: list(_entries(document, name, model, faults.append)) for name, model in SECTIONS.items()}
    # The header names the faults of these lists; here only their valid entries matter.
    parts_with_id = {name: list(_entries(document, name, model, lambda _: None)) for name, model in NAMED.items()}
    faults += cross_checks(document, header, sections | parts_with_id, labs=labs, images=images)
    if not header_refusals and all(_is_empty(document.value.get(name, [])) for name in SECTIONS):
        faults.append(
            Refusal(document.place(()), "topic", "there is nothing to practise", f"add one of: {', '.join(SECTIONS)}", "missing-key")
        )
    draft = Draft(document, header, sections | parts_with_id, None, tuple(faults), labs, fill, images)
    return draft if faults else replace(draft, topic=draft.as_far_as_valid())


def citable(document: Document, record: Record) -> Citable:
    """What the file's texts may cite; its value is a mapping."""
    entries = document.value.get("sources", [])
    sources = [str(entry.get("id")) for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    figures = {figure_id: figure for figure_id, (_, figure) in _figures(document).items()}
    return Citable(figures, sources, record)


def _figures(document: Document) -> dict[str, tuple[Path, Figure]]:
    """The valid figures with their paths."""
    entries = _entries(document, "figures", Figure, lambda _: None)
    return {part.id: (path, part) for path, part in entries if isinstance(part, Figure)}


def _citing(document: Document, fill: Filled, relative: FilePath, record: Record) -> list[Refusal]:
    """What is wrong with what the texts cite."""
    figures_with_path = _figures(document)
    figures, paths = (
        {figure_id: figure for figure_id, (_, figure) in figures_with_path.items()},
        {figure_id: path for figure_id, (path, _) in figures_with_path.items()},
    )
    faults = unrecorded_faults(document, paths, figures, record, topic=relative.with_suffix("").as_posix())
    return [*citation_faults(document, fill), *faults]


def _is_empty(value: Any) -> bool:
    return value == [] or (isinstance(value, Plain) and core_value(value) is None)


def _header(document: Document) -> tuple[Header | None, list[Refusal]]:
    """The header, checked against a mapping without the sections; unknown top-level keys are named here."""
    unknown_keys = [key for key in document.value if key not in Topic.model_fields]
    faults = [
        Refusal(document.key_places[(key,)], where((key,)), "there is no such key", did_you_mean(key, Topic.model_fields), "unknown-key")
        for key in unknown_keys
    ]
    header_values = {key: value for key, value in document.value.items() if key in Header.model_fields}
    try:
        return Header.model_validate(header_values), faults
    except ValidationError as error:
        return None, faults + list(refusals(error, model=Header, base=(), document=document))


def _entries(document: Document, section: str, model: type[Part], refuse: Callable[[Refusal], None]) -> Iterator[tuple[Path, Part]]:
    """Each valid entry of a section with its path; the others are refused one by one, so that all their faults are seen."""
    value: Any = document.value.get(section, [])
    if _is_empty(value):
        return
    if not isinstance(value, list):
        refuse(Refusal(document.place((section,)), section, f"{shown(value)} is not a list", "write a list, one “- ” for each entry"))
        return
    for index, entry in enumerate(value):
        path: Path = (section, index)
        kind = _kind(document, path, entry, model, refuse)
        if kind is None:
            continue
        try:
            yield path, kind.model_validate(entry)
        except ValidationError as error:
            for refusal in refusals(error, model=kind, base=path, document=document):
                refuse(refusal)


def _kind(document: Document, path: Path, entry: Any, model: type[Part], refuse: Callable[[Refusal], None]) -> type[Part] | None:
    """The model of an entry: where the section holds questions its ``type`` tells; None, and a refusal, where there is no such type."""
    if model is not Asked:
        return model
    type_name = entry.get("type", "one-choice") if isinstance(entry, dict) else "one-choice"
    if isinstance(type_name, str) and type_name in question_types():
        return question_types()[type_name]
    inner = (*path, "type")
    refuse(
        Refusal(
            document.place(inner),
            where(inner),
            f"{shown(type_name)} is no type of question",
            did_you_mean(str(type_name), question_types()),
            "unknown-name",
        )
    )
    return None


def _misplaced(document: Document, relative: FilePath) -> list[Refusal]:
    """A topic's id is its path, so the path has to be TRACK/TOPIC.yaml and the id has to say the same."""
    parts = relative.with_suffix("").parts
    if relative.suffix != ".yaml":
        return [Refusal((1, 1), "file", f"the ending is {relative.suffix}", "allowed: .yaml", "file")]
    if len(parts) != 2 or not all(re.fullmatch(ID_PATTERN, part) for part in parts):
        return [
            Refusal((1, 1), "file", "the path is not TRACK/TOPIC.yaml", "two names of lower-case letters a-z, digits and hyphens", "file")
        ]
    path_id = "/".join(parts)
    topic_id = document.value.get("id")
    if isinstance(topic_id, str) and topic_id != path_id:
        return [Refusal(document.place(("id",)), "id", f"{shown(topic_id)} does not match the file's path", f"allowed: {path_id}")]
    return []
