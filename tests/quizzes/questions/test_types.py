"""One contract for every question type, held by every question that ships."""

from __future__ import annotations

import pytest
from sample_topic import problem, prompt, question

from quizzes.content.topic import Topic
from quizzes.models import Asked, Budget, Card, Item, Myth
from quizzes.questions import (
    KINDS,
    FillBlank,
    Kind,
    Numeric,
    OrderSteps,
    PredictOutput,
    Several,
    StepBlank,
    allows,
    fault,
    grade,
    step_blank,
)
from quizzes.questions import ask as ask_shape
from quizzes.questions.answers import Answer, Option, PickOne, PickSeveral, PutInOrder, TypeIn
from quizzes.questions.fill_blank.grading import CASE_COUNTS, exact_gaps, finished, in_order, with_numbers
from quizzes.variants import draws, resolve_draw

BASE = {"concept": "alpha", "level": "easy", "question": "Which?"}
THREE = [{"id": name, "text": name.upper(), "correct": name != "c", "why": f"Because of {name}."} for name in "abc"]
SEVERAL = Several.model_validate({**BASE, "id": "several", "choices": THREE})
NUMBER = Numeric.model_validate(
    {**BASE, "id": "number", "answer": "4,000", "tolerance": 5.0, "unit": "B", "why": "Four thousand."}
    | {"mistakes": [{"answer": "1000", "mistake": "Counted what goes", "why": "That many go."}]}
)
OUTPUT = PredictOutput.model_validate(
    {**BASE, "id": "output", "snippet": {"text": "print(2 + 2)\nprint('a  b')", "prints": "4\na  b"}, "why": "It adds."}
    | {"mistakes": [{"answer": "22\na b", "mistake": "Joined texts", "why": "These are numbers."}]}
)
ORDER = OrderSteps.model_validate(
    {**BASE, "id": "order", "steps": [{"id": name, "text": name.upper()} for name in "abcd"], "why": "So it goes."}
)
BLANK = FillBlank.model_validate(
    {**BASE, "id": "blank", "text": "`prune.[[call]](layer)` makes it [[what]]."}
    | {
        "blanks": [
            {"id": "what", "accept": ["permanent", "lasting"], "why": "It stays."},
            {"id": "call", "accept": ["remove"], "why": "It ends."},
        ]
    }
)
SAMPLES: list[Item] = [question("q"), problem("p"), prompt("e"), SEVERAL, NUMBER, OUTPUT, ORDER, BLANK]


def ask(one: Asked, *, seed: int) -> tuple[Option, ...]:
    shape = ask_shape(one, seed=seed)
    assert isinstance(shape, PickOne)
    return shape.options


def picked(*choices: str) -> Answer:
    return Answer(choices=choices)


def types_of(item: Item) -> list[str]:
    return [name for name, kind in KINDS.items() if isinstance(item, kind.item)]


def hold_the_contract(kind: Kind, item: Item) -> None:
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


def test_every_shipped_question_has_exactly_one_type(shipped: Topic) -> None:
    ungraded = [item for item in shipped.items() if isinstance(item, Card | Myth | Budget)]
    asked = [item for item in shipped.items() if item not in ungraded]
    assert {len(types_of(item)) for item in asked} == {1}
    assert {types_of(item)[0] for item in asked} <= set(KINDS)
    assert not any(types_of(item) for item in ungraded)


@pytest.mark.parametrize("name", KINDS)
def test_every_shipped_question_holds_the_contract_of_its_type(shipped: Topic, name: str) -> None:
    for item in shipped.items():
        if isinstance(item, KINDS[name].item):
            for drawn in [resolve_draw(item, one) for one in draws(item)] if isinstance(item, Asked) else [item]:
                hold_the_contract(KINDS[name], drawn)


@pytest.mark.parametrize("item", SAMPLES, ids=lambda item: item.id)
def test_the_small_questions_of_these_tests_hold_it_too(item: Item) -> None:
    hold_the_contract(KINDS[types_of(item)[0]], item)


@pytest.mark.parametrize("answer", ["", "unheard-of", "RIGHT", "right "])
def test_an_answer_that_is_no_choice_is_graded_as_none(answer: str) -> None:
    one = question("q")
    assert KINDS["one-choice"].grade(one, picked(answer)).score == KINDS["one-choice"].grade(one, picked()).score


def test_the_reason_of_the_choice_comes_before_the_reason_of_the_right_one() -> None:
    grade = KINDS["one-choice"].grade
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
    grade = KINDS["explain"].grade
    assert grade(prompt("e"), "The model becomes smaller.").score == 0.5
    assert grade(prompt("e"), "The model becomes smaller.").feedback == ("You covered 1 of 2.",)


def typed(*texts: str) -> Answer:
    return Answer(texts=texts)


@pytest.mark.parametrize("item", [one for one in SAMPLES if isinstance(one, Asked)], ids=lambda item: item.id)
def test_every_sample_can_be_handed_in_and_answers_of_another_shape_cannot(item: Asked) -> None:
    for answer, _ in KINDS[item.type].samples(item):
        assert allows(item, answer), answer
    shape = ask_shape(item, seed=1)
    foreign = picked("a") if isinstance(shape, TypeIn) else typed("a")
    assert not allows(item, foreign)
    assert not allows(item, picked("unheard-of"))
    assert not allows(item, typed(*["x"] * 9))
    assert grade(item, grade(item, Answer()).right).is_right


def test_several_choices_give_a_reason_for_each_that_was_wrong_or_left_out() -> None:
    assert isinstance(ask_shape(SEVERAL, seed=1), PickSeveral)
    found = grade(SEVERAL, picked("a", "c"))
    assert found.score == 0.0
    assert [(reason.kind, reason.about) for reason in found.reasons] == [("wrong", "C"), ("right", "B")]
    assert grade(SEVERAL, picked("a")).score == 0.5
    assert not allows(SEVERAL, picked("a", "a"))


def test_a_number_within_the_tolerance_is_right_and_a_foreseen_mistake_is_named() -> None:
    assert [grade(NUMBER, typed(text)).score for text in ("3995", "4005.0", "4 000 B", "4006", "")] == [1.0, 1.0, 1.0, 0.0, 0.0]
    found = grade(NUMBER, typed("1,003"))
    assert [reason.says for reason in found.reasons] == ["Counted what goes.", "Correct answer:"]
    assert fault(NUMBER, typed("four")) is not None
    assert not allows(NUMBER, typed("four"))
    assert fault(NUMBER, typed("4")) is None


def test_an_output_is_compared_line_by_line_without_its_white_space() -> None:
    assert [grade(OUTPUT, typed(text)).score for text in (" 4 \n\ta b\n", "4\nab", "4 a b", "4")] == [1.0, 0.0, 0.0, 0.0]
    assert grade(OUTPUT, typed("22\na b")).reasons[0].says == "Joined texts."


def test_steps_never_come_in_the_right_order_and_the_first_one_out_of_place_is_named() -> None:
    for seed in range(100):
        shape = ask_shape(ORDER, seed=seed)
        assert isinstance(shape, PutInOrder)
        assert sorted(one.id for one in shape.options) == ["a", "b", "c", "d"]
        assert [one.id for one in shape.options] != ["a", "b", "c", "d"]
    found = grade(ORDER, picked("a", "c", "b", "d"))
    assert found.score == 0.5
    assert (found.reasons[0].says, found.reasons[0].about) == ("Step 2 should be", "B")
    assert not allows(ORDER, picked("a", "b", "c"))


def test_gaps_are_asked_in_the_order_of_the_text_and_forgive_spaces_and_in_prose_case() -> None:
    assert with_numbers(BLANK) == "`prune.▁①▁(layer)` makes it ▁②▁."
    assert grade(BLANK, typed(" remove ", "LASTING.")).is_right
    found = grade(BLANK, typed("removes", "lasting"))
    assert found.score == 0.5
    assert (found.reasons[0].says, found.reasons[0].about) == ("Gap 1 is", "remove")
    assert grade(BLANK, Answer()).right_text == "remove, permanent"


def one_gap(text: str, accept: str, *, exact: bool | None = None) -> FillBlank:
    return FillBlank.model_validate(
        {**BASE, "id": "one", "text": text, "blanks": [{"id": "gap", "accept": [accept], "exact": exact, "why": "So it is."}]}
    )


@pytest.mark.parametrize(
    ("text", "accept", "typed_in", "right"),
    [
        ("`[tf.lite.Optimize.[[gap]]]`", "DEFAULT", "default", False),
        ("`[tf.lite.Optimize.[[gap]]]`", "DEFAULT", " DEFAULT ", True),
        ("It is ``prune.[[gap]]()`` here.", "remove", "Remove", False),
        ("```python\nwith torch.[[gap]]():\n```", "no_grad", "No_Grad", False),
        ("`q` is what the [[gap]] of `r` makes.", "scale", "Scale", True),
        ("$q$ is the [[gap]].", "ReLU", "relu", True),
    ],
)
def test_upper_and_lower_case_count_in_code_and_nowhere_else(text: str, accept: str, typed_in: str, right: bool) -> None:
    question = one_gap(text, accept)
    assert grade(question, typed(typed_in)).is_right is right
    hold_the_contract(KINDS["fill-blank"], question)
    if not right:
        assert grade(question, typed(typed_in)).feedback == (f"{CASE_COUNTS} So it is.",)
        assert grade(question, typed("something")).feedback == ("So it is.",)


@pytest.mark.parametrize(("text", "exact"), [("A [[gap]].", True), ("`f([[gap]])`", False)])
def test_an_item_may_say_otherwise(text: str, exact: bool) -> None:
    question = one_gap(text, "Word", exact=exact)
    assert grade(question, typed("word")).is_right is not exact
    hold_the_contract(KINDS["fill-blank"], question)


def test_no_shipped_gap_in_code_takes_another_case(shipped: Topic) -> None:
    in_code = [item for item in shipped.items() if isinstance(item, FillBlank) and exact_gaps(item)]
    assert {item.id for item in in_code} >= {"qc-fill-the-wish", "st-fill-remove"}
    for item in in_code:
        swapped = [blank.accept[0].swapcase() if blank.id in exact_gaps(item) else blank.accept[0] for blank in in_order(item)]
        assert not grade(item, typed(*swapped)).is_right, item.id


def test_a_step_that_asks_for_a_name_in_code_takes_no_other_case() -> None:
    step = {"ask": "Which?", "answer": "optimizations", "why": "It reads that."}
    assert step_blank.is_right(StepBlank.model_validate(step), "Optimizations")
    assert not step_blank.is_right(StepBlank.model_validate(step | {"exact": True}), "Optimizations")
    assert step_blank.is_right(StepBlank.model_validate(step | {"exact": True}), " optimizations.")


def test_a_new_field_that_is_left_out_changes_no_item() -> None:
    """Progress and statistics hang on the hash; these are from before ``exact`` was there."""
    assert BLANK.content_hash == "c5766d9f58945ff4"


def test_the_finished_text_holds_the_answers_and_no_sign_of_a_gap() -> None:
    assert finished(BLANK) == "`prune.remove(layer)` makes it **permanent**."
