"""Where topic files are written: a text becomes a draft at once, and the file only when it passes and nobody else has changed it."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from quizzes import private
from quizzes.atomic import replace_file
from quizzes.authoring.programs import new_programs
from quizzes.content.draft import Draft, read_draft
from quizzes.content.reader import read_terms_file, topic_paths
from quizzes.content.source.document import SIZE_LIMIT_BYTES, Unreadable, decode
from quizzes.content.topic import Topic
from quizzes.errors import QuizError
from quizzes.figures.record import read_record, record_path
from quizzes.models.fields import ID_PATTERN
from quizzes.models.labs import Labs, offered
from quizzes.models.terms import Terms

NO_FILE = ""
"""The version of a file that is not there yet."""


class AuthoringError(QuizError):
    """Base of what can go wrong at the desk; the text is a full sentence, and nothing was lost."""


class NotATopic(AuthoringError):
    """The id is none, or there is no such file."""


class NotWritten(AuthoringError):
    """A file cannot be read or written; the text says which and why."""


class NotFit(AuthoringError):
    """The text does not pass, so students must not see it."""


class Changed(AuthoringError):
    """The file, or the draft, changed since the text was taken from it.

    ``difference`` is from what is there now to the text, ``version`` that of what is there now.
    """

    def __init__(self, sentence: str, *, difference: str, version: str, is_draft: bool = False) -> None:
        super().__init__(sentence)
        self.difference = difference
        self.version = version
        self.is_draft = is_draft


@dataclass(frozen=True)
class Sheet:
    """A topic file as it lies on the desk.

    ``text`` has plain line ends; ``version`` is the file's when the text was taken from it, ``draft_version`` that of the draft that it
    last was.
    """

    topic_id: str
    text: str
    version: str
    is_draft: bool = False
    draft_version: str = NO_FILE
    newline: str = "\n"
    mark: str = ""
    """The byte order mark, where the file has one."""

    @property
    def data(self) -> bytes:
        """The bytes that the file would hold."""
        return (self.mark + self.text.replace("\n", self.newline)).encode()


class Desk:
    """Topic files of one folder, with drafts in another. Safe to share between threads."""

    def __init__(self, folder: Path, drafts: Path, *, labs: Labs, programs: bool = True) -> None:
        """``programs``: whether programs may be written here; else those of the files stay as they are."""
        self._folder = folder
        self._drafts = drafts
        self._labs = labs
        self._programs = programs
        self._lock = threading.Lock()

    def topics(self) -> list[str]:
        """The ids of all topic files and drafts, whether they pass or not."""
        ids = {path.relative_to(self._folder).with_suffix("").as_posix() for path in topic_paths(self._folder) if path.suffix == ".yaml"}
        ids |= {path.relative_to(self._drafts).with_suffix("").as_posix() for path in self._drafts.glob("*/*.yaml")}
        return sorted(topic_id for topic_id in ids if is_topic_id(topic_id))

    def open(self, topic_id: str) -> Sheet:
        """The draft where there is one, else the file. Raises NotATopic and NotWritten."""
        with self._lock:
            draft = self._read_bytes(self._draft_path(topic_id))
            if draft is not None:
                return replace(
                    _sheet(topic_id, draft), version=self._draft_version(topic_id), is_draft=True, draft_version=version_of(draft)
                )
            return self._of_file(topic_id)

    def from_file(self, topic_id: str) -> Sheet:
        """The file as it is now, whatever draft there is. Raises NotATopic and NotWritten."""
        with self._lock:
            return self._of_file(topic_id)

    def new(self, topic_id: str) -> Sheet:
        """A starter for a topic that is not there yet, as a draft. Raises NotATopic where the id is none or taken, and NotWritten."""
        if not is_topic_id(topic_id):
            raise NotATopic(f"“{topic_id}” is not TRACK/TOPIC: two names of lower-case letters a-z, digits and hyphens.")
        if topic_id in self.topics():
            raise NotATopic(f"There is a topic {topic_id} already.")
        from quizzes.content.starter import starter  # with the schema: only where somebody writes a topic

        return self.keep(Sheet(topic_id, starter(topic_id, lab_ids=offered(self._labs)), NO_FILE))

    def read(self, sheet: Sheet) -> Draft:
        """What the text holds, and every problem of it."""
        path = self._path(sheet.topic_id)
        try:
            text = decode(sheet.data)
        except Unreadable as error:
            return Draft(refusals=(error.refusal,))
        record = read_record(record_path(path))
        return read_draft(text, relative=path.relative_to(self._folder), images=path.parent, labs=self._labs, record=record)

    def terms(self) -> Terms | None:
        """The terms of the folder, which texts are checked against; None where it has none, or none that can be read."""
        return read_terms_file(self._folder)[0]

    def keep(self, sheet: Sheet, *, overwritten_version: str | None = None) -> Sheet:
        """Keep the text as a draft, which students never see; none is needed where it is the file's again.

        ``overwritten_version`` is the version of another window's draft that the author has seen. Raises Changed and NotWritten.
        """
        path = self._draft_path(sheet.topic_id)
        with self._lock:
            data_on_disk = self._read_bytes(path)
            version = version_of(data_on_disk)
            if data_on_disk is not None and version not in (sheet.draft_version, overwritten_version) and data_on_disk != sheet.data:
                sentence = "This text was changed in another window meanwhile."
                raise Changed(sentence, difference=_difference(data_on_disk, sheet), version=version, is_draft=True)
            if version_of(sheet.data) == sheet.version:
                self._forget(sheet.topic_id)
                return replace(sheet, is_draft=False, draft_version=NO_FILE)
            _replace(path, sheet.data, mode=private.FILE)
            _replace(path.with_suffix(".json"), json.dumps({"version": sheet.version}).encode(), mode=private.FILE)
        return replace(sheet, is_draft=True, draft_version=version_of(sheet.data))

    def drop(self, topic_id: str) -> None:
        """Throw the draft away. Raises NotWritten."""
        with self._lock:
            self._forget(topic_id)

    def save(self, sheet: Sheet, *, overwritten_version: str | None = None) -> Sheet:
        """Put the text into the file in one step, and the draft away.

        ``overwritten_version`` is the version of a changed file that the author has seen and wants to replace. Raises NotFit, Changed and
        NotWritten; then the file is as it was.
        """
        topic = self.read(sheet).topic
        if topic is None:
            raise NotFit("This text does not pass yet, so students keep the last good version. It is kept as a draft.")
        with self._lock:
            path = self._path(sheet.topic_id)
            data_on_disk = self._read_bytes(path)
            self._refuse_programs(topic, sheet, data_on_disk)
            version = version_of(data_on_disk)
            if version not in (sheet.version, overwritten_version) and data_on_disk != sheet.data:
                difference = _difference(data_on_disk, sheet)
                raise Changed(f"{path.name} was changed by somebody else meanwhile.", difference=difference, version=version)
            _replace(path, sheet.data)
            with suppress(NotWritten):  # the file is written; a draft that stays says the same, or is another window's
                if version_of(self._read_bytes(self._draft_path(sheet.topic_id))) in (sheet.draft_version, version_of(sheet.data)):
                    self._forget(sheet.topic_id)
        return replace(sheet, version=version_of(sheet.data), is_draft=False, draft_version=NO_FILE)

    def _refuse_programs(self, topic: Topic, sheet: Sheet, data_on_disk: bytes | None) -> None:
        """Raise NotFit where programs may not be written here, and the text has one that its file has not."""
        if self._programs:
            return
        before = self.read(_sheet(sheet.topic_id, data_on_disk)).topic if data_on_disk is not None else None
        new = new_programs(topic, before)
        if new:
            raise NotFit(f"Programs cannot be written here: {new[0]} is not in the file. Whoever runs the app may put it there.")

    def _path(self, topic_id: str) -> Path:
        if not is_topic_id(topic_id):
            raise NotATopic(f"“{topic_id}” is no topic.")
        return self._folder / f"{topic_id}.yaml"

    def _draft_path(self, topic_id: str) -> Path:
        return self._drafts / self._path(topic_id).relative_to(self._folder)

    def _draft_version(self, topic_id: str) -> str:
        side_file = self._read_bytes(self._draft_path(topic_id).with_suffix(".json"))
        try:
            return str(json.loads(side_file or b"{}").get("version", NO_FILE))
        except (ValueError, AttributeError):
            return NO_FILE

    def _of_file(self, topic_id: str) -> Sheet:
        data = self._read_bytes(self._path(topic_id))
        if data is None:
            raise NotATopic(f"There is no topic {topic_id}.")
        return _sheet(topic_id, data)

    def _read_bytes(self, path: Path) -> bytes | None:
        try:
            with path.open("rb") as file:
                data = file.read(SIZE_LIMIT_BYTES + 1)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise NotWritten(f"{path.name} cannot be read: {error.strerror}.") from None
        if len(data) > SIZE_LIMIT_BYTES:
            raise NotWritten(f"{path.name} is longer than a topic may be ({SIZE_LIMIT_BYTES:,} bytes); split it with another editor first.")
        return data

    def _forget(self, topic_id: str) -> None:
        path = self._draft_path(topic_id)
        try:
            path.unlink(missing_ok=True)
            path.with_suffix(".json").unlink(missing_ok=True)
        except OSError as error:
            raise NotWritten(f"The draft cannot be removed: {error.strerror}.") from None


def is_topic_id(text: str) -> bool:
    return re.fullmatch(rf"{ID_PATTERN}/{ID_PATTERN}", text) is not None


def version_of(data: bytes | None) -> str:
    """Tells two contents of a file apart."""
    return NO_FILE if data is None else hashlib.sha256(data).hexdigest()[:16]


def _sheet(topic_id: str, data: bytes) -> Sheet:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise NotWritten(f"{topic_id}.yaml is not UTF-8; save it as UTF-8 with another editor first.") from None
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    newline = "\r\n" if "\r\n" in text else "\n"
    return Sheet(topic_id, text.removeprefix(mark).replace("\r\n", "\n"), version_of(data), newline=newline, mark=mark)


def _difference(data_on_disk: bytes | None, sheet: Sheet) -> str:
    """A unified diff from the file as it is now to the text."""
    written_lines = (data_on_disk or b"").decode("utf-8", "replace").replace("\r\n", "\n").splitlines()
    lines = difflib.unified_diff(written_lines, sheet.text.splitlines(), "what is there now", "your text", lineterm="", n=2)
    return "\n".join(lines)


def _replace(path: Path, data: bytes, *, mode: int = 0o666) -> None:
    try:
        replace_file(path, data, mode=mode)
    except OSError as error:
        raise NotWritten(f"{path.name} cannot be written: {error.strerror}. What was there is unchanged.") from None
