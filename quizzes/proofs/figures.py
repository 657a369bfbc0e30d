"""Figures measured again: what a run gives now, beside what the record says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from statistics import median
from typing import Literal, Protocol

from quizzes.content.source.problems import Place
from quizzes.figures.record import ANY_MACHINE, Recorded, Seen, comes
from quizzes.figures.shown import how, number
from quizzes.models.figures import Figure
from quizzes.models.suggestions import did_you_mean
from quizzes.proofs.evidence import Printed
from quizzes.proofs.process import AT_ONCE, Failed, NotHere

State = Literal["agrees", "elsewhere", "contradicts", "new", "not here"]
"""How a run compares with the record; ``elsewhere``: otherwise than the record says, which another CPU made."""


@dataclass(frozen=True)
class Reading:
    """What one run of a lab gives for a figure."""

    value: float
    low: float | None
    high: float | None
    decided: bool
    """False where a clock could not tell."""
    python: str
    versions: Mapping[str, str]


class Reads(Protocol):
    """Runs a lab and reads one figure; raises NotHere, and Failed with what the lab said."""

    def __call__(self, figure: Figure, *, seed: int | None) -> Reading: ...


@dataclass(frozen=True)
class Cited:
    """A figure of a topic, where it stands, and what is on record."""

    topic_id: str
    file: str
    place: Place
    figure: Figure
    recorded: Recorded | None
    is_of_another_topic: bool = False
    """Whether the record is another topic's, which has the same run."""

    @property
    def label(self) -> str:
        """``content/…/topic.yaml:12:5: figure zeros-95``"""
        return f"{self.file}:{self.place[0]}:{self.place[1]}: figure {self.figure.id}"


@dataclass(frozen=True)
class Remeasured:
    """How measuring a figure again ended; ``seen`` is None where nothing came out."""

    cited: Cited
    state: State
    says: str
    kind: str
    seen: Seen | None = None
    lacks: bool = False
    """Not measured because this machine has not what it needs."""

    def __str__(self) -> str:
        return f"{self.cited.label}: {self.state}: {self.says}"


@dataclass(frozen=True)
class Instruments:
    """What measures figures; tests put others in their place. ``cpu`` is the CPU's name, ``kind`` the kind that it is of."""

    programs: Callable[[Sequence[str]], Printed]
    reads: Reads
    offers: Callable[[str], bool]
    needs: Sequence[str]
    cpu: str
    kind: str


def measure(citations: Sequence[Cited], *, instruments: Instruments, measured_at: datetime) -> Iterator[Remeasured]:
    """Each figure as it is measured now: what depends on the CPU last, one after another."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(
            lambda citation: _remeasured(citation, instruments, measured_at),
            [citation for citation in citations if not citation.figure.is_by_machine],
        )
    for citation in citations:
        if citation.figure.is_by_machine:
            yield _remeasured(citation, instruments, measured_at)


def _remeasured(citation: Cited, instruments: Instruments, measured_at: datetime) -> Remeasured:
    figure = citation.figure
    kind = instruments.kind if figure.is_by_machine else ANY_MACHINE
    for need in figure.needs:
        if need not in instruments.needs:
            return Remeasured(citation, "contradicts", f"a figure cannot need {need!r}; {did_you_mean(need, instruments.needs)}", kind)
        if not instruments.offers(need):
            return Remeasured(citation, "not here", f"this machine has no {need}", kind, lacks=True)
    try:
        value = (
            _value_printed(figure, instruments, measured_at)
            if figure.code is not None
            else _value_of_runs(figure, instruments, measured_at)
        )
    except NotHere as error:
        return Remeasured(citation, "not here", str(error), kind)
    except Failed as error:
        return Remeasured(citation, "contradicts", str(error), kind)
    on_record = citation.recorded.seen.get(kind) if citation.recorded is not None and citation.recorded.holds_for(figure) else None
    return Remeasured(citation, *compared(figure, value, on_record), kind, value)


def compared(figure: Figure, value: Seen, on_record: Seen | None) -> tuple[State, str]:
    """Whether a run agrees with the record, and what it says.

    It does where the values are no further apart than the tolerance; of a time also where what is on record lies within the new bounds.
    A network that another CPU has trained is another one, as float sums are rounded in another order there: what depends on it, or on the
    clock, contradicts a record of the same CPU only.
    """
    says = f"measured {_value_line(figure, value)}"
    if on_record is None:
        return "new", f"{says}; nothing is on record for it"
    is_close = abs(value.value - on_record.value) <= figure.tolerance + 1e-9 * max(1.0, abs(on_record.value))
    is_within = figure.is_timed and value.low is not None and value.high is not None and value.low <= on_record.value <= value.high
    if is_close or is_within:
        return "agrees", f"{says}, {_value_line(figure, on_record)} on record"
    if figure.differs_by_cpu and value.machine != on_record.machine:
        return "elsewhere", f"{says}; on record is {_value_line(figure, on_record)}, from another CPU ({on_record.machine})"
    return "contradicts", f"{says}, but the record says {_value_line(figure, on_record)}; allowed: {figure.tolerance:g} apart"


def _value_line(figure: Figure, value: Seen) -> str:
    bounds = "" if value.low is None or value.high is None else f" [{value.low:.4g}, {value.high:.4g}]"
    return f"{number(figure, value)}{how(figure)[1]}{bounds}"


def _value_printed(figure: Figure, instruments: Instruments, measured_at: datetime) -> Seen:
    printout = instruments.programs([figure.code or ""])
    words = (printout.outputs[0].strip().splitlines() or [""])[-1].split()
    try:
        numbers = [float(word) for word in words]
    except ValueError:
        numbers = []
    if len(numbers) not in (1, 3) or not all(map(isfinite, numbers)):
        raise Failed(f"its last line is {' '.join(words)!r}; it has to be a number, or a number and its two bounds")
    low, high = (numbers[1], numbers[2]) if len(numbers) == 3 else (None, None)
    versions, python = printout.versions, printout.python
    return Seen(value=numbers[0], low=low, high=high, at=measured_at, machine=instruments.cpu, python=python, versions=versions)


def _value_of_runs(figure: Figure, instruments: Instruments, measured_at: datetime) -> Seen:
    """The middle of the runs with all seeds, with their spread as bounds; of one run its own bounds."""
    readings = [instruments.reads(figure, seed=seed) for seed in figure.seeds or (None,)]
    if not all(reading.decided for reading in readings):
        raise NotHere("the clock could not decide it")
    values = [reading.value for reading in readings]
    first = readings[0]
    low, high = (min(values), max(values)) if len(values) > 1 else (first.low, first.high)
    machine, python, versions = instruments.cpu, first.python, first.versions
    return Seen(value=median(values), low=low, high=high, at=measured_at, machine=machine, python=python, versions=versions)


def record_after(
    outcomes: Sequence[Remeasured], recorded_figures: Mapping[str, Recorded], figures: Sequence[Figure]
) -> Mapping[str, Recorded]:
    """The record with what was measured in the place of what was known; what speaks of no figure any more is left out.

    A run that agrees leaves the record as it is, so that texts and their hashes stay; so does one on another CPU, so that all figures of
    a network are of the same one. For that, a figure that another topic has on record is taken over from there.
    """
    figure_of = {figure.id: figure for figure in figures}
    updated = {
        figure_id: recorded_figure
        for figure_id, recorded_figure in recorded_figures.items()
        if figure_id in figure_of and recorded_figure.holds_for(figure_of[figure_id])
    }
    for outcome in outcomes:
        figure, recorded = outcome.cited.figure, outcome.cited.recorded
        if outcome.seen is None:
            continue
        if outcome.state in ("agrees", "elsewhere") and recorded is not None:
            updated.setdefault(figure.id, recorded)
            continue
        seen_by_kind = updated[figure.id].seen if figure.id in updated else {}
        updated[figure.id] = Recorded(comes=comes(figure), seen={**seen_by_kind, outcome.kind: outcome.seen})
    return updated
