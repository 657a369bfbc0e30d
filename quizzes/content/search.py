"""Finds items by what they say, with slips of the pen forgiven. Answers of questions are not searched, so that nothing is given away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from quizzes.content.topic import ITEM_SECTIONS, Topic
from quizzes.markup.pictures import in_words, replaced
from quizzes.models import Asked, Budget, Card, Item, Myth
from quizzes.questions import Problem, Prompt

LEAST = 72.0
"""How like the words asked for an entry has to be, 0 to 100."""

BEGINS, IN_TITLE = 92.0, 6.0
"""The likeness of a word that only begins as asked for, and what a word in the title is worth besides."""

HITS_LIMIT = 20
WORD = re.compile(r"[^\W_]+")
_CODE = re.compile(r"```.*?```|[`*_$#|]", re.DOTALL)


@dataclass(frozen=True)
class Entry:
    """Something that can be found; ``kind`` is the section of the topic that it stands in, ``title`` what is shown of it."""

    topic: str
    kind: str
    id: str
    concept: str
    title: str
    text: str

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(WORD.findall(self.text))

    @cached_property
    def title_words(self) -> frozenset[str]:
        return frozenset(WORD.findall(_plain(self.title)))


def search(words: str, topics: Sequence[Topic], *, limit: int = HITS_LIMIT) -> list[Entry]:
    """The entries that say something like ``words``, best first; empty for less than two letters.

    Each word asked for counts by the word of the entry that it is most like (rapidfuzz's ratio); the mean over all of them decides.
    """
    query_words = [word for word in WORD.findall(_plain(words)) if len(word) > 1]
    if not query_words:
        return []
    entries = [entry for topic in topics for entry in _of_same(_Same(topic))]
    vocabulary = sorted({word for entry in entries for word in entry.words})
    alike = [_likeness(word, vocabulary) for word in query_words]
    scores = [(_score(entry, alike), index) for index, entry in enumerate(entries)]
    best = sorted((pair for pair in scores if pair[0] >= LEAST), key=lambda pair: (-pair[0], pair[1]))
    return [entries[index] for _, index in best[:limit]]


def _likeness(word: str, vocabulary: Sequence[str]) -> Mapping[str, float]:
    """How like that word each word of the vocabulary is; those that are not are left out."""
    from rapidfuzz import fuzz, process

    close = {
        candidate: score for candidate, score, _ in process.extract(word, vocabulary, scorer=fuzz.ratio, limit=None, score_cutoff=LEAST)
    }
    beginnings = {candidate: BEGINS for candidate in vocabulary if len(word) > 2 and candidate.startswith(word) and candidate != word}
    return {candidate: max(close.get(candidate, 0.0), beginnings.get(candidate, 0.0)) for candidate in close.keys() | beginnings.keys()}


def _score(entry: Entry, alike: Sequence[Mapping[str, float]]) -> float:
    total = 0.0
    for scores in alike:
        best = max((scores[word] for word in entry.words & scores.keys()), default=0.0)
        total += best + (IN_TITLE if best and any(scores.get(word, 0.0) == best for word in entry.title_words) else 0.0)
    return total / len(alike)


class _Same:
    """A topic that is equal only to itself: the shelf keeps one until its file changes."""

    def __init__(self, topic: Topic) -> None:
        self.topic = topic

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.topic is self.topic

    def __hash__(self) -> int:
        return id(self.topic)


@lru_cache(maxsize=64)
def _of_same(same: _Same) -> tuple[Entry, ...]:
    return tuple(_of_topic(same.topic))


def _of_topic(topic: Topic) -> Iterator[Entry]:
    names = {concept.id: concept.name for concept in topic.concepts}
    for lesson in topic.lesson:
        for screen in lesson.screens:
            title, screen_text = replaced(screen.says, lambda _: "").strip(), in_words(screen.says)
            text = f"{lesson.title} {screen_text} {screen.ask.question} {names.get(screen.ask.concept, '')}"
            yield Entry(topic.id, "lesson", screen.id, screen.ask.concept, title or lesson.title, _plain(text))
    for section in ITEM_SECTIONS:
        for item in getattr(topic, section):
            title, further_text = _title_and_text(item)
            yield Entry(topic.id, section, item.id, item.concept, title, _plain(f"{title} {further_text} {names.get(item.concept, '')}"))
    for part in topic.cheat_sheet:
        yield Entry(topic.id, "cheat_sheet", part.id, "", part.heading, _plain(f"{part.heading} {part.text}"))


def _title_and_text(item: Item) -> tuple[str, str]:
    """What is shown of an item, and what else is searched."""
    if isinstance(item, Card):
        return item.front, item.back
    if isinstance(item, Prompt):
        return item.prompt, " ".join(point.name for point in item.points)
    if isinstance(item, Myth):
        return item.claim, f"{item.question} {item.said_by.claim if item.said_by is not None else ''}"
    if isinstance(item, Budget):
        return item.title, item.text
    assert isinstance(item, Asked | Problem)
    return item.question, item.snippet.text if item.snippet is not None else ""


def _plain(text: str) -> str:
    """Lower case, without marks of Markdown, on one line."""
    return " ".join(_CODE.sub(" ", text).casefold().split())
