"""After a wrong choice a learner may say why they think so: before the reason, once, and without any weight."""

from __future__ import annotations

import random
from typing import Any

import pytest
from sample_topic import CHOICES, at, attempt, kinds, question, topic
from test_question_sessions import after

from quizzes.attempts.actions import Action, GoOn, HandIn, SayWhy
from quizzes.events.payloads import PAYLOADS
from quizzes.models import Asked
from quizzes.questions import Numeric, Several
from quizzes.questions.answers import Answer
from quizzes.sessions import questions, quick_check

IDEA = {"because": {"idea": "it is random", "phrases": ["random/luck"]}}
TOPIC = topic(quick_check=[question("one", choices=[CHOICES[0], {**CHOICES[1], **IDEA}, *CHOICES[2:]]), question("two", "beta")])
SEVERAL = Several.model_validate(
    {"id": "some", "type": "several-choices", "concept": "alpha", "level": "easy", "question": "Which?", "choices": CHOICES}
)
TYPED = Numeric.model_validate(
    {"id": "number", "type": "numeric", "concept": "alpha", "level": "easy", "question": "?", "answer": "4", "why": "So."}
)


def begun(*given: Asked, feedback: bool = True) -> questions.State:
    items = given or TOPIC.quick_check
    return questions.restore(attempt("quick-check", items), items, (), feedback=feedback)


def hand_in(*choices: str) -> HandIn:
    return HandIn(Answer(choices), asks_why=True)


def test_after_a_wrong_choice_the_reason_waits_for_a_line() -> None:
    state, written = after(begun(), hand_in("wrong"))
    assert (state.answered, state.asks_why, state.told) == (True, True, False)
    assert written[0].payload["asks_why"]
    assert after(state, GoOn()) == (state, [])
    state, written = after(state, SayWhy("  just \n luck "))
    assert [(one.kind, one.payload, one.score) for one in written] == [("said_why", {"text": "just luck"}, None)]
    assert (state.told, state.whys) == (True, {"one": "just luck"})
    assert state.question is not None
    found = state.recognised(state.question)
    assert found is not None
    assert found.idea == "it is random"


def test_whoever_goes_straight_on_says_nothing_and_nothing_is_recognised() -> None:
    state, written = after(begun(), hand_in("wrong"), SayWhy(""))
    assert kinds(written) == ["answered", "said_why"]
    assert state.told
    assert state.recognised(TOPIC.quick_check[0]) is None
    assert kinds(after(state, GoOn())[1]) == ["went_on"]


def test_it_is_said_once_however_often_the_key_is_pressed() -> None:
    state, _ = after(begun(), hand_in("wrong"))
    events = [one for text in ("luck", "", "other") for one in questions.step(state, SayWhy(text), at(9))[1]]
    assert len({one.id for one in events}) == 1
    once, _ = after(state, SayWhy("luck"))
    assert questions.step(once, SayWhy("other"), at(9)) == (once, ())


@pytest.mark.parametrize(
    ("items", "action", "feedback"),
    [
        ((), hand_in("right"), True),
        ((), hand_in(), True),
        ((), HandIn(Answer(("wrong",))), True),
        ((), hand_in("wrong"), False),
        ((TYPED,), HandIn(Answer(texts=("5",)), asks_why=True), True),
        ((SEVERAL,), hand_in("right"), True),
    ],
    ids=["correct", "I don't know", "switched off", "self-test", "typed", "several, all correct"],
)
def test_only_after_a_wrong_choice_whose_reason_comes_at_once_is_it_asked(items: tuple[Asked, ...], action: Action, feedback: bool) -> None:
    state, written = after(begun(*items, feedback=feedback), action)
    assert not state.asks_why
    assert "asks_why" not in written[0].payload
    assert after(state, SayWhy("luck")) == (state, [])


def test_several_choices_that_are_not_all_correct_are_asked_about() -> None:
    assert after(begun(SEVERAL), hand_in("right", "wrong"))[0].asks_why


def test_what_is_said_changes_neither_score_nor_time_and_a_refresh_keeps_it() -> None:
    silent = after(begun(), HandIn(Answer(("wrong",))), GoOn(), HandIn(Answer(("right",))), GoOn())
    asked = after(begun(), hand_in("wrong"), SayWhy("luck"), GoOn(), hand_in("right"), GoOn())
    for one, other in zip((e for e in silent[1] if e.kind == "answered"), (e for e in asked[1] if e.kind == "answered"), strict=True):
        assert (one.score, one.sure, one.hints) == (other.score, other.sure, other.hints)
    assert silent[0].right == asked[0].right == 1
    for count in range(len(asked[1]) + 1):
        rows = list(asked[1][:count])
        random.Random(count).shuffle(rows)
        restored = quick_check.restore(asked[0].attempt, TOPIC, rows)
        replayed, _ = after(begun(), *[hand_in("wrong"), SayWhy("luck"), GoOn(), hand_in("right"), GoOn()][: min(count, 5)])
        assert restored.whys == replayed.whys
        assert (restored.asks_why, restored.told, restored.position) == (replayed.asks_why, replayed.told, replayed.position)


@pytest.mark.parametrize("payload", [{"choices": ["wrong"]}, {"choices": ["wrong"], "texts": []}])
def test_an_answer_of_before_shows_its_reason_at_once(payload: dict[str, Any]) -> None:
    _, (answered,) = after(begun(), hand_in("wrong"))
    row = PAYLOADS["answered"].model_validate(payload).model_dump()
    old = type(answered)(**{**vars(answered), "payload": row})
    state = quick_check.restore(begun().attempt, TOPIC, [old])
    assert (state.told, state.asks_why) == (True, False)
