"""Files that hold what learners did, and with it their ids, which are all that one needs to be them: for the user of the app alone.

They are made so, so that there is no moment at which somebody else could open them. On Windows, where a user's data folder is private
already and modes mean nothing, all of this does nothing.
"""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

FOLDER, FILE = 0o700, 0o600
HAS_MODES = os.name == "posix"
OURS = ("events.db*", "runs", "drafts")
"""What is corrected in a data folder that is there already; it may hold other people's files."""


def make_folder(folder: Path) -> None:
    """Make the folder where it is missing, for its owner alone; folders above it are made as usual. Raises OSError."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=FOLDER, exist_ok=True)


def make_file(file: Path) -> None:
    """Make an empty file where there is none, for its owner alone; else correct its mode. Raises OSError."""
    try:  # never opened where it is there: closing it would end this process's locks on it
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE))
    except FileExistsError:
        if file.is_file():
            _correct(file)


def keep_private(data_dir: Path) -> None:
    """Make the data folder, or correct it and what the app has put there; what cannot be corrected is said in the log of the server."""
    make_folder(data_dir)
    if HAS_MODES and not data_dir.stat().st_mode & stat.S_ISVTX:  # a folder such as /tmp belongs to everybody
        _correct(data_dir)
    for path in _paths_below(data_dir):
        _correct(path)


def _paths_below(data_dir: Path) -> Iterator[Path]:
    for path in (match for pattern in OURS for match in data_dir.glob(pattern)):
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from path.rglob("*")


def _correct(path: Path) -> None:
    """Take from all others what they may do with a file or folder of ours."""
    if not HAS_MODES or path.is_symlink():
        return
    try:
        mode = path.stat().st_mode
        if mode & 0o077:
            path.chmod(stat.S_IMODE(mode) & FOLDER)
    except FileNotFoundError:  # SQLite removes its files beside the database when it is done with them
        return
    except OSError as error:
        logging.getLogger(__name__).warning("%s may be read by other users of this computer: %s.", path, error.strerror)
