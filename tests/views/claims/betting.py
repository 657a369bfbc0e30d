"""What the tests of the claims' page share: a runner whose runs have ids of their own, a bet, and what is read and kept."""

from __future__ import annotations

from typing import Any

from lab_double import RunnerDouble
from streamlit.testing.v1 import AppTest
from visiting import Browser, press

from optimization.results.records import LabResult, Unfinished
from optimization.running.runs import RunStatus, stored_status, stored_unfinished
from quizzes.events.event import Event
from quizzes.events.learners import COOKIE
from quizzes.events.log import EventLog

FASTER, SAME, SLOWER = (f"choice-m-one-{number}" for number in (1, 2, 3))


class Runs(RunnerDouble):
    """A runner whose runs have ids of their own, because a claim may be run more than once."""

    def submit(self, lab_id: str, params: Any, *, asker: str, on_ended: Any = None) -> str:
        super().submit(lab_id, params, asker=asker, on_ended=on_ended)
        run_id = f"run-{len(self.asked)}"
        self.statuses[run_id] = RunStatus(
            run_id=run_id, state="running", lab=lab_id, parameters=self.asked[-1][1], step="Training", done=0.25
        )
        return run_id

    def end_early(self, found: Unfinished) -> None:
        run_id = f"run-{len(self.asked)}"
        self.statuses[run_id] = stored_unfinished(run_id, found)
        on_ended = self.waiting[-1]
        if on_ended is not None:
            on_ended(run_id, found)

    def end(self, result: LabResult, *, tells: bool = True) -> None:
        """The newest run ends with this result; without ``tells`` nobody is called back."""
        run_id = f"run-{len(self.asked)}"
        self.statuses[run_id] = stored_status(run_id, result)
        on_ended = self.waiting[-1]
        if tells and on_ended is not None:
            on_ended(run_id, result)


def bet(page: AppTest, choice: str, *, sure: bool = False) -> AppTest:
    """Mark an outcome and hand the bet in."""
    claim = choice.removeprefix("choice-").rpartition("-")[0]
    return press(press(page, choice), f"{'sure' if sure else 'not-sure'}-{claim}")


def rows(log: EventLog, browser: Browser, *kinds: str) -> list[Event]:
    return [one for one in log.of_learner(browser.cookies[COOKIE], kinds=kinds) if one.kind != "started"]


def said(page: AppTest) -> str:
    """All sentences of the page."""
    return "\n".join(one.value for one in (*page.markdown, *page.caption, *page.subheader, *page.header))
