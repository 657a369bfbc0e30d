"""The app as a server process of its own, on a free port of this machine and on data of its own."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.error import URLError

ROOT = Path(__file__).resolve().parents[2]
UNHURRIED = str(Path(__file__).with_name("unhurried"))
HOST = "127.0.0.1"
START_LIMIT_S = 60
STOP_LIMIT_S = 20
KEPT_LIMIT_S = 20
PORTS = range(20_000, 32_000)
"""None that a system gives to whoever connects to something: a server that was killed finds its own free again."""
PORTS_A_PROCESS = 16
OF_THE_APP = ("CONTENT_DIR", "DATA_DIR", "DATABASE_URL", "LAB_", "AUTHORING")
_taken: set[int] = set()


class AppServer:
    """``streamlit run app.py``; data and log are in ``folder``, trained networks in ``cache``, topics in ``content``.

    ``keeps_s`` is for how long it keeps the session of a browser that has gone, where that shall not be as shipped; ``script`` is another
    script to serve the same way, from the root, so that the same settings hold. ``environ`` is what else its environment holds. Its labs
    time no row for long, for few tests ask for a verdict, and its lab worker imports nothing ahead, unless ``environ`` says otherwise.
    """

    def __init__(
        self,
        folder: Path,
        *,
        cache: Path,
        content: Path | None = None,
        keeps_s: int | None = None,
        script: str = "app.py",
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self.folder, self._script = folder, script
        self.port = take_port()
        self._log = folder / "server.log"
        inherited = {name: value for name, value in os.environ.items() if not name.startswith((*OF_THE_APP, "STREAMLIT_"))}
        own = {"DATA_DIR": str(folder / "data"), "XDG_CACHE_HOME": str(cache), "PYTHONUNBUFFERED": "1", "LAB_TIMING_S": "0.5"}
        own |= {"CONTENT_DIR": str(content)} if content is not None else {}
        own |= {"STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": str(keeps_s)} if keeps_s is not None else {}
        own |= {"PYTHONPATH": os.pathsep.join(filter(None, (UNHURRIED, inherited.get("PYTHONPATH"))))}
        self._environ = inherited | own | dict(environ or {})
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start the server and wait until it answers; raises RuntimeError with its log where it does not."""
        _taken.add(self.port)
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "streamlit", "run", self._script, "--server.port", str(self.port), "--server.address", HOST]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=self._environ, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        end = time.monotonic() + START_LIMIT_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                self.stop()
                raise RuntimeError(f"The server did not start:\n{self.log()}")
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    def stop(self) -> None:
        """End the server as whoever runs it would. Its port is for another one then."""
        self._end(signal.SIGTERM)
        _taken.discard(self.port)

    def kill(self) -> None:
        """End the server without a chance to say goodbye."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        process.send_signal(how)
        try:
            process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def author_link(self) -> str:
        """The link that the start printed, of the newest start."""
        return re.findall(r"open this link once: (\S+)", self.log())[-1]  # type: ignore[no-any-return]

    def log(self) -> str:
        """What the server has printed so far."""
        return self._log.read_text(encoding="utf-8", errors="replace") if self._log.exists() else ""

    def events(self, learner: str | None = None, *, kind: str | None = None, mode: str | None = None) -> list[dict[str, Any]]:
        """The rows of the event table, in order, read from the file behind the server's back."""
        connection = sqlite3.connect(f"file:{self.folder / 'data' / 'events.db'}?mode=ro", uri=True)
        connection.row_factory = sqlite3.Row
        try:
            rows = [dict(row) for row in connection.execute("SELECT * FROM events ORDER BY at, id")]
        finally:
            connection.close()
        wanted = {"learner": learner, "kind": kind, "mode": mode}
        kept = [row for row in rows if all(value is None or row[name] == value for name, value in wanted.items())]
        return [row | {"payload": json.loads(row["payload"])} for row in kept]

    def events_to_come(self, learner: str, *, kind: str, count: int = 1) -> list[dict[str, Any]]:
        """The learner's rows of this kind once there are so many, or those that came in time: a page shows a rating before it is kept."""
        end = time.monotonic() + KEPT_LIMIT_S
        while len(rows := self.events(learner, kind=kind)) < count and time.monotonic() < end:
            time.sleep(0.05)
        return rows

    def runs(self) -> list[Path]:
        """The stored results of lab runs."""
        return sorted((self.folder / "data" / "runs").glob("run-*.json"))

    def libraries(self) -> str:
        """The files that the server process has mapped (Linux); a library that was imported is among them."""
        return Path(f"/proc/{self.pid}/maps").read_text()


def take_port() -> int:
    """The first free port of this process. One whose server has stopped comes again: by its address a browser knows what it compiled."""
    first = os.getpid() * PORTS_A_PROCESS
    for number in range(len(PORTS)):
        port = PORTS[(first + number) % len(PORTS)]
        if port not in _taken and _is_free(port):
            _taken.add(port)
            return port
    raise RuntimeError("Every port is taken.")


def _is_free(port: int) -> bool:
    try:
        socket.create_server((HOST, port)).close()
    except OSError:
        return False
    return True
