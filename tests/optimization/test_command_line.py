"""``python -m optimization`` as a shell sees it."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from optimization import __main__ as command_line

ROOT = Path(__file__).parents[2]


def shell(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-m", "optimization", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["prune", "--set", "amount=2"], "amount: '2' is not allowed; allowed: a number from 0 to 0.99"),
        (["prune", "--set", "amount=nan"], "amount: 'nan' is not allowed; allowed: a number from 0 to 0.99"),
        (["prune", "--set", "finetune_epochs=1.5"], "finetune_epochs: '1.5' is not allowed; allowed: a whole number from 0 to 10"),
        (
            ["prune", "--set", "method=magic"],
            "method: 'magic' is not allowed; allowed: l1_unstructured, random_unstructured, structured, random_structured",
        ),
        (["prune", "--set", "speed=1"], "speed: there is no such parameter; allowed: amount, method, finetune_epochs, seed"),
        (["prune", "--set", "amount"], "--set amount: expected name=value"),
        (["prune", "--set", "amount=0.5", "--set", "amount=0.6"], "amount: given twice"),
        (["quantize", "--set", "calibration_images=0"], "calibration_images: '0' is not allowed; allowed: a whole number from 1 to 500"),
        (["distill"], "There is no lab 'distill'; there are: prune, quantize."),
        (["prune", "--fast"], "unrecognized arguments: --fast; see python -m optimization --help"),
        ([], "the following arguments are required: what; see python -m optimization --help"),
    ],
)
def test_a_bad_command_exits_2_with_one_line_that_says_what_is_allowed(
    arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command_line.main(arguments) == 2
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", line + "\n")


def test_the_shell_sees_the_exit_code_and_an_empty_stdout() -> None:
    done = shell("prune", "--set", "amount=2", "--json")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_list_names_every_lab_with_bounds_and_defaults(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["list"]) == 0
    printed = capsys.readouterr().out
    assert "prune: " in printed
    assert "  amount=0.9  (a number from 0 to 0.99)" in printed
    assert "  method=l1_unstructured  (l1_unstructured, random_unstructured, structured, random_structured)" in printed
    assert "  calibration_images=200  (a whole number from 1 to 500)" in printed


def test_a_missing_library_exits_3_with_what_to_install(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == "torch_pruning" else find_spec(name, *rest))
    assert command_line.main(["prune"]) == 3
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert "pip install torch-pruning==1.6.1" in printed.err


@pytest.mark.parametrize(("command", "function"), [("worker", "main"), ("scheduler", "scheduler_main")])
def test_worker_and_scheduler_get_the_rest_of_the_command(command: str, function: str, monkeypatch: pytest.MonkeyPatch) -> None:
    received: list[Any] = []
    monkeypatch.setattr(f"optimization.worker.{function}", lambda argv: received.append(argv) or 5)
    assert command_line.main([command, "--port", "1", "--json"]) == 5
    assert received == [["--port", "1", "--json"]]


def test_the_light_side_and_the_command_line_import_no_heavy_library() -> None:
    code = (
        "import sys, optimization.__main__, optimization.labs, optimization.measuring, optimization.machine, optimization.accuracy\n"
        "heavy = {'torch', 'torch_pruning', 'tensorflow', 'keras', 'ai_edge_litert', 'litert_quantizer', 'sklearn'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
def test_the_result_is_one_line_of_json_on_stdout_and_progress_is_on_stderr(trained: Any) -> None:
    done = shell("prune", "--set", "amount=0.9", "--set", "method=l1_unstructured", "--json")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 1
    result = json.loads(done.stdout)
    assert {"lab", "parameters", "machine", "seed", "variants"} <= set(result)
    assert (result["lab"], result["seed"], result["parameters"]["amount"]) == ("prune", 0, 0.9)
    expected = {
        "name", "nonzero_weights", "total_weights", "raw_bytes", "gzip_bytes", "accuracy", "changed_predictions", "latency_us", "speedup",
        "accuracy_interval", "images", "latency_interval_us",
    }  # fmt: skip
    for variant in result["variants"]:
        assert expected <= set(variant)
        assert set(variant["speedup"]) == {"ratio", "low", "high", "verdict"}
        assert 0 <= variant["accuracy"] <= 1
    assert "100%  Done" in done.stderr


@pytest.mark.slow
def test_without_json_a_table_names_every_variant_and_the_cpu(trained: Any) -> None:
    done = shell("prune", "--set", "method=structured", "--set", "amount=0.5")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines[4:7]] == ["dense", "control", "pruned"]
    assert "109,000" in lines[6]
    assert "torch" in lines[-1]


@pytest.mark.slow
def test_quantizing_puts_nothing_but_its_json_on_stdout(trained: Any) -> None:
    pytest.importorskip("tensorflow")
    done = shell("quantize", "--json", "--set", "calibration_images=10")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 1
    assert [variant["name"] for variant in json.loads(done.stdout)["variants"]][:3] == ["float32", "control", "float16"]
