"""The shell side: ``python -m quizzes check [FOLDER]`` and ``python -m quizzes export anki TRACK/TOPIC -o FILE``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from optimization.labs import LABS
from quizzes.content.models import SECTIONS, Topic
from quizzes.content.problems import did_you_mean
from quizzes.content.reader import read_folder
from quizzes.environment import read_environment


def check(folder: Path) -> int:
    """Print every problem of the folder and return 1, or what it holds and return 0."""
    reading = read_folder(folder, labs={lab.id: lab.params for lab in LABS.values()})
    if reading.problems:
        for problem in reading.problems:
            print(problem)
        return 1
    for topic in reading.topics.values():
        print(f"{topic.id}: {_counts(topic)}")
    print(f"{len(reading.topics)} topic{'s' if len(reading.topics) != 1 else ''}, no problem found")
    return 0


def export_anki(topic_id: str, output: Path, *, folder: Path) -> int:
    """Write a topic's Anki deck and return 0; say what is wrong on stderr and return 1."""
    from quizzes.exports.anki import deck_bytes, notes

    reading = read_folder(folder, labs={lab.id: lab.params for lab in LABS.values()})
    topic = reading.topics.get(topic_id)
    if topic is None:
        wrong = [str(problem) for problem in reading.problems if f"{topic_id}." in problem.file]
        print("\n".join(wrong) or f"There is no topic {topic_id!r}; {did_you_mean(topic_id, reading.topics)}.", file=sys.stderr)
        return 1
    try:
        output.write_bytes(deck_bytes(topic, folder=(folder / topic.id).parent))
    except OSError as error:
        print(f"{output} cannot be written: {error.strerror}.", file=sys.stderr)
        return 1
    print(f"{output}: {sum(1 for _ in notes(topic))} notes of {topic.title}")
    return 0


def _counts(topic: Topic) -> str:
    return ", ".join(f"{name} {len(getattr(topic, name))}" for name in SECTIONS)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m quizzes", description="Tools for those who write content.")
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="check all topic files of a folder")
    checking.add_argument("folder", nargs="?", type=Path, default=None, help="default: CONTENT_DIR, or content/")
    exporting = commands.add_parser("export", help="write what others can use").add_subparsers(dest="what", required=True)
    deck = exporting.add_parser("anki", help="a topic's cards as an Anki deck")
    deck.add_argument("topic", help="TRACK/TOPIC")
    deck.add_argument("-o", "--output", type=Path, required=True, help="the .apkg file to write")
    given = parser.parse_args(arguments)
    if given.command == "export":
        return export_anki(given.topic, given.output, folder=read_environment().content_dir)
    return check(_relative(given.folder or read_environment().content_dir))


def _relative(folder: Path) -> Path:
    """The folder as seen from here where that is shorter to read and click on."""
    try:
        return folder.resolve().relative_to(Path.cwd())
    except (ValueError, OSError, RuntimeError):  # RuntimeError: a loop of symbolic links, before Python 3.13
        return folder


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        sys.exit(main())
    except BrokenPipeError:
        os._exit(1)
