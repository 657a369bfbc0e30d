"""The map of a topic's concepts: how well each is known, what it builds on, and the way to its cards or its part of the lesson."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

from quizzes.content.topic import Topic
from quizzes.models import Concept
from quizzes.progress import concept_map
from quizzes.schedule.mastery import LEVELS, Mastery
from quizzes.sessions import lesson
from quizzes.sessions.lesson import Standing
from views.components import concept_map as drawing
from views.page import keyed, pages
from views.page.services import services

SIGNS = {"unseen": "○", "begun": "◔", "shaky": "△", "solid": "◕", "mastered": "●"}
COLOURS = {"unseen": "gray", "begun": "blue", "shaky": "orange", "solid": "green", "mastered": "violet"}
# A level is told by its sign and its word; the colour only helps. (A bare text would be shown on the page.)


def counts(levels: Mapping[str, Mastery]) -> str:
    """How many concepts stand at each level, the best first: ``● 2 · ○ 12``."""
    found = Counter(one.level for one in levels.values())
    return " · ".join(f":{COLOURS[level]}[{SIGNS[level]}]\N{NO-BREAK SPACE}{found[level]}" for level in reversed(LEVELS) if found[level])


def legend() -> str:
    """The signs with their words."""
    return " · ".join(f":{COLOURS[level]}[{SIGNS[level]}]\N{NO-BREAK SPACE}{level}" for level in LEVELS)


def draw(topic: Topic, levels: Mapping[str, Mastery], parts: Sequence[Standing]) -> None:
    """The map, closed at first; ``parts`` say how far the visitor is with the lesson."""
    with st.expander(f"**Map of its {len(topic.concepts)} concepts** · {counts(levels)}", key=keyed.by_id("concepts", topic.id)):
        st.caption(f"{legend()}. Lines lead from a concept to those that build on it.")
        key = keyed.by_id("drawn-map", topic.id)
        followed = drawing.draw(concept_map.rows(topic), lambda one: _told(topic.concept(one), topic, levels, parts), key=key)
    if followed is not None and followed in {concept.id for concept in topic.concepts}:
        page, query = way_to(followed, topic, levels, parts)
        st.switch_page(pages.file(page), query_params=query)


def way_to(concept: str, topic: Topic, levels: Mapping[str, Mastery], parts: Sequence[Standing]) -> tuple[str, dict[str, str]]:
    """The part of the lesson that teaches a concept of which nothing was seen yet, else its cards."""
    part = next((one.part for one in parts if concept in one.part.concepts and not one.is_done), None)
    if part is not None and (concept not in levels or levels[concept].level == "unseen"):
        return "lesson", {"topic": topic.id, lesson.PART: part.id}
    return "recall", {"topic": topic.id, "deck": f"concepts:{concept}"}


def _told(concept: Concept, topic: Topic, levels: Mapping[str, Mastery], parts: Sequence[Standing]) -> drawing.Told:
    reached = levels.get(concept.id)
    level = reached.level if reached is not None else "unseen"
    seen = f", {reached.met} of {reached.of}" if reached is not None and reached.met else ""
    page, query = way_to(concept.id, topic, levels, parts)
    names = _needed(concept, topic)
    needs = f", builds on {', '.join(names)}" if names else ""
    return {"level": level, "text": f"{SIGNS[level]} {level}{seen}", "needs": needs, "page": pages.PAGES[page].address, "query": query}


def _needed(concept: Concept, topic: Topic) -> Sequence[str]:
    """The names of what it builds on; what lies in a topic that is not there is left out."""
    by_id = {one.id: one for one in services().shelf.look().topics} | {topic.id: topic}
    named = ((other, name) for other, name in concept.needed_in(topic.id) if other in by_id)
    return [one.name for other, name in named for one in by_id[other].concepts if one.id == name]
