"""A line between a browser and the server that can be cut, as a phone's is when its screen is locked."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from typing import Any

from app_server import HOST, AppServer, take_port

CHUNK_BYTES = 65536
RESET = struct.pack("ii", 1, 0)
"""SO_LINGER: on and 0 s, so that closing throws the connection away instead of saying goodbye."""


class Line:
    """Passes on what comes to its port. Stands where a student expects the server, and is asked like it."""

    def __init__(self, server: AppServer) -> None:
        self._server = server
        self.port = take_port()
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._door: socket.socket | None = None
        self.mend()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._server, name)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def connections(self) -> int:
        """How many are open now."""
        with self._lock:
            return len(self._open) // 2

    def mend(self) -> None:
        """Take connections (again)."""
        self._door = socket.create_server((HOST, self.port))
        threading.Thread(target=self._take, args=(self._door,), daemon=True).start()

    def cut(self) -> None:
        """Drop every connection and refuse new ones."""
        with self._lock:
            door, self._door = self._door, None
            dropped, self._open = self._open, set()
        if door is not None:
            with contextlib.suppress(OSError):
                door.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits in accept
            door.close()
        for one in dropped:
            _drop(one)

    def _take(self, door: socket.socket) -> None:
        while True:
            try:
                browser, _ = door.accept()
            except OSError:
                return
            try:
                server = socket.create_connection((HOST, self._server.port))
            except OSError:
                _drop(browser)
                continue
            with self._lock:
                if self._door is not door:
                    _drop(browser)
                    _drop(server)
                    return
                self._open |= {browser, server}
            for one, other in ((browser, server), (server, browser)):
                threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(CHUNK_BYTES):
                other.sendall(data)
        with self._lock:
            known = {one, other} & self._open
            self._open -= known
        for each in known:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()


def _drop(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        one.shutdown(socket.SHUT_RDWR)
    one.close()
