"""``new``: a commented starter file that passes ``check``, and the schema that editors check it by."""

from __future__ import annotations

import re
from pathlib import Path

from quizzes.authoring.desk import NotWritten
from quizzes.content.schema import FILE_NAME, schema_text
from quizzes.content.starter import starter
from quizzes.models.fields import ID_PATTERN
from quizzes.models.labs import Labs, offered


def new_topic(topic_id: str, *, folder: Path, labs: Labs) -> Path:
    """Write the starter of a topic and, where it is missing, the schema; return the topic's path. Raises NotWritten."""
    check_topic_id(topic_id)
    path = folder / f"{topic_id}.yaml"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(starter(topic_id, lab_ids=offered(labs)))
        if not (folder / FILE_NAME).exists():
            (folder / FILE_NAME).write_text(schema_text(labs), encoding="utf-8")
    except FileExistsError:
        raise NotWritten(f"{path} is already there; nothing was changed.") from None
    except OSError as error:
        raise NotWritten(f"{path} cannot be written: {error.strerror}.") from None
    return path


def check_topic_id(topic_id: str) -> None:
    """Raises NotWritten where it is none."""
    if not re.fullmatch(rf"{ID_PATTERN}/{ID_PATTERN}", topic_id):
        raise NotWritten(f"{topic_id!r} is not TRACK/TOPIC: two names of lower-case letters a-z, digits and hyphens.")
