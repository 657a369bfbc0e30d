"""Who has asked for a run hears of its end also where the log that keeps it is away for a moment."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from fake_labs import Params, result_of

from optimization.running import telling
from optimization.running.telling import call_back

FOUND = result_of("patient", Params())


def told(failures: int, over: threading.Event | None = None) -> list[str]:
    """The run ids that were told, where the first so many times fail."""
    heard: list[str] = []

    def on_ended(run_id: str, _found: Any) -> None:
        heard.append(run_id)
        if len(heard) <= failures:
            raise OSError("The database is away.")

    call_back(on_ended, "run-1", FOUND, is_over=over or threading.Event())
    return heard


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "TOLD_AGAIN_S", (0.001, 0.001, 0.001))


@pytest.mark.parametrize(("failures", "times"), [(0, 1), (1, 2), (3, 4), (99, 4)])
def test_what_could_not_be_kept_is_told_again_some_times(failures: int, times: int) -> None:
    assert told(failures) == ["run-1"] * times


def test_it_is_not_told_again_once_the_app_ends() -> None:
    over = threading.Event()
    over.set()
    assert told(99, over) == ["run-1"]
