"""The keys of the lab processes: their files, which addresses need them, and what the commands take."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from optimization.__main__ import main
from optimization.errors import BadScheduler
from optimization.running import lab_keys
from optimization.running.lab_keys import LabKeys, check_address, keys_in, make_keys
from optimization.running.run_store import RunStore
from optimization.running.runner import Runner

KEYS = keys_in(Path("somewhere"))


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:8786", "127.0.0.1:8786", "tcp://localhost:8786", "tcp://[::1]:8786", "tcp://127.9.9.9:1"]
)
def test_on_this_machine_a_scheduler_may_do_without_tls(address: str) -> None:
    check_address(address, None)
    check_address(address, KEYS)


@pytest.mark.parametrize(
    "address",
    [
        "tcp://10.0.0.5:8786",
        "10.0.0.5:8786",
        "tcp://0.0.0.0:8786",
        "tcp://localhost.evil.example:8786",
        "tcp://127.0.0.1.evil.example:8786",
        "tcp://[2001:db8::1]:8786",
        "tcp://:8786",
        "ws://10.0.0.5:8786",
        "ucx://127.0.0.1:8786",
    ],
)
@pytest.mark.parametrize("keys", [None, KEYS])
def test_elsewhere_a_scheduler_without_tls_is_refused_with_a_sentence(address: str, keys: LabKeys | None, tmp_path: Path) -> None:
    with pytest.raises(BadScheduler, match=r"tls://HOST:PORT.*\.$"):
        check_address(address, keys)
    with pytest.raises(BadScheduler):
        Runner(RunStore(tmp_path), scheduler=address, keys=keys)


def test_an_address_with_tls_needs_the_keys() -> None:
    check_address("tls://10.0.0.5:8786", KEYS)
    with pytest.raises(BadScheduler, match="three TLS files"):
        check_address("tls://10.0.0.5:8786", None)


@pytest.mark.parametrize("command", ["worker --scheduler tcp://10.0.0.5:8786", "scheduler --host 0.0.0.0"])
def test_the_commands_refuse_it_too(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(command.split()) == 2
    said = capsys.readouterr().err
    assert "has no TLS" in said
    assert "Traceback" not in said


def test_some_of_the_three_files_are_not_enough(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ca.pem").write_text("")
    assert main(["scheduler", "--tls-ca-file", str(tmp_path / "ca.pem")]) == 2
    assert "not given: --tls-cert and --tls-key" in capsys.readouterr().err
    where = [part for name in ("ca-file", "cert", "key") for part in (f"--tls-{name}", str(tmp_path / "none.pem"))]
    assert main(["worker", "--scheduler", "tls://10.0.0.5:8786", *where]) == 2
    assert "there is no file" in capsys.readouterr().err


def test_files_that_are_no_keys_are_told(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    for name in lab_keys.NAMES:
        (tmp_path / name).write_text("no key")
    with pytest.raises(BadScheduler, match="cannot be used"):
        keys_in(tmp_path).security()


def test_new_keys_can_be_read_by_their_owner_alone_and_are_never_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("distributed")
    folder = tmp_path / "keys"
    assert main(["keys", str(folder)]) == 0
    assert capsys.readouterr().out.split() == keys_in(folder).arguments()
    if sys.platform != "win32":
        assert folder.stat().st_mode & 0o777 == 0o700
        assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    assert sorted(file.name for file in folder.iterdir()) == sorted(lab_keys.NAMES)
    before = keys_in(folder).key.read_bytes()
    assert main(["keys", str(folder)]) == 2
    assert "There are keys already" in capsys.readouterr().err
    assert keys_in(folder).key.read_bytes() == before
    assert make_keys(tmp_path / "other").key.read_bytes() != before
    keys_in(folder).security()


def test_keys_of_a_process_that_was_killed_are_removed_at_the_next_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("psutil")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    leave = "from optimization.running.lab_keys import own_folder; import os; print(own_folder(), flush=True); os.kill(os.getpid(), 9)"
    root = Path(__file__).parents[3]
    killed = subprocess.run(
        [sys.executable, "-c", leave], cwd=root, env={**os.environ, "TMPDIR": str(tmp_path)}, stdout=subprocess.PIPE, text=True, check=False
    )
    left = Path(killed.stdout.strip())
    assert left.is_dir()
    (left / "key.pem").write_text("secret")
    mine, others = lab_keys.own_folder(), tmp_path / f"{lab_keys.FOLDER}of-somebody"
    others.mkdir()
    again = lab_keys.own_folder()
    assert not left.exists()
    assert mine.is_dir()
    assert again.is_dir()
    assert others.is_dir()
