"""Which mistaken idea shows in what a learner says about a wrong choice, and what an author may not write of it."""

from __future__ import annotations

from typing import Any

import pytest

from quizzes.models import Choice
from quizzes.questions import KINDS, Question, Several, because
from quizzes.questions.answers import Answer

CHOICES: list[dict[str, Any]] = [
    {"id": "same", "text": "It stays as slow", "correct": True, "why": "The kernel multiplies zeros like any other number."},
    {
        "id": "skips",
        "text": "It gets faster",
        "mistake": "expected zeros to be skipped",
        "why": "Nothing looks for zeros.",
        "because": {"phrases": ["skip*/leave-out zeros"]},
    },
    {
        "id": "smaller",
        "text": "It gets smaller",
        "why": "The array keeps its shape.",
        "because": {"idea": "a zero takes no room", "phrases": ["zeros not need space/room", "fewer numbers"]},
    },
    {"id": "slower", "text": "It gets slower", "why": "Nor that."},
]


def question(choices: list[dict[str, Any]] = CHOICES, **fields: Any) -> Question:
    given = {"id": "q", "concept": "c", "level": "easy", "question": "What does a network with zeros do?", "choices": choices}
    return Question.model_validate(given | fields)


def with_because(number: int, given: dict[str, Any]) -> Question:
    return question([{**choice, "because": given} if place == number else choice for place, choice in enumerate(CHOICES)])


@pytest.mark.parametrize(
    ("picked", "said", "idea"),
    [
        ("skips", "I thought the zeros are skipped", "expected zeros to be skipped"),
        ("skips", "because it skips every zero", "expected zeros to be skipped"),
        ("smaller", "zeros don't need any space", "a zero takes no room"),
        ("slower", "there are fewer numbers left", "a zero takes no room"),
    ],
)
def test_a_mistaken_idea_is_recognised_in_the_learners_own_words(picked: str, said: str, idea: str) -> None:
    found = because.recognised(question(), Answer((picked,)), said)
    assert found is not None
    assert (found.idea, found.words) == (idea, said)
    assert found.sentence == f"What you wrote shows a known mistake: {idea}."


@pytest.mark.parametrize(
    "said", ["", "no idea", "it felt right", "zeros are not skipped", "What does a network with zeros do?", "skip this"]
)
def test_nothing_is_recognised_where_nothing_of_it_is_said(said: str) -> None:
    assert because.recognised(question(), Answer(("skips",)), said) is None


def test_the_idea_behind_the_choice_that_was_made_goes_first() -> None:
    said = "zeros are skipped, and zeros do not need space"
    for picked, idea in (("skips", "expected zeros to be skipped"), ("smaller", "a zero takes no room")):
        found = because.recognised(question(), Answer((picked,)), said)
        assert found is not None
        assert found.idea == idea


def test_a_question_without_ideas_recognises_nothing() -> None:
    plain = question([{name: value for name, value in choice.items() if name != "because"} for choice in CHOICES])
    assert because.recognised(plain, Answer(("skips",)), "zeros are skipped") is None


@pytest.mark.parametrize(
    ("number", "given", "wrong"),
    [
        (0, {"idea": "x", "phrases": ["skip* zeros"]}, "a correct choice has no mistaken idea"),
        (2, {"phrases": ["skip* zeros"]}, "the mistaken idea has no name"),
        (1, {"phrases": ["the of is"]}, "no word to look for"),
        (1, {"phrases": ["not/skip zeros"]}, "mixes a denial with other words"),
        (1, {"phrases": ["skip* zeros", "multipl* zeros"]}, "'multipl* zeros' is found in what the correct choice says"),
    ],
)
@pytest.mark.parametrize("kind", ["one-choice", "several-choices"])
def test_what_could_never_be_recognised_or_shows_what_is_correct_is_refused(
    number: int, given: dict[str, Any], wrong: str, kind: str
) -> None:
    one = with_because(number, given)
    item = one if kind == "one-choice" else Several.model_validate(one.model_dump(exclude={"type", "try_"}) | {"type": kind})
    found = list(KINDS[kind].faults(item))
    assert [fault.wrong.find(wrong) >= 0 for fault in found] == [True]
    assert found[0].path[:3] == ("choices", number, "because")


def test_good_phrasings_are_not_refused() -> None:
    assert list(KINDS["one-choice"].faults(question())) == []


def test_how_a_reason_is_read_changes_no_item_and_so_no_ones_progress() -> None:
    plain = question([{name: value for name, value in choice.items() if name != "because"} for choice in CHOICES])
    assert plain.content_hash == question().content_hash
    assert Choice.model_validate(CHOICES[1]).idea == "expected zeros to be skipped"
