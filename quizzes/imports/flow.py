"""Typed values in one cell, as YAML in one line: ``[64, 100]``, ``true``, ``"64"`` for the text, ``{amount: 0.9}``."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from quizzes.content.source.document import read_document
from quizzes.models.fields import Plain, core_value

_WORD = re.compile(r"[A-Za-z_](?:[A-Za-z0-9_. -]*[A-Za-z0-9_.])?\Z")


def flow(value: Any) -> str:
    """A value of numbers, truths, texts, lists and mappings as one line; ``unflow`` gives it back with the same types."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_text(str(key))}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(inner) for inner in value) + "]"
    if isinstance(value, str):
        return _text(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return repr(value)


def _text(text: str) -> str:
    """A text, in double quotes where it could be read as something else."""
    return text if _WORD.match(text) and isinstance(core_value(Plain(text)), str) else json.dumps(text, ensure_ascii=False)


def unflow(text: str) -> Any:
    """What the cell says, scalars without quotes as ``Plain``; raises Unreadable, and ValueError for what stands twice or is no key."""
    document = read_document(text)
    for refusal in document.refusals:
        if refusal.code != "escape":  # LaTeX in double quotes is a slip in a file that one writes; here ``flow`` wrote them
            raise ValueError(refusal.wrong)
    return document.value
