"""What all questions of a Moodle file have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from xml.etree import ElementTree as ET

from quizzes.models import Asked, Item, Source
from quizzes.moodle.html import Html, code_block, leaf, put, rich


@dataclass(frozen=True)
class Entry:
    """What a question has besides its item: its id and its name in the question bank, and where sources and pictures are."""

    idnumber: str
    name: str
    sources: Mapping[str, Source]
    folder: Path


def begun(kind: str, item: Item, entry: Entry, *, text: Html, feedback: Html, grade: int = 1) -> ET.Element:
    """A question with everything that all types have; ``feedback`` is shown when it was answered, and below it the sources."""
    question = ET.Element("question", type=kind)
    leaf(ET.SubElement(question, "name"), "text", entry.name)
    put(question, "questiontext", text, folder=entry.folder)
    put(question, "generalfeedback", feedback + _sources(item, entry.sources), folder=entry.folder)
    for tag, value in (("defaultgrade", str(grade)), ("penalty", "0.3333333"), ("hidden", "0"), ("idnumber", entry.idnumber)):
        leaf(question, tag, value)
    tags = ET.SubElement(question, "tags")
    for tag in (item.concept, str(getattr(item, "level", ""))):
        leaf(ET.SubElement(tags, "tag"), "text", tag)
    return question


def _sources(item: Item, sources: Mapping[str, Source]) -> Html:
    item_sources = [sources[name] for name in item.source if name in sources]
    links = [
        f'<a href="{escape(source.url)}">{escape(source.title)}</a>' if source.url else escape(source.title) for source in item_sources
    ]
    return Html(f"<p>Source: {' · '.join(links)}</p>" if links else "")


def asked(item: Asked) -> Html:
    """The question and its snippet."""
    return rich(item.question) + (code_block(item.snippet.text) if item.snippet is not None else Html())


def said(mistake: str | None, reason: str) -> Html:
    """The reason why an answer is right or wrong, below the name of the mistake that leads to it."""
    return (Html(f"<p><strong>{escape(mistake)}</strong></p>") if mistake else Html()) + rich(reason)


def overall(question: ET.Element, entry: Entry) -> None:
    """Add what Moodle says of a right, a partly right and a wrong answer."""
    texts = {"correctfeedback": "Correct.", "partiallycorrectfeedback": "Partly correct.", "incorrectfeedback": "Not correct."}
    for tag, text in texts.items():
        put(question, tag, Html(f"<p>{text}</p>"), folder=entry.folder)
