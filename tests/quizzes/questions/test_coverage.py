"""Coverage of explanations, against answers that were labelled by hand before the matcher was written."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.content.models import Point, Prompt
from quizzes.questions.coverage import TEXT_LIMIT, check_phrase, cover
from quizzes.questions.explain import coverage, samples

HERE = Path(__file__).parent
TOPIC = HERE.parents[2] / "content" / "computer-vision" / "model-optimization.yaml"


def _load(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


PROMPTS = {prompt["id"]: Prompt.model_validate(prompt) for prompt in _load(TOPIC)["explain"]}


@dataclass
class Tally:
    """Counts over (answer, point) pairs."""

    right: int = 0
    invented: int = 0
    overlooked: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.invented)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.overlooked)


def _tally(answers: list[dict[str, Any]]) -> tuple[Tally, list[str]]:
    tally, wrong = Tally(), []
    for answer in answers:
        labels = set(answer["covers"])
        assert labels <= {point.id for point in PROMPTS[answer["prompt"]].points}, answer["id"]
        for finding in coverage(PROMPTS[answer["prompt"]], answer["text"]).findings:
            tally.right += finding.found and finding.point in labels
            tally.invented += finding.found and finding.point not in labels
            tally.overlooked += not finding.found and finding.point in labels
            if finding.found != (finding.point in labels):
                kind = f"invented by {finding.phrase!r}" if finding.found else "overlooked"
                wrong.append(f"  {answer['id']}.{finding.point}: {kind} {finding.excerpt or ''}")
    return tally, wrong


def _print(title: str, answers: list[dict[str, Any]]) -> Tally:
    tally, wrong = _tally(answers)
    print(f"\n{title}: {len(answers)} answers, precision {tally.precision:.3f}, recall {tally.recall:.3f}", *wrong, sep="\n")
    return tally


@pytest.mark.parametrize("file", sorted(HERE.glob("explain_*.yaml")), ids=lambda path: path.stem)
def test_nine_of_ten_ideas_are_found_and_nine_of_ten_findings_are_right(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = _load(file)
    negated = [answer for answer in answers if answer.get("negated") == "true"]
    with capsys.disabled():
        whole = _print(file.stem, answers)
        third = _print(f"{file.stem}, negated", negated)
    assert 3 * len(negated) >= len(answers)
    assert min(whole.precision, whole.recall, third.precision, third.recall) >= 0.9
