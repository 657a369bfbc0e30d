"""What is named as ``"module:name"``, so that it is imported only where it is wanted."""

from __future__ import annotations

import importlib
from typing import Any


def at(reference: str) -> Any:
    """What the text names; its module is imported for that."""
    module, _, name = reference.partition(":")
    return getattr(importlib.import_module(module), name)
