"""What concepts and topics build on: everything named is there, and nothing needs itself by a way round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from quizzes.content.source.document import Document, Path, where
from quizzes.content.source.problems import Refusal
from quizzes.models import Concept
from quizzes.models.suggestions import did_you_mean

Key = tuple[str, str]
"""Topic id and concept id; the second is empty where the whole topic is meant."""


def need_faults(document: Document, concepts: Sequence[tuple[Path, Concept]], known: Sequence[str] | None) -> Iterator[Refusal]:
    """What is wrong with the needs inside one file; ``known`` are the ids of its concepts, None where they cannot be told."""
    topic = str(document.value.get("id", ""))
    edges: dict[Key, list[Key]] = {}
    paths: dict[tuple[Key, Key], Path] = {}
    for path, concept in concepts:
        holder = (topic, concept.id)
        for index, needed in enumerate(concept.needed_in(topic)):
            inner = document.entry((*path, "needs"), index)
            if needed[0] != topic:
                continue
            if known is not None and needed[1] not in known:
                yield Refusal(
                    document.place(inner), where(inner), f"{needed[1]!r} is not known", did_you_mean(needed[1], known), "unknown-name"
                )
                continue
            edges.setdefault(holder, []).append(needed)
            paths.setdefault((holder, needed), inner)
    for circle in circles(edges):
        inner = paths[circle[-2], circle[-1]]
        yield Refusal(document.place(inner), where(inner), said(circle), "take one of these needs out", "circle")


def said(circle: Sequence[Key]) -> str:
    """A circle with its path, without the topic where all of it lies in one: ``masks needs zeros, which needs masks``."""
    apart = len({topic for topic, _ in circle}) > 1
    names = [f"{topic}/{concept}".rstrip("/") if apart else concept or topic for topic, concept in circle]
    return f"{names[0]} needs {', which needs '.join(names[1:])}"


def circles(edges: Mapping[Key, Iterable[Key]]) -> Iterator[tuple[Key, ...]]:
    """A circle for each need that closes one, in the order of ``edges``: it begins and ends with the same key. None is named twice."""
    done: set[Key] = set()
    for start in edges:
        way: list[Key] = []
        on_way: dict[Key, int] = {}
        ahead = [(start, iter(edges.get(start, ())))] if start not in done else []
        if ahead:
            on_way[start] = 0
            way.append(start)
        while ahead:
            key, needed = ahead[-1]
            following = next(needed, None)
            if following is None:
                ahead.pop()
                done.add(way.pop())
                del on_way[key]
            elif following in on_way:
                yield (*way[on_way[following] :], following)
            elif following not in done:
                on_way[following] = len(way)
                way.append(following)
                ahead.append((following, iter(edges.get(following, ()))))
