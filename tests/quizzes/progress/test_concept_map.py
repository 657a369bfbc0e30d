"""The map of concepts: every line leads from what is needed to what needs it, and no two run in one lane."""

from __future__ import annotations

import pytest
from sample_topic import card, topic
from shipped_topic import shipped_topics

from quizzes.content.topic import Topic
from quizzes.progress.concept_map import Row, rows

TOPICS = [*shipped_topics().values()]
every_topic = pytest.mark.parametrize("one", TOPICS, ids=lambda one: one.id)


def followed(drawn: tuple[Row, ...]) -> dict[str, set[str]]:
    """Which concepts the lines of the drawing join to each, found by following each lane down from its node."""
    found: dict[str, set[str]] = {row.concept.id: set() for row in drawn if row.concept is not None}
    for number, row in enumerate(drawn):
        if row.concept is None or not row.goes_on:
            continue
        for below in drawn[number + 1 :]:
            if below.concept is not None and row.lane in below.joins:
                found[below.concept.id].add(row.concept.id)
            if row.lane not in below.passes:
                break
    return found


@every_topic
def test_its_lines_are_the_needs_of_the_topic(one: Topic) -> None:
    drawn = rows(one)
    above: set[str] = set()
    joined = followed(drawn)
    for row in drawn:
        if row.concept is not None:
            needed = {concept for where, concept in row.concept.needed_in(one.id) if where == one.id}
            assert joined[row.concept.id] == needed & above
            above.add(row.concept.id)
    assert above == {concept.id for concept in one.concepts}


@every_topic
def test_a_node_stands_in_no_lane_that_goes_past_it_and_few_lanes_are_enough_for_a_phone(one: Topic) -> None:
    drawn = rows(one)
    for row in drawn:
        assert row.concept is None or row.lane not in row.passes
        assert len(set(row.passes)) == len(row.passes)
    assert max(max((row.lane, *row.joins, *row.passes)) for row in drawn) < 9


@every_topic
def test_what_is_needed_stands_above_inside_a_group(one: Topic) -> None:
    place = {row.concept.id: number for number, row in enumerate(rows(one)) if row.concept is not None}
    by_id = {concept.id: concept for concept in one.concepts}
    for concept in one.concepts:
        for where, need in concept.needed_in(one.id):
            if where == one.id and by_id[need].group == concept.group:
                assert place[need] < place[concept.id]


def test_a_topic_without_needs_is_a_list_in_one_lane() -> None:
    drawn = rows(topic(recall=[card("one")]))
    assert [row.group for row in drawn if row.concept is None] == ["First", "Second"]
    assert {(row.lane, row.joins, row.passes, row.goes_on) for row in drawn} == {(0, (), (), False)}
