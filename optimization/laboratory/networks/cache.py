"""Keeps what took seconds to compute, as files that are checked before they are believed."""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import platformdirs

_DIGEST_BYTES = 32

log = logging.getLogger(__name__)


def cache_key(determines: Mapping[str, object], *sources: Path) -> str:
    """A short hash of everything that determines a result: named values, and the source files that compute it."""
    digest = hashlib.sha256(repr(sorted((name, repr(value)) for name, value in determines.items())).encode())
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:24]


def read(name: str) -> bytes | None:
    """The bytes kept under ``name``; None where there are none, or where the file is not what was written."""
    try:
        content = _path(name).read_bytes()
    except OSError:
        return None
    digest, payload = content[:_DIGEST_BYTES], content[_DIGEST_BYTES:]
    if hashlib.sha256(payload).digest() != digest:
        log.warning("The cached file %s is damaged and will be made anew.", _path(name))
        return None
    return payload


def write(name: str, payload: bytes) -> None:
    """Keep ``payload`` under ``name``. A reader sees the old file or the new one, never half of it.

    Where the folder cannot be written, the next run computes again: that costs seconds, so it is a warning.
    """
    path = _path(name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(payload).digest() + payload)
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        log.warning("Could not keep %s: %s", path, error)


def _path(name: str) -> Path:
    return Path(platformdirs.user_cache_dir("featherweight", appauthor=False)) / "networks" / name
