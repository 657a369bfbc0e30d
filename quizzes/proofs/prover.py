"""Proves items: runs what their proofs name, judges what came out, and says it item by item."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, Protocol

from quizzes.content.source.problems import Place
from quizzes.models import Compared, Item, LabRun, Measure, Myth
from quizzes.models.suggestions import did_you_mean
from quizzes.proofs.evidence import Evidence, Judged, Measured, Printed, as_drawn, judge, program_of, told
from quizzes.proofs.process import AT_ONCE, Failed, NotHere

TIMED_RUNS = 3
"""Most runs of a claim about speed. A first one that agrees with the key is enough, because its own control and interval speak for it;
before an answer is called false because of a time, two runs have to agree. One that was not decided says nothing."""


class Measures(Protocol):
    """Runs a lab, or where that is None the program in ``settings``, and reads one figure; raises NotHere and Failed."""

    def __call__(self, lab: str | None, settings: Mapping[str, Any], comparison: Compared | Measure, *, repetition: int) -> Measured: ...


@dataclass(frozen=True)
class Task:
    """An item with a proof, and where it stands."""

    topic_id: str
    file: str
    place: Place
    item: Item

    @property
    def label(self) -> str:
        """``content/…/topic.yaml:12:5: st-zeros``"""
        return f"{self.file}:{self.place[0]}:{self.place[1]}: {self.item.id}"

    @property
    def is_timed(self) -> bool:
        """Whether a clock decides it, which wants a quiet machine."""
        return program_of(self.item) is None and lab_run_of(self.item)[2].is_timed


@dataclass(frozen=True)
class Outcome:
    """How a task ended; ``evidence`` is None where nothing came out."""

    task: Task
    judged: Judged
    evidence: Evidence | None
    lacks: bool = False
    """Not provable because this machine has not what the proof needs."""

    def __str__(self) -> str:
        versions = self.evidence.versions if self.evidence is not None else {}
        versions_note = f" ({', '.join(f'{name} {version}' for name, version in versions.items())})" if versions else ""
        return f"{self.task.label}: {self.judged.state}: {self.judged.says}{versions_note}"


@dataclass(frozen=True)
class Engines:
    """What runs proofs; tests put recorded evidence in their place.

    ``offers`` tells whether this machine has something at the moment, ``needs`` are the names that it knows.
    """

    programs: Callable[[Sequence[str]], Printed]
    measures: Measures
    offers: Callable[[str], bool]
    needs: Sequence[str]


def prove(tasks: Sequence[Task], *, engines: Engines) -> Iterator[Outcome]:
    """The outcome of each task as it is known: what is timed last, one after another."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(lambda task: _prove_task(task, engines), [task for task in tasks if not task.is_timed])
    for task in tasks:
        if task.is_timed:
            yield _prove_task(task, engines)


def _prove_task(task: Task, engines: Engines) -> Outcome:
    run = _run_lab if program_of(task.item) is None else _run_program
    for need in task.item.proof.needs if task.item.proof is not None else ():
        if need not in engines.needs:
            return _without_evidence(task, "false", f"a proof cannot need {need!r}; {did_you_mean(need, engines.needs)}")
    missing_outcome = _missing_needs(task, engines)
    if missing_outcome is not None:
        return missing_outcome
    try:
        evidence = run(task.item, engines)
    except NotHere as error:
        return _without_evidence(task, "not provable here", str(error))
    except Failed as error:
        return _without_evidence(task, "false", str(error))
    judgement = judge(task.item, evidence)
    if judgement.state == "false":  # what it needs may have gone while it ran
        missing_outcome = _missing_needs(task, engines)
    return missing_outcome or Outcome(task, judgement, evidence)


def _missing_needs(task: Task, engines: Engines) -> Outcome | None:
    needs = task.item.proof.needs if task.item.proof is not None else ()
    absent_needs = [need for need in needs if not engines.offers(need)]
    if not absent_needs:
        return None
    return replace(_without_evidence(task, "not provable here", f"this machine has no {' and no '.join(absent_needs)}"), lacks=True)


def _without_evidence(task: Task, state: Any, says: str) -> Outcome:
    return Outcome(task, Judged(state=state, says=says), None)


def _run_program(item: Item, engines: Engines) -> Evidence:
    return engines.programs([program_of(instance) or "" for instance in as_drawn(item)])


def _run_lab(item: Item, engines: Engines) -> Evidence:
    lab, settings, comparison = lab_run_of(item)
    runs: list[Measured] = []
    for repetition in range(TIMED_RUNS):
        measurement = engines.measures(lab, settings, comparison, repetition=repetition)
        if not measurement.is_timed:
            return measurement
        runs.append(measurement)
        decided_answers = [answer for run in runs if (answer := told(item, run)) is not None]
        answer = told(item, measurement)
        is_first = answer is not None and len(decided_answers) == 1
        if (is_first and judge(item, measurement).state == "proven") or (answer is not None and decided_answers.count(answer) > 1):
            return measurement
    raise NotHere(f"not decided by {TIMED_RUNS} runs ({'; '.join(run.text for run in runs)})")


def lab_run_of(item: Item) -> LabRun:
    """The lab, its settings, and the figure that decide: a claim's own, else the proof's."""
    if isinstance(item, Myth):
        return item.run
    proof = item.proof
    assert proof is not None
    assert proof.lab is not None
    assert proof.compare is not None
    return LabRun(proof.lab, proof.set, proof.compare)
