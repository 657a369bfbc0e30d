"""``export``: a topic in the formats that others read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from quizzes.content.reader import read_folder
from quizzes.content.topic import ITEM_SECTIONS, Topic
from quizzes.errors import QuizError
from quizzes.models.labs import Labs
from quizzes.models.suggestions import did_you_mean


class NoSuchTopic(QuizError):
    """The topic cannot be exported; the text says why, with the problems of its file where there are some."""


def exported(form: str, topic_id: str, *, folder: Path, labs: Labs) -> tuple[bytes, str]:
    """The file's bytes, and what it holds in a few words. Raises NoSuchTopic."""
    reading = read_folder(folder, labs=labs)
    topic = reading.topics.get(topic_id)
    if topic is None:
        wrong = [str(problem) for problem in reading.problems if f"{topic_id}." in problem.file]
        raise NoSuchTopic("\n".join(wrong) or f"There is no topic {topic_id!r}; {did_you_mean(topic_id, reading.topics)}.")
    return EXPORTS[form](topic, (folder / topic.id).parent)


def _anki(topic: Topic, pictures: Path) -> tuple[bytes, str]:
    from quizzes.exports.anki import deck_bytes, notes

    count, items = sum(1 for _ in notes(topic)), _practised(topic)
    kinds = "cards and quick-check questions with one right choice and fixed figures"
    return deck_bytes(topic, folder=pictures), f"{count} notes of {topic.title}: of its {items} items the {kinds}"


def _moodle(topic: Topic, pictures: Path) -> tuple[bytes, str]:
    from quizzes.exports.moodle import left_out, moodle_xml

    items_left_out = left_out(topic)
    without = [f"  without {item}: {reason}" for item, reason in items_left_out]
    return moodle_xml(topic, folder=pictures), "\n".join([topic.title, *without])


def _practised(topic: Topic) -> int:
    """How many items there are besides the questions of its lesson, which no table or deck holds."""
    return sum(len(topic.items_of(section)) for section in ITEM_SECTIONS)


def _csv(topic: Topic, pictures: Path) -> tuple[bytes, str]:
    from quizzes.exports.items_csv import items_csv

    return items_csv(topic).encode("utf-8-sig"), f"{_practised(topic)} items of {topic.title}"


def _sheet(topic: Topic, pictures: Path) -> tuple[bytes, str]:
    from quizzes.exports.cheat_sheet import sheet_html

    if not topic.cheat_sheet:
        raise NoSuchTopic(f"{topic.id} has no cheat sheet: it has no section “cheat_sheet:”.")
    return sheet_html(topic, folder=pictures, day=date.today()), f"{len(topic.cheat_sheet)} sections of {topic.title}"


EXPORTS: Mapping[str, Callable[[Topic, Path], tuple[bytes, str]]] = {"anki": _anki, "moodle": _moodle, "csv": _csv, "cheat-sheet": _sheet}
"""Name -> what makes the bytes of (topic, folder of its pictures), and says what they hold."""

ENDINGS: Mapping[str, str] = {"anki": "apkg", "moodle": "xml", "csv": "csv", "cheat-sheet": "html"}
"""Name -> how such a file is called."""
