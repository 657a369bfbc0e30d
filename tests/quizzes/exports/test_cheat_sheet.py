"""The cheat sheet as a file: whole and inside itself, with the day and a version that changes with what it says."""

from __future__ import annotations

import re
from datetime import date

import pytest
from shipped_topic import CONTENT, shipped_topics

from quizzes.content.topic import Topic
from quizzes.exports.cheat_sheet import sheet_html
from quizzes.exports.sheet_version import version

TOPICS = shipped_topics()


@pytest.fixture(params=TOPICS)
def topic(request: pytest.FixtureRequest) -> Topic:
    return TOPICS[request.param]


def sheet(topic: Topic) -> str:
    return sheet_html(topic, folder=CONTENT / "computer-vision", day=date(2026, 3, 1)).decode()


def test_every_section_is_on_it_and_nothing_to_press(topic: Topic) -> None:
    text = sheet(topic)
    for section in topic.cheat_sheet:
        assert f'<section id="{section.id}">' in text
    assert "<button" not in text
    assert "<script" not in text


def test_it_loads_nothing_from_anywhere(topic: Topic) -> None:
    assert not re.findall(r"(?:src|href)=\"(?!data:)[^\"]*\"|url\(|@import", sheet(topic))


def test_it_names_the_topic_the_day_and_the_version(topic: Topic) -> None:
    text = sheet(topic)
    assert f"1 Mar 2026 · version {version(topic)}" in text
    assert re.fullmatch(r"[0-9a-f]{8}", version(topic))


def test_the_version_changes_with_the_sheet_and_with_nothing_else(topic: Topic) -> None:
    first, *others = topic.cheat_sheet
    changed = topic.model_copy(update={"cheat_sheet": (first.model_copy(update={"text": first.text + " So."}), *others)})
    assert version(changed) != version(topic)
    assert version(topic.model_copy(update={"summary": "Another."})) == version(topic)


def test_a_number_and_its_unit_stay_on_one_line(topic: Topic) -> None:
    text = re.sub(r"<(style|code|pre|math)\b.*?</\1>|<[^>]+>", "", sheet(topic), flags=re.DOTALL)
    assert re.search(r"\d\N{NO-BREAK SPACE}%", text)
    assert not re.findall(r"\d (?:%|(?:kB|MB|points?|bits?|bytes?)\b)", text)
