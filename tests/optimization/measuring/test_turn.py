"""Measurements take turns: two threads, two processes, and whoever died in between."""

from __future__ import annotations

import ast
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from optimization.errors import RunCancelled
from optimization.measuring.turn import FILE_NAME, MEASURING, shared_folder, turn_to_measure
from optimization.results.progress import WAITING_STEP

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="flock(2)")

ROOT = Path(__file__).parents[3]
HOLDER = """
import sys, time
from pathlib import Path
from optimization.measuring.turn import turn_to_measure
class Report:
    def step(self, name, done, variants=()): pass
    def check(self): pass
with turn_to_measure(Report(), share=0.0, folder=Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


class Told:
    """Keeps what it was told; from the ``stop``th word on the run is cancelled."""

    def __init__(self, *, stop: int | None = None) -> None:
        self.steps: list[str] = []
        self.waits = threading.Event()
        self._stop = stop

    def step(self, name: str, done: float, variants: Sequence[object] = ()) -> None:
        self.steps.append(name)
        if name == WAITING_STEP:
            self.waits.set()
        if self._stop is not None and len(self.steps) >= self._stop:
            raise RunCancelled

    def check(self) -> None:
        return None


@contextmanager
def another_process(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the turn until it is killed."""
    command = [sys.executable, "-c", HOLDER, str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "held\n"
            yield process
        finally:
            process.kill()


def test_a_free_turn_is_taken_at_once_and_said(tmp_path: Path) -> None:
    told = Told()
    with turn_to_measure(told, share=0.9, folder=tmp_path):
        assert told.steps == [MEASURING]


def test_one_waits_for_another_process_says_so_and_goes_on_when_that_has_died(tmp_path: Path) -> None:
    told = Told()
    with another_process(tmp_path) as other:
        threading.Thread(target=lambda: told.waits.wait(60) and other.send_signal(signal.SIGKILL)).start()
        with turn_to_measure(told, share=0.9, folder=tmp_path):
            assert other.wait(60) == -signal.SIGKILL
    assert set(told.steps) == {WAITING_STEP, MEASURING}
    assert told.steps[-1] == MEASURING


def test_a_run_that_waits_can_be_cancelled_and_leaves_the_turn_to_others(tmp_path: Path) -> None:
    with another_process(tmp_path), pytest.raises(RunCancelled), turn_to_measure(Told(stop=3), share=0.9, folder=tmp_path):
        raise AssertionError("two at once")
    with turn_to_measure(Told(), share=0.9, folder=tmp_path):
        pass


def test_a_run_that_fails_or_is_cancelled_while_it_measures_gives_its_turn_back(tmp_path: Path) -> None:
    for told, error in ((Told(stop=1), RunCancelled), (Told(), ZeroDivisionError)):
        with pytest.raises(error), turn_to_measure(told, share=0.9, folder=tmp_path):
            raise ZeroDivisionError
    told = Told()
    with turn_to_measure(told, share=0.9, folder=tmp_path):
        assert told.steps == [MEASURING]


def test_of_several_in_one_process_only_one_measures_at_a_time(tmp_path: Path) -> None:
    inside, most, ended = 0, 0, 0
    count = threading.Lock()

    def measure() -> None:
        nonlocal inside, most, ended
        with turn_to_measure(Told(), share=0.9, folder=tmp_path):
            with count:
                inside += 1
                most = max(most, inside)
            time.sleep(0.01)
            with count:
                inside -= 1
                ended += 1

    threads = [threading.Thread(target=measure) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (most, ended) == (1, 6)


def test_every_user_can_open_the_lock_whatever_the_umask_and_nobody_can_write_it(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        with turn_to_measure(Told(), share=0.9, folder=tmp_path):
            assert (tmp_path / FILE_NAME).stat().st_mode & 0o777 == 0o444
    finally:
        os.umask(before)


@pytest.mark.parametrize("what", ["link", "broken link", "pipe", "folder"])
def test_what_somebody_put_in_the_way_is_not_followed_does_not_block_and_stops_no_run(tmp_path: Path, what: str) -> None:
    place, victim = tmp_path / FILE_NAME, tmp_path / "victim"
    if what == "folder":
        place.mkdir()
    elif what == "pipe":
        os.mkfifo(place)
    else:
        place.symlink_to(victim)
    if what == "link":
        victim.write_text("mine")
    told = Told()
    with turn_to_measure(told, share=0.9, folder=tmp_path):
        assert told.steps == [MEASURING]
        with pytest.raises(RunCancelled), turn_to_measure(Told(stop=2), share=0.9, folder=tmp_path):
            raise AssertionError("two at once")
    assert victim.exists() is (what == "link")
    assert what != "link" or victim.read_text() == "mine"


def test_a_lock_that_was_tidied_away_is_made_again(tmp_path: Path) -> None:
    for _ in range(2):
        with turn_to_measure(Told(), share=0.9, folder=tmp_path):
            pass
        (tmp_path / FILE_NAME).unlink()
    with turn_to_measure(Told(), share=0.9, folder=tmp_path):
        assert (tmp_path / FILE_NAME).exists()


def test_the_place_is_the_machines_and_not_a_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert shared_folder() == Path("/tmp")


def test_whatever_compares_latencies_takes_its_turn_first() -> None:
    """In each module that calls ``compare``, the call or the function around it stands in a block that holds the turn."""
    measuring = [
        path for path in (ROOT / "optimization").rglob("*.py") if "import compare" in text_of(path) or ", compare" in text_of(path)
    ]
    assert {"findings.py", "prune.py", "quantize.py", "budget.py"} <= {path.name for path in measuring}
    for path in measuring:
        assert "compare" not in called_without_a_turn(ast.parse(text_of(path))), path


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def called_without_a_turn(module: ast.Module) -> set[str]:
    """Names that are called where no turn is held; what a function calls counts only where the function itself is called like that."""
    held = {
        id(node)
        for block in ast.walk(module)
        if isinstance(block, ast.With) and any("turn_to_measure" in ast.unparse(item) for item in block.items)
        for node in ast.walk(block)
    }

    def calls(tree: ast.AST) -> set[str]:
        found = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and id(node) not in held]
        return {node.func.id for node in found if isinstance(node.func, ast.Name)}

    functions = {node.name: node for node in module.body if isinstance(node, ast.FunctionDef)}
    reached, waiting = set(), ["main", "run", *(node.name for node in module.body if isinstance(node, ast.ClassDef))]
    while waiting:
        name = waiting.pop()
        tree = functions.get(name) or next((node for node in module.body if isinstance(node, ast.ClassDef) and node.name == name), None)
        new = calls(tree) - reached if tree is not None else set()
        reached |= new
        waiting += new
    return reached
