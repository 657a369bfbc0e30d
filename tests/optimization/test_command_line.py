"""``python -m optimization`` as a shell sees it."""

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from optimization import __main__ as command_line
from optimization.errors import LabError
from optimization.labs import LABS, Lab
from optimization.labs.pins import pinned

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
            "method: 'magic' is not allowed; allowed: "
            "l1_unstructured, global_unstructured, random_unstructured, structured, random_structured",
        ),
        (
            ["prune", "--set", "speed=1"],
            "speed: there is no such parameter; allowed: "
            "network, amount, method, steps, finetune_epochs, round_to, mask_removed, scan, seed, timed",
        ),
        (["prune", "--set", "network=vgg"], "network: 'vgg' is not allowed; allowed: lenet, signs"),
        (["prune", "--set", "round_to=3"], "round_to: 3 is not allowed; allowed: 1, 2, 4, 8, 16"),
        (["prune", "--set", "round_to=wide"], "round_to: 'wide' is not allowed; allowed: 1, 2, 4, 8, 16"),
        (["prune", "--set", "steps=0"], "steps: '0' is not allowed; allowed: a whole number from 1 to 10"),
        (["prune", "--set", "mask_removed=soon"], "mask_removed: 'soon' is not allowed; allowed: after, before, never"),
        (["prune", "--set", "scan=perhaps"], "scan: 'perhaps' is not allowed; allowed: true or false"),
        (["prune", "--recipe", "in steps", "--set", "amount=1"], "amount: '1' is not allowed; allowed: a number from 0 to 0.99"),
        (
            ["prune", "--recipe", "magic"],
            "--recipe magic: the lab prune has no such recipe; allowed: default, half the channels, one threshold, in steps, "
            "sensitivity, mask left in, trained after remove, signs",
        ),
        (["prune", "--set", "amount"], "--set amount: expected name=value"),
        (["prune", "--set", "amount=0.5", "--set", "amount=0.6"], "amount: given twice"),
        (["quantize", "--set", "calibration_images=0"], "calibration_images: '0' is not allowed; allowed: a whole number from 1 to 500"),
        (["distill"], f"There is no lab 'distill'; there are: {', '.join(LABS)}."),
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


def refusable() -> Iterator[tuple[str, str, str]]:
    """Every parameter of every lab with a value that is no number and no name there, and with values beyond each bound."""
    for lab in LABS.values():
        for name, schema in lab.params.model_json_schema()["properties"].items():
            yield lab.id, name, "§ nothing"
            if "maximum" in schema:
                yield lab.id, name, str(schema["maximum"] + 1)
                yield lab.id, name, str(schema["minimum"] - 1)
            if schema.get("type") in ("integer", "number"):
                yield lab.id, name, "inf"


@pytest.mark.parametrize(("lab", "name", "value"), [*refusable()])
def test_every_parameter_out_of_range_is_refused_in_one_line_that_names_it_and_what_is_allowed(
    lab: str, name: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command_line.main([lab, "--set", f"{name}={value}"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert printed.err.startswith(f"{name}: '{value}' is not allowed; allowed: ")
    assert len(printed.err.rpartition("allowed: ")[2]) > len("1\n")


@pytest.mark.parametrize("lab", LABS)
def test_the_parameters_of_every_recipe_are_allowed_and_differ_from_one_another(lab: str) -> None:
    given = [LABS[lab].parameters(LABS[lab].recipe(name)) for name in LABS[lab].recipes]
    assert given[0] == LABS[lab].params()
    assert len(set(map(str, given))) == len(given)


def test_a_recipe_is_what_the_run_starts_from_and_a_setting_overrides_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def run(params: Any, report: Any) -> Any:
        asked.append(params)
        raise LabError("enough")

    monkeypatch.setattr(Lab, "load", lambda self: run)
    assert command_line.main(["prune", "--recipe", "in steps", "--set", "finetune_epochs=3", "--set", "scan=yes"]) == 1
    assert asked == [LABS["prune"].params(amount=0.97, steps=4, finetune_epochs=3, scan=True)]


def test_the_shell_sees_the_exit_code_and_an_empty_stdout() -> None:
    done = shell("prune", "--set", "amount=2", "--json")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_list_names_every_lab_with_bounds_and_defaults(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["list"]) == 0
    printed = capsys.readouterr().out
    assert "prune: " in printed
    assert "  amount=0.9  (a number from 0 to 0.99)" in printed
    assert "  method=l1_unstructured  (l1_unstructured, global_unstructured, random_unstructured, structured, random_structured)" in printed
    assert "  calibration_images=200  (a whole number from 1 to 500)" in printed
    for lab in LABS.values():
        assert f"{lab.id}: {lab.summary}" in printed
        for recipe in lab.recipes:
            assert f"    {recipe}: " in printed
    assert "    in steps: amount=0.97 steps=4 finetune_epochs=1" in printed


def test_a_missing_library_exits_3_with_what_to_install(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == "torch_pruning" else find_spec(name, *rest))
    assert command_line.main(["prune"]) == 3
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert f"pip install {pinned('torch-pruning')}" in printed.err


@pytest.mark.parametrize(("command", "function"), [("worker", "main"), ("scheduler", "scheduler_main")])
def test_worker_and_scheduler_get_the_rest_of_the_command(command: str, function: str, monkeypatch: pytest.MonkeyPatch) -> None:
    received: list[Any] = []
    monkeypatch.setattr(f"optimization.running.worker.{function}", lambda argv: received.append(argv) or 5)
    assert command_line.main([command, "--port", "1", "--json"]) == 5
    assert received == [["--port", "1", "--json"]]


def test_the_light_side_and_the_command_line_import_no_heavy_library() -> None:
    code = (
        "import sys, optimization.__main__, optimization.labs, optimization.results.machine\n"
        "import optimization.measuring.accuracy, optimization.measuring.timing\n"
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
    assert [variant["name"] for variant in result["variants"]] == ["dense", "control", "pruned", "random mask", "small dense"]
    for variant in result["variants"]:
        assert expected <= set(variant)
        assert set(variant["speedup"]) == {"ratio", "low", "high", "verdict", "confidence", "clock"}
        assert 0 <= variant["accuracy"] <= 1
    assert "100%  Done" in done.stderr


@pytest.mark.slow
def test_without_json_a_table_names_every_variant_and_the_cpu(trained: Any) -> None:
    done = shell("prune", "--set", "method=structured", "--set", "amount=0.5", "--set", "timed=false")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [line.split("  ")[0] for line in lines[4:9]] == ["dense", "control", "pruned", "random channels", "small dense"]
    assert "109,000" in lines[6]
    assert "torch" in lines[-1]


@pytest.mark.slow
def test_quantizing_puts_nothing_but_its_json_on_stdout(trained: Any) -> None:
    pytest.importorskip("tensorflow")
    done = shell("quantize", "--json", "--set", "calibration_images=10", "--set", "timed=false", "--set", "more_formats=false")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 1
    assert [variant["name"] for variant in json.loads(done.stdout)["variants"]][:3] == ["float32", "control", "float16"]
