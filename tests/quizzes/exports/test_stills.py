"""Where nothing can be moved, no export shows the YAML of a block: its picture goes along with the file, or its sentence stands there."""

from __future__ import annotations

from datetime import date

import pytest
from shipped_topic import CONTENT, shipped_topic

from quizzes.content.topic import Topic
from quizzes.exports.anki import media_name, notes
from quizzes.exports.cheat_sheet import sheet_html
from quizzes.exports.moodle import moodle_xml

FOLDER = CONTENT / "computer-vision"
STILL, SAYS = "pictures/threshold.svg", "WORDS-IN-ITS-PLACE"
SPOKEN = f"```explore\nkind: weights\nsays: {SAYS}\n```"
PICTURED = f"```explore\nkind: weights\nsays: Look.\nstill: '![A heap]({STILL})'\n```"


@pytest.fixture(scope="module")
def topic() -> Topic:
    """The first topic, with a block in a reason and one in its cheat sheet."""
    whole = shipped_topic()
    first = whole.quick_check[0]
    choices = [one.model_copy(update={"why": f"Before.\n\n{PICTURED}\n\n{SPOKEN}"}) for one in first.choices]  # type: ignore[attr-defined]
    asked = first.model_copy(update={"choices": tuple(choices)})
    section = whole.cheat_sheet[0].model_copy(update={"text": f"Before.\n\n{PICTURED}\n\n{SPOKEN}"})
    return whole.model_copy(update={"quick_check": (asked,), "cheat_sheet": (section,)})


def is_clean(text: str) -> bool:
    return "kind: " not in text and "```explore" not in text and "language-explore" not in text


def test_an_anki_deck_shows_the_picture_or_the_sentence(topic: Topic) -> None:
    made = [f"{note.front}{note.back}" for note in notes(topic)]
    assert all(is_clean(text) for text in made)
    assert media_name(topic, STILL) in made[-1]
    assert f"<em>{SAYS}</em>" in made[-1]


def test_a_moodle_file_packs_the_picture(topic: Topic) -> None:
    text = moodle_xml(topic, folder=FOLDER).decode()
    assert is_clean(text)
    assert SAYS in text
    assert f"@@PLUGINFILE@@/{STILL}" in text
    assert '<file name="threshold.svg"' in text


def test_a_printed_sheet_holds_the_picture(topic: Topic) -> None:
    text = sheet_html(topic, folder=FOLDER, day=date(2026, 12, 1)).decode()
    assert is_clean(text)
    assert f"<em>{SAYS}</em>" in text
    assert "data:image/svg+xml;base64," in text
