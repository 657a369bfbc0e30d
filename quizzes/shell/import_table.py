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
        former_text = path.read_text(encoding="utf-8") if path.exists() else None
    except OSError as error:
        raise NotImported(f"{error.filename} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise NotImported(f"{path} is not UTF-8.") from None
    record = read_record(record_path(path))
    table_items = read_table(data, name=table.name, citable=NO_FIGURES if former_text is None else citable_in(former_text, record))
    text, added_ids, unchanged, differing = together(former_text, topic_id, table_items, record)
    to_mend = tuple(sorted((*table_items.not_taken, *differing)))
    draft = read_draft(text, relative=Path(f"{topic_id}.yaml"), images=path.parent, labs=labs, record=record) if added_ids else None
    if draft is not None and draft.topic is None:
        problems = "\n".join(map(str, draft.problems(path.as_posix())))
        raise NotImported(f"With these items the topic would not pass, so nothing was written:\n{problems}")
    if added_ids:
        try:
            replace_file(path, text.encode())
        except OSError as error:
            raise NotImported(f"{path} cannot be written: {error.strerror}.") from None
    print(report(table.name, added_ids, unchanged, to_mend))
    if to_mend:
        print("\n".join(map(str, to_mend)), file=sys.stderr)
    return int(bool(to_mend))


def together(
    former_text: str | None, topic_id: str, table_items: Taken, record: Record
) -> tuple[str, tuple[str, ...], tuple[str, ...], tuple[NotTaken, ...]]:
    """The topic's text with the items, what was added, what was there already, and what differs; a new topic where there is none."""
    if former_text is not None:
        return add_items(former_text, table_items, record=record)
    return new_topic_text(topic_id, table_items), tuple(item.id for _, item in table_items.items), (), ()


def report(name: str, added_ids: tuple[str, ...], unchanged: tuple[str, ...], to_mend: tuple[NotTaken, ...]) -> str:
    """``list.csv: 12 items added, 3 already there, 2 things to mend``"""
    items, problems = ("item" if len(added_ids) == 1 else "items"), ("thing" if len(to_mend) == 1 else "things")
    return f"{name}: {len(added_ids)} {items} added, {len(unchanged)} already there, {len(to_mend)} {problems} to mend"
