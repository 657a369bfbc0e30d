"""The run that decides a claim, of a lab or of its program: started with a tap, kept in the log when it ends, whoever looks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from optimization.bundling.export import figures_of
from optimization.labs import LABS, Lab, different, program
from optimization.results.figures import Figure, NoSuchFigure, figure
from optimization.results.records import LabResult, Unfinished
from quizzes.attempts.actions import Measured, StartRun
from quizzes.attempts.attempt import Attempt, Moment
from quizzes.attempts.mode import Scope
from quizzes.content.topic import Topic
from quizzes.events.event import EventError
from quizzes.models import Myth
from quizzes.questions.bet import outcome_of
from quizzes.sessions import myths
from quizzes.sessions.register import MYTHS
from quizzes.sessions.study import Study
from views.labs import lab_run
from views.page import away, state, visitor
from views.page.services import services
from views.practice import sitting

STILL_GOOD = timedelta(hours=1)
"""So far apart may the two runs of a claim be that are compared: the machine is then taken to be as it was."""


def start(topic: Topic, myth: Myth) -> None:
    """Start the run that decides the claim, for callbacks; the session's log remembers it, so that a refresh finds it again."""
    session = state.load().sessions.get((myths.MODE, topic.id))
    if session is None:
        return
    rival = rival_of(myth, moment=datetime.now(UTC))
    last = MYTHS.own(session).deciding(myth)
    is_stale = rival is not None and last is not None and rival.measured_at < last.at  # it could not tell beside this one
    run_id = _ask_for_run(topic, myth, session.attempt, rival=None if is_stale else rival)
    if run_id is not None:
        sitting.act((myths.MODE, topic.id), f"{topic.id}/{myth.id}", StartRun(run_id))


def lab_of(myth: Myth) -> Lab:
    """The lab that decides the claim; for a program the one that runs it, with what that program needs."""
    return program.lab_of(myth.measure.code) if myth.measure is not None else LABS[myth.run.lab or ""]


def _ask_for_run(topic: Topic, myth: Myth, attempt: Attempt, *, rival: LabResult | None) -> str | None:
    """The id of the claim's run, whose end is kept; of the second run, while that one is missing. None where it cannot be had."""
    offset, study = visitor.now().utc_offset_min, services().study
    if myth.run.compare.rival is not None and rival is None:
        return lab_run.ask(lab_of(myth), rival_settings(myth), on_ended=None)

    def keep(run_id: str, result: LabResult | Unfinished) -> None:
        record(study, topic, attempt, measured(myth, run_id, result, rival), Moment(datetime.now(UTC), offset))

    return lab_run.ask(lab_of(myth), settings(myth), on_ended=keep)


def settings(myth: Myth) -> dict[str, Any]:
    """The claim's own settings; a claim that is not about speed does not spend its minute on the latency."""
    return _untimed(myth, myth.run.set)


def rival_settings(myth: Myth) -> dict[str, Any]:
    """Those of the second run that the claim's own is compared with; empty where one run decides."""
    rival = myth.run.compare.rival
    return {} if rival is None else _untimed(myth, rival.set)


def _untimed(myth: Myth, settings: Mapping[str, Any]) -> dict[str, Any]:
    needs_timing = myth.run.compare.figure == "speed" or "timed" not in lab_of(myth).params.model_fields
    return dict(settings) if needs_timing else {**settings, "timed": False}


def rival_of(myth: Myth, *, moment: datetime) -> LabResult | None:
    """What the second run found that was made on this machine about then; None where there is none, or where one run decides."""
    rival = lab_run.latest(lab_of(myth), rival_settings(myth)) if myth.run.compare.rival is not None else None
    return rival if rival is not None and abs(moment - rival.measured_at) < STILL_GOOD else None


def is_rival(myth: Myth, parameters: Mapping[str, Any]) -> bool:
    """Whether a run with these parameters is the second run, and not the claim's own."""
    return myth.run.compare.rival is not None and parameters == lab_of(myth).parameters(rival_settings(myth)).model_dump(mode="json")


def which(myth: Myth, parameters: Mapping[str, Any]) -> str:
    """Which of the two runs that is, for the line above its bar; empty where one decides."""
    rival = myth.run.compare.rival
    if rival is None:
        return ""
    lab, own, rival_set = lab_of(myth).id, myth.run.set, rival.set
    if is_rival(myth, parameters):
        return f"Run 1 of 2 · {different(lab, rival_set, own)}"
    return f"Run 2 of 2 · {different(lab, own, rival_set)}"


def record(study: Study, topic: Topic, attempt: Attempt, measurement: Measured, moment: Moment) -> myths.State | None:
    """Keep what a run found in the session that asked for it; the same run is kept once, whoever is first. None where there is no
    such session."""
    scope = Scope.of(topic)
    session = study.resume(MYTHS, scope, learner=attempt.learner, session=attempt.session)
    return study.act(session, scope, measurement, moment) if session is not None else None


def measured(myth: Myth, run_id: str, result: LabResult | Unfinished, rival: LabResult | None) -> Measured:
    """What the log keeps of a run that has ended. One that ended before its time decides too, where it had measured what the claim is
    about."""
    decides = deciding_figure(myth, result, rival)
    outcome = None if decides is None else outcome_of(myth, value=decides.value, verdict=decides.verdict, interval=decides.interval)
    return Measured(
        claim=myth.id,
        run=run_id,
        outcome=outcome.id if outcome is not None else None,
        lab=result.lab,
        parameters=result.parameters,
        headline=result.message if isinstance(result, Unfinished) else result.headline.sentence,
        figures=figures_of(result),
        unfinished=result.reason if isinstance(result, Unfinished) else None,
        data_set=result.data_set,
    )


def deciding_figure(myth: Myth, result: LabResult | Unfinished, rival: LabResult | None) -> Figure | None:
    """The figure that the claim is about; None where this run, or its rival, did not measure it, or on pictures that decide nothing any
    more."""
    decides = myth.run.compare
    if result.is_former or (decides.rival is not None and (rival is None or rival.is_former)):
        return None
    try:
        return figure(result, decides.figure, of=decides.of, against=decides.row, rival=rival)
    except NoSuchFigure:
        return None


def shown_figure(myth: Myth, result: LabResult | Unfinished) -> Figure | None:
    """The figure that the claim is about, for a run that has ended; None where it, or the second run, is no longer there."""
    return deciding_figure(myth, result, rival_of(myth, moment=result.measured_at))


def found_by(session: myths.State, myth: Myth) -> LabResult | Unfinished | None:
    """What the run that counts for the claim found; None where there is none, or where it was deleted."""
    run = session.deciding(myth)
    if run is None:
        return None
    status = lab_run.status(run.run)
    return status.result or status.unfinished


def caught_up(session: myths.State, topic: Topic) -> myths.State:
    """The session with what the current claim's run has found, where it has ended meanwhile."""
    run_id = session.waiting(session.myth) if session.myth is not None else None
    status = lab_run.status(run_id) if run_id is not None else None
    result = status.result or status.unfinished if status is not None and status.ended else None
    if session.myth is None or run_id is None or result is None:
        return session
    try:
        if isinstance(result, LabResult) and is_rival(session.myth, result.parameters):
            next_session = _gone_on(session, session.myth, topic, rival=result)
        else:
            measurement = measured(session.myth, run_id, result, rival_of(session.myth, moment=result.measured_at))
            next_session = record(services().study, topic, session.attempt, measurement, visitor.now())
    except EventError as error:
        away.say_not_saved(str(error), subject="What was measured")
        return session
    if next_session is None:
        return session
    state.change(sessions={**state.load().sessions, (myths.MODE, topic.id): next_session})
    return next_session


def _gone_on(session: myths.State, myth: Myth, topic: Topic, *, rival: LabResult) -> myths.State | None:
    """The session once the second run is there, and the claim's own was asked for; None where that one cannot be had."""
    run_id = _ask_for_run(topic, myth, session.attempt, rival=rival)
    return services().study.act(session, Scope.of(topic), StartRun(run_id), visitor.now()) if run_id is not None else None
