"""What a learner costs the server in open files, counted at the running process."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from app_server import AppServer

from tests.benchmarks.websocket_learners import Learner, Told

LEARNERS = 24


def open_files(server: AppServer) -> int:
    return len(list(Path(f"/proc/{server.pid}/fd").iterdir()))


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="only Linux lists a process's files there")
def test_a_learner_opens_one_file_and_the_server_may_open_as_many_as_the_system_allows(server: AppServer) -> None:
    limits = re.search(r"Max open files\s+(\d+)\s+(\d+)", Path(f"/proc/{server.pid}/limits").read_text())
    assert limits is not None
    assert limits[1] == limits[2]

    async def study() -> tuple[int, int]:
        told, stop = Told(), asyncio.Event()
        came = [asyncio.create_task(Learner(server.url, told).study(every_s=0.01, until=stop)) for _ in range(2)]
        while len(told.first_ms) < 2:  # what is opened once, such as the database, is open now
            await asyncio.sleep(0.05)
        before = open_files(server)
        came += [asyncio.create_task(Learner(server.url, told).study(every_s=0.3, until=stop)) for _ in range(LEARNERS)]
        while len(told.first_ms) < LEARNERS + 2:
            await asyncio.sleep(0.05)
            assert not told.errors
        after = open_files(server)
        stop.set()
        await asyncio.gather(*came)
        return before, after

    before, after = asyncio.run(study())
    database = 6  # three files a connection, of which the pool opens a few more while many learners write at once
    assert after - before <= LEARNERS + 5 * database
