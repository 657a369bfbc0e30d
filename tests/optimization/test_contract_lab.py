"""What every lab offers, and a toy lab that needs nothing but its two modules and its name in the register.

The toy lives in ``tests/optimization/toy``; a copy of the project gets it as a newcomer would put it there.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from optimization.labs import LABS, Lab
from optimization.labs.fields import NOT_IN_FORMS, LabParams

ROOT = Path(__file__).resolve().parents[2]
TOY = Path(__file__).with_name("toy")
REGISTER = "optimization/labs/__init__.py"


def module_at(path: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


EVERY = {**LABS, "toy": module_at(TOY / "light.py", "toy_light").LAB}
every_lab = pytest.mark.parametrize("lab", EVERY.values(), ids=EVERY)


@every_lab
def test_a_lab_says_all_that_pages_need_before_anything_runs(lab: Lab) -> None:
    assert lab.id.isidentifier()
    assert lab.title
    assert lab.summary.endswith(".")
    assert issubclass(lab.params, LabParams)
    assert lab.entry.startswith("optimization.laboratory.")
    assert lab.offer is None or (lab.offer.minutes > 0 and lab.offer.words)
    assert len(set(lab.rows)) == len(lab.rows) > 0
    assert lab.recipes["default"] == {}
    for recipe in lab.recipes.values():
        lab.parameters(recipe)


@every_lab
def test_every_parameter_can_be_asked_for_in_a_form_and_given_in_the_shell(lab: Lab) -> None:
    """What ``views/labs/lab_form.py`` draws: a choice, a switch, a text, or a number between bounds."""
    for name, schema in lab.params.model_json_schema()["properties"].items():
        assert schema.get("title"), name
        assert "enum" in schema or schema["type"] in ("boolean", "string") or {"minimum", "maximum"} <= set(schema), name
        default = getattr(lab.params(), name)
        assert getattr(lab.parameters({name: str(default)}), name) == default or name in NOT_IN_FORMS, name
    assert "seed" in lab.params.model_fields


@every_lab
def test_what_a_lab_bets_on_is_what_its_runs_measure(lab: Lab) -> None:
    if lab.bet is None:
        return
    assert lab.bet.figure in lab.figures
    assert {lab.bet.of, lab.bet.against} <= set(lab.rows)
    assert lab.bet.ways


@every_lab
def test_how_long_a_run_takes_and_what_would_be_shorter_follow_from_its_parameters(lab: Lab) -> None:
    assert all(units >= 0 for units in lab.work(lab.params()).values())
    assert set(lab.lighter) <= set(lab.params.model_fields)
    lab.parameters(lab.lighter)


@pytest.mark.parametrize("lab", LABS.values(), ids=LABS)
def test_a_lab_is_a_light_module_under_its_id_and_an_entry_that_is_there(lab: Lab) -> None:
    assert importlib.import_module(f"optimization.labs.{lab.id}").LAB is lab
    module, _, function = lab.entry.partition(":")
    assert f"def {function}(" in (ROOT / module.replace(".", "/")).with_suffix(".py").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def newcomer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the toy lab in it: two modules, and its name in the register twice."""
    tree = tmp_path_factory.mktemp("newcomer")
    for package in ("optimization", "quizzes", "views"):
        shutil.copytree(ROOT / package, tree / package, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("app.py", "requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / file, tree / file)
    shutil.copytree(ROOT / ".streamlit", tree / ".streamlit", ignore=shutil.ignore_patterns("secrets.toml"))
    shutil.copy(TOY / "light.py", tree / "optimization/labs/toy.py")
    (tree / "optimization/laboratory/toy").mkdir()
    (tree / "optimization/laboratory/toy/__init__.py").write_text('"""A lab of the tests."""\n', encoding="utf-8")
    shutil.copy(TOY / "heavy.py", tree / "optimization/laboratory/toy/lab.py")
    text = (tree / REGISTER).read_text(encoding="utf-8")
    for entry in (r"(from optimization\.labs import [\w, ]+)", r"(for module in \([\w, ]+)"):
        text, count = re.subn(entry, r"\1, toy", text)
        assert count == 1, entry
    (tree / REGISTER).write_text(text, encoding="utf-8")
    content = tree / "content/track"
    content.mkdir(parents=True)
    shutil.copy(TOY / "topic.yaml", content / "toy.yaml")
    return tree


def python(*arguments: str, there: Path) -> str:
    """What a Python prints that runs in that folder, and only with what is in it."""
    environment = {
        "PYTHONPATH": str(there),
        "PATH": "",
        "DATA_DIR": str(there / "data"),
        "CONTENT_DIR": str(there / "content"),
        "HOME": str(there),
    }
    ended = subprocess.run([sys.executable, *arguments], cwd=there, env=environment, capture_output=True, text=True, timeout=300)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def result(newcomer: Path) -> dict[str, Any]:
    pytest.importorskip("sklearn")
    found: dict[str, Any] = json.loads(python("-m", "optimization", "toy", "--set", "decimals=1", "--json", there=newcomer))
    return found


@pytest.mark.slow
def test_the_shell_lists_and_runs_it(newcomer: Path, result: dict[str, Any]) -> None:
    listed = python("-m", "optimization", "list", there=newcomer)
    assert "toy: Keep fewer decimals of each weight" in listed
    assert "decimals=2  (a whole number from 0 to 6)" in listed
    assert [one["name"] for one in result["variants"]] == ["float", "control", "rounded"]
    assert result["parameters"] == {"decimals": 1, "seed": 0}
    assert result["extras"]["largest_weight"] > 0
    assert result["timing_rounds"] > 0
    whole, _, rounded = result["variants"]
    assert whole["accuracy"] > rounded["accuracy"] > 0
    assert {"scikit-learn", "mlxtend", "numpy"} <= set(result["machine"]["versions"])


@pytest.mark.slow
def test_its_script_redoes_the_run_with_the_public_libraries_alone(newcomer: Path, result: dict[str, Any], tmp_path: Path) -> None:
    (newcomer / "result.json").write_text(json.dumps(result), encoding="utf-8")
    code = (
        "from optimization.bundling.script import script_of\nfrom optimization.results.records import LabResult\n"
        "print(script_of(LabResult.model_validate_json(open('result.json').read())))"
    )
    script = tmp_path / "redone.py"
    text = python("-c", code, there=newcomer)
    assert text.count("TIMING_S = 10.0") == 1
    script.write_text(text.replace("TIMING_S = 10.0", "TIMING_S = 1.0"), encoding="utf-8")
    for name in ("optimization", "quizzes", "views", "pydantic"):
        assert f"import {name}" not in script.read_text(encoding="utf-8")
        assert f"from {name}" not in script.read_text(encoding="utf-8")
    redone = json.loads(python(str(script), "--json", there=tmp_path))
    for ours, theirs in zip(redone["variants"], result["variants"], strict=True):
        same = ("name", "nonzero_weights", "raw_bytes", "gzip_bytes", "accuracy", "changed_predictions", "right_to_wrong", "wrong_to_right")
        assert {name: ours[name] for name in same} == {name: theirs[name] for name in same}
    assert redone["extras"] == result["extras"]
    assert "Rounded, it reads" in python(str(script), there=tmp_path)


@pytest.mark.slow
def test_a_topic_may_try_it_bet_on_it_and_prove_by_it(newcomer: Path) -> None:
    said = python("-m", "quizzes", "check", "--strict", there=newcomer)
    assert "track/toy: lesson 0, recall 1" in said
    assert "myths 1" in said


@pytest.mark.slow
def test_its_page_has_a_form_a_bet_a_queue_and_a_stop_and_shows_what_was_found(newcomer: Path, result: dict[str, Any]) -> None:
    (newcomer / "result.json").write_text(json.dumps(result), encoding="utf-8")
    shutil.copy(ROOT / "tests/views/lab_double.py", newcomer / "lab_double.py")
    shutil.copy(TOY / "visit.py", newcomer / "visit.py")
    said = json.loads(python("visit.py", there=newcomer).splitlines()[-1])
    assert said["listed"] == "2 min · keep fewer decimals; pick it when you wonder how many a weight needs"
    assert said["form"] == ["param-toy-decimals", "param-toy-seed"]
    assert said["bet"] == "Against the float classifier, the rounded one will be…"
    assert said["asked"] == [["toy", {"decimals": 0, "seed": 0}]]
    assert said["stop"] == "stop-toy"
    assert said["headline"].startswith("**Rounded, it reads")
    assert said["downloads"] == ["JSON", "Table (CSV)", "Python script"]
    assert said["tried"] == ["param-track_toy_c-decimals-decimals"]
    assert said["claim"] == ["faster", "as fast", "slower"]
