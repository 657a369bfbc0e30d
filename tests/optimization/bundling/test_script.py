"""A result's program runs in a Python that cannot see the project, and has to find the same figures."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from optimization.bundling.script import script_of
from optimization.labs import LABS, lab_named
from optimization.results.records import Headline, LabResult, Machine, Variant

MACHINE = Machine(
    cpu="A CPU",
    cores=2,
    threads=1,
    flags=("avx2",),
    system="Linux",
    python="3.11",
    versions={"torch": "2.13.0+cpu", "tensorflow": "2.21.0"},
)
WHOLE_RUN_S = 400
BRIEFLY = {"TIMING_S = 10.0": "TIMING_S = 1.0"}
"""Like the runs of these tests, their programs need no verdict on every row."""
TRAIN, TEST = 640, 250
IN_SHORT = {
    'TRAINING_EPOCHS = {"lenet": 5}': 'TRAINING_EPOCHS = {"lenet": 1}',
    "train=split(train)": f"train=split(train[:{TRAIN}])",
    "test=split(test)": f"test=split(test[:{TEST}])",
}
LIBRARIES = "torch torch_pruning sklearn.model_selection tensorflow keras litert_quantizer ai_edge_litert.interpreter numpy".split()

Printed = Callable[..., str]
"""A program, the folder where it runs, and its arguments -> what it prints."""
Again = Callable[..., dict[str, Any]]
"""A result, and how its program is made to train as briefly as the run did -> what the program finds."""


def result_with(lab: str, parameters: Mapping[str, Any], machine: Machine = MACHINE) -> LabResult:
    """A result of which nothing was measured: enough to ask for its program."""
    return LabResult(
        lab=lab,
        parameters=lab_named(lab).parameters(parameters).model_dump(mode="json"),
        seed=0,
        machine=machine,
        measured_at=datetime(2026, 11, 25, 9, 14, tzinfo=UTC),
        took_s=1.0,
        timing_rounds=60,
        headline=Headline(sentence="It ran.", figure="1", figure_label="run"),
        data_set="mnist",
        variants=(Variant(name="dense", label="Dense", nonzero_weights=1, total_weights=1, raw_bytes=1, gzip_bytes=1),),
    )


def program(lab: str, **parameters: Any) -> str:
    text = script_of(result_with(lab, parameters))
    assert text is not None
    return text


SEEN = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "SYSTEMROOT", "LANG")}


def printed(text: str, folder: Path, *arguments: str) -> str:
    """What the program prints where neither the project nor its environment can be seen."""
    path = folder / "redo.py"
    path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-I", str(path), *arguments]
    done = subprocess.run(command, cwd=folder, env=SEEN, capture_output=True, text=True, timeout=WHOLE_RUN_S)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def forked() -> Iterator[Printed]:
    """The same in a fork of one Python that sees no more, where there are forks; a few programs start anew all the same."""
    if not hasattr(os, "fork"):
        yield printed
        return
    libraries = [name for name in LIBRARIES if importlib.util.find_spec(name.partition(".")[0]) is not None]
    command = [sys.executable, "-I", str(Path(__file__).with_name("forked.py")), *libraries]
    with subprocess.Popen(command, cwd="/", env=SEEN, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:

        def printed_by_it(text: str, folder: Path, *arguments: str) -> str:
            path = folder / "redo.py"
            path.write_text(text, encoding="utf-8")
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(json.dumps([str(path), *arguments]) + "\n")
            process.stdin.flush()
            assert process.stdout.readline().strip() == "0", (folder / "stderr").read_text(encoding="utf-8")
            return (folder / "stdout").read_text(encoding="utf-8")

        yield printed_by_it


@pytest.fixture
def again(tmp_path: Path, forked: Printed) -> Again:
    """What a fork finds."""
    return partial(found_again, forked, tmp_path)


@pytest.fixture
def again_in_a_new_process(tmp_path: Path) -> Again:
    return partial(found_again, printed, tmp_path)


def found_again(printer: Printed, folder: Path, result: LabResult, *shortened: Mapping[str, str]) -> dict[str, Any]:
    text = script_of(result)
    assert text is not None
    return dict(json.loads(printer(in_short_form(text, *shortened), folder, "--json")))


def in_short_form(text: str, *shortened: Mapping[str, str]) -> str:
    for whole, short in (change for changes in shortened for change in changes.items()):
        assert text.count(whole) == 1, whole
        text = text.replace(whole, short)
    return text


def run(lab: str, report: Any, parameters: Mapping[str, Any]) -> LabResult:
    missing = lab_named(lab).missing()
    if missing:
        pytest.skip(f"needs {' '.join(missing)}")
    return lab_named(lab).load()(lab_named(lab).parameters(parameters), report)


def assert_found_again(result: LabResult, redone: list[dict[str, Any]]) -> None:
    """Same rows, same counts, same sizes to the byte, same accuracies; a latency where the lab has one."""
    figures = ("name", "nonzero_weights", "total_weights", "raw_bytes", "gzip_bytes", "accuracy")
    assert [[row[figure] for figure in figures] for row in redone] == [
        [getattr(variant, figure) for figure in figures] for variant in result.variants
    ]
    for variant, row in zip(result.variants, redone, strict=True):
        assert (variant.speedup is None) == (row["speed"] is None)
        if variant.speedup is not None:
            assert row["latency_us"] > 0
            assert row["speed_interval"][0] <= row["speed"] <= row["speed_interval"][1]


@pytest.fixture(scope="module")
def few_networks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where networks are kept that have seen few pictures."""
    return tmp_path_factory.mktemp("networks")


@pytest.fixture
def in_short(monkeypatch: pytest.MonkeyPatch, few_networks: Path) -> None:
    """Networks for digits that see few pictures, and these once: what a program finds again does not depend on how well they read."""
    pytest.importorskip("torch")
    from optimization.laboratory.breaking import networks as breaking
    from optimization.laboratory.networks import register
    from optimization.laboratory.pictures.data import Pictures, Split, digits

    def few(part: Split, count: int) -> Split:
        return Split(images=part.images[:count], labels=part.labels[:count], pixels=part.pixels[:count])

    def pictures() -> Pictures:
        return replace(digits(), train=few(digits().train, TRAIN), test=few(digits().test, TEST))

    monkeypatch.setenv("XDG_CACHE_HOME", str(few_networks))  # what has learned little must not be found by others
    for networks in (register.NETWORKS, register.AVERAGING):
        brief = replace(networks["lenet"], pictures=pictures, recipe=replace(networks["lenet"].recipe, epochs=1))
        monkeypatch.setitem(networks, "lenet", brief)  # type: ignore[arg-type]
    monkeypatch.setattr(breaking, "LENET", register.NETWORKS["lenet"])
    monkeypatch.setattr(breaking, "_ready", {})


RECIPES = [(lab.id, name) for lab in LABS.values() for name in lab.recipes]
SETTINGS = [
    *[(lab, dict(LABS[lab].recipe(name))) for lab, name in RECIPES],
    ("quantize", {"network": "signs", "pooling": "average"}),
    ("inside", {"network": "signs"}),
    ("prune", {"network": "signs", "method": "structured", "round_to": 8}),
    ("digit", {"drawing": "0f" * 392}),
]


@pytest.mark.parametrize(("lab", "parameters"), SETTINGS)
def test_every_recipe_has_a_program_that_defines_all_it_uses_and_imports_public_libraries_only(
    lab: str, parameters: dict[str, Any]
) -> None:
    text = program(lab, **parameters)
    tree = ast.parse(text)
    imported = {
        (node.module or "" if isinstance(node, ast.ImportFrom) else node.names[0].name).partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    public = {*lab_named(lab).needs, "numpy"}
    assert imported - set(sys.stdlib_module_names) - {"__future__"} <= public
    checked = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--isolated", "--quiet", "--select", "F", "-"], input=text, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("lab", LABS)
def test_no_definition_of_a_program_is_left_unused(lab: str) -> None:
    tree = ast.parse(program(lab))
    defined = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert [name for name in defined if name not in used] == []
    assert len(set(defined)) == len(defined)


def test_a_program_begins_with_where_and_with_what_its_run_was_measured() -> None:
    comment = program("quantize").partition("\nfrom __future__")[0]
    assert all(line.startswith("#") for line in comment.strip().splitlines())
    assert "“Quantize it”" in comment
    assert "Measured 2026-11-25 09:14 UTC on A CPU, 2 cores" in comment
    assert "pip install torch==2.13.0 scikit-learn mlxtend tensorflow-cpu==2.21.0 keras" in comment or sys.platform == "darwin"


def test_the_parameters_of_the_run_are_constants_of_the_program() -> None:
    text = program("prune", amount=0.55, method="structured", steps=3, scan=True, seed=7)
    for line in ("amount: float = 0.55", 'method: str = "structured"', "steps: int = 3", "scan: bool = True", "seed: int = 7"):
        assert f"    {line}\n" in text


def test_what_a_machine_calls_itself_cannot_leave_the_comment() -> None:
    hostile = MACHINE.model_copy(update={"cpu": 'x"""\nraise SystemExit(1)\n', "versions": {"torch": "1\nraise SystemExit(1)"}})
    text = script_of(result_with("prune", {}, hostile))
    assert text is not None
    assert "raise SystemExit" not in "\n".join(line for line in text.splitlines() if not line.startswith("#"))


def test_a_result_of_an_unknown_lab_has_no_program() -> None:
    assert script_of(result_with("prune", {}).model_copy(update={"lab": "distill"})) is None


@pytest.mark.slow
def test_the_program_of_a_pruning_run_finds_its_figures_again(report: Any, again_in_a_new_process: Again) -> None:
    """With the whole training and all pictures, as a learner's run has it; those below see few pictures, and these once."""
    result = run("prune", report, {})
    assert_found_again(result, again_in_a_new_process(result, BRIEFLY)["variants"])


@pytest.mark.slow
@pytest.mark.usefixtures("in_short")
@pytest.mark.parametrize(
    "parameters",
    [
        {"method": "structured", "amount": 0.5, "round_to": 8, "scan": True, "timed": False},
        {"method": "global_unstructured", "amount": 0.95, "mask_removed": "never", "timed": False},
        {"method": "random_unstructured", "amount": 0.8, "mask_removed": "before", "steps": 2, "finetune_epochs": 1, "timed": False},
        {"method": "random_structured", "amount": 0.6, "seed": 3},
    ],
)
def test_the_program_of_any_pruning_run_finds_its_figures_again(parameters: dict[str, Any], report: Any, again: Again) -> None:
    result = run("prune", report, parameters)
    redone = again(result, BRIEFLY, IN_SHORT)
    assert_found_again(result, redone["variants"])
    assert redone["scan"] == result.extras.get("scan", [])


@pytest.mark.slow
@pytest.mark.usefixtures("in_short")
@pytest.mark.parametrize(
    "parameters", [{"threads": 2, "preprocessing": "wrong"}, {"pooling": "average", "more_formats": False, "timed": False}]
)
def test_the_program_of_a_quantization_run_finds_its_figures_again(
    parameters: dict[str, Any], report: Any, again: Again, again_in_a_new_process: Again
) -> None:
    result = run("quantize", report, parameters)
    redone = (again if "pooling" in parameters else again_in_a_new_process)(result, BRIEFLY, IN_SHORT)
    assert_found_again(result, redone["variants"])


@pytest.mark.slow
@pytest.mark.usefixtures("in_short")
@pytest.mark.parametrize(
    "parameters",
    [
        {"rounds": 2, "coded_epochs": 3, "removed": 0.5, "fast_epochs": 1, "sparsity": 0.95},
        {"rounds": 1, "coded_epochs": 0, "fast_epochs": 0, "format": "int8_dynamic", "shared_values": 8},
    ],
)
def test_the_program_of_a_budget_run_finds_its_figures_again(parameters: dict[str, Any], report: Any, again: Again) -> None:
    result = run("budget", report, parameters)
    assert_found_again(result, again(result, BRIEFLY, IN_SHORT)["variants"])


@pytest.mark.slow
@pytest.mark.usefixtures("in_short")
def test_the_program_of_a_look_inside_finds_the_same_layers(report: Any, again: Again) -> None:
    result = run("inside", report, {})
    redone = again(result, IN_SHORT)
    assert_found_again(result, redone["variants"])
    assert redone["inside"] == result.extras["inside"]


@pytest.mark.slow
@pytest.mark.usefixtures("in_short")
def test_the_program_of_a_drawing_reads_it_as_every_network_did(report: Any, again: Again) -> None:
    stroke = "".join("f" if 8 < row < 20 and 12 < column < 16 else "0" for row in range(28) for column in range(28))
    result = run("digit", report, {"drawing": stroke})
    redone = again(result, IN_SHORT)["variants"]
    assert_found_again(result, redone)
    for variant, row in zip(result.variants, redone, strict=True):
        assert row["scores"] == pytest.approx(variant.scores, abs=1e-6)


@pytest.mark.slow
def test_the_program_of_the_second_network_finds_its_figures_again(
    report: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, again: Again
) -> None:
    """With fewer pictures and one epoch on both sides: the whole training takes most of a minute."""
    pytest.importorskip("torch_pruning")
    from optimization.laboratory.networks import register
    from optimization.laboratory.pictures import data

    brief = replace(register.SIGNS, recipe=replace(register.SIGNS.recipe, epochs=1))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))  # what is trained briefly must not be found by others
    monkeypatch.setitem(data.SIGNS, "train", 640)
    monkeypatch.setitem(register.NETWORKS, "signs", brief)  # type: ignore[arg-type]
    data.signs.cache_clear()
    try:
        result = run("prune", report, {"network": "signs", "method": "structured", "amount": 0.5, "finetune_epochs": 1})
    finally:
        data.signs.cache_clear()
    few = {'"train": 6_000': '"train": 640', 'TRAINING_EPOCHS = {"signs": 8}': 'TRAINING_EPOCHS = {"signs": 1}'}
    assert_found_again(result, again(result, BRIEFLY, few)["variants"])


@pytest.mark.slow
def test_a_program_prints_a_table_for_people(tmp_path: Path, forked: Printed) -> None:
    pytest.importorskip("torch")
    lines = forked(in_short_form(program("inside"), IN_SHORT), tmp_path).splitlines()
    assert "weights ≠ 0" in lines[0]
    assert lines[1].split()[:3] == ["dense", "430,500", "430,500"]
    assert [line.split()[0] for line in lines[2:]] == ["conv1", "conv2", "fc1", "fc2"]


@pytest.mark.slow
def test_equal_networks_give_equal_files_however_many_were_exported_before(untrained: Any) -> None:
    pytest.importorskip("tensorflow")
    from optimization.laboratory.networks.register import LENET
    from optimization.laboratory.quantization.conversion import classic_int8_dynamic
    from optimization.laboratory.quantization.twin import export_tflite, keras_twin

    for exported in (export_tflite, classic_int8_dynamic):
        first, second = (exported(keras_twin(untrained, network=LENET)) for _ in range(2))
        assert first == second
