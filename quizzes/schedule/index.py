"""What the schedule has to know of the items that the topics hold now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from quizzes.content.topic import Topic
from quizzes.models import Asked, Item
from quizzes.questions import KINDS, Prompt
from quizzes.schedule.confusions import Confusions, confusions_of
from quizzes.schedule.lessons import Taught
from quizzes.schedule.needs import Key, Needs, needs_of


class Asking(Protocol):
    """What the schedule has to know of a mode: which section's items it asks, how long one usually takes, whether its new items are brought
    in day by day (others enter once they were met in their own mode), whether they come due by themselves, and whether its items teach, so
    that an answer is a first meeting and no rating."""

    @property
    def id(self) -> str: ...
    @property
    def section(self) -> str | None: ...
    @property
    def seconds(self) -> float: ...
    @property
    def planned(self) -> bool: ...
    @property
    def comes_due(self) -> bool: ...
    @property
    def teaches(self) -> bool: ...


AnyAsking = TypeVar("AnyAsking", bound=Asking)


@dataclass(frozen=True, slots=True)
class Entry:
    """``item`` is the full id ``track/topic/item``; ``guessable`` where a right answer may be luck; ``seconds``, ``planned``,
    ``comes_due`` and ``teaches`` are those of the mode that asks it; ``points`` of an explanation."""

    item: str
    topic: str
    concept: str
    mode: str
    guessable: bool
    seconds: float
    planned: bool = False
    comes_due: bool = True
    points: int = 0
    teaches: bool = False

    @property
    def key(self) -> Key:
        """Its concept, told from those of other topics."""
        return (self.topic, self.concept)


@dataclass(frozen=True)
class Index:
    """``entries`` by full id, in the order of topics and files; ``current`` maps every full id that an item has or had to its id now;
    ``needs`` says which concepts build on which, ``confusions`` which are mixed up with which, ``lessons`` maps the full id of each screen
    to the part of a lesson that it stands in."""

    entries: Mapping[str, Entry]
    current: Mapping[str, str]
    needs: Needs = field(default_factory=dict)
    lessons: Mapping[str, Taught] = field(default_factory=dict)
    confusions: Confusions = field(default_factory=dict)


def index(topics: Iterable[Topic], modes: Iterable[Asking]) -> Index:
    """The index of all items that one of the modes asks. Where two ask those of one section, they are the first one's."""
    asking = by_section(modes)
    topics = tuple(topics)
    entries: dict[str, Entry] = {}
    current: dict[str, str] = {}
    lessons: dict[str, Taught] = {}
    for topic in topics:
        for section, mode in asking.items():
            for item in topic.items_of(section):
                full = f"{topic.id}/{item.id}"
                entries[full] = _entry(topic, item, mode)
                current |= dict.fromkeys((f"{topic.id}/{old}" for old in item.was), full) | {full: full}
        for taught in _lesson(topic):
            lessons |= dict.fromkeys(taught.screens, taught)
    return Index(entries, current, needs_of(topics), lessons, confusions_of(topics))


def _lesson(topic: Topic) -> Iterator[Taught]:
    """The parts of the topic's lesson."""
    for part in topic.lesson:
        screens = (f"{topic.id}/{question.id}" for question in part.questions)
        cards = (f"{topic.id}/{card.id}" for card in topic.recall if card.concept in part.concepts)
        yield Taught(topic.id, tuple(screens), part.concepts, tuple(cards))


def by_section(modes: Iterable[AnyAsking]) -> dict[str, AnyAsking]:
    """Section of a topic file -> the mode that asks its items, in order of the modes; where two ask those of one, the first."""
    modes_by_section: dict[str, AnyAsking] = {}
    for mode in modes:
        if mode.section is not None:
            modes_by_section.setdefault(mode.section, mode)
    return modes_by_section


def _entry(topic: Topic, item: Item, mode: Asking) -> Entry:
    return Entry(
        f"{topic.id}/{item.id}",
        topic.id,
        item.concept,
        mode.id,
        _guessable(item),
        seconds=mode.seconds,
        planned=mode.planned,
        comes_due=mode.comes_due,
        points=_points(item),
        teaches=mode.teaches,
    )


class Newest:
    """The index of the topics that were asked for last: the same object as long as they are the same objects."""

    def __init__(self, modes: Iterable[Asking]) -> None:
        self._modes = tuple(modes)
        self._held: tuple[tuple[Topic, ...], Index] | None = None

    def of(self, topics: Sequence[Topic]) -> Index:
        """The index of these topics."""
        with_topics = self._held
        if (
            with_topics is None
            or len(with_topics[0]) != len(topics)
            or any(former is not topic for former, topic in zip(with_topics[0], topics, strict=True))
        ):
            with_topics = self._held = (tuple(topics), index(topics, self._modes))
        return with_topics[1]


def _guessable(item: Item) -> bool:
    return KINDS[item.type].guessable if isinstance(item, Asked) else False


def _points(item: Item) -> int:
    return len(item.points) if isinstance(item, Prompt) else 0
