"""Checks of the programs in a topic: each is Python, and what it prints can be written."""

from __future__ import annotations

from collections.abc import Iterator

from quizzes.content.source.document import Document, Path, where
from quizzes.content.source.problems import Refusal
from quizzes.models import Measure
from quizzes.variants.templates import FORMAT, FORMATS


def python_faults(document: Document, path: Path, code: str) -> Iterator[Refusal]:
    """Why the program at ``path`` cannot run at all, at the line where that is."""
    try:
        compile(code, "program", "exec")
    except (SyntaxError, ValueError) as error:
        line = (getattr(error, "text", None) or "").strip()
        place = document.place_inside(path, line) if line else document.place(path)
        yield Refusal(place, where(path), f"this is no Python ({error.args[0]})", "mend the program")


def measure_faults(document: Document, path: Path, measure: Measure) -> Iterator[Refusal]:
    """What is wrong with the program of a claim beyond its fields; ``path`` is its own."""
    yield from python_faults(document, (*path, "code"), measure.code)
    if measure.show and not FORMAT.match(measure.show):
        inner = (*path, "show")
        yield Refusal(document.place(inner), where(inner), f"the format {measure.show!r} is not allowed", FORMATS)
