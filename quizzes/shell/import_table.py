"""``import``: the items of a CSV or TSV file into a topic, with a report of what could not be taken over."""

from __future__ import annotations

import sys
from pathlib import Path

from quizzes.atomic import replace_file
from quizzes.content.draft import read_draft
from quizzes.errors import QuizError
from quizzes.figures.record import Record, read_record, record_path
from quizzes.imports.into_topic import add_items, citable_in, new_topic_text
from quizzes.imports.table import NO_FIGURES, NotTaken, Taken, read_table
from quizzes.models.labs import Labs
from quizzes.shell.new import check_topic_id


class NotImported(QuizError):
    """Nothing was written; the text says why."""


def import_table(table: Path, topic_id: str, *, folder: Path, labs: Labs) -> int:
    """Add what can be taken over, print what was added and what was not; 0 where all of it was taken. Raises NotImported, NotWritten."""
    check_topic_id(topic_id)
    path = folder / f"{topic_id}.yaml"
    try:
        data = table.read_bytes()
        before = path.read_text(encoding="utf-8") if path.exists() else None
    except OSError as error:
        raise NotImported(f"{error.filename} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise NotImported(f"{path} is not UTF-8.") from None
    record = read_record(record_path(path))
    taken = read_table(data, name=table.name, citable=NO_FIGURES if before is None else citable_in(before, record))
    text, added, unchanged, differing = together(before, topic_id, taken, record)
    left = tuple(sorted((*taken.not_taken, *differing)))
    draft = read_draft(text, relative=Path(f"{topic_id}.yaml"), images=path.parent, labs=labs, record=record) if added else None
    if draft is not None and draft.topic is None:
        problems = "\n".join(map(str, draft.problems(path.as_posix())))
        raise NotImported(f"With these items the topic would not pass, so nothing was written:\n{problems}")
    if added:
        try:
            replace_file(path, text.encode())
        except OSError as error:
            raise NotImported(f"{path} cannot be written: {error.strerror}.") from None
    print(report(table.name, added, unchanged, left))
    if left:
        print("\n".join(map(str, left)), file=sys.stderr)
    return int(bool(left))


def together(
    before: str | None, topic_id: str, taken: Taken, record: Record
) -> tuple[str, tuple[str, ...], tuple[str, ...], tuple[NotTaken, ...]]:
    """The topic's text with the items, what was added, what was there already, and what differs; a new topic where there is none."""
    if before is not None:
        return add_items(before, taken, record=record)
    return new_topic_text(topic_id, taken), tuple(item.id for _, item in taken.items), (), ()


def report(name: str, added: tuple[str, ...], unchanged: tuple[str, ...], left: tuple[NotTaken, ...]) -> str:
    """``list.csv: 12 items added, 3 already there, 2 things to mend``"""
    items, things = ("item" if len(added) == 1 else "items"), ("thing" if len(left) == 1 else "things")
    return f"{name}: {len(added)} {items} added, {len(unchanged)} already there, {len(left)} {things} to mend"
