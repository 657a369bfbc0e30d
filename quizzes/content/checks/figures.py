"""Checks of the figures that texts cite: each comes about in one way, is recorded, and is there where it is cited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from quizzes.content.checks.bets import compared_rows
from quizzes.content.checks.programs import python_faults
from quizzes.content.source.document import Document, Path, where
from quizzes.content.source.problems import Refusal
from quizzes.figures.record import Record
from quizzes.figures.shown import ALONE_FORMS, COMPARED_FORMS, how
from quizzes.figures.texts import Filled, unrecorded
from quizzes.models.figures import Figure
from quizzes.models.labs import Labs
from quizzes.models.proof import Compared
from quizzes.models.suggestions import did_you_mean
from quizzes.variants.templates import FORMAT, FORMATS

OF_LABS = ("set", "figure", "of", "against", "seeds")


def figure_faults(document: Document, path: Path, figure: Figure, labs: Labs) -> Iterator[Refusal]:
    """What is wrong with how a figure comes about and is shown, beyond its fields and its lab's parameters."""
    if (figure.lab is None) == (figure.code is None):
        wrong = "neither a lab nor a program" if figure.lab is None else "both a lab and a program"
        yield _refusal(document, path, f"there is {wrong}", "give lab, figure and of; or code")
    elif figure.code is not None:
        yield from _program_faults(document, path, figure)
    else:
        yield from _lab_faults(document, path, figure, labs)
    if not FORMAT.match(how(figure)[0]):
        yield _refusal(document, (*path, "show"), f"the format {figure.show!r} is not allowed", FORMATS)


def _program_faults(document: Document, path: Path, figure: Figure) -> Iterator[Refusal]:
    for name in OF_LABS:
        if getattr(figure, name):
            yield _refusal(document, (*path, name), f"{name} belongs to a lab", "leave it out")
    yield from python_faults(document, (*path, "code"), figure.code or "")


def _lab_faults(document: Document, path: Path, figure: Figure, labs: Labs) -> Iterator[Refusal]:
    names = COMPARED_FORMS if figure.against is not None else ALONE_FORMS
    if figure.figure is None or figure.of is None:
        field = "figure" if figure.figure is None else "of"
        yield _refusal(document, path, f"{field!r} is missing", "say which figure of which row")
    elif figure.figure not in names:
        way = "against another row only" if figure.against is None else "of a row alone only"
        mend = "add “against:”" if figure.against is None else "take “against:” out"
        yield _refusal(document, (*path, "figure"), f"{figure.figure!r} is measured {way}", mend)
    elif figure.against is not None and figure.figure != "latency":
        comparison = Compared(figure=figure.figure, of=figure.of, against=figure.against)
        yield from compared_rows(document, path, figure.lab or "", comparison, labs)
    elif (known_there := _measured_alone(figure, labs)) and figure.of not in known_there:
        yield _refusal(document, (*path, "of"), f"{figure.of!r} is not known", did_you_mean(figure.of, known_there))
    if figure.seeds and "seed" in figure.set:
        yield _refusal(document, (*path, "seeds"), "there are seeds here and in set", "keep one of them")


def _measured_alone(figure: Figure, labs: Labs) -> Sequence[str]:
    lab = labs.get(figure.lab or "")
    return lab.measured_alone(figure.figure or "", figure.set) if lab is not None else ()


def citation_faults(document: Document, fill: Filled) -> Iterator[Refusal]:
    """Citations in texts of something that is not there, or that cannot be written so."""
    for fault in fill.faults:
        place = document.place_inside(fault.path, fault.words)
        yield Refusal(place, where(fault.path), fault.wrong, fault.allowed, "figure")


def unrecorded_faults(
    document: Document, path_of: Mapping[str, Path], figures: Mapping[str, Figure], record: Record, *, topic: str
) -> Iterator[Refusal]:
    """Figures of which no number is known; ``path_of`` has the path of each."""
    for figure_id, reason in unrecorded(figures, record):
        mend = f"run: python -m quizzes prove {topic} --record"
        yield Refusal(document.place(path_of[figure_id]), where(path_of[figure_id]), f"{figure_id!r}: {reason}", mend, "figure")


def _refusal(document: Document, path: Path, wrong: str, allowed: str) -> Refusal:
    return Refusal(document.place(path), where(path), wrong, allowed, "figure")
