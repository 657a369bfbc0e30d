"""Reads ``terms.yaml``: the words that the texts of a folder explain on a tap. A folder may do without."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path as FilePath

from pydantic import ValidationError

from quizzes.content.across import Need, Outline
from quizzes.content.checks.refusals import refusals, unknown_format
from quizzes.content.source.document import Document, Path, Unreadable, decode, read_document, where
from quizzes.content.source.problems import Problem, Refusal
from quizzes.markup.pictures import is_beside, pictures
from quizzes.models.terms import Term, Terms, folded

FILE = "terms.yaml"
MARKUP = re.compile(r"[`*\[\]<>$|\\]")
SENTENCE_ENDS = re.compile(r"[.!?](?=\s+[A-Z])")


def terms_path(folder: FilePath) -> FilePath:
    """Where the file is, if there is one."""
    return folder / FILE


def has_terms(folder: FilePath) -> bool:
    """Whether the folder has the file, readable or not."""
    return os.path.lexists(terms_path(folder))


def read_terms(data: bytes, *, file: str, folder: FilePath) -> tuple[Terms | None, tuple[Problem, ...]]:
    """What the bytes of ``file`` say, or every problem that keeps them from being terms; pictures are below ``folder``."""
    terms, faults = _terms_of(data, folder)
    return (None if faults else terms), tuple(sorted({refusal.in_file(file) for refusal in faults}))


def terms_outline(data: bytes, *, file: str) -> Outline | None:
    """Which concepts the terms name, for what shows beside the topics only; None where the bytes hold no terms."""
    try:
        document = read_document(decode(data))
        terms = Terms.model_validate(document.value)
    except (Unreadable, ValidationError):
        return None
    needs: list[Need] = []
    for index, term in enumerate(terms.terms):
        path: Path = ("terms", index, "concept")
        if term.concept is not None:
            topic, _, concept = term.concept.rpartition("/")
            needs.append(Need((FILE, term.term), (topic, concept), document.place(path), where(path)))
    return Outline(file, "", needs=tuple(needs))


def _terms_of(data: bytes, folder: FilePath) -> tuple[Terms | None, list[Refusal]]:
    try:
        document = read_document(decode(data))
    except Unreadable as error:
        return None, [error.refusal]
    strange = unknown_format(document, kind="terms")
    if strange is not None:
        return None, [strange]
    faults = list(document.refusals)
    try:
        terms = Terms.model_validate(document.value)
    except ValidationError as error:
        return None, faults + list(refusals(error, model=Terms, base=(), document=document))
    return terms, [*faults, *_forms(document, terms), *_sentences(document, terms), *_pictures(document, terms, folder)]


def _forms(document: Document, terms: Terms) -> Iterator[Refusal]:
    """Forms that stand twice, in one term or in two, and jargon that is a term."""
    first: dict[str, Path] = {}
    for index, term in enumerate(terms.terms):
        places: list[Path] = [("terms", index, "term")]
        places += [document.entry(("terms", index, "also"), number) for number in range(len(term.also))]
        for path, form in zip(places, term.forms, strict=True):
            if folded(form) in first:
                wrong = f"{form!r} stands twice, first in line {document.place(first[folded(form)])[0]}"
                yield Refusal(document.place(path), where(path), wrong, "keep one", "duplicate-id")
            first.setdefault(folded(form), path)
    for number, word in enumerate(terms.jargon):
        if folded(word) in first:
            path = document.entry(("jargon",), number)
            wrong = f"{word!r} is a term in line {document.place(first[folded(word)])[0]}"
            yield Refusal(document.place(path), where(path), wrong, "take it out here", "duplicate-id")


def _sentences(document: Document, terms: Terms) -> Iterator[Refusal]:
    for index, term in enumerate(terms.terms):
        path: Path = ("terms", index, "says")
        if MARKUP.search(term.says):
            yield Refusal(
                document.place(path), where(path), "the sentence is shown as it stands", "write it without Markdown, code and formulas"
            )
        elif SENTENCE_ENDS.search(term.says) or not term.says.rstrip().endswith("."):
            yield Refusal(document.place(path), where(path), "this is not one sentence", "write one sentence that ends with a full stop")


def _pictures(document: Document, terms: Terms, folder: FilePath) -> Iterator[Refusal]:
    for index, term in enumerate(terms.terms):
        if term.picture is None:
            continue
        path: Path = ("terms", index, "picture")
        wrong, allowed = _picture_fault(term, folder)
        if wrong:
            yield Refusal(document.place(path), where(path), wrong, allowed, "picture")


def _picture_fault(term: Term, folder: FilePath) -> tuple[str, str]:
    shown_pictures = list(pictures(term.picture or ""))
    if len(shown_pictures) != 1 or shown_pictures[0].written != (term.picture or "").strip():
        return "this is no picture", "write ![what it shows](track/file.svg)"
    if not shown_pictures[0].words.strip():
        return "the picture has no words", "write ![what it shows](track/file.svg)"
    if not is_beside(shown_pictures[0].file):
        return f"{shown_pictures[0].file!r} is no picture of this folder", "name a picture file below the content folder"
    if not (folder / shown_pictures[0].file).is_file():
        return f"there is no file {shown_pictures[0].file!r}", "its path begins at the content folder"
    return "", ""
