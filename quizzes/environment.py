"""Every environment name that the app reads, in one place."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from sqlalchemy import URL

from quizzes.errors import QuizError

PROJECT = Path(__file__).resolve().parent.parent
GIB = 1024**3
LAB_TLS = ("LAB_TLS_CA_FILE", "LAB_TLS_CERT", "LAB_TLS_KEY")


class BadEnvironment(QuizError):
    """An environment value that cannot be used; the text names it and what is allowed."""


@dataclass(frozen=True, kw_only=True)
class Environment:
    """Where things are, as the environment says or by default."""

    content_dir: Path
    data_dir: Path
    database_url: str
    lab_scheduler: str | None
    lab_tls: tuple[Path | None, Path | None, Path | None]
    """The files of ``LAB_TLS``, for a scheduler elsewhere."""
    lab_limit_s: float
    lab_memory_bytes: int
    lab_timing_s: float
    authoring: bool
    authored_programs: bool
    """Whether programs that were written on the Author page may be saved; else those of the files stay as they are."""


def read_environment(environ: Mapping[str, str] = os.environ) -> Environment:
    """Read ``CONTENT_DIR``, ``DATA_DIR``, ``DATABASE_URL``, ``LAB_SCHEDULER`` with ``LAB_TLS``, ``LAB_LIMIT_S``, ``LAB_MEMORY_GB``,
    ``LAB_TIMING_S`` and ``AUTHORING``.

    Raises BadEnvironment where a number is none or not above zero, or a word is not one of those allowed.
    """
    data_dir = Path(environ.get("DATA_DIR") or platformdirs.user_data_dir("featherweight", appauthor=False))
    authoring = _one_of(environ, "AUTHORING", ("link", "texts", "off", "local"))
    return Environment(
        content_dir=Path(environ.get("CONTENT_DIR") or PROJECT / "content"),
        data_dir=data_dir,
        database_url=environ.get("DATABASE_URL") or _sqlite_url(data_dir / "events.db"),
        lab_scheduler=environ.get("LAB_SCHEDULER") or None,
        lab_tls=(_file(environ, LAB_TLS[0]), _file(environ, LAB_TLS[1]), _file(environ, LAB_TLS[2])),
        lab_limit_s=_positive(environ, "LAB_LIMIT_S", 300.0),
        authoring=authoring != "off",
        authored_programs=authoring in ("link", "local"),
        lab_memory_bytes=int(_positive(environ, "LAB_MEMORY_GB", 3.0) * GIB),
        lab_timing_s=_positive(environ, "LAB_TIMING_S", 10.0),
    )


def _sqlite_url(path: Path) -> str:
    """The URL of a SQLite file; SQLAlchemy escapes what means something else in a URL (``?``, ``%``)."""
    return URL.create("sqlite", database=str(path)).render_as_string(hide_password=False)


def _file(environ: Mapping[str, str], name: str) -> Path | None:
    path = environ.get(name)
    return Path(path) if path else None


def _one_of(environ: Mapping[str, str], name: str, values: Sequence[str]) -> str:
    value = environ.get(name) or values[0]
    if value not in values:
        raise BadEnvironment(f"{name}={value!r} is not allowed; give {', '.join(values[:-1])} or {values[-1]}")
    return value


def _positive(environ: Mapping[str, str], name: str, default: float) -> float:
    text = environ.get(name)
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise BadEnvironment(f"{name}={text!r} is not allowed; give a number above 0")
    return value
