"""What a student may bet on before a run, and how a bet turns out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from optimization.results.figures import Figure, NoSuchFigure, figure
from optimization.results.records import Found, Verdict


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One way in which a bet can turn out: for speed a verdict, or else the values from ``at_least`` on and ``below``; of what has an
    interval, all of it has to lie there."""

    text: str
    verdict: Verdict | None = None
    at_least: float | None = None
    below: float | None = None

    def holds(self, measurement: Figure) -> bool:
        """Whether the measurement makes it true."""
        if self.verdict is not None:
            return measurement.verdict == self.verdict
        ends = (measurement.value,) if measurement.low is None or measurement.high is None else (measurement.low, measurement.high)
        return all((self.at_least is None or end >= self.at_least) and (self.below is None or end < self.below) for end in ends)


@dataclass(frozen=True, kw_only=True)
class Bet:
    """A figure of ``figures``, of one row of a lab's result against another, and every way in which it can turn out."""

    question: str
    figure: str
    of: str
    against: str
    outcomes: tuple[Outcome, ...] = ()

    @property
    def ways(self) -> tuple[Outcome, ...]:
        """Its outcomes; where it has none of its own, those that its figure usually has."""
        return self.outcomes or USUAL[self.figure]

    def measured(self, result: Found) -> Figure | None:
        """The figure that decides it; None where the run did not measure it."""
        try:
            return figure(result, self.figure, of=self.of, against=self.against)
        except NoSuchFigure:
            return None

    def outcome(self, result: Found) -> Outcome | None:
        """How it turned out; None where the run did not measure it, could not tell, or read pictures that settle nothing any more."""
        measurement = None if result.is_former else self.measured(result)
        return None if measurement is None else next((outcome for outcome in self.ways if outcome.holds(measurement)), None)


SMALLER = (
    Outcome(text="larger", below=0.95),
    Outcome(text="about the same size", at_least=0.95, below=1.2),
    Outcome(text="1.2 to 3 times smaller", at_least=1.2, below=3),
    Outcome(text="more than 3 times smaller", at_least=3),
)
USUAL: Mapping[str, tuple[Outcome, ...]] = {
    "speed": (
        Outcome(text="faster", verdict="faster"),
        Outcome(text="no difference", verdict="no difference"),
        Outcome(text="slower", verdict="slower"),
    ),
    "file": SMALLER,
    "gzip": SMALLER,
    "sparse file": SMALLER,
    "accuracy": (
        Outcome(text="more than 1 point higher", at_least=1),
        Outcome(text="about the same, within 1 point", at_least=-1, below=1),
        Outcome(text="1 to 10 points lower", at_least=-10, below=-1),
        Outcome(text="more than 10 points lower", below=-10),
    ),
    "changed": (
        Outcome(text="none of them", below=1),
        Outcome(text="1 to 10 of them", at_least=1, below=11),
        Outcome(text="more than 10 of them", at_least=11),
    ),
    "non-zero": (
        Outcome(text="less than a quarter", below=25),
        Outcome(text="a quarter to a half", at_least=25, below=50),
        Outcome(text="a half or more", at_least=50),
    ),
}
"""Figure -> every way in which it can turn out. ``file``, ``gzip`` and ``sparse file`` are times smaller, ``accuracy`` a difference in
points, ``changed`` a number of test pictures, ``non-zero`` a share in percent."""

QUESTIONS: Mapping[str, str] = {
    "speed": "Against “{against}”, “{of}” will be…",
    "file": "The file of “{of}”, against “{against}”, will be…",
    "gzip": "After gzip, the file of “{of}”, against “{against}”, will be…",
    "sparse file": "A file of the non-zero weights of “{of}” alone, against “{against}”, will be…",
    "accuracy": "The accuracy of “{of}”, against “{against}”, will be…",
    "changed": "Of the test pictures, “{of}” will read differently from “{against}”…",
    "non-zero": "The non-zero weights of “{of}”, as a share of all, will be…",
}


def bet_on(figure: str, *, of: str, against: str, question: str | None = None, outcomes: Sequence[Outcome] = ()) -> Bet:
    """A bet in the usual words and with the usual outcomes of its figure where none are given."""
    wording = question or QUESTIONS[figure].format(of=of, against=against)
    return Bet(question=wording, figure=figure, of=of, against=against, outcomes=tuple(outcomes))
