"""A topic as Moodle XML, which a teacher imports into the question bank of a course (Moodle 4.4 or later; "Get category from file" ticked).

A category a section below ``track / topic``, and the questions in it; what each kind of item becomes is said where it is written.
An item's id is its idnumber, so that a teacher finds it again; its concept and its level are tags. ``try`` stays behind: there is
no lab in Moodle. https://docs.moodle.org/en/Moodle_XML_format
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import unescape

from quizzes.content.topic import ITEM_SECTIONS, Topic
from quizzes.exports.moodle_others import card, problem
from quizzes.models import Asked, Budget, Card, Item, Myth
from quizzes.moodle.frame import Entry
from quizzes.moodle.html import Html, leaf, named, plain, put
from quizzes.questions import Problem, kind_of
from quizzes.sessions.register import BY_SECTION
from quizzes.variants import draws, resolve_draw

Writer = Callable[[Any, Entry], ET.Element]

ITEM_WRITERS: Mapping[type[Item], Writer] = {Card: card, Problem: problem}
"""Class of an item that is of no question type of its own -> what writes it."""

WITHOUT: Mapping[type[Item], str] = {
    Myth: "a lab run decides the bet, and Moodle runs no lab",
    Budget: "a network is pruned and quantized until it meets the budget, and Moodle runs no lab",
}
"""Class of an item -> why it cannot be taken over."""

INSTANCES = 5
"""Most instances of one variant."""

VARIANT_INFO = "Instances of one question with other figures: add a random question from this category to a quiz."

_TEXT = re.compile(r"<text>([^<]*&[^<]*)</text>")
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def moodle_xml(topic: Topic, *, folder: Path) -> bytes:
    """The ``<quiz>`` of a topic, UTF-8; the same topic gives the same bytes. ``folder`` is where its pictures are (that of its file)."""
    sources = {source.id: source for source in topic.sources}
    quiz = ET.Element("quiz")
    for section, mode in BY_SECTION.items():
        path = (topic.track, topic.title, mode.title)  # the name that students read in the app
        items: list[Any] = [item for item in getattr(topic, section) if isinstance(item, Item) and not isinstance(_writer(item), str)]
        fixed = [item for item in items if not _is_variant(item)]
        if fixed:
            quiz.append(_category(path))
        for item in fixed:
            quiz.append(_element_of(item, Entry(item.id, name_of(item), sources, folder)))
        for item in filter(_is_variant, items):
            quiz.append(_category((*path, item.id), info=VARIANT_INFO))
            for number, instance in enumerate(instances(item), start=1):
                entry = Entry(f"{item.id}-{number}", f"{name_of(instance)} ({number})", sources, folder)
                quiz.append(_element_of(instance, entry))
    return _document(quiz)


def _is_variant(item: Item) -> bool:
    return isinstance(item, Asked) and bool(item.inputs)


def left_out(topic: Topic) -> tuple[tuple[str, str], ...]:
    """Id and reason of each item that has no place in Moodle, in the order of the file; a lesson and the cheat sheet count as one each."""
    left_out_items = (
        [("lesson", "its questions are about what is read just before them; the other sections ask for it")] if topic.lesson else []
    )
    items = [item for section in ITEM_SECTIONS for item in topic.items_of(section)]
    left_out_items += [(item.id, writer) for item in items if isinstance(writer := _writer(item), str)]
    if topic.cheat_sheet:
        left_out_items.append(("cheat_sheet", "it asks nothing; print it, or put it into Moodle as a page"))
    return tuple(left_out_items)


def _writer(item: Item) -> Writer | str:
    """What writes the item, or why nothing does."""
    if type(item) in ITEM_WRITERS:
        return ITEM_WRITERS[type(item)]
    kind = kind_of(item)
    return kind.moodle if kind is not None else WITHOUT.get(type(item), "Moodle has no question type like it")


def _element_of(item: Item, entry: Entry) -> ET.Element:
    writer = _writer(item)
    assert not isinstance(writer, str)
    return writer(item, entry)


def name_of(item: Item) -> str:
    """What a teacher reads in the question bank: the beginning of what is asked, or the id where that has no words."""
    first = next((str(getattr(item, field)) for field in ("question", "prompt", "front") if hasattr(item, field)), "")
    kind = kind_of(item)
    if kind is not None and kind.text is not None:
        first += f"\n\n{kind.text(item)}"
    return plain(first) or item.id


def instances(item: Asked) -> Iterator[Asked]:
    """Up to INSTANCES questions with other figures, always the same ones, spread over the list of the item's draws."""
    every = draws(item)
    places = range(len(every)) if len(every) <= INSTANCES else [round(n * (len(every) - 1) / (INSTANCES - 1)) for n in range(INSTANCES)]
    for place in places:
        yield resolve_draw(item, every[place])


def _category(names: Sequence[str], *, info: str = "") -> ET.Element:
    """The dummy question that says where the ones below it go. In a name a slash is doubled, because one parts names."""
    category = ET.Element("question", type="category")
    path = "/".join(["$course$", "top", *(_escaped(named(name)) for name in names)])
    leaf(ET.SubElement(category, "category"), "text", path)
    if info:
        put(category, "info", Html(f"<p>{info}</p>"), folder=Path())
    return category


def _escaped(name: str) -> str:
    doubled = name.replace("/", "//")
    return (" " if doubled.startswith("/") else "") + doubled + (" " if doubled.endswith("/") else "")


def _document(quiz: ET.Element) -> bytes:
    """UTF-8 with texts in CDATA where they hold markup, as Moodle writes them itself, and without what XML cannot hold."""
    ET.indent(quiz)
    document = _TEXT.sub(lambda match: f"<text>{_cdata(unescape(match[1]))}</text>", ET.tostring(quiz, encoding="unicode"))
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + _NOT_IN_XML.sub("\ufffd", document) + "\n").encode()


def _cdata(text: str) -> str:
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"
