"""Items from a CSV or TSV file: a table that ``items_csv`` wrote, or a teacher's own list.

A title may be any of ``csv_columns()``, or of the simple form ``choice 1`` … ``choice 8``, ``why 1`` … ``why 8`` and ``correct`` (a number,
a letter, or the text). Only ``concept`` and what the item says must be there: section, id and level are made where they are missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path as FilePath

from pydantic import ValidationError

from quizzes.content.checks.crosschecks import NAMED, Entries, cross_checks
from quizzes.content.checks.refusals import refusals, shown
from quizzes.content.source.document import Document, Path
from quizzes.content.source.problems import Refusal
from quizzes.content.topic import SECTIONS
from quizzes.figures.texts import Citable
from quizzes.imports.columns import CORRECT, SECTION, model_for
from quizzes.imports.entries import entry_of
from quizzes.imports.header import Header, path_said, read_header
from quizzes.imports.rows import Row, fill
from quizzes.imports.shapes import DEFAULT_TYPE, item_sections
from quizzes.imports.shorthand import complete, name_item, section_meant
from quizzes.imports.slugs import slug
from quizzes.imports.spreadsheet import NoTable, Spreadsheet, letters, read_spreadsheet
from quizzes.imports.taken import NotTaken, Taken
from quizzes.models import Part
from quizzes.models.suggestions import did_you_mean
from quizzes.questions import question_types

__all__ = ["NO_FIGURES", "NotTaken", "Taken", "read_table"]

NO_FIGURES = Citable()
"""What the texts of a topic may cite that is not there yet: any source, and no figure."""

_MEND_OF_TABLE = {
    "write a list, one “- ” for each entry": "write a list, as [64, 100]",
    "mark at least one with “correct: true”": "say which choices are correct",
    "add “prints:” with what it prints": "fill in what it prints",
    "write text, in quotes where it starts with [ or {": "write text",
}
"""What is advised for files -> what is advised for tables."""

ID_PATTERN_SAID = "lower-case letters a-z and digits"

_CHECKED_LATER = ("lab", "picture", "proof", "explorable")
"""Codes of what can be told only where the labs are known, or beside the topic's pictures, or is left to the check of the whole topic."""


def read_table(data: bytes, *, name: str, citable: Citable = NO_FIGURES) -> Taken:
    """The items of a table whose file is called ``name``; a row with a fault is left out, and all its faults are named. Never raises.

    ``citable`` is what the texts may cite in the topic which the items go into. Concepts, sources, labs and pictures are not looked up
    here: that needs the topic itself.
    """
    try:
        sheet = read_spreadsheet(data, name=name)
    except NoTable as error:
        return Taken(not_taken=(error.fault,))
    header, faults = read_header(sheet)
    rows: list[Row] = []
    for number, texts in sheet.rows:
        row = _row(number, texts, header, sheet, faults)
        if row is not None:
            rows.append(row)
    _name_all(rows, header)
    for row in rows:
        _validate(row, header, citable)
    _cross_check([row for row in rows if row.item is not None and not row.faults], header)
    whole = [(row.number, row.section, row.item, row.written) for row in rows if row.item is not None and not row.faults]
    return Taken(
        entries=tuple((section, entry_of(item, cited_texts)) for _, section, item, cited_texts in whole),
        items=tuple((section, item) for _, section, item, _ in whole),
        not_taken=tuple(sorted([*faults, *(fault for row in rows for fault in row.faults)])),
        rows=tuple(number for number, *_ in whole),
    )


def _row(number: int, texts: Sequence[str], header: Header, sheet: Spreadsheet, faults: list[NotTaken]) -> Row | None:
    """The row with its cells in place; None, and faults, where its section or its type is not known."""
    cells = {column: texts[index] for column, index in header.columns.items() if texts[index].strip()}
    untitled = [index for index, text in enumerate(texts) if text.strip() and not _title(sheet, index)]
    named_section = "_".join(cells.get(SECTION, "").lower().replace("-", " ").split())
    section = named_section or section_meant(cells)
    kind = "-".join(cells.get("type", DEFAULT_TYPE).lower().split())
    model = model_for(section, kind) if section in item_sections() else None
    refusals: list[tuple[str, str, str]] = []
    for index in untitled:
        wrong = f"{shown(texts[index])} stands in a column without a title"
        refusals.append((f"column {letters(index)}", wrong, "give it one, or put texts that hold the delimiter in quotes"))
    if model is None:
        if "concept" not in cells:
            refusals.append((header.title("concept"), "nothing is given", "fill in the cell"))
        if section in item_sections():
            refusals.append((header.title("type"), f"{shown(kind)} is no type of question", did_you_mean(kind, question_types())))
        else:
            wrong = (
                f"{shown(named_section)} is no section of items"
                if named_section
                else "the section is missing, and cannot be told from the columns"
            )
            refusals.append((header.title(SECTION), wrong, did_you_mean(named_section, item_sections())))
        faults += [NotTaken(number, *fault) for fault in refusals]
        return None
    row = Row(number, section, model)
    for fault in refusals:
        row.refuse(*fault)
    fill(row, cells, header)
    complete(row, cells.get(CORRECT, ""), header)
    return row


def _title(sheet: Spreadsheet, index: int) -> str:
    return sheet.titles[index].strip() if index < len(sheet.titles) else ""


def _name_all(rows: Sequence[Row], header: Header) -> None:
    """Refuse ids that stand twice, and make those that are missing."""
    holders: dict[str, int] = {}
    for row in rows:
        item_id = row.entry.get("id")
        if isinstance(item_id, str) and item_id in holders:
            row.refuse(header.title("id"), f"{item_id!r} stands twice, first in row {holders[item_id]}", "give each its own id")
        elif isinstance(item_id, str):
            holders[item_id] = row.number
    used_ids = {*holders, *(str(old) for row in rows for old in row.entry.get("was", ()))}
    for row in rows:
        name_item(row, used_ids=used_ids)
        used_ids.add(str(row.entry.get("id")))


def _validate(row: Row, header: Header, citable: Citable) -> None:
    fill = citable.fill(row.entry)
    for fault in fill.faults:
        row.refuse(row.title(fault.path, header), f"{fault.words}: {fault.wrong}", fault.allowed)
    document, row.written = Document(value=fill.value), fill.written
    try:
        row.item = row.model.model_validate(fill.value)
    except ValidationError as error:
        for refusal in refusals(error, model=row.model, base=(), document=document):
            path = path_said(refusal.where)
            is_said = any(fault.column == row.title(path, header) for fault in row.faults)
            if not (is_said and refusal.code in ("missing-key", "right-choice")):
                _refuse(row, path, refusal, header)


def _refuse(row: Row, path: Path, refusal: Refusal, header: Header) -> None:
    """Name the fault in the words of a table."""
    # Ids of items that stand twice have been refused before: here only parts of one item can be meant.
    wrong = re.sub(r"first in line \d+", f"first in row {row.number}", refusal.wrong)
    allowed = _MEND_OF_TABLE.get(refusal.allowed, refusal.allowed)
    if refusal.code == "missing-key":
        wrong, allowed = "nothing is given", "fill in the cell"
    if ID_PATTERN_SAID in allowed:
        better = slug(str(row.at(path) or ""))
        allowed += f", as {better}" if better else ""
    row.refuse(row.title(path, header), wrong, allowed.replace(", without quotes", ""))


def _cross_check(rows: Sequence[Row], header: Header) -> None:
    """Refuse what shows only when fields and items are seen together."""
    sections: dict[str, list[tuple[Path, Part]]] = {name: [] for name in (*SECTIONS, *NAMED)}
    of_path: dict[Path, Row] = {}
    for row in rows:
        path: Path = (row.section, len(sections[row.section]))
        if row.item is not None:
            sections[row.section].append((path, row.item))
            of_path[path] = row
    for refusal in _of_items(Document(value={}), sections):
        path = path_said(refusal.where)
        if refusal.code == "duplicate-id":  # such a one says which other item has the id, by its place
            refusal = replace(
                refusal, wrong=re.sub(r"\w+\[\d+\]$", lambda match: f"row {of_path[path_said(match[0])].number}", refusal.wrong)
            )
        _refuse(of_path[path[:2]], path[2:], refusal, header)


def _of_items(document: Document, sections: Entries) -> Iterator[Refusal]:
    for refusal in cross_checks(document, None, sections, labs={}, images=FilePath()):
        is_reference = refusal.code == "unknown-name" and path_said(refusal.where)[2:] in (("source",), ("said_by", "source"))
        if refusal.code not in _CHECKED_LATER and not is_reference:
            yield refusal
