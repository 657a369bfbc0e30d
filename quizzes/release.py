"""Which release this is. It stands in ``pyproject.toml`` and nowhere else."""

from __future__ import annotations

import tomllib
from functools import cache

from quizzes.environment import PROJECT


@cache
def version() -> str:
    """The release's number, such as ``1.4.0``."""
    project_file = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project_file["project"]["version"])
