"""Labs and networks come in from outside: a topic is checked against those that are given, whatever they are called."""

from __future__ import annotations

from pathlib import Path

import pytest
from content_folder import ContentFolder, FakeLab
from pydantic import BaseModel, Field

from quizzes.content.draft import Draft, read_draft
from quizzes.content.reader import read_file
from quizzes.content.schema import topic_schema
from quizzes.content.starter import starter
from quizzes.models.labs import Labs, offered

LABS: Labs = {
    "weigh": FakeLab(
        rows=("before", "after"), example={"set": {"amount": 0.2}, "compare": {"figure": "file", "of": "after", "against": "before"}}
    ),
    "race": FakeLab(budget_networks=("vgg", "resnet")),
    "peep": FakeLab(has_page=False),
}
BUDGET = "budgets:\n  - {id: watch, concept: first-idea, title: A watch, text: Small., most_kb: 60, least_accuracy: 97}\n"


def draft(*, labs: str = "[race]", network: str = "") -> Draft:
    text = starter("track/topic").replace("minutes: 5", f"minutes: 5\nlabs: {labs}", 1) + BUDGET
    text = text.replace("title: A watch", f"title: A watch, network: {network}") if network else text
    return read_draft(text, relative=Path("track/topic.yaml"), images=Path("."), labs=LABS)


def said(of: Draft) -> list[tuple[str, str]]:
    return [(problem.where, problem.allowed) for problem in of.problems("topic.yaml")]


@pytest.mark.parametrize("network", ["", "vgg", "resnet"])
def test_a_budget_names_one_of_the_given_networks_or_none(network: str) -> None:
    found = draft(network=network)
    assert found.topic is not None
    assert [one.network for one in found.topic.budgets] == [network]


def test_a_network_that_is_not_given_is_refused_with_those_that_are() -> None:
    assert said(draft(network="lenet")) == [("budgets[0].network", "did you mean 'resnet'? allowed: vgg, resnet")]


class Reader(BaseModel):
    """What the lab's schema says of a drawing to machines, a pattern, is not what it says to people."""

    drawing: str = Field("0000", pattern="^[0-9a-f]{4}$", json_schema_extra={"allowed": "4 hex digits"})


def test_what_may_be_set_in_a_lab_is_said_in_the_labs_own_words(content_folder: ContentFolder) -> None:
    content_folder.write(content_folder.changed("{amount: 0.9}", "{drawing: paper}"))
    labs = {"prune": FakeLab(params=Reader, rows=("dense", "control", "pruned"))}
    _, problems = read_file(content_folder.topic_file, folder=content_folder.root, labs=labs)
    assert ("recall[0].try.set.drawing", "allowed: 4 hex digits") in [(problem.where, problem.allowed) for problem in problems]


def test_a_page_offers_given_labs_only_and_those_with_a_page() -> None:
    allowed = "allowed: weigh, race"
    assert said(draft(labs="[weigh, race]")) == []
    assert said(draft(labs="[prune]")) == [("labs[0]", allowed)]
    assert said(draft(labs="[peep]")) == [("labs[0]", allowed)]


def test_schema_and_starter_name_the_given_labs() -> None:
    assert "\n# labs: [weigh, race]" in starter("track/topic", lab_ids=offered(LABS))
    schema = topic_schema(LABS)
    assert schema["properties"]["labs"]["anyOf"][0]["enum"] == ["weigh", "race"]
    budget, card, compared = (schema["$defs"][name]["properties"] for name in ("Budget", "Card", "Compared"))
    assert (budget["network"]["enum"], budget["network"]["default"]) == (["vgg", "resnet"], "vgg")
    assert card["try"]["examples"] == [{"lab": "weigh", "set": {"amount": 0.2}, "say": "See it"}]
    assert (compared["of"]["examples"], compared["against"]["examples"]) == (["after"], ["before"])
