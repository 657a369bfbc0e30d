"""What lives as long as the server: the content shelf, the event log, the study desk and the lab runner."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from optimization.labs import LABS
from optimization.running.lab_keys import LabKeys, all_or_none
from quizzes.authoring.author_key import AuthorKey, kept_key
from quizzes.authoring.desk import Desk
from quizzes.content.shelf import Shelf
from quizzes.environment import LAB_TLS, BadEnvironment, Environment, read_environment
from quizzes.events.log import EventLog, open_log
from quizzes.private import keep_private
from quizzes.proofs.record import Records
from quizzes.schedule.index import Newest
from quizzes.schedule.ledger import Ledger
from quizzes.sessions.register import OVER_A_TOPIC
from quizzes.sessions.study import Study

if TYPE_CHECKING:
    from optimization.running.runner import Runner

PATIENCE_S: float | None = 1.0
"""A page waits this long for topics that have to be read, then it shows those that are there."""


@dataclass(frozen=True)
class Services:
    """Everything a page asks for; one for the whole server."""

    environment: Environment
    shelf: Shelf
    log: EventLog
    study: Study
    index: Newest
    ledger: Ledger
    records: Records
    desk: Desk


_logs: list[EventLog] = []


@st.cache_resource(show_spinner=False)
def services() -> Services:
    """Open content and events. Raises BadEnvironment or LogUnavailable with a sentence for whoever runs the app."""
    environment = read_environment()
    try:
        keep_private(environment.data_dir)
    except OSError as error:
        raise BadEnvironment(f"The data folder {environment.data_dir} cannot be made: {error.strerror}.") from error
    log = open_log(environment.database_url)
    _logs.append(log)
    shelf = Shelf(environment.content_dir, labs=LABS, patience_s=PATIENCE_S)
    of_folder = hashlib.sha256(str(environment.content_dir.resolve()).encode()).hexdigest()[:12]
    desk = Desk(environment.content_dir, environment.data_dir / "drafts" / of_folder, labs=LABS, programs=environment.authored_programs)
    study = Study(log, token=lambda: secrets.token_urlsafe(9), seed=lambda: secrets.randbelow(2**31))
    ledger = Ledger(log, environment.data_dir / "memories")
    records = Records(environment.content_dir)
    return Services(environment, shelf, log, study, Newest(OVER_A_TOPIC), ledger, records, desk)


@st.cache_resource(show_spinner=False)
def author_key() -> AuthorKey | None:
    """What opens Author; None where whoever runs the app has switched that off, or where the environment cannot be read."""
    try:
        environment = read_environment()
    except BadEnvironment:
        return None
    return kept_key(environment.data_dir) if environment.authoring else None


def lab_keys_of(environment: Environment) -> LabKeys | None:
    """The keys of a scheduler elsewhere; raises BadScheduler where some are missing."""
    return all_or_none(*environment.lab_tls, names=LAB_TLS)


_runners: list[Runner] = []


@st.cache_resource(show_spinner=False)
def runner() -> Runner:
    """Runs labs. Nothing is started, and nothing of it imported, before the first lab is opened."""
    from optimization.running.run_store import RunStore
    from optimization.running.runner import Runner

    environment = services().environment
    new_runner = Runner(
        store=RunStore(environment.data_dir / "runs"),
        scheduler=environment.lab_scheduler,
        keys=lab_keys_of(environment),
        limit_s=environment.lab_limit_s,
        memory_limit_bytes=environment.lab_memory_bytes,
        timing_s=environment.lab_timing_s,
    )
    _runners.append(new_runner)
    return new_runner


def close() -> None:
    """End all lab processes and close the log; for the end of the server."""
    while _runners:
        _runners.pop().close()
    while _logs:
        _logs.pop().close()
