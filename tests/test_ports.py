"""Servers of the browser tests: each has a port of its own, and gives it to another one when it has stopped."""

from __future__ import annotations

import socket
from pathlib import Path

from app_server import HOST, PORTS, AppServer


def test_a_port_is_one_servers_until_it_has_stopped_and_nobody_elses(tmp_path: Path) -> None:
    first, second = (AppServer(tmp_path, cache=tmp_path) for _ in range(2))
    assert first.port != second.port
    assert {first.port, second.port} <= set(PORTS)
    first.kill()
    assert AppServer(tmp_path, cache=tmp_path).port not in (first.port, second.port), "who was killed comes back to it"
    first.stop()
    with socket.create_server((HOST, first.port)):
        assert AppServer(tmp_path, cache=tmp_path).port != first.port
    assert AppServer(tmp_path, cache=tmp_path).port == first.port
    for server in (first, second):
        server.stop()
