"""The workflows, issue forms and hooks are valid, and every command in them is one that is there and takes the options it is given."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = Path(sys.executable).parent
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
HOOKS = ROOT / ".pre-commit-config.yaml"
README = (ROOT / "README.md").read_text(encoding="utf-8")
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SYSTEM = {"apt-get", "python3.11", "bash"}
"""Programs of the machine that a workflow runs on; all others are installed by the requirements."""
SCHEMAS = {
    "vendor.github-workflows": WORKFLOWS,
    "custom.github-workflows-require-timeout": WORKFLOWS,
    "vendor.github-issue-forms": FORMS,
    "vendor.github-issue-config": [GITHUB / "ISSUE_TEMPLATE" / "config.yml"],
}


@cache
def said(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """What a command says, which several of the commands in question may have to be compared with."""
    return subprocess.run([*map(str, command)], cwd=ROOT, capture_output=True, text=True, timeout=120)


def document(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def steps() -> Iterator[dict[str, Any]]:
    for path in WORKFLOWS:
        for job in document(path)["jobs"].values():
            yield from job["steps"]


def in_workflows() -> set[str]:
    """Each command of the workflows, one by one."""
    return {one.strip() for step in steps() for line in step.get("run", "").splitlines() for one in line.split("&&")}


def in_hooks() -> set[str]:
    return {hook["entry"] for repository in document(HOOKS)["repos"] for hook in repository["hooks"]}


@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_files_are_what_the_place_where_they_run_reads(schema: str) -> None:
    assert SCHEMAS[schema]
    done = said(PROGRAMS / "check-jsonschema", "--builtin-schema", schema, *SCHEMAS[schema])
    assert done.returncode == 0, done.stdout


def test_the_hooks_are_what_pre_commit_reads() -> None:
    done = said(PROGRAMS / "pre-commit", "validate-config", HOOKS)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_each_push_main_and_the_newest_streamlit_have_a_workflow() -> None:
    by_trigger = {name: path.stem for path in WORKFLOWS for name in document(path)["on"]}
    assert {"push", "pull_request", "schedule"} <= by_trigger.keys()
    on_main = [path for path in WORKFLOWS if document(path)["on"].get("push") == {"branches": ["main"]}]
    assert [path.stem for path in on_main if "run: bash .ci/run" in path.read_text(encoding="utf-8")] == ["whole"]
    scheduled = {path.stem: document(path)["jobs"].values() for path in WORKFLOWS if "schedule" in document(path)["on"]}
    assert scheduled.keys() == {"newest-streamlit", "nightly"}
    assert all(job["continue-on-error"] == "true" for job in scheduled["newest-streamlit"])
    assert "run: .venv/bin/python -m quizzes prove --strict --nightly" in (GITHUB / "workflows" / "nightly.yml").read_text(encoding="utf-8")


def test_an_action_is_pinned_to_its_major_version() -> None:
    actions = [step["uses"] for step in steps() if "uses" in step]
    assert actions
    assert [one for one in actions if not re.fullmatch(r"[\w-]+/[\w-]+@v\d+", one)] == []


def test_the_workflows_may_only_read_the_repository() -> None:
    assert {str(document(path)["permissions"]) for path in WORKFLOWS} == {"{'contents': 'read'}"}


def test_the_workflows_run_the_python_that_the_project_is_tested_with() -> None:
    tested = SETTINGS["tool"]["mypy"]["python_version"]
    texts = [path.read_text(encoding="utf-8") for path in WORKFLOWS]
    named = {version for text in texts for version in re.findall(r"python(?:-version: \"|:|)(\d+\.\d+)", text)}
    assert named == {tested}
    assert f"Tested on Linux with Python {tested}" in README


def test_the_tests_are_run_and_installed_as_readme_says() -> None:
    ours = [one for one in in_workflows() if " -m pytest" in one or ".venv/bin/pip install -r" in one]
    assert len(ours) >= 3
    assert [one for one in ours if one not in README] == []


@pytest.mark.slow
@pytest.mark.parametrize("command", sorted(in_workflows() | in_hooks()))
def test_a_command_is_there_and_takes_its_options(command: str) -> None:
    assert refusals(command) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        ".venv/bin/ruff chekc .",
        ".venv/bin/ruff check --stricter .",
        ".venv/bin/mypyy",
        ".venv/bin/python -m quizes check",
        ".venv/bin/python -m quizzes check --strictest",
        '.venv/bin/python -m pytest -m "not slowly"',
        ".venv/bin/python -m pytest --distribute loadfile",
        ".venv/bin/pip install -r test/requirements.txt",
        ".venv/bin/python -m pytest tests/test_nothing.py",
        "bash ci/run",
        "npm test",
    ],
)
def test_a_command_that_is_not_there_is_found_out(command: str) -> None:
    assert refusals(command) != []


def refusals(command: str) -> list[str]:
    """What keeps a command from running here: a program, a module, a file, a marker or an option that is not there."""
    program, *given = shlex.split(command)
    if program in SYSTEM:
        return [one for one in given[:1] if program == "bash" and not (ROOT / one).is_file()]
    name = Path(program).name
    if program != f".venv/bin/{name}" or not (PROGRAMS / name).exists():
        return [f"{program} is no program of .venv"]
    files = [one for place, one in enumerate(given) if given[place - 1] == "-r" or one.startswith("tests/")]
    missing = [f"{one} is no file" for one in files if not (ROOT / one).is_file()]
    if given[:2] == ["-m", "pytest"]:
        return missing + _refused_by_pytest(given[2:])
    return missing + _refused_by_help([name, *given])


def _refused_by_pytest(options: list[str]) -> list[str]:
    known = {one.partition(":")[0] for one in SETTINGS["tool"]["pytest"]["ini_options"]["markers"]}
    marks = [options[place + 1] for place, one in enumerate(options) if one == "-m"]
    named = {word for mark in marks for word in re.findall(r"\w+", mark)} - {"not", "and", "or"}
    return [f"{one} is no marker" for one in named - known] + _refused_by_help(["python", "-m", "pytest", *options])


def _refused_by_help(command: list[str]) -> list[str]:
    """The help of a program, with the words that come before its first option, has to name each option."""
    head = command[:3] if command[1:2] == ["-m"] else command[:1]
    rest = command[len(head) :]
    verb = [one for one in rest[:1] if re.fullmatch(r"[a-z]+", one)]
    options = {one.partition("=")[0] for one in rest if one.startswith("--")}
    done = said(PROGRAMS / head[0], *head[1:], *verb, "--help")
    if done.returncode:
        return [done.stderr or done.stdout]
    return [f"{one} is no option" for one in options if one not in re.findall(r"--[\w-]+", done.stdout)]
