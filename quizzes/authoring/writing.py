"""What an author has open: the sheet, what it holds, and where the cursor is. A frozen state; every change gives another one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from quizzes.authoring.desk import Changed, Desk, Sheet
from quizzes.content.draft import Draft
from quizzes.content.lint import lint
from quizzes.content.source.document import Path
from quizzes.content.source.problems import Problem
from quizzes.models import Part


@dataclass(frozen=True)
class Writing:
    """``revision`` names the text that the editor was given; ``held`` tells that it has taken it. ``jump`` counts the places to go to."""

    sheet: Sheet
    draft: Draft
    warnings: tuple[Problem, ...]
    revision: int = 0
    held: bool = False
    line: int = 1
    jump: tuple[int, int] | None = None
    jumps: int = 0
    seed: int = 0
    changed: Changed | None = None
    message: str | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Errors and warnings in the order of lines."""
        return tuple(
            sorted({*self.draft.problems(self.file), *self.warnings}, key=lambda problem: (problem.line, problem.column, problem.severity))
        )

    @property
    def file(self) -> str:
        return f"{self.sheet.topic_id}.yaml"

    @property
    def passes(self) -> bool:
        """Whether students may see it."""
        return self.draft.topic is not None

    @property
    def at(self) -> Path | None:
        """The path of the entry that the cursor is in."""
        return self.draft.entry_at(self.line)

    @property
    def part(self) -> Part | None:
        """The entry that the cursor is in, where it is valid by itself."""
        at = self.at
        entries = self.draft.entries.get(str(at[0]), ()) if at is not None else ()
        return next((part for path, part in entries if path == at), None)

    def number_inside(self, name: str) -> int:
        """Which entry of the list ``name`` of the entry here the cursor is in, from 0; 0 above the first."""
        at, document = self.at, self.draft.document
        if at is None or document is None:
            return 0
        starts = [place[0] for path, place in document.value_places.items() if path[:-1] == (*at, name)]
        return max(0, sum(start <= self.line for start in starts) - 1)

    def faults_here(self) -> Iterator[Problem]:
        """The errors of the entry that the cursor is in; none above the first entry."""
        at = self.at
        name = f"{at[0]}[{at[1]}]" if at is not None else ""
        for problem in self.draft.problems(self.file):
            if name and (problem.where == name or problem.where.startswith((f"{name}.", f"{name}["))):
                yield problem


def opened(desk: Desk, sheet: Sheet, *, former: Writing | None = None, item: str | None = None) -> Writing:
    """The sheet laid on the desk, at the item of that id where it has one. ``former`` is what lay there."""
    writing = _with_draft(desk, Writing(sheet, Draft(), (), revision=former.revision + 1 if former is not None else 0))
    if former is not None:
        writing = replace(writing, jumps=former.jumps)
    place = writing.draft.place_of(item) if item is not None else None
    return gone_to(writing, place[0], place[1]) if place is not None else writing


def typed(desk: Desk, writing: Writing, text: str, line: int) -> Writing:
    """After something was typed: the text is kept as a draft at once. Raises Changed and NotWritten."""
    next_writing = unkept(desk, writing, text, line)
    return replace(next_writing, sheet=desk.keep(next_writing.sheet))


def unkept(desk: Desk, writing: Writing, text: str, line: int) -> Writing:
    """After something was typed that is not kept (yet)."""
    return _with_draft(desk, replace(writing, sheet=replace(writing.sheet, text=text), line=line, held=True, message=None, changed=None))


def given(desk: Desk, writing: Writing, text: str) -> Writing:
    """After the text was changed from outside the editor, which has to take it. Raises NotWritten."""
    next_writing = typed(desk, writing, text, writing.line)
    return gone_to(replace(next_writing, revision=writing.revision + 1, held=False), writing.line)


def moved(writing: Writing, line: int) -> Writing:
    """After the cursor went to another line."""
    return replace(writing, line=line, held=True, seed=writing.seed if writing.draft.entry_at(line) == writing.at else 0)


def gone_to(writing: Writing, line: int, column: int = 1) -> Writing:
    """The cursor shall go there."""
    return replace(writing, line=line, jump=(line, column), jumps=writing.jumps + 1)


def stepped(writing: Writing, by: int) -> Writing:
    """At the next entry (``by`` 1) or the one before (-1), of a lesson the next screen; unchanged at the ends."""
    places = sorted(_stops(writing.draft))
    index = sum(place[0] <= writing.line for place in places) - 1
    new_index = index + by
    return gone_to(writing, *places[new_index]) if 0 <= new_index < len(places) else writing


def _stops(draft: Draft) -> Iterator[tuple[int, int]]:
    """The places at which something is seen: of entries, but of a part of a lesson those of its screens."""
    screens = draft.document.value_places.items() if draft.document is not None else ()
    shown = {path: place for path, place in screens if len(path) == 4 and (path[0], path[2]) == ("lesson", "screens")}
    yield from shown.values()
    yield from (place for path, place in draft.places() if not any(screen[:2] == path for screen in shown))


def _with_draft(desk: Desk, writing: Writing) -> Writing:
    draft = desk.read(writing.sheet)
    return replace(writing, draft=draft, warnings=lint(draft, file=writing.file, terms=desk.terms()))
