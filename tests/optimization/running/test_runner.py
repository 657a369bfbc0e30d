"""The runner with real processes and small labs of the tests' own."""

from __future__ import annotations

import asyncio
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fake_labs
import psutil
import pytest

from optimization.errors import BadParameter, UnknownLab
from optimization.results.records import LabResult, Unfinished
from optimization.running import cluster as cluster_module
from optimization.running import lab_keys
from optimization.running.run_store import RunStore
from optimization.running.runner import Runner
from optimization.running.runs import RunStatus

pytestmark = pytest.mark.slow
HERE = Path(fake_labs.__file__).parent
ROOT = HERE.parents[1]
PATIENCE_S = 60.0


@pytest.fixture(scope="module", autouse=True)
def _workers_can_import_the_fake_labs() -> Iterator[None]:
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(HERE), before)))
    yield
    if before is None:
        del os.environ["PYTHONPATH"]
    else:
        os.environ["PYTHONPATH"] = before


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="module")
def runner(folder: Path) -> Iterator[Runner]:
    runner = Runner(RunStore(folder), labs=fake_labs.REFERENCE, timing_s=2.5)
    runner.start_in_background()
    yield runner
    runner.close()


@pytest.fixture
def own_runner(tmp_path: Path) -> Iterator[Callable[..., Runner]]:
    """Makes runners with settings of their own and closes them."""
    made: list[Runner] = []

    def make(**settings: Any) -> Runner:
        made.append(Runner(RunStore(tmp_path / "runs"), labs=fake_labs.REFERENCE, **settings))
        return made[-1]

    yield make
    for runner in made:
        runner.close()


def wait_until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, f"never happened: {what}"
        time.sleep(0.01)


def ended(runner: Runner, run_id: str) -> RunStatus:
    wait_until(lambda: runner.status(run_id).ended, f"the end of {runner.status(run_id)}")
    return runner.status(run_id)


def in_step(runner: Runner, run_id: str, step: str) -> RunStatus:
    wait_until(lambda: runner.status(run_id).step == step or runner.status(run_id).ended, f"the step {step}")
    status = runner.status(run_id)
    assert status.step == step, status
    return status


def assert_works(runner: Runner) -> None:
    """The next run of the same runner ends with a result."""
    status = ended(runner, runner.submit("patient", {"note": "next"}, asker="next"))
    assert status.state == "finished", status.message


def lab_processes() -> dict[str, psutil.Process]:
    """The scheduler, the worker (its nanny) and the process in which labs run, of this test process."""
    found = {}
    for process in psutil.Process().children():
        line = process.cmdline()
        for name in ("scheduler", "worker"):
            if "--die-with-stdin" in line and name in line:
                found[name] = process
    for child in found["worker"].children():
        if any("spawn_main" in part for part in child.cmdline()):
            found["lab"] = child
    return found


def test_a_run_shows_its_steps_and_first_figures_before_its_result(runner: Runner) -> None:
    run_id = runner.submit("patient", {"seconds": 3.0}, asker="ada")
    assert runner.status(run_id).state in ("starting", "queued", "running")
    status = in_step(runner, run_id, "Counting")
    assert (status.state, status.done, status.result) == ("running", 0.25, None)
    assert [variant.name for variant in status.variants] == ["dense"]
    status = in_step(runner, run_id, "Timing")
    assert [variant.name for variant in status.variants] == ["dense"], "figures stay through a step that brings none"
    status = ended(runner, run_id)
    assert status.state == "finished"
    assert status.result is not None
    assert [variant.name for variant in status.variants] == ["dense", "pruned"]
    assert status.result.parameters == {"seconds": 3.0, "number": 0, "note": ""}


def test_labs_run_in_one_thread_outside_this_process(runner: Runner) -> None:
    result = ended(runner, runner.submit("environment", {}, asker="ada")).result
    assert result is not None
    assert result.headline.sentence == "1 1 1"
    assert result.headline.figure_label == "threads, timing for 2.5 s", "as whoever runs the app has set it"
    assert result.machine.cpu != f"pid {os.getpid()}"


def test_bad_parameters_and_unknown_labs_are_refused_at_once(runner: Runner) -> None:
    with pytest.raises(BadParameter, match="number: 10 is not allowed; allowed: a whole number from 0 to 9"):
        runner.submit("patient", {"number": 10}, asker="ada")
    with pytest.raises(UnknownLab, match="patient, stubborn"):
        runner.submit("melt", {}, asker="ada")


def test_identical_requests_share_one_run_and_everybody_is_told_once(runner: Runner) -> None:
    told: list[tuple[str, str]] = []
    lock = threading.Lock()

    def tell(name: str) -> Callable[[str, LabResult], None]:
        def on_ended(run_id: str, result: LabResult) -> None:
            with lock:
                told.append((name, run_id))
            if name == "bob":
                raise RuntimeError("a listener that fails must not keep the others from being told")

        return on_ended

    parameters = {"seconds": 0.4, "note": "shared"}
    ids = {runner.submit("patient", parameters, asker=name, on_ended=tell(name)) for name in ("ada", "bob", "cyd", "ada")}
    assert len(ids) == 1
    (run_id,) = ids
    ended(runner, run_id)
    wait_until(lambda: len(set(told)) >= 3, "three calls")
    time.sleep(0.1)
    assert sorted(set(told)) == [("ada", run_id), ("bob", run_id), ("cyd", run_id)]
    assert [name for name, _ in told if name != "bob"] in (["ada", "cyd"], ["cyd", "ada"]), "only who fails is told again"
    again = runner.submit("patient", parameters, asker="ada")
    assert again != run_id, "a finished run is run again"
    assert ended(runner, again).state == "finished"


def test_a_second_run_waits_for_its_turn_and_can_leave_the_queue(runner: Runner) -> None:
    first = runner.submit("patient", {"seconds": 30, "note": "first"}, asker="ada")
    in_step(runner, first, "Counting")
    second = runner.submit("patient", {"seconds": 0, "note": "second"}, asker="bob")
    third = runner.submit("patient", {"seconds": 0, "note": "third"}, asker="cyd")
    assert (runner.status(second).state, runner.status(second).queue_position) == ("queued", 1)
    assert runner.status(third).queue_position == 2
    runner.cancel(second, asker="bob")
    assert runner.status(second).state == "cancelled"
    assert runner.status(third).queue_position == 1
    runner.cancel(first, asker="ada")
    assert ended(runner, first).state == "cancelled"
    assert ended(runner, third).state == "finished"


def test_a_polite_lab_stops_by_itself_and_its_process_lives_on(runner: Runner) -> None:
    assert_works(runner)
    process = lab_processes()["lab"]
    run_id = runner.submit("patient", {"seconds": 300}, asker="ada")
    in_step(runner, run_id, "Counting")
    runner.cancel(run_id, asker="ada")
    status = ended(runner, run_id)
    assert (status.state, status.result) == ("cancelled", None)
    assert status.message
    assert_works(runner)
    assert lab_processes()["lab"].pid == process.pid


def test_a_lab_that_never_looks_is_killed_and_the_next_run_works(runner: Runner) -> None:
    assert_works(runner)
    process = lab_processes()["lab"]
    run_id = runner.submit("stubborn", {"seconds": 300}, asker="ada")
    in_step(runner, run_id, "Working")
    runner.cancel(run_id, asker="ada")
    assert runner.status(run_id).state == "cancelling"
    assert ended(runner, run_id).state == "cancelled"
    assert not process.is_running()
    assert_works(runner)


def test_a_run_that_others_wait_for_survives_one_who_leaves(runner: Runner) -> None:
    parameters = {"seconds": 1.0, "note": "both"}
    run_id = runner.submit("patient", parameters, asker="ada")
    assert runner.submit("patient", parameters, asker="bob") == run_id
    in_step(runner, run_id, "Counting")
    runner.cancel(run_id, asker="ada")
    assert ended(runner, run_id).state == "finished"


def test_an_error_inside_a_lab_is_a_sentence_for_the_learner_and_a_traceback_in_the_log(
    runner: Runner, caplog: pytest.LogCaptureFixture
) -> None:
    status = ended(runner, runner.submit("broken", {}, asker="ada"))
    assert status.state == "failed"
    assert status.message == "The lab ended with an error: ZeroDivisionError: the ratio has no denominator"
    assert "Traceback" not in status.message
    assert "Traceback" in caplog.text
    assert_works(runner)


def test_a_missing_library_says_what_to_install(runner: Runner) -> None:
    status = ended(runner, runner.submit("missing", {}, asker="ada"))
    assert status.state == "failed"
    assert status.message.endswith("Install with: pip install no-such-library==1.0")


def test_a_worker_killed_once_is_replaced_quietly(runner: Runner, tmp_path: Path) -> None:
    deaths = tmp_path / "deaths"
    status = ended(runner, runner.submit("doomed", {"number": 1, "note": str(deaths)}, asker="ada"))
    assert deaths.read_text() == "x"
    assert status.state == "finished", status.message


def test_a_worker_killed_twice_fails_the_run_and_the_next_one_works(runner: Runner, tmp_path: Path) -> None:
    deaths = tmp_path / "deaths"
    status = ended(runner, runner.submit("doomed", {"number": 9, "note": str(deaths)}, asker="ada"))
    assert deaths.read_text() == "xx", "exactly one retry"
    assert status.state == "failed"
    assert "lost twice" in status.message
    assert_works(runner)


def test_the_death_of_a_worker_does_not_touch_the_runs_that_wait(runner: Runner, tmp_path: Path) -> None:
    doomed = [runner.submit("doomed", {"number": 9, "note": str(tmp_path / name)}, asker="ada") for name in ("one", "two")]
    innocent = runner.submit("patient", {"note": "innocent"}, asker="bob")
    assert ended(runner, innocent).state == "finished"
    assert [runner.status(run_id).state for run_id in doomed] == ["failed", "failed"]


def test_a_lost_worker_command_is_started_again(runner: Runner) -> None:
    assert_works(runner)
    lab_processes()["worker"].kill()
    assert_works(runner)


def test_a_lost_scheduler_is_told_and_the_next_run_works(runner: Runner) -> None:
    run_id = runner.submit("patient", {"seconds": 300, "note": "lost"}, asker="ada")
    in_step(runner, run_id, "Counting")
    lab_processes()["scheduler"].kill()
    status = ended(runner, run_id)
    assert status.state == "failed"
    assert "lost" in status.message
    assert_works(runner)


def test_nothing_listens_beyond_this_machine_or_on_the_dashboard_port(runner: Runner) -> None:
    assert_works(runner)
    listening = [
        connection.laddr
        for process in lab_processes().values()
        for connection in process.net_connections(kind="inet")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert listening
    assert {address.ip for address in listening} == {"127.0.0.1"}
    assert 8787 not in {address.port for address in listening}


def test_a_result_outlives_the_server_process_and_an_unfinished_run_is_unknown(runner: Runner, folder: Path) -> None:
    parameters = {"seconds": 0.1, "number": 7}
    run_id = runner.submit("patient", parameters, asker="ada")
    result = ended(runner, run_id).result
    later = Runner(RunStore(folder), labs=fake_labs.REFERENCE)
    status = later.status(run_id)
    assert (status.state, status.result) == ("finished", result)
    assert later.latest("patient", parameters) == result
    assert later.latest("patient", parameters | {"number": 8}) is None
    assert later.status("0" * 32).state == "unknown"
    assert "Run again" in later.status("../etc/passwd").message
    later.close()


def test_a_run_over_its_time_is_killed_and_told_so(own_runner: Callable[..., Runner], caplog: pytest.LogCaptureFixture) -> None:
    runner = own_runner(limit_s=0.5)
    assert_works(runner)
    status = ended(runner, runner.submit("stubborn", {"seconds": 300}, asker="ada"))
    assert status.state == "failed"
    assert status.message == "The run was stopped after 0.5 s: no run may take longer here."
    assert "LAB_LIMIT_S" in caplog.text, "whoever runs the app is told what to set"
    assert_works(runner)


def test_the_program_of_a_claim_has_the_limits_of_the_labs(own_runner: Callable[..., Runner], tmp_path: Path) -> None:
    """It is killed with its worker where it takes too long, and refused more memory than the worker may have."""
    runner, place = own_runner(limit_s=2.0, memory_limit_bytes=600_000_000), tmp_path / "pid"
    status = ended(runner, runner.submit("program", {"code": "print(1 + 1)"}, asker="ada"))
    assert status.result is not None, status.message
    assert status.result.extras["values"] == [2.0]
    status = ended(runner, runner.submit("program", {"code": "print(len(bytearray(700_000_000)))"}, asker="ada"))
    assert (status.state, "memory" in status.message) == ("failed", True), status.message
    sleeping = f"import os, time\nopen({str(place)!r}, 'w').write(str(os.getpid()))\ntime.sleep(600)"
    status = ended(runner, runner.submit("program", {"code": sleeping}, asker="ada"))
    assert status.message == "The run was stopped after 2 s: no run may take longer here."
    wait_until(lambda: not psutil.pid_exists(int(place.read_text())), "the end of the program")
    assert_works(runner)


def test_to_wait_for_another_measurement_is_not_a_runs_own_time(own_runner: Callable[..., Runner]) -> None:
    runner = own_runner(limit_s=1.0)
    assert_works(runner)
    status = ended(runner, runner.submit("waiting", {"seconds": 3}, asker="ada"))
    assert status.state == "finished", status.message


def names(found: Unfinished | LabResult) -> list[str]:
    return [variant.name for variant in found.variants]


def test_what_a_run_over_its_time_had_measured_is_told_kept_and_followed_by_a_setting_that_fits(
    own_runner: Callable[..., Runner], tmp_path: Path
) -> None:
    runner, told = own_runner(limit_s=4.0), queue.SimpleQueue[tuple[str, Any]]()
    assert runner.forecast("slow", {"number": 9}) is None, "nothing is known yet, so nothing is said"
    run_id = runner.submit("slow", {"number": 9}, asker="ada", on_ended=lambda *what: told.put(what))
    status = ended(runner, run_id)
    found = told.get(timeout=PATIENCE_S)[1]
    assert status.unfinished == found
    assert (found.reason, names(found), found.parameters["number"]) == ("over time", ["dense"], 9)
    assert 1 <= found.instead["number"] < 9
    forecast = runner.forecast("slow", {"number": 9})
    assert forecast is not None
    assert (forecast.fits, forecast.limit_s) == (False, 4.0)
    assert 1 <= forecast.instead["number"] < 9
    later = Runner(RunStore(tmp_path / "runs"), labs=fake_labs.REFERENCE)
    again = later.status(run_id)
    assert (again.state, again.unfinished, again.message) == ("failed", found, status.message)
    later.close()


def test_a_run_that_was_stopped_keeps_what_it_had_measured(own_runner: Callable[..., Runner]) -> None:
    runner, told = own_runner(), queue.SimpleQueue[tuple[str, Any]]()
    run_id = runner.submit("patient", {"seconds": 300}, asker="ada", on_ended=lambda *what: told.put(what))
    in_step(runner, run_id, "Counting")
    runner.cancel(run_id, asker="ada")
    found = told.get(timeout=PATIENCE_S)[1]
    assert (found.reason, names(found)) == ("stopped", ["dense"])
    assert ended(runner, run_id).message == "This run was stopped on request."


def test_a_run_whose_processes_were_lost_keeps_what_it_had_measured(own_runner: Callable[..., Runner]) -> None:
    runner, told = own_runner(), queue.SimpleQueue[tuple[str, Any]]()
    run_id = runner.submit("patient", {"seconds": 300}, asker="ada", on_ended=lambda *what: told.put(what))
    in_step(runner, run_id, "Counting")
    lab_processes()["scheduler"].kill()
    found = told.get(timeout=PATIENCE_S)[1]
    assert (found.reason, names(found)) == ("lost", ["dense"])


def test_a_run_that_the_end_of_the_app_ends_keeps_what_it_had_measured(own_runner: Callable[..., Runner], tmp_path: Path) -> None:
    runner, told = own_runner(), queue.SimpleQueue[tuple[str, Any]]()
    run_id = runner.submit("patient", {"seconds": 300}, asker="ada", on_ended=lambda *what: told.put(what))
    in_step(runner, run_id, "Counting")
    store = RunStore(tmp_path / "runs")
    wait_until(lambda: store.unfinished(run_id) is not None, "it is on the disk while it runs, for an app that is killed")
    before = store.unfinished(run_id)
    assert before is not None
    assert (before.reason, names(before)) == ("app ended", ["dense"])
    runner.close()
    found = told.get(timeout=PATIENCE_S)[1]
    assert (found.reason, names(found)) == ("app ended", ["dense"])
    assert store.unfinished(run_id) == found


def test_a_run_that_finishes_leaves_no_unfinished_one(own_runner: Callable[..., Runner], tmp_path: Path) -> None:
    runner = own_runner()
    run_id = runner.submit("slow", {"number": 1}, asker="ada")
    assert ended(runner, run_id).state == "finished"
    assert list((tmp_path / "runs").glob("unfinished-*")) == []
    forecast = runner.forecast("slow", {"number": 1})
    assert forecast is not None
    assert forecast.fits
    other = runner.forecast("slow", {"number": 9})
    assert other is not None
    assert other.expected_s > 5 * forecast.expected_s, "told for settings that never ran, from what a unit took"


def test_a_run_over_its_memory_is_killed_and_told_so_without_a_retry(own_runner: Callable[..., Runner]) -> None:
    runner = own_runner(memory_limit_bytes=400 * 1024**2)
    status = ended(runner, runner.submit("hungry", {}, asker="ada"))
    assert status.state == "failed"
    assert "needed more than 0.39 GB of memory while it was at “Eating”" in status.message
    assert "set for this app" not in status.message
    assert_works(runner)


def test_a_run_that_the_machine_refuses_memory_says_so_and_the_next_one_works(runner: Runner) -> None:
    status = ended(runner, runner.submit("greedy", {}, asker="ada"))
    assert status.state == "failed"
    assert status.message.startswith("The run was stopped because the machine had no more memory to give.")
    assert_works(runner)


def test_an_address_where_no_scheduler_answers_fails_the_run_with_a_sentence(
    own_runner: Callable[..., Runner], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_module, "JOIN_LIMIT_S", 1.0)
    runner = own_runner(scheduler="tcp://127.0.0.1:9")
    status = ended(runner, runner.submit("patient", {}, asker="ada"))
    assert status.state == "failed"
    assert status.message.startswith("No lab scheduler answers at tcp://127.0.0.1:9")


def test_lab_processes_that_cannot_start_fail_the_run_with_a_sentence(
    own_runner: Callable[..., Runner], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(cluster_module, "ROOT", Path("/nowhere"))
        runner = own_runner()
        status = ended(runner, runner.submit("patient", {}, asker="ada"))
        assert status.state == "failed"
        assert status.message.startswith("The lab processes did not start")
    assert_works(runner)


def test_a_joined_scheduler_with_two_workers_runs_two_labs_at_once(own_runner: Callable[..., Runner]) -> None:
    scheduler = cluster_module.start_process("scheduler", stdout=subprocess.PIPE)
    processes = [scheduler]
    try:
        address = cluster_module.first_line(scheduler)
        processes += [cluster_module.start_process("worker", "--scheduler", address) for _ in range(2)]
        runner = own_runner(scheduler=address)
        runs = [runner.submit("patient", {"seconds": 300, "number": number}, asker="ada") for number in range(2)]
        for run_id in runs:
            in_step(runner, run_id, "Counting")
        assert [runner.status(run_id).state for run_id in runs] == ["running", "running"]
        for run_id in runs:
            runner.cancel(run_id, asker="ada")
            assert ended(runner, run_id).state == "cancelled"
        runner.close()
        assert [process.poll() for process in processes] == [None, None, None], "what was joined is left running"
    finally:
        for process in reversed(processes):
            cluster_module.end_now(process)


def listening_ports() -> set[int]:
    """Where the lab processes of this test process listen, except for Dask's status pages, which are switched off and answer nothing."""
    found = set()
    for process in lab_processes().values():
        found |= {one.laddr.port for one in process.net_connections("tcp") if one.status == psutil.CONN_LISTEN}
    return found


def opens(address: str, security: Any = None) -> bool:
    """Whether a stranger comes to run something there: connects and is answered."""
    from distributed.comm.core import CommClosedError
    from distributed.core import rpc
    from distributed.security import Security
    from tornado.ioloop import IOLoop

    async def ask() -> bool:
        there = rpc(address, timeout=3, connection_args=(security or Security()).get_connection_args("client"))
        try:
            return bool(await asyncio.wait_for(there.identity(), 3))
        except (OSError, TimeoutError, CommClosedError, RuntimeError):
            return False
        finally:
            await there.close_rpc()

    return bool(IOLoop(make_current=False).run_sync(ask))


def test_who_has_not_the_keys_is_not_let_in_at_any_port_of_the_labs(runner: Runner) -> None:
    from distributed.security import Security

    assert_works(runner)
    ports = listening_ports()
    assert len(ports) >= 3
    stranger = Security.temporary()
    for port in ports:
        assert not opens(f"tcp://127.0.0.1:{port}"), port
        assert not opens(f"tls://127.0.0.1:{port}", stranger), port
    (folder,) = Path(tempfile.gettempdir()).glob(f"{lab_keys.FOLDER}{os.getpid()}-*")
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    assert any(opens(f"tls://127.0.0.1:{port}", lab_keys.keys_in(folder).security()) for port in ports)
    assert_works(runner)


def test_several_machines_with_keys_of_their_own_work_together(own_runner: Callable[..., Runner], tmp_path: Path) -> None:
    keys = lab_keys.make_keys(tmp_path / "keys")
    scheduler = cluster_module.start_process("scheduler", *keys.arguments(), stdout=subprocess.PIPE)
    processes = [scheduler]
    try:
        address = cluster_module.first_line(scheduler)
        assert address.startswith("tls://")
        processes.append(cluster_module.start_process("worker", "--scheduler", address, "--labs", fake_labs.REFERENCE, *keys.arguments()))
        assert_works(own_runner(scheduler=address, keys=keys))
        stranger = own_runner(scheduler=address, keys=lab_keys.make_keys(tmp_path / "other"))
        status = ended(stranger, stranger.submit("patient", {}, asker="eve"))
        assert status.state == "failed"
        assert "No lab scheduler answers" in status.message
    finally:
        for process in reversed(processes):
            cluster_module.end_now(process)


PARENT = """
import sys, time
from pathlib import Path
import fake_labs
from optimization.running.run_store import RunStore
from optimization.running.runner import Runner

runner = Runner(RunStore(Path(sys.argv[1])), labs=fake_labs.REFERENCE)
run_id = runner.submit("stubborn", {"seconds": 300}, asker="ada")
while runner.status(run_id).step != "Working":
    if runner.status(run_id).ended:
        sys.exit(runner.status(run_id).message)
    time.sleep(0.01)
heavy = {"torch", "tensorflow", "keras", "ai_edge_litert"} & {name.split(".")[0] for name in sys.modules}
print("heavy:", sorted(heavy), flush=True)
if sys.argv[2] == "wait":
    time.sleep(300)
"""


@pytest.mark.parametrize("how", ["killed", "terminated", "ends by itself"])
def test_no_process_outlives_the_app_however_it_ends(tmp_path: Path, how: str) -> None:
    path = os.pathsep.join((str(ROOT), str(HERE)))
    command = [sys.executable, "-c", PARENT, str(tmp_path), "return" if how == "ends by itself" else "wait"]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path})
    assert parent.stdout is not None
    line = parent.stdout.readline()
    assert line == "heavy: []\n", parent.communicate()
    family = psutil.Process(parent.pid).children(recursive=True) if how != "ends by itself" else []
    if how != "ends by itself":
        assert len(family) >= 3
        parent.send_signal(signal.SIGTERM if how == "terminated" else signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    _, errors = parent.communicate(timeout=PATIENCE_S)  # returns when the last process has let go of the pipes
    _, alive = psutil.wait_procs(family, timeout=PATIENCE_S)
    assert alive == []
    assert list(Path(tempfile.gettempdir()).glob(f"{lab_keys.FOLDER}{parent.pid}-*")) == [], "no key is left behind"
    assert "Traceback" not in errors, errors
