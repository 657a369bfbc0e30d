"""The answers that the matcher of explanations is judged by fit the prompts that ship, and stand nowhere else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from shipped_topic import INTRODUCTION, shipped_paths, shipped_topics

from quizzes.questions import Prompt

ANSWERS = Path(__file__).resolve().parents[1] / "quizzes" / "questions"
UNSEEN = ANSWERS / "explain_unseen.yaml"
ALL_UNSEEN = (UNSEEN, ANSWERS / "explain_unseen_later.yaml", ANSWERS / "explain_unseen_third.yaml")
ALL_AT_LEAST = 100
OF_EACH_AT_LEAST = 12
WORDS_THAT_IDENTIFY = 6
"""A shorter answer ("it depends") may well be thought of twice."""

PROMPTS = {prompt.id: prompt for topic in shipped_topics().values() if topic.id != INTRODUCTION for prompt in topic.explain}
"""Those of the topic that comes first are tried on the examples beside them only."""


def texts_of(path: Path) -> Any:
    """Every scalar as text."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)


def faults(answers: Sequence[Mapping[str, Any]], prompts: Mapping[str, Prompt]) -> Iterator[str]:
    """What is wrong with a file of answers, each with the answer's id."""
    for kind in ("id", "text"):
        yield from (f"two answers: {kind} {same!r}" for same, times in Counter(each[kind] for each in answers).items() if times > 1)
    for answer in answers:
        if answer["prompt"] not in prompts:
            yield f"{answer['id']}: no prompt {answer['prompt']!r}"
            continue
        points = {point.id for point in prompts[answer["prompt"]].points}
        said = [*answer["covers"], *answer.get("contradicts", ())]
        yield from (f"{answer['id']}: no point {point!r}" for point in said if point not in points)
    if len(answers) < ALL_AT_LEAST:
        yield f"{len(answers)} answers are too few"
    of_each = Counter(answer["prompt"] for answer in answers)
    yield from (f"too few to {prompt!r}" for prompt in prompts if of_each[prompt] < OF_EACH_AT_LEAST)


def plain(text: str) -> str:
    """Its words alone."""
    return " ".join(re.findall(r"\w+", text.casefold()))


@pytest.mark.parametrize("unseen", ALL_UNSEEN, ids=lambda path: path.stem)
def test_the_answers_fit_the_prompts_that_ship_and_are_enough(unseen: Path) -> None:
    assert list(faults(texts_of(unseen), PROMPTS)) == []


@pytest.mark.parametrize("unseen", ALL_UNSEEN, ids=lambda path: path.stem)
def test_every_point_is_said_by_some_answers_left_out_by_others_and_contradicted_by_one(unseen: Path) -> None:
    """Else a matcher that finds every point, or none, would look as good."""
    for prompt in PROMPTS.values():
        answers = [answer for answer in texts_of(unseen) if answer["prompt"] == prompt.id]
        for point in prompt.points:
            assert 3 <= sum(point.id in answer["covers"] for answer in answers) <= len(answers) - 3, (prompt.id, point.id)
            assert any(point.id in answer.get("contradicts", ()) for answer in answers), (prompt.id, point.id)


@pytest.mark.parametrize("unseen", ALL_UNSEEN, ids=lambda path: path.stem)
@pytest.mark.parametrize("path", [*shipped_paths(), *ANSWERS.glob("explain_*.yaml")], ids=lambda path: path.stem)
def test_no_answer_stands_where_the_matcher_is_made(path: Path, unseen: Path) -> None:
    if path == unseen:
        return
    elsewhere = plain(path.read_text(encoding="utf-8"))
    asked = {plain(text) for prompt in PROMPTS.values() for text in (prompt.prompt, prompt.hint)}
    texts = [plain(answer["text"]) for answer in texts_of(unseen)]
    long = [text for text in texts if len(text.split()) >= WORDS_THAT_IDENTIFY and not any(text in each or each in text for each in asked)]
    assert len(long) >= ALL_AT_LEAST * 9 // 10
    assert [text for text in long if text in elsewhere] == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"prompt": "ex-none"}, "phone-01: no prompt 'ex-none'"),
        ({"covers": ["prune", "speed"]}, "phone-01: no point 'speed'"),
        ({"contradicts": ["sped"]}, "phone-01: no point 'sped'"),
        ({"id": "phone-02"}, "two answers: id 'phone-02'"),
    ],
)
def test_an_answer_that_does_not_fit_is_named(change: Mapping[str, Any], fault: str) -> None:
    first, *others = texts_of(UNSEEN)
    assert fault in list(faults([{**first, **change}, *others], PROMPTS))


def test_too_few_answers_are_named() -> None:
    few = [answer for answer in texts_of(UNSEEN) if answer["prompt"] == "ex-phone"][: OF_EACH_AT_LEAST - 1]
    found = list(faults(few, PROMPTS))
    assert f"{len(few)} answers are too few" in found
    assert {f"too few to {prompt!r}" for prompt in PROMPTS} <= set(found)
