"""A program runs in a process of its own: what it prints is the result, and nothing of it is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from optimization.bundling.script import script_of
from optimization.errors import BadParameter, MissingLibrary, RunCancelled, RunFailed
from optimization.laboratory.programs.lab import run
from optimization.labs.program import LAB, MEMORY_LIMIT, Params, is_timed, lab_of, seeded
from optimization.measuring import turn
from optimization.results.figures import PRINTED_FIGURE, figure
from optimization.results.printed import MOST_REPEATS, Printed
from optimization.results.progress import TIMING_S
from optimization.results.records import LabResult

PATIENCE_S = 60.0
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="no limit of memory elsewhere")


class Patient:
    """Runs to the end, and knows its steps."""

    timing_s = TIMING_S

    def __init__(self) -> None:
        self.steps: list[str] = []

    def step(self, name: str, done: float, variants: Any = ()) -> None:
        self.steps.append(name)

    def check(self) -> None:
        return None


def found(code: str, **settings: Any) -> LabResult:
    return run(Params(code=code, **settings), Patient())


def printed(result: LabResult) -> Printed:
    record = result.extras_as(Printed)
    assert record is not None
    return record


def wait_for(path: Path) -> str:
    end = time.monotonic() + PATIENCE_S
    while not (path.exists() and path.read_text()):
        assert time.monotonic() < end, path
        time.sleep(0.01)
    return path.read_text()


def assert_gone(pid: int) -> None:
    end = time.monotonic() + PATIENCE_S
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < end, "the program lives on"
        time.sleep(0.01)


def test_one_number_is_the_value_in_the_claims_own_unit() -> None:
    result = found("print(2 ** 10)", show=",.0f", unit=" kB")
    assert (result.variants, result.data_set) == ((), "")
    read = figure(result, PRINTED_FIGURE, of="", against="")
    assert (read.value, read.text, read.interval, read.repeats) == (1024.0, "1,024 kB", None, 0)
    assert result.headline.sentence == "1,024 kB, measured once."


def test_several_numbers_are_repeats_whose_middle_counts_within_their_bounds() -> None:
    result = found("for value in (3, 1, 2.5):\n    print(value)\n\n", show=".1f")
    read = figure(result, PRINTED_FIGURE, of="", against="")
    assert (read.value, read.interval, read.bounds) == (2.5, (1.0, 3.0), ("1.0", "3.0"))
    assert read.interval_name == "range of 3 repeats"
    assert result.headline.sentence == "2.5, the middle of 3 repeats, from 1.0 to 3.0."


def test_chance_is_seeded_in_every_library_that_draws_by_it() -> None:
    code = "import random\nimport numpy as np\nprint(random.random())\nprint(np.random.rand())\nprint(hash('a'))"
    first = printed(found(code)).values
    assert printed(found(code)).values == first
    assert printed(found(code, seed=1)).values[:2] != first[:2]
    assert "torch.manual_seed(7)" in seeded("import torch.nn as nn\nprint(1)", 7)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import math\n\nprint(1 / 0)", "ended with an error: ZeroDivisionError: division by zero (line 3)."),
        ("def f(:", "ended with an error: SyntaxError"),
        ("raise SystemExit(2)", "ended with an error: it ended with 2."),
        ("import os\nos._exit(3)", "was lost: its process ended with 3."),
        ("pass", "has printed nothing"),
        ("print('12 kB')", "has printed '12 kB' in line 1; each line has to be a number"),
        ("print(1)\nprint(float('nan'))", "has printed 'nan' in line 2"),
        ("print(float('inf'))", "has printed 'inf' in line 1"),
        (f"for one in range({MOST_REPEATS + 1}):\n    print(one)", "has printed 1,001 lines"),
        ("print('1' * 300_000)", "has printed 300,001 characters"),
    ],
)
def test_a_program_that_fails_or_prints_no_number_says_why(code: str, said: str) -> None:
    with pytest.raises(RunFailed) as refused:
        found(code)
    assert said in str(refused.value)


def test_an_exit_without_a_fault_is_an_end_like_any_other() -> None:
    assert printed(found("print(1)\nraise SystemExit")).values == (1.0,)


def test_a_library_that_is_not_there_is_named_before_anything_runs() -> None:
    code = "import no_such_library, math\nprint(1)"
    assert lab_of(code).missing() == ["no_such_library"]
    with pytest.raises(MissingLibrary, match="needs no_such_library"):
        found(code)
    assert lab_of("import gzip\nfrom sklearn import tree").needs == {"sklearn": lab_of("import sklearn").needs["sklearn"]}
    assert lab_of("import sklearn").needs["sklearn"].startswith("scikit-learn==")


def test_what_is_told_of_the_machine_names_what_the_program_imports() -> None:
    assert "numpy" in found("import numpy\nprint(1)").machine.versions
    assert found("print(1)").machine.versions == {}


def test_a_program_sees_nothing_of_who_started_it_and_works_in_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///secret.db")
    code = """\
import os, sys
print(int("DATABASE_URL" in os.environ))
print(int(os.path.exists("app.py")))
print(int(any(part in sys.modules for part in ("optimization", "quizzes", "streamlit"))))
open("left-behind", "w").write(os.getcwd())
print(int(os.environ["OMP_NUM_THREADS"]))
print(len(sys.stdin.read()))
"""
    assert printed(found(code)).values == (0.0, 0.0, 0.0, 1.0, 0.0)
    assert not Path("left-behind").exists()


@ON_LINUX
def test_a_program_may_take_as_much_memory_as_the_worker_that_it_runs_in(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "print(len(bytearray(300_000_000)))"
    assert printed(found(code)).values == (3e8,)
    monkeypatch.setenv(MEMORY_LIMIT, str(200_000_000))
    with pytest.raises(MemoryError):
        found(code)


def test_a_run_that_is_stopped_leaves_no_program_behind(tmp_path: Path) -> None:
    place = tmp_path / "pid"

    class Stopped(Patient):
        def check(self) -> None:
            if place.exists() and place.read_text():
                raise RunCancelled("The run was stopped.")

    code = f"import os, time\nopen({str(place)!r}, 'w').write(str(os.getpid()))\nwhile True:\n    time.sleep(1)"
    with pytest.raises(RunCancelled):
        run(Params(code=code), Stopped())
    assert_gone(int(place.read_text()))


@pytest.mark.parametrize("busy", ["time.sleep(600)", "import re; re.match('(a+)+b', 'a' * 60)"], ids=["asleep", "holding the lock"])
def test_a_program_ends_with_the_process_that_runs_it_however_that_ends(tmp_path: Path, busy: str) -> None:
    """A worker over its time is killed, and cannot tidy up."""
    if "re.match" in busy and sys.platform != "linux":
        pytest.skip("nothing ends a process elsewhere that lets no thread run")
    place = tmp_path / "pid"
    code = f"import os, time\nopen({str(place)!r}, 'w').write(str(os.getpid()))\n{busy}\nprint(1)"
    command = [sys.executable, "-c", "import sys; from optimization.__main__ import main; main(sys.argv[1:])"]
    parent = subprocess.Popen([*command, "program", "--set", f"code={code}"], stderr=subprocess.DEVNULL)
    try:
        pid = int(wait_for(place))
        assert psutil.pid_exists(pid)
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
        assert_gone(pid)
    finally:
        parent.kill()
        parent.wait()


def test_a_program_with_a_clock_waits_for_its_turn_and_others_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[float] = []
    real = turn.taken

    def taken(place: Path) -> Any:
        turns.append(time.monotonic())
        return None if len(turns) < 3 else real(place)

    monkeypatch.setattr(turn, "taken", taken)
    report = Patient()
    run(Params(code="print(1)"), report)
    assert turns == []
    run(Params(code="from time import perf_counter\nprint(perf_counter())"), report)
    assert len(turns) == 3
    assert turn.WAITING_STEP in report.steps
    assert is_timed("import timeit")
    assert not is_timed("import math\nprint('import time')")


@pytest.mark.parametrize(
    "start", ["", '"""Says what it does."""\nfrom __future__ import annotations\n'], ids=["plain", "what has to stand first"]
)
def test_the_script_of_a_run_prints_what_the_run_printed(tmp_path: Path, start: str) -> None:
    threads = 'import os\nprint(os.environ["OMP_NUM_THREADS"])\n'
    result = found(f"{start}import random\n\nimport numpy as np\n\nprint(random.random())\nprint(np.random.rand())\n{threads}", unit=" kB")
    script = script_of(result)
    assert script is not None
    assert "pip install numpy==" in script
    place = tmp_path / "again.py"
    place.write_text(script, encoding="utf-8")
    again = subprocess.run(
        [sys.executable, str(place)], capture_output=True, text=True, check=True, cwd=tmp_path, env={**os.environ, "OMP_NUM_THREADS": "2"}
    )
    assert tuple(map(float, again.stdout.split())) == printed(result).values


def test_what_may_be_set_is_refused_in_words_where_it_is_wrong() -> None:
    for settings in ({}, {"code": ""}, {"code": "print(1)", "show": "%d"}, {"code": "print(1)", "shell": True}):
        with pytest.raises(BadParameter):
            LAB.parameters(settings)
