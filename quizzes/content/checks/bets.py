"""Checks that what a ``try`` asks to bet on is something its lab measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quizzes.content.checks.outcomes import outcome_faults
from quizzes.content.source.document import Document, Path, where
from quizzes.content.source.problems import Refusal
from quizzes.models import Compared, Rival, Try, Wager
from quizzes.models.labs import Labs
from quizzes.models.suggestions import did_you_mean

FIRST_ROW_FIGURES = ("speed", "changed")
"""Measured against the first row of a lab's table only: speed in paired rounds, changed pictures while they are read."""

NO_BET = "none"


def compared_rows(document: Document, path: Path, lab: str, comparison: Compared | Wager, labs: Labs) -> Iterator[Refusal]:
    """Rows that the lab's table does not have; ``path`` is ``comparison``'s."""
    rows = labs[lab].rows if lab in labs else ()
    if not rows:
        return
    for field, row in (("of", comparison.of), ("against", comparison.against)):
        if isinstance(row, str) and row not in rows:
            yield _unknown_name(document, (*path, field), row, rows)
    if isinstance(comparison.against, Rival):
        yield from _rival_faults(document, path, lab, comparison, labs)
    elif comparison.figure in FIRST_ROW_FIGURES and comparison.against in rows[1:]:
        inner = (*path, "against")
        wrong = f"{comparison.figure!r} is measured against the lab's first row only"
        yield Refusal(document.place(inner), where(inner), wrong, f"allowed: {rows[0]}")


def _rival_faults(document: Document, path: Path, lab: str, comparison: Compared | Wager, labs: Labs) -> Iterator[Refusal]:
    """A figure that a second run cannot be asked for, and a row that is its own measure."""
    if comparison.figure == "changed":
        wrong = "the pictures that are read differently are counted within one run"
        yield Refusal(document.place((*path, "figure")), where((*path, "figure")), wrong, "name a row in against, or another figure")
    if comparison.figure == "speed" and comparison.of == labs[lab].rows[0]:
        wrong = f"{comparison.of!r} has no gain: the others of its run are measured against it"
        yield Refusal(document.place((*path, "of")), where((*path, "of")), wrong, f"allowed: {', '.join(labs[lab].rows[1:])}")


def bet_faults(document: Document, path: Path, preset: Try, labs: Labs) -> Iterator[Refusal]:
    """What is wrong with the bet of a ``try`` beyond its own fields; ``path`` is the bet's."""
    bet = preset.bet
    if bet is None or preset.lab not in labs:
        return
    if bet.figure == NO_BET:
        for field in ("of", "against", "question", "outcomes"):
            if getattr(bet, field):
                inner = (*path, field)
                yield Refusal(document.place(inner), where(inner), "there is no bet to say this of", "leave it out, or name a figure")
        return
    figures = labs[preset.lab].figures
    if bet.figure not in figures:
        yield _unknown_name(
            document, (*path, "figure"), bet.figure, [*figures, NO_BET], wrong=f"the lab {preset.lab} measures no {bet.figure!r}"
        )
    yield from compared_rows(document, path, preset.lab, bet, labs)
    if bet.outcomes:
        yield from _texts(document, path, bet)
        yield from outcome_faults(document, path, bet.figure, bet.outcomes)


def _texts(document: Document, path: Path, bet: Wager) -> Iterator[Refusal]:
    """Outcomes that read alike: a bet is kept by its text."""
    first: dict[str, int] = {}
    for index, outcome in enumerate(bet.outcomes):
        inner = (*path, "outcomes", index, "text")
        if outcome.text.casefold() in first:
            line = document.place((*path, "outcomes", first[outcome.text.casefold()], "text"))[0]
            yield Refusal(
                document.place(inner), where(inner), f"{outcome.text!r} stands twice, first in line {line}", "give each its own text"
            )
        first.setdefault(outcome.text.casefold(), index)


def _unknown_name(document: Document, path: Path, word: str, names: Sequence[str], *, wrong: str = "") -> Refusal:
    return Refusal(document.place(path), where(path), wrong or f"{word!r} is not known", did_you_mean(word, names), "unknown-name")
