"""CONTRIBUTING.md is true: each recipe is followed to the letter in a copy, its own checks pass there, and no other file had to change."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from recipes import ROOT, Copy, recipe

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SCHEMA = "content/topic.schema.json"
SHIPPED = "computer-vision/model-optimization"
pytestmark = pytest.mark.slow

Followed = Callable[[str], Copy]


@pytest.fixture
def followed(tmp_path: Path) -> Followed:
    """Follows a recipe in a copy of the project."""

    def follow(title: str) -> Copy:
        copy = Copy(tmp_path / "project")
        copy.follow(title)
        return copy

    return follow


def test_the_test_runs_every_recipe_of_the_document() -> None:
    asked = re.findall(r'followed\("(.+)"\)$', Path(__file__).read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(asked) == sorted(re.findall(r"^## (Add .+)$", TEXT, re.MULTILINE))


def test_every_recipe_ends_with_the_command_that_says_whether_it_is_whole() -> None:
    for title in re.findall(r"^## (Add .+)$", TEXT, re.MULTILINE):
        assert recipe(title)[-1].language == "bash", title


def test_every_file_that_the_document_names_is_there_or_is_made_by_a_recipe(tmp_path: Path) -> None:
    made = {block.path for title in re.findall(r"^## (Add .+)$", TEXT, re.MULTILINE) for block in recipe(title)}
    named = set(re.findall(r"`([\w.-]+(?:/[\w.-]+)*/?)`", TEXT)) | set(re.findall(r"\]\(([\w./-]+?)(?:#[\w-]+)?\)", TEXT))
    paths = {name for name in named if "/" in name}
    assert len(paths) > 10
    assert {path for path in paths if not (ROOT / path).exists()} <= made | {"content/networks/pooling.yaml"}


def test_a_topic_is_one_file(followed: Followed) -> None:
    copy = followed("Add a topic")
    assert copy.touched() == {"content/networks/pooling.yaml"}
    home, topic = copy.shown(("catalog", ""), ("topic", "networks/pooling"))
    assert "Pooling" in home
    assert "remove weights from a real network" in topic
    assert "draw a digit" in topic
    assert "32 bits to 8" not in topic


def test_a_question_type_is_one_folder_and_its_name_in_the_register(followed: Followed) -> None:
    copy = followed("Add a question type")
    assert copy.touched() == {"quizzes/questions/__init__.py", "quizzes/questions/outsider/__init__.py", SCHEMA}
    topic = copy.folder / "content" / "networks" / "pooling.yaml"
    copy.run(".venv/bin/python -m quizzes new networks/pooling")
    text = topic.read_text(encoding="utf-8")
    topic.write_text(text[: text.index("\nquick_check:")] + OUTSIDER, encoding="utf-8")
    copy.run(".venv/bin/python -m quizzes check --strict")
    (shown,) = copy.shown(("quick-check", "networks/pooling"))
    assert "Which of these does not pool?" in shown
    assert "A weighted sum" in shown


OUTSIDER = """
quick_check:
  - id: qc-outsider
    type: outsider
    concept: first-idea
    level: easy
    question: Which of these does not pool?
    things: [{id: largest, text: The largest}, {id: mean, text: The mean}, {id: sum, text: A weighted sum}]
    odd: sum
    why: That is a convolution.
    source: textbook
"""


def test_a_mode_is_one_module_and_one_entry(followed: Followed) -> None:
    copy = followed("Add a mode")
    assert copy.touched() == {"quizzes/sessions/hard_ones.py", "quizzes/sessions/register.py"}
    topic, begun = copy.shown(("topic", SHIPPED), ("hard-ones", SHIPPED))
    assert "pick it when the self-test was too easy" in topic
    assert re.search(r"Question 1 of \d+", begun)


def test_a_lab_is_a_light_module_a_heavy_one_and_its_name_in_the_register(followed: Followed) -> None:
    copy = followed("Add a lab")
    heavy = {"optimization/laboratory/rounding/__init__.py", "optimization/laboratory/rounding/lab.py"}
    assert copy.touched() == {"optimization/labs/rounding.py", "optimization/labs/__init__.py", SCHEMA, *heavy}
    assert "rounding: Keep fewer decimals of each weight" in copy.run(".venv/bin/python -m optimization list")
    (page,) = copy.shown(("rounding", SHIPPED))
    assert "Decimals" in page
    assert "Against the float classifier, the rounded one will be…" in page


def test_a_network_is_built_on_the_heavy_side_and_named_on_the_light_one(followed: Followed) -> None:
    copy = followed("Add a network")
    heavy = {"networks/one_conv.py", "networks/register.py", "quantization/architectures.py"}
    assert copy.touched() == {"optimization/labs/networks.py", SCHEMA, *(f"optimization/laboratory/{name}" for name in heavy)}
    assert "one-conv" in copy.run(".venv/bin/python -m optimization list")
    (page,) = copy.shown(("prune", SHIPPED))
    assert "One convolution, handwritten digits (23,466 parameters)" in page


def test_a_page_is_a_file_and_its_lines_in_two_registers(followed: Followed) -> None:
    copy = followed("Add a page")
    assert copy.touched() == {"tests/browser/screenshots.py", "views/page/pages.py", "views/topics/reading.py"}
    (shown,) = copy.shown(("reading", SHIPPED))
    assert "Reading" in shown
    assert "arxiv.org" in shown
