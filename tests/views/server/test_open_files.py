"""The server may open as many files as the system allows, and Streamlit's event loops open none before somebody wants one."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.runtime import app_session
from visiting import ROOT

from views.server.open_files import LoopOnDemand, open_no_loop_ahead

LOWERED = """
import resource
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (256, min(hard, 4_096)))
from views.server.open_files import raise_limit
raise_limit()
print(*resource.getrlimit(resource.RLIMIT_NOFILE))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_the_limit_is_raised_to_what_the_system_allows() -> None:
    told = subprocess.run([sys.executable, "-c", LOWERED], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert told == ["4096", "4096"]


def open_now() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="only Linux lists a process's files there")
def test_a_loop_that_nobody_asks_opens_nothing_and_one_that_is_asked_works() -> None:
    before = open_now()
    idle = [LoopOnDemand() for _ in range(50)]
    assert open_now() == before
    assert not any(one.is_closed() or one.is_running() for one in idle)
    used = idle[0]
    previous = asyncio._get_running_loop()
    assert previous is None

    async def answer() -> str:
        await asyncio.sleep(0)
        return await asyncio.to_thread(lambda: "done")

    assert used.run_until_complete(answer()) == "done"
    task = used.create_task(answer())
    assert used.run_until_complete(task) == "done"
    assert open_now() > before
    for one in idle:
        one.close()
        assert one.is_closed()
    assert open_now() == before
    with pytest.raises(RuntimeError, match="closed"):
        used.call_soon(os.getpid)


def test_streamlits_sessions_take_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_session, "asyncio", asyncio)
    open_no_loop_ahead()
    assert isinstance(app_session.asyncio.new_event_loop(), LoopOnDemand)  # type: ignore[attr-defined]
    assert app_session.asyncio.Event is asyncio.Event  # type: ignore[attr-defined]
