"""One contract for every question type, held by every question that ships."""

from __future__ import annotations

import pytest
from sample_topic import problem, prompt, question

from quizzes.content.models import Asked, Budget, Card, Item, Myth, Topic
from quizzes.questions import TYPES, QuestionType
from quizzes.questions import ask as ask_shape
from quizzes.questions.answers import Answer, Option, PickOne

SAMPLES: list[Item] = [question("q"), problem("p"), prompt("e")]


def ask(one: Asked, *, seed: int) -> tuple[Option, ...]:
    shape = ask_shape(one, seed=seed)
    assert isinstance(shape, PickOne)
    return shape.options


def picked(*choices: str) -> Answer:
    return Answer(choices=choices)


def types_of(item: Item) -> list[str]:
    return [name for name, kind in TYPES.items() if isinstance(item, kind.item)]


def hold_the_contract(kind: QuestionType, item: Item) -> None:
    """Samples get their scores, every time; there is a right and a wrong one; a grade is 0..1 and says something."""
    scores = []
    for answer, score in kind.samples(item):
        grade = kind.grade(item, answer)
        assert grade.score == score, f"{item.id}: {answer!r}"
        assert kind.grade(item, answer) == grade
        assert 0.0 <= grade.score <= 1.0
        assert grade.feedback, f"{item.id}: {answer!r}"
        assert all(text.strip() for text in grade.feedback)
        scores.append(score)
    assert min(scores) == 0.0
    assert max(scores) == 1.0


def test_every_question_has_exactly_one_type_and_every_type_a_question(shipped: Topic) -> None:
    ungraded = [item for item in shipped.items() if isinstance(item, Card | Myth | Budget)]
    asked = [item for item in shipped.items() if item not in ungraded]
    assert {len(types_of(item)) for item in asked} == {1}
    assert {types_of(item)[0] for item in asked} == set(TYPES)
    assert not any(types_of(item) for item in ungraded)


@pytest.mark.parametrize("name", TYPES)
def test_every_shipped_question_holds_the_contract_of_its_type(shipped: Topic, name: str) -> None:
    for item in shipped.items():
        if isinstance(item, TYPES[name].item):
            hold_the_contract(TYPES[name], item)


@pytest.mark.parametrize("item", SAMPLES, ids=lambda item: item.id)
def test_the_small_questions_of_these_tests_hold_it_too(item: Item) -> None:
    hold_the_contract(TYPES[types_of(item)[0]], item)


@pytest.mark.parametrize("answer", ["", "unheard-of", "RIGHT", "right "])
def test_an_answer_that_is_no_choice_is_graded_as_none(answer: str) -> None:
    one = question("q")
    assert TYPES["one-choice"].grade(one, picked(answer)).score == TYPES["one-choice"].grade(one, picked()).score


def test_the_reason_of_the_choice_comes_before_the_reason_of_the_right_one() -> None:
    grade = TYPES["one-choice"].grade
    assert grade(question("q"), picked("wrong")).feedback == ("This is not so.", "This is so.")
    assert grade(question("q"), picked("right")).feedback == ("This is so.",)
    assert grade(question("q"), picked()).feedback == ("This is so.",)


def test_the_order_of_choices_depends_on_seed_and_question_and_on_nothing_else() -> None:
    orders = {(seed, name): [choice.id for choice in ask(question(name), seed=seed)] for seed in range(20) for name in ("q", "r")}
    assert orders == {key: [choice.id for choice in ask(question(key[1]), seed=key[0])] for key in orders}
    assert any(orders[seed, "q"] != orders[seed, "r"] for seed in range(20))
    assert len({tuple(order) for order in orders.values()}) > 10


def test_the_order_of_choices_is_the_same_after_an_update_of_the_app() -> None:
    """Tests that are under way keep their order: these are fixed for good."""
    assert [choice.id for choice in ask(question("q"), seed=1)] == ["last", "wrong", "other", "right"]


def test_a_part_of_the_points_gives_a_part_of_the_score() -> None:
    grade = TYPES["explain"].grade
    assert grade(prompt("e"), "The model becomes smaller.").score == 0.5
    assert grade(prompt("e"), "The model becomes smaller.").feedback == ("You covered 1 of 2.",)
