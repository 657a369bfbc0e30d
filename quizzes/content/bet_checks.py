"""Checks that what a ``try`` asks to bet on is something its lab measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pydantic import BaseModel

from quizzes.content.document import Document, Path, where
from quizzes.content.outcomes import outcome_faults
from quizzes.content.problems import Refusal
from quizzes.models import Compared, Try, Wager
from quizzes.models.suggestions import did_you_mean

FIRST_ROW_FIGURES = ("speed", "changed")
"""Measured against the first row of a lab's table only: speed in paired rounds, changed pictures while they are read."""

NO_BET = "none"


def compared_rows(
    document: Document, path: Path, lab: str, compared: Compared | Wager, labs: Mapping[str, type[BaseModel]]
) -> Iterator[Refusal]:
    """Rows that the lab's table does not have; a lab names its rows in ``variants`` of its parameter model. ``path`` is ``compared``'s."""
    rows: Sequence[str] = getattr(labs.get(lab), "variants", ())
    if not rows:
        return
    for field, row in (("of", compared.of), ("against", compared.against)):
        if row is not None and row not in rows:
            yield _unknown(document, (*path, field), row, rows)
    if compared.figure in FIRST_ROW_FIGURES and compared.against in rows[1:]:
        inner = (*path, "against")
        wrong = f"{compared.figure!r} is measured against the lab's first row only"
        yield Refusal(document.place(inner), where(inner), wrong, f"allowed: {rows[0]}")


def bet_faults(document: Document, path: Path, preset: Try, labs: Mapping[str, type[BaseModel]]) -> Iterator[Refusal]:
    """What is wrong with the bet of a ``try`` beyond its own fields; ``path`` is the bet's. A lab names what it measures in ``figures``."""
    bet = preset.bet
    if bet is None or preset.lab not in labs:
        return
    if bet.figure == NO_BET:
        for field in ("of", "against", "question", "outcomes"):
            if getattr(bet, field):
                inner = (*path, field)
                yield Refusal(document.place(inner), where(inner), "there is no bet to say this of", "leave it out, or name a figure")
        return
    figures: Sequence[str] = getattr(labs[preset.lab], "figures", ())
    if bet.figure not in figures:
        yield _unknown(
            document, (*path, "figure"), bet.figure, [*figures, NO_BET], wrong=f"the lab {preset.lab} measures no {bet.figure!r}"
        )
    yield from compared_rows(document, path, preset.lab, bet, labs)
    if bet.outcomes:
        yield from _texts(document, path, bet)
        yield from outcome_faults(document, path, bet.figure, bet.outcomes)


def _texts(document: Document, path: Path, bet: Wager) -> Iterator[Refusal]:
    """Outcomes that read alike: a bet is kept by its text."""
    first: dict[str, int] = {}
    for index, one in enumerate(bet.outcomes):
        inner = (*path, "outcomes", index, "text")
        if one.text.casefold() in first:
            line = document.place((*path, "outcomes", first[one.text.casefold()], "text"))[0]
            yield Refusal(document.place(inner), where(inner), f"{one.text!r} stands twice, first in line {line}", "give each its own text")
        first.setdefault(one.text.casefold(), index)


def _unknown(document: Document, path: Path, word: str, known: Sequence[str], *, wrong: str = "") -> Refusal:
    return Refusal(document.place(path), where(path), wrong or f"{word!r} is not known", did_you_mean(word, known), "unknown-name")
