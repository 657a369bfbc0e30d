"""A topic's cards and quick-check questions as an Anki deck (``.apkg``).

A note's guid comes from its id, and for a renamed one from the oldest id it had: a second export updates notes and doubles none. genanki is
imported where a deck is made. https://github.com/kerrickstaley/genanki
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any

from quizzes.content.topic import Topic
from quizzes.markup.explorables import stilled
from quizzes.markup.html import html
from quizzes.markup.pictures import is_beside, pictures
from quizzes.models import Asked, Card, Item
from quizzes.questions import grade, has_shape, options
from quizzes.questions.answers import Answer, PickOne

CSS = """
.card {font-family: Georgia, serif; font-size: 19px; line-height: 1.45; max-width: 42em; margin: 0 auto; text-align: left}
.source {font-size: 13px; opacity: .7; margin-top: 1em}
pre {background: rgba(127, 127, 127, .14); padding: .6em; overflow-x: auto; font-size: 15px}
table {border-collapse: collapse} td, th {border: 1px solid rgba(127, 127, 127, .5); padding: .2em .5em}
img {max-width: 100%}
"""


@dataclass(frozen=True)
class Note:
    """``front`` and ``back`` are HTML, ``tags`` hold no space."""

    guid: str
    front: str
    back: str
    tags: tuple[str, ...]


def notes(topic: Topic) -> Iterator[Note]:
    """Every recall card, and every quick-check question of which one choice is right and that draws no figures."""
    for item in (*topic.recall, *topic.quick_check):
        faces = _faces(item)
        if faces is not None:
            yield _note(item, topic, *faces)


def _faces(item: Item) -> tuple[str, str] | None:
    """Front and back in Markdown; None where the item is no note."""
    if isinstance(item, Card):
        return item.front, item.back
    if not has_shape(item, PickOne) or item.inputs:
        return None
    right = grade(item, Answer())
    return _asked(item), f"**{right.right_text}**\n\n{right.reasons[0].why}"


def _note(item: Item, topic: Topic, front: str, back: str) -> Note:
    level = str(getattr(item, "level", ""))
    titles = {source.id: source.title for source in topic.sources}
    sources = escape(" · ".join(titles[source] for source in item.source if source in titles))

    def packed(path: str) -> str:
        return media_name(topic, path)

    source_line = f'<div class="source">{sources}</div>' if sources else ""
    tags = (f"concept::{item.concept}", f"level::{level}")
    return Note(guid(topic, item), html(front, image=packed), html(back, image=packed) + source_line, tags)


def _asked(question: Asked) -> str:
    code = f"\n\n```python\n{question.snippet.text.rstrip()}\n```" if question.snippet is not None else ""
    return f"{question.question}{code}\n\n" + "\n".join(f"- {text}" for text in options(question).values())


def guid(topic: Topic, item: Item) -> str:
    """Fixed for good: from the topic's id and the oldest id of the item."""
    oldest = item.was[0] if item.was else item.id
    return hashlib.sha256(f"featherweight:{topic.id}/{oldest}".encode()).hexdigest()[:20]


def media_name(topic: Topic, path: str) -> str:
    """Anki keeps all pictures in one folder, so a name tells its topic and, by a hash, its place there; it holds no sign that an address
    would write otherwise."""
    name, digest = PurePosixPath(path), hashlib.sha256(path.encode()).hexdigest()[:8]
    return f"featherweight-{topic.id.replace('/', '-')}-{re.sub(r'[^A-Za-z0-9_-]+', '-', name.stem)}-{digest}{name.suffix.lower()}"


def _number(name: str) -> int:
    """A stable id for a deck or a kind of note."""
    return int(hashlib.sha256(f"featherweight:{name}".encode()).hexdigest()[:7], 16) + (1 << 30)


def deck_bytes(topic: Topic, *, folder: Path, written_at: float | None = None) -> bytes:
    """The ``.apkg`` of a topic; ``folder`` is where its pictures are found (that of the topic's file).

    ``written_at`` (seconds since 1970, default: now) is what Anki goes by when it decides which of two versions is newer.
    """
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "deck.apkg"
        _package(topic, folder=folder, temporary=Path(temporary)).write_to_file(str(path), timestamp=written_at)
        return path.read_bytes()


def _package(topic: Topic, *, folder: Path, temporary: Path) -> Any:
    import genanki  # slow to import, and only whoever exports needs it

    fields = [{"name": "Front"}, {"name": "Back"}]
    faces = [{"name": "Card", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"}]
    model = genanki.Model(_number("note"), "Featherweight", fields=fields, templates=faces, css=CSS)
    deck = genanki.Deck(_number(f"deck:{topic.id}"), f"{topic.track}::{topic.title}")
    for note in notes(topic):
        deck.add_note(genanki.Note(model=model, fields=[note.front, note.back], guid=note.guid, tags=list(note.tags)))
    package = genanki.Package(deck)
    package.media_files = [str(path) for path in _pictures(topic, folder, temporary)]
    return package


def _pictures(topic: Topic, folder: Path, temporary: Path) -> Iterator[Path]:
    """The pictures that the notes show, copied under the names they are packed with."""
    texts = [text for item in (*topic.recall, *topic.quick_check) for text in _faces(item) or ()]
    for path in dict.fromkeys(picture.file for text in texts for picture in pictures(stilled(text)) if is_beside(picture.file)):
        if (folder / path).is_file():
            copy = temporary / media_name(topic, path)
            copy.write_bytes((folder / path).read_bytes())
            yield copy
