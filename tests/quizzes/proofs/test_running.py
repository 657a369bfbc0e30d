"""Programs run in processes of their own: what they print, and what happens where they fail, hang or take too much."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from quizzes.proofs import process
from quizzes.proofs.process import Failed, Limits, NotHere, imported, run_programs


@pytest.fixture(autouse=True, params=["started anew", "in a copy"])
def how(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Programs are started anew, or, where they import what takes long, in a copy of a process that has it: all holds for both."""
    if request.param == "in a copy" and sys.platform != "linux":
        pytest.skip("processes are copied on Linux only")
    monkeypatch.setattr(process, "_processes", [])
    monkeypatch.setattr(process, "WARMED", frozenset({"json"}))
    monkeypatch.setattr(process, "imported", lambda text: imported(text) | ({"json"} if request.param == "in a copy" else set()))
    yield request.param
    for warm in process._processes:
        warm.close()


def test_each_program_is_run_by_itself_and_what_it_prints_is_kept() -> None:
    ran = run_programs(["import json\nname = 1\nprint('a')\nprint(json.dumps([1]))", "print('name' in globals())"])
    assert ran.outputs == ("a\n[1]\n", "False\n")
    assert ran.python == ".".join(map(str, sys.version_info[:3]))


def test_the_versions_of_what_it_imports_are_told() -> None:
    pytest.importorskip("numpy")
    assert run_programs(["import numpy as np\nimport os\nprint(np.int8(3))"]).versions.keys() - {"json"} == {"numpy"}
    assert imported("import a.b, c\nfrom d.e import f\ndef g():\n    import h") == {"a", "c", "d", "h"}


def test_an_error_is_told_in_its_own_words() -> None:
    with pytest.raises(Failed, match="ZeroDivisionError: division by zero"):
        run_programs(["print(1 / 0)"])
    with pytest.raises(Failed, match="SystemExit: 3"):
        run_programs(["raise SystemExit(3)"])


def test_a_library_that_is_missing_cannot_be_proven_here() -> None:
    with pytest.raises(NotHere, match="no_such_library is not installed"):
        run_programs(["import no_such_library"])


def test_what_an_installed_library_does_not_have_is_a_fault_of_the_program() -> None:
    with pytest.raises(Failed, match=r"json\.nope"):
        run_programs(["import json.nope"])


def test_what_is_no_python_is_told_as_an_error() -> None:
    with pytest.raises(Failed, match="SyntaxError"):
        run_programs(["print('a'"])


def test_the_order_of_sets_of_texts_is_the_same_each_time() -> None:
    program = ["print(list({'a', 'b', 'c', 'd', 'e', 'f'}))"]
    assert run_programs(program).outputs == run_programs(program).outputs


def test_a_program_that_hangs_is_ended_with_everything_it_started(tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    child = "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])"
    program = f"import subprocess, sys\n{child}\nopen({str(mark)!r}, 'w').write(str(child.pid))\nwhile True: pass"
    with pytest.raises(NotHere, match="did not end within 2 s"):
        run_programs([program], limits=Limits(time_s=2))
    pid = int(mark.read_text())
    for _ in range(50):
        if not _alive(pid):
            return
        time.sleep(0.1)
    pytest.fail("its child still runs")


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z" if Path("/proc").is_dir() else os.kill(pid, 0) is None
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
def test_a_program_that_takes_too_much_memory_is_refused_it() -> None:
    with pytest.raises(NotHere, match=r"needs more than 0\.3 GB"):
        run_programs(["print(len(bytearray(600_000_000)))"], limits=Limits(memory_bytes=300_000_000))


def test_it_sees_nothing_of_who_started_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "secret")
    monkeypatch.chdir(tmp_path)
    ran = run_programs(
        [f"import os, sys\nprint('DATABASE_URL' in os.environ, os.getcwd() == {str(tmp_path)!r}, any('quizzes' in n for n in sys.modules))"]
    )
    assert ran.outputs == ("False False False\n",)


def test_what_compiled_libraries_print_is_no_output() -> None:
    assert run_programs(["import os\nos.write(1, b'noise')\nprint('said')"]).outputs == ("said\n",)
