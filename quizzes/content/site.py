"""What the home page says above the topics of a folder: ``site.yaml`` beside the tracks, which a folder may do without."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationError

from quizzes.content.checks.bounds import too_much
from quizzes.content.checks.refusals import refusals, unknown_format
from quizzes.content.source.document import Document, Unreadable, decode, read_document, where
from quizzes.content.source.images import pictures_from_elsewhere, texts_of
from quizzes.content.source.links import strange_links
from quizzes.content.source.problems import Problem, Refusal, coded
from quizzes.markup.pictures import pictures
from quizzes.models.base import Part
from quizzes.models.fields import Line, OptionalText, core_value

FILE = "site.yaml"


class Site(Part):
    """The heading of the home page."""

    format: Annotated[Literal[1], BeforeValidator(core_value)] = Field(description="The version of this format.", examples=[1])
    title: Line = Field(description="What the home page is headed by.", examples=["Learn how models are made small and fast"])
    summary: OptionalText = Field(
        None, description="A sentence or two below it, in Markdown without pictures.", examples=["Cards, questions and worked problems."]
    )


def site_path(folder: FilePath) -> FilePath:
    """Where the file is, if there is one."""
    return folder / FILE


def has_site(folder: FilePath) -> bool:
    """Whether the folder has the file, readable or not."""
    return os.path.lexists(site_path(folder))


def read_site(data: bytes, *, file: str) -> tuple[Site | None, tuple[Problem, ...]]:
    """What the bytes of ``file`` say, or every problem that keeps them from being a site's."""
    site, faults = _site_of(data)
    return (None if faults else site), tuple(sorted({refusal.in_file(file) for refusal in faults}))


def _site_of(data: bytes) -> tuple[Site | None, list[Refusal]]:
    try:
        document = read_document(decode(data))
    except Unreadable as error:
        return None, [error.refusal]
    strange = unknown_format(document, kind="site")
    if strange is not None:
        return None, [strange]
    faults = list(document.refusals)
    try:
        site = Site.model_validate(document.value)
    except ValidationError as error:
        return None, faults + list(refusals(error, model=Site, base=(), document=document))
    return site, faults + list(_faults(document, site))


def _faults(document: Document, site: Site) -> Iterator[Refusal]:
    """What the page could not draw, or would load from elsewhere."""
    yield from coded("link", strange_links(document, (), site))
    yield from coded("bound", too_much(document, (), site))
    yield from pictures_from_elsewhere(document, (), site)
    for path, text in texts_of(site, ()):
        for picture in pictures(text):
            place = document.place_inside(path, picture.written)
            yield Refusal(place, where(path), "a picture has no place above the topics", "put it into a topic", "picture")
