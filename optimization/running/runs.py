"""What is known about one run: what the web pages see of it, and what a worker says when it has ended."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, cast

from pydantic import TypeAdapter

from optimization.labs import Lab
from optimization.labs.entry import at
from optimization.labs.networks import data_set_of
from optimization.results.records import LabResult, Reason, Record, Unfinished, Variant
from optimization.running.pace import Course, stage_of

State = Literal["starting", "queued", "running", "cancelling", "finished", "failed", "cancelled", "unknown"]
END_STATES: frozenset[State] = frozenset({"finished", "failed", "cancelled", "unknown"})

OnEnded = Callable[[str, LabResult | Unfinished], None]
"""Called with the run id and its result, or with what it had measured when it ended before its time."""

VARIANTS = TypeAdapter(tuple[Variant, ...])

LABS = "optimization.labs:RUNNABLE"
"""Where web process and workers find the labs."""

SHORT_S = 2.0

LOST_TWICE = "The process that ran this was lost twice: it was killed, or the machine ran out of memory. Run again."
LOST_PROCESSES = "The lab processes were lost, and this run with them. Run again."
NOT_KNOWN = "This run is not known here: the app was restarted before it had finished, or the address is wrong. Run again."
STOPPED = "This run was stopped on request."
NO_MEMORY = "The run was stopped because the machine had no more memory to give. Close other programs, then run again."
APP_ENDED = "The app was shut down before this run had finished. Run again."


@dataclass(frozen=True, kw_only=True)
class RunStatus:
    """One look at a run. ``message`` is a full sentence for the learner where the run failed, was cancelled or is unknown."""

    run_id: str
    state: State
    lab: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    queue_position: int | None = None
    """1 is the next to start; None unless the run is starting or queued."""
    behind: str = ""
    """The lab of the run under way that has to end before this one can start; empty where it waits for none."""
    behind_s: float | None = None
    """How long that run will still take; None where that is not known."""
    step: str = ""
    done: float = 0.0
    """How far the run is, 0..1; it never goes back, and is 1 only when the run has finished."""
    left_s: float | None = None
    """How long the run will still take, as an earlier one of the same request did; None where that is not known."""
    expected_s: float | None = None
    """How long such a run takes once it has begun; None where that is not known."""
    elapsed_s: float = 0.0
    """Since the run was asked for; of a stored run, how long it took."""
    variants: tuple[Variant, ...] = ()
    """The figures known so far."""
    result: LabResult | None = None
    unfinished: Unfinished | None = None
    """What a run had measured that ended before its time; None where it had measured nothing."""
    message: str = ""

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to this run."""
        return self.state in END_STATES


class Outcome(Record):
    """How a run ended in its worker; ``details`` is the traceback for whoever runs the app."""

    state: Literal["finished", "failed", "cancelled"]
    result: LabResult | None = None
    message: str = ""
    details: str = ""
    reason: Reason = "failed"


@dataclass(frozen=True)
class Ending:
    """How a run ends, or will end where it is being stopped."""

    state: Literal["finished", "failed", "cancelled"]
    message: str
    reason: Reason | None = None
    """None where the run has a result."""
    instead: Mapping[str, Any] = field(default_factory=dict)
    """Settings with which the run should fit the limit that it reached."""


@dataclass(kw_only=True)
class Run:
    """The runner's own record of a run; changed only by its board and the supervisor. Times are ``time.monotonic()``."""

    run_id: str
    lab: str
    parameters: dict[str, Any]
    key: str
    """The same for identical requests."""
    askers: dict[str, OnEnded | None] = field(default_factory=dict)
    state: State = "queued"
    asked_at: float = field(default_factory=time.monotonic)
    started_at: float | None = None
    ended_at: float | None = None
    step: str = ""
    done: float = 0.0
    course: Course = field(default_factory=Course)
    variants: tuple[Variant, ...] = ()
    before: tuple[Variant, ...] = ()
    """What it had measured when its first worker was lost."""
    result: LabResult | None = None
    unfinished: Unfinished | None = None
    message: str = ""
    future: Any = None
    """The Dask future once the run was handed to the scheduler."""
    worker: str | None = None
    """The address of the worker that runs it, or ran it last."""
    overtaken: int = 0
    """How many short runs have gone ahead of it while it waited."""
    ending: Ending | None = None
    kill_at: float | None = None
    """When the worker's process is killed unless the run has stopped before."""
    killed_at: float | None = None

    @property
    def ended(self) -> bool:
        return self.state in END_STATES

    @property
    def is_short(self) -> bool:
        """Whether it is known to take no longer than one waits for an answer, such as the reading of a drawing."""
        expected_s = self.course.expected_s()
        return expected_s is not None and expected_s <= SHORT_S

    def own_s(self, *, now_s: float) -> float:
        """For how long it has run, without what it waited for other measurements; 0 before it begins."""
        return 0.0 if self.started_at is None else now_s - self.started_at - self.course.waited_s(now_s=now_s)

    def status(self, *, ready: bool, position: int | None, ready_in_s: float | None = None) -> RunStatus:
        """The run as a page sees it; ``ready`` says whether there is a worker to take it, ``ready_in_s`` when there will be one."""
        now_s = time.monotonic()
        is_waiting = self.state == "queued"
        waiting_for = "Waiting for its turn" if ready else "Starting the lab process"
        before_s = ready_in_s if is_waiting and not ready and position == 1 else 0.0 if self.state == "running" else None
        shown_share, left_s = self.course.look(now_s=now_s, before_s=before_s)
        return RunStatus(
            run_id=self.run_id,
            state="starting" if is_waiting and not ready else self.state,
            lab=self.lab,
            parameters=self.parameters,
            queue_position=position if is_waiting else None,
            step=waiting_for if is_waiting else self.step,
            done=self.done if self.ended else shown_share,
            left_s=None if self.ended else left_s,
            expected_s=self.course.expected_s(),
            elapsed_s=(self.ended_at or now_s) - self.asked_at,
            variants=self.variants,
            result=self.result,
            unfinished=self.unfinished,
            message=self.message,
        )

    def cut_short(self, ending: Ending) -> Unfinished | None:
        """What is kept of a run that ends like this, or that would if the app ended now; None where it has measured nothing."""
        variants = max(self.variants, self.before, key=len)
        if not variants or ending.reason is None:
            return None
        return Unfinished(
            lab=self.lab,
            parameters=self.parameters,
            variants=variants,
            data_set=data_set_of(self.parameters),
            reason=ending.reason,
            message=ending.message,
            step=self.step,
            ended_at=datetime.now(UTC),
            took_s=time.monotonic() - (self.started_at or self.asked_at),
            instead=dict(ending.instead),
        )


def labs_at(reference: str) -> Mapping[str, Lab]:
    """The labs that ``"module:name"`` refers to; web process and workers find the same ones by this text."""
    return cast("Mapping[str, Lab]", at(reference))


def stored_status(run_id: str, result: LabResult) -> RunStatus:
    """The status of a finished run of which only the stored result is left."""
    return RunStatus(
        run_id=run_id,
        state="finished",
        lab=result.lab,
        parameters=result.parameters,
        done=1.0,
        elapsed_s=result.took_s,
        variants=result.variants,
        result=result,
    )


def stored_unfinished(run_id: str, cut_run: Unfinished) -> RunStatus:
    """The status of a run that ended before its time, of which only what it had measured is left."""
    return RunStatus(
        run_id=run_id,
        state="cancelled" if cut_run.reason == "stopped" else "failed",
        lab=cut_run.lab,
        parameters=cut_run.parameters,
        step=cut_run.step,
        elapsed_s=cut_run.took_s,
        variants=cut_run.variants,
        unfinished=cut_run,
        message=cut_run.message,
    )


def unknown_status(run_id: str) -> RunStatus:
    """The status of a run of which nothing is left."""
    return RunStatus(run_id=run_id, state="unknown", message=NOT_KNOWN)


def ending_without_result(status: str, text: str, outcome: Outcome | None) -> Ending:
    """What becomes of a run without a result; ``status`` is its Dask future's, or the type of the exception with the text ``text``."""
    if outcome is not None:
        stopped = outcome.state == "cancelled"
        return Ending(outcome.state, outcome.message or STOPPED if stopped else outcome.message, "stopped" if stopped else outcome.reason)
    if status == "KilledWorker":
        return Ending("failed", LOST_TWICE, "lost")
    if status in ("cancelled", "lost"):
        return Ending("failed", LOST_PROCESSES, "lost")
    return Ending("failed", f"The worker could not run this lab: {status}: {(text.splitlines() or [''])[0][:300]}", "failed")


def over_time(limit_s: float) -> str:
    return f"The run was stopped after {limit_s:g} s: no run may take longer here."


def over_memory(limit_bytes: int, step: str) -> str:
    limit = f"{limit_bytes / 1024**3:.2g} GB"
    doing = f" while it was at “{stage_of(step)}”" if step else ""
    return f"The run was stopped because it needed more than {limit} of memory{doing}: no run may take more here."
