"""What shows only when all topics of a folder are seen together: needs that lead from one topic to another.

None of it keeps a topic from students: while another file is being edited, what needs it is served without that need.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from quizzes.content.checks.needs import Key, circles, said
from quizzes.content.draft import Draft
from quizzes.content.source.document import Path, where
from quizzes.content.source.problems import Place, Problem, Refusal
from quizzes.models import Concept
from quizzes.models.suggestions import did_you_mean


@dataclass(frozen=True)
class Need:
    """That ``holder`` needs ``needed``, and where it stands in the file: its place, and what is said there."""

    holder: Key
    needed: Key
    place: Place
    where: str


@dataclass(frozen=True)
class Outline:
    """What other files have to know of one: its topic (empty where it is none), the concepts that can be needed, and what it needs itself.
    ``is_whole`` tells that these are all of its concepts: a header with a fault has none."""

    file: str
    topic: str
    concepts: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    is_whole: bool = True


def outline(draft: Draft, *, file: str, topic: str) -> Outline:
    """The outline of a draft; ``topic`` is the id that its path gives it."""
    if draft.document is None or draft.header is None:
        return Outline(file, topic, is_whole=False)
    concepts = [(path, part) for path, part in draft.entries.get("concepts", ()) if isinstance(part, Concept)]
    needs = [_need(draft, (topic, ""), (needed_topic, ""), ("needs",), index) for index, needed_topic in enumerate(draft.header.needs)]
    for path, concept in concepts:
        needs_of_concept = enumerate(concept.needed_in(topic))
        needs += [_need(draft, (topic, concept.id), key, (*path, "needs"), index) for index, key in needs_of_concept]
    return Outline(file, topic, tuple(concept.id for _, concept in concepts), tuple(needs))


def _need(draft: Draft, holder: Key, key: Key, path: Path, index: int) -> Need:
    assert draft.document is not None
    inner = draft.document.entry(path, index)
    return Need(holder, key, draft.document.place(inner), where(inner))


def across(outlines: Iterable[Outline]) -> tuple[Problem, ...]:
    """Needs of what no topic of the folder has, and circles that lead through more than one file, or from topic to topic."""
    outlines = tuple(outlines)
    return tuple(sorted({*_unknown_needs(outlines), *_circles(outlines)}))


def _unknown_needs(outlines: Sequence[Outline]) -> Iterator[Problem]:
    topics = {outline.topic: outline for outline in outlines if outline.topic}
    for outline in outlines:
        for need in outline.needs:
            topic, concept = need.needed
            needed_topic = topics.get(topic)
            if needed_topic is None:
                yield _problem(outline, need, f"there is no topic {topic!r}", did_you_mean(topic, list(topics)), "unknown-name")
            elif concept and topic != outline.topic and needed_topic.is_whole and concept not in needed_topic.concepts:
                yield _problem(
                    outline, need, f"{topic} has no concept {concept!r}", did_you_mean(concept, needed_topic.concepts), "unknown-name"
                )


def _circles(outlines: Sequence[Outline]) -> Iterator[Problem]:
    edges: dict[Key, list[Key]] = {}
    first_need: dict[tuple[Key, Key], tuple[Outline, Need]] = {}
    for outline in outlines:
        for need in outline.needs:
            edges.setdefault(need.holder, []).append(need.needed)
            first_need.setdefault((need.holder, need.needed), (outline, need))
    for circle in circles(edges):
        inside_one_file = len({topic for topic, _ in circle}) == 1
        if not (inside_one_file and circle[0][1]):  # else the file's own check names it
            outline_of, need = first_need[circle[-2], circle[-1]]
            yield _problem(outline_of, need, said(circle), "take one of these needs out", "circle")


def _problem(outline: Outline, need: Need, wrong: str, allowed: str, code: str) -> Problem:
    return Refusal(need.place, need.where, wrong, allowed, code).in_file(outline.file)
