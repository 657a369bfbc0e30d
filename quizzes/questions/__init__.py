"""The question types: how each asks, how it grades, and sample answers with the scores they must get."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from quizzes.questions import one_choice

TYPES: Mapping[str, ModuleType] = {"one-choice": one_choice}
"""Name in the file's ``type`` -> its module, which offers ``ask``, ``grade`` and ``samples``."""
