"""What concepts and topics build on: everything named is there, and nothing needs itself by a way round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from quizzes.content.source.document import Document, Path, where
from quizzes.content.source.problems import Refusal
from quizzes.models import Concept
from quizzes.models.suggestions import did_you_mean

Key = tuple[str, str]
"""Topic id and concept id; the second is empty where the whole topic is meant."""


def need_faults(document: Document, concepts: Sequence[tuple[Path, Concept]], concept_ids: Sequence[str] | None) -> Iterator[Refusal]:
    """What is wrong with the needs inside one file; ``concept_ids`` are the ids of its concepts, None where they cannot be told."""
    topic = str(document.value.get("id", ""))
    edges: dict[Key, list[Key]] = {}
    paths: dict[tuple[Key, Key], Path] = {}
    for path, concept in concepts:
        holder = (topic, concept.id)
        for index, key in enumerate(concept.needed_in(topic)):
            inner = document.entry((*path, "needs"), index)
            if key[0] != topic:
                continue
            if concept_ids is not None and key[1] not in concept_ids:
                yield Refusal(
                    document.place(inner), where(inner), f"{key[1]!r} is not known", did_you_mean(key[1], concept_ids), "unknown-name"
                )
                continue
            edges.setdefault(holder, []).append(key)
            paths.setdefault((holder, key), inner)
    for circle in circles(edges):
        inner = paths[circle[-2], circle[-1]]
        yield Refusal(document.place(inner), where(inner), said(circle), "take one of these needs out", "circle")


def said(circle: Sequence[Key]) -> str:
    """A circle with its path, without the topic where all of it lies in one: ``masks needs zeros, which needs masks``."""
    is_across_topics = len({topic for topic, _ in circle}) > 1
    names = [f"{topic}/{concept}".rstrip("/") if is_across_topics else concept or topic for topic, concept in circle]
    return f"{names[0]} needs {', which needs '.join(names[1:])}"


def circles(edges: Mapping[Key, Iterable[Key]]) -> Iterator[tuple[Key, ...]]:
    """A circle for each need that closes one, in the order of ``edges``: it begins and ends with the same key. None is named twice."""
    finished: set[Key] = set()
    for start in edges:
        way: list[Key] = []
        on_way: dict[Key, int] = {}
        stack = [(start, iter(edges.get(start, ())))] if start not in finished else []
        if stack:
            on_way[start] = 0
            way.append(start)
        while stack:
            key, needs = stack[-1]
            successor = next(needs, None)
            if successor is None:
                stack.pop()
                finished.add(way.pop())
                del on_way[key]
            elif successor in on_way:
                yield (*way[on_way[successor] :], successor)
            elif successor not in finished:
                on_way[successor] = len(way)
                way.append(successor)
                stack.append((successor, iter(edges.get(successor, ()))))
