"""Concepts that are mixed up name each other, cards tell apart what is mixed up, and a pair without such a card is warned of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from quizzes.content.draft import read_draft
from quizzes.content.lint import lint

CARD = {"id": "card", "concept": "alpha", "level": "beginner", "front": "Which is which?", "back": "Alpha comes first."}


def said(concepts: dict[str, list[str]], *cards: dict[str, Any]) -> list[str]:
    """The problems of a topic with these concepts, each with what it is confused with."""
    header = {"format": 1, "id": "track/topic", "title": "T", "track": "T", "subject": "s", "minutes": 5, "summary": "S.", "learn": ["L."]}
    listed = [
        {"id": name, "name": name, "group": "g", **({"confused_with": others} if others else {})} for name, others in concepts.items()
    ]
    whole = {**header, "groups": [{"id": "g", "name": "G"}], "concepts": listed, "recall": list(cards)}
    draft = read_draft(yaml.safe_dump(whole, sort_keys=False), relative=Path("track/topic.yaml"), images=Path(), labs={})
    found = draft.problems("track/topic.yaml") or lint(draft, file="track/topic.yaml")
    return [f"{one.where}: {one.wrong}; {one.allowed}" for one in found if one.code in ("one-sided", "unknown-name", "no-contrast")]


BOTH = {"alpha": ["beta"], "beta": ["alpha"]}


def test_two_that_name_each_other_and_have_a_card_are_clean() -> None:
    assert said(BOTH, {**CARD, "contrasts": "beta"}) == []


@pytest.mark.parametrize(
    ("concepts", "problem"),
    [
        (
            {"alpha": ["beta"], "beta": []},
            "concepts[0].confused_with[0]: 'beta' does not name 'alpha'; let 'beta' have confused_with: [alpha], too",
        ),
        ({"alpha": ["alpha"]}, "concepts[0].confused_with[0]: 'alpha' is the concept itself; name another one"),
        ({"alpha": ["alpa"], "beta": []}, "concepts[0].confused_with[0]: 'alpa' is not known; did you mean 'alpha'?"),
    ],
)
def test_what_is_one_sided_or_not_there_is_refused_at_its_place(concepts: dict[str, list[str]], problem: str) -> None:
    (only,) = said(concepts, CARD)
    assert only.startswith(problem)


@pytest.mark.parametrize(("other", "wrong"), [("beta", "'alpha' is not confused with 'beta'"), ("gamma", "'gamma' is not known")])
def test_a_card_tells_apart_only_what_is_mixed_up(other: str, wrong: str) -> None:
    (only,) = said({"alpha": [], "beta": []}, {**CARD, "contrasts": other})
    assert only.startswith(f"recall[0].contrasts: {wrong}")


def test_a_pair_without_a_card_that_tells_it_apart_is_warned_of_once() -> None:
    assert said(BOTH, CARD) == ["concepts[0].confused_with: no card tells 'alpha' apart from 'beta'; write one with contrasts: beta"]
