"""One timing at a time on a machine, whichever process, lab or user asked for it: two that overlap would disturb each other.

The turn is a lock of the operating system on a file that all users of the machine can open. It ends with its process, however that ends.
"""

from __future__ import annotations

import errno
import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from optimization.results.progress import WAITING_STEP, Report

logger = logging.getLogger(__name__)

FILE_NAME = "featherweight-timing.lock"
MEASURING = "Measuring the latency"
PAUSE_S = 0.1

Release = Callable[[], None]


@contextmanager
def turn_to_measure(report: Report, *, share: float, variants: Sequence[Any] = (), folder: Path | None = None) -> Iterator[None]:
    """Wait until no other measurement runs on this machine, and hold the turn; raises RunCancelled where ``report`` does.

    ``report`` is told that the run waits and that it measures, each with ``share`` and ``variants``. ``folder`` is where the lock is.
    """
    place = (folder or shared_folder()) / FILE_NAME
    release = taken(place)
    while release is None:
        report.step(WAITING_STEP, share, variants)
        time.sleep(PAUSE_S)
        release = taken(place)
    try:
        report.step(MEASURING, share, variants)
        yield
    finally:
        release()


def shared_folder() -> Path:
    """Where all users of this machine find the same lock. On Windows that is one user's folder: others cannot open what is in theirs."""
    return Path(tempfile.gettempdir()) if sys.platform == "win32" else Path("/tmp")  # not TMPDIR, which is a folder of one's own


def taken(place: Path) -> Release | None:
    """The turn, as what gives it back; None where another one has it.

    Who finds a file there that is not for all, because somebody wants to be in the way, takes turns with oneself alone.
    """
    own = place.with_name(f"{place.stem}-{os.getuid()}{place.suffix}") if sys.platform != "win32" else place
    for lock in dict.fromkeys((place, own)):
        try:
            return _taken_on_windows(lock) if sys.platform == "win32" else _try_lock(lock)
        except OSError as error:
            logger.warning("no turns by %s: %s", lock, error)
    return lambda: None


def _try_lock(place: Path) -> Release | None:
    """An exclusive flock(2), for which a file need not be opened for writing: so it can belong to anybody, and nothing is ever written."""
    import fcntl

    handle = _open_lock_file(place)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        inode = place.stat(follow_symlinks=False).st_ino
    except (BlockingIOError, FileNotFoundError):
        os.close(handle)
        return None
    if os.fstat(handle).st_ino != inode:  # somebody has tidied up meanwhile, and others hold the new file
        os.close(handle)
        return None
    return lambda: os.close(handle)


def _open_lock_file(place: Path) -> int:
    """The file, made where there is none; raises OSError for a link, and for what is not for all to read.

    A link is not followed, a pipe does not block, and what exists is not opened with O_CREAT, which Linux refuses for the file of another
    user in /tmp (``fs.protected_regular``).
    """
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        return os.open(place, flags)
    except FileNotFoundError:
        pass
    try:
        handle = os.open(place, flags | os.O_CREAT | os.O_EXCL, 0o444)
    except FileExistsError:
        return os.open(place, flags)
    os.fchmod(handle, 0o444)  # whatever the umask
    return handle


def _taken_on_windows(place: Path) -> Release | None:
    """The same by the first byte of the file."""
    import msvcrt

    handle = os.open(place, os.O_RDWR | os.O_CREAT)
    try:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError as error:
        os.close(handle)
        if error.errno in (errno.EACCES, errno.EDEADLK):
            return None
        raise
    return lambda: os.close(handle)
