"""Versions are pinned in ``requirements.txt`` alone: whatever else names one says the same, and the product's code names none."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from optimization.labs import LABS
from optimization.labs.pins import FILE, pinned, pins_of

ROOT = Path(__file__).resolve().parents[1]
PIN = re.compile(r"\b([A-Za-z][\w.-]*(?:\[[\w,]+\])?)==(\d[\w.+!]*\w)")
PINS = {name.partition("[")[0].lower(): version for name, version in PIN.findall(FILE.read_text(encoding="utf-8"))}
"""Of any system; the two builds of TensorFlow have names of their own."""
PRODUCT = [path for package in ("optimization", "quizzes", "views") for path in sorted((ROOT / package).rglob("*.py"))]
PROSE = [
    *ROOT.glob("*.md"),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "deploy").rglob("*")),
    *sorted((ROOT / ".github").rglob("*")),
]


def typed(text: str) -> list[str]:
    """The pins in the strings of a program."""
    strings = [node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [f"{name}=={version}" for string in strings for name, version in PIN.findall(string)]


def other_than_pinned(text: str) -> list[str]:
    """The pins in a text whose version is not the one of ``requirements.txt``; of what that does not name, all."""
    return [f"{name}=={version}" for name, version in PIN.findall(text) if PINS.get(name.partition("[")[0].lower()) != version]


def test_the_code_of_the_product_types_no_version_of_a_library() -> None:
    assert len(PRODUCT) > 200
    assert {str(path.relative_to(ROOT)): found for path in PRODUCT if (found := typed(path.read_text(encoding="utf-8")))} == {}


def test_what_documents_say_to_install_is_what_is_pinned() -> None:
    texts = {path: path.read_text(encoding="utf-8", errors="replace") for path in PROSE if path.is_file()}
    assert any(PIN.search(text) for text in texts.values()), "README installs PyTorch by its version"
    assert {str(path.relative_to(ROOT)): found for path, text in texts.items() if (found := other_than_pinned(text))} == {}


@pytest.mark.parametrize("lab", LABS)
def test_what_a_lab_says_to_install_is_pinned(lab: str) -> None:
    assert [other_than_pinned(requirement) for requirement in LABS[lab].needs.values()] == [[]] * len(LABS[lab].needs)


def test_a_version_that_was_typed_again_is_found() -> None:
    assert typed('needs = {"torch": f"torch==1.0"}\n') == ["torch==1.0"]
    assert other_than_pinned(f"pip install torch==1.0 torch=={PINS['torch']} streamlit[performance]==0.1 nothing==1.0") == [
        "torch==1.0",
        "streamlit[performance]==0.1",
        "nothing==1.0",
    ]


def test_a_library_that_is_not_pinned_is_named() -> None:
    with pytest.raises(KeyError, match="pins no no-such-library for this system"):
        pinned("no-such-library")
    assert pinned("no-such-library", "Torch") == f"torch=={PINS['torch']}"


def test_each_system_has_its_own_build_of_tensorflow_and_shares_the_rest() -> None:
    linux, mac = (dict(pins_of(FILE.read_text(encoding="utf-8"), system=system)) for system in ("linux", "darwin"))
    assert linux.keys() - mac.keys() == {"tensorflow-cpu"}
    assert mac.keys() - linux.keys() == {"tensorflow"}
    assert linux["tensorflow-cpu"].partition("==")[2] == mac["tensorflow"].partition("==")[2]
    assert linux["streamlit"].startswith("streamlit[performance]==")


@pytest.mark.parametrize("line", ["torch", "torch>=2", "torch==2.13.0; python_version > '3.11'"])
def test_a_line_that_pins_nothing_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="expected name==version"):
        dict(pins_of(line, system="linux"))
