"""Checks that every way in which a claim or a bet can be measured is exactly one of its outcomes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf

from quizzes.content.source.document import Document, Path, where
from quizzes.content.source.problems import Refusal
from quizzes.models import Outcome, Way

VERDICTS = ("faster", "no difference", "slower")


PlacedOutcomes = list[tuple[Path, Outcome | Way]]


def outcome_faults(
    document: Document, path: Path, figure: str, written_outcomes: Sequence[Outcome | Way], *, runs: int = 1
) -> Iterator[Refusal]:
    """Outcomes that leave a measurement of ``figure`` without an answer, or give it two; ``path`` is that of the claim or the bet.

    ``runs`` is how many runs are compared: within one a speed may have verdicts.
    """
    outcomes: PlacedOutcomes = [((*path, "outcomes", index), outcome) for index, outcome in enumerate(written_outcomes)]
    if figure == "speed" and runs == 1 and not are_ranges(written_outcomes):
        yield from _verdict_faults(document, path, outcomes)
        return
    faults = [fault for place, outcome in outcomes for fault in _range_faults(document, place, outcome)]
    yield from faults or _tiling_faults(document, path, outcomes)


def are_ranges(outcomes: Sequence[Outcome | Way]) -> bool:
    """Whether a speed is decided by ranges: each outcome has one, and none a verdict."""
    return all(outcome.verdict is None and (outcome.at_least is not None or outcome.below is not None) for outcome in outcomes)


def _verdict_faults(document: Document, path: Path, outcomes: PlacedOutcomes) -> Iterator[Refusal]:
    first: dict[str, Path] = {}
    for place, outcome in outcomes:
        for field in ("at_least", "below"):
            if getattr(outcome, field) is not None:
                yield _refusal(
                    document, (*place, field), "this speed is decided by its verdict", "leave at_least and below out, or give ranges alone"
                )
        inner = (*place, "verdict")
        if outcome.verdict is None:
            yield _refusal(
                document,
                place,
                "this outcome of a speed has no verdict",
                f"add “verdict:” {', '.join(VERDICTS)}; or ranges alone",
            )
        elif outcome.verdict in first:
            line = document.place(first[outcome.verdict])[0]
            wrong = f"{outcome.verdict!r} stands twice, first in line {line}"
            yield _refusal(document, inner, wrong, "give each verdict one outcome")
        else:
            first[outcome.verdict] = inner
    absent_verdicts = [verdict for verdict in VERDICTS if verdict not in first]
    if absent_verdicts and all(outcome.verdict is not None for _, outcome in outcomes):
        wrong = f"there is no outcome for {' and '.join(map(repr, absent_verdicts))}"
        yield _refusal(document, (*path, "outcomes"), wrong, "give each verdict one outcome")


def _range_faults(document: Document, place: Path, outcome: Outcome | Way) -> Iterator[Refusal]:
    """What is wrong with one outcome by itself."""
    if outcome.verdict is not None:
        yield _refusal(document, (*place, "verdict"), "only a speed within one run has verdicts", "write at_least and below")
    elif outcome.at_least is None and outcome.below is None:
        yield _refusal(document, place, "this outcome holds every value", "add at_least, below, or both")
    elif _low(outcome) >= _high(outcome):
        wrong = f"no value is at least {outcome.at_least:g} and below {outcome.below:g}"
        yield _refusal(document, (*place, "below"), wrong, f"allowed: more than {outcome.at_least:g}")


def _tiling_faults(document: Document, path: Path, outcomes: PlacedOutcomes) -> Iterator[Refusal]:
    """Values that are in no outcome, or in two; the ranges are walked from low to high."""
    by_range = sorted(outcomes, key=lambda pair: (_low(pair[1]), _high(pair[1])))
    covered_to, last = -inf, ""
    for place, outcome in by_range:
        low, high = _low(outcome), _high(outcome)
        inner = (*place, "at_least") if outcome.at_least is not None else place
        if low > covered_to:
            yield _refusal(document, inner, f"no outcome holds {_span(covered_to, low)}", "let the outcomes hold every value, each once")
        elif low < covered_to:
            wrong = f"{_span(low, min(covered_to, high))} are in two outcomes, {last!r} and {_name(outcome)!r}"
            yield _refusal(document, inner, wrong, "let the outcomes hold every value, each once")
        if high > covered_to:
            covered_to, last = high, _name(outcome)
    if covered_to < inf:
        wrong = f"no outcome holds {_span(covered_to, inf)}"
        yield _refusal(document, (*path, "outcomes"), wrong, "let the outcomes hold every value, each once")


def _name(outcome: Outcome | Way) -> str:
    return outcome.id if isinstance(outcome, Outcome) else outcome.text


def _low(outcome: Outcome | Way) -> float:
    return -inf if outcome.at_least is None else outcome.at_least


def _high(outcome: Outcome | Way) -> float:
    return inf if outcome.below is None else outcome.below


def _span(low: float, high: float) -> str:
    if low == -inf:
        return "any value" if high == inf else f"values below {high:g}"
    return f"values from {low:g} on" if high == inf else f"values from {low:g} to below {high:g}"


def _refusal(document: Document, place: Path, wrong: str, allowed: str) -> Refusal:
    return Refusal(document.place(place), where(place), wrong, allowed)
