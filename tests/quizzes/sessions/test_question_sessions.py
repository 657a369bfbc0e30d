"""Quick check and worked problems: an answer counts once, and nothing is left before it was answered."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sample_topic import at, attempt, kinds, problem, question, topic

from quizzes.attempts.actions import Action, Draft, GoOn, Overrule, Rate, ShowHint, ShowStep, Tick, Write, choose
from quizzes.attempts.mode import Beginning
from quizzes.events.event import Event
from quizzes.models import Asked
from quizzes.questions import Problem, Question
from quizzes.questions.answers import Option, PickOne
from quizzes.sessions import practice, questions, quick_check

TOPIC = topic(quick_check=[question("one"), question("two", "beta")], practice=[problem("one-p"), problem("two-p")])
FOREIGN: Sequence[Action] = (Rate(3), Draft("x"), Write("x"), Tick(("x",)), Overrule("x"))


def checking(seed: int = 7) -> questions.State:
    return quick_check.restore(attempt("quick-check", TOPIC.quick_check, seed=seed), TOPIC, ())


def options(state: questions.State, question: Asked) -> tuple[Option, ...]:
    shape = state.ask(question)
    assert isinstance(shape, PickOne)
    return shape.options


def practising() -> questions.State:
    return practice.restore(attempt("practice", TOPIC.practice), TOPIC, ())


def after(state: questions.State, *actions: Action) -> tuple[questions.State, list[Event]]:
    written: list[Event] = []
    for second, action in enumerate(actions, start=1):
        state, events = questions.step(state, action, at(second))
        written += events
    return state, written


def test_the_decks_hold_everything_in_the_files_order() -> None:
    assert quick_check.deck(TOPIC, Beginning()) == TOPIC.quick_check
    assert practice.deck(TOPIC, Beginning()) == TOPIC.practice


@pytest.mark.parametrize(("choice", "score", "choices"), [("right", 1.0, ["right"]), ("wrong", 0.0, ["wrong"]), (None, 0.0, [])])
def test_an_answer_is_scored_and_keeps_the_question_for_its_feedback(choice: str | None, score: float, choices: list[str]) -> None:
    state, (event,) = after(checking(), choose(choice))
    assert (event.kind, event.item, event.score, event.ms) == ("answered", "track/topic/one", score, 1000)
    assert event.payload == {"choices": choices, "texts": []}
    assert (state.position, state.answered) == (0, True)
    assert state.question is not None
    assert state.grade(state.question).score == score


def test_the_feedback_gives_the_reason_of_the_choice_and_of_the_right_one() -> None:
    state, _ = after(checking(), choose("wrong"))
    assert state.grade(TOPIC.quick_check[0]).feedback == ("This is not so.", "This is so.")
    state, _ = after(checking(), choose("right"))
    assert state.grade(TOPIC.quick_check[0]).feedback == ("This is so.",)


def test_answering_twice_keeps_the_first_answer() -> None:
    once, _ = after(checking(), choose("wrong"))
    assert questions.step(once, choose("right"), at(5)) == (once, ())
    assert questions.step(once, choose(None), at(5)) == (once, ())


def test_going_on_before_answering_does_nothing() -> None:
    assert after(checking(), GoOn(), GoOn()) == (checking(), [])


@pytest.mark.parametrize("choice", ["unknown", "", "RIGHT", "one"])
def test_a_choice_that_the_question_does_not_have_does_nothing(choice: str) -> None:
    assert after(checking(), choose(choice)) == (checking(), [])


@pytest.mark.parametrize("action", [*FOREIGN, ShowHint(), ShowStep()])
def test_in_a_quick_check_there_is_only_answering_and_going_on(action: Action) -> None:
    for state in (checking(), after(checking(), choose("right"))[0]):
        assert questions.step(state, action, at(5)) == (state, ())


@pytest.mark.parametrize("action", FOREIGN)
def test_in_a_worked_problem_other_modes_actions_do_nothing(action: Action) -> None:
    for state in (practising(), after(practising(), choose("right"))[0]):
        assert questions.step(state, action, at(5)) == (state, ())


def test_going_on_leads_through_all_questions_to_the_end() -> None:
    state, written = after(checking(), choose("right"), GoOn(), choose("right"), GoOn())
    assert kinds(written) == ["answered", "went_on", "answered", "went_on", "finished"]
    assert written[-1].payload == {"right": 2, "of": 2}
    assert (state.finished, state.question, state.position, state.right) == (True, None, 2, 2)
    assert after(state, choose("right"), GoOn()) == (state, [])


def test_a_key_held_down_answers_once_and_goes_on_once() -> None:
    answered, _ = after(checking(), choose("right"))
    for state, action in ((checking(), choose("wrong")), (answered, GoOn())):
        events = [one for repeat in range(10) for one in questions.step(state, action, at(repeat))[1]]
        assert len(events) == 10
        assert len({one.id for one in events}) == 1
        fresh, written = after(state, *[action] * 10)
        assert len(written) == 1
        assert fresh.position <= 1


def test_different_keys_pressed_at_once_count_as_one_answer() -> None:
    events = [questions.step(checking(), choose(choice), at(1))[1][0] for choice in ("right", "wrong", None)]
    assert len({one.id for one in events}) == 1


def test_choices_keep_their_order_in_an_attempt() -> None:
    one = TOPIC.quick_check[0]
    assert checking(3).ask(one) == checking(3).ask(one)
    answered, _ = after(checking(3), choose("right"))
    assert answered.ask(one) == checking(3).ask(one)


def test_choices_are_shuffled_for_each_attempt_and_each_question() -> None:
    first, second = TOPIC.quick_check
    orders = [tuple(choice.id for choice in options(checking(seed), first)) for seed in range(200)]
    assert len(set(orders)) == 24
    places = [order.index("right") for order in orders]
    assert all(30 <= places.count(place) <= 70 for place in range(4))
    assert any(
        [choice.id for choice in options(checking(seed), first)] != [choice.id for choice in options(checking(seed), second)]
        for seed in range(5)
    )


def test_shuffling_loses_no_choice() -> None:
    for seed in range(20):
        assert sorted(choice.id for choice in options(checking(seed), TOPIC.quick_check[0])) == ["last", "other", "right", "wrong"]


def test_a_hint_is_for_before_the_answer_and_counts_with_it() -> None:
    state, written = after(practising(), ShowHint(), ShowHint(), choose("right"), ShowHint())
    assert kinds(written) == ["hinted", "answered"]
    assert written[-1].hints == 1
    assert state.hint_shown
    assert after(practising(), choose("right"))[1][0].hints == 0


def test_the_steps_of_a_solution_come_one_at_a_time_after_the_answer() -> None:
    assert after(practising(), ShowStep()) == (practising(), [])
    state, written = after(practising(), choose(None))
    for shown in (1, 2):
        state, events = questions.step(state, ShowStep(), at(9))
        assert state.steps_shown == shown
        written += events
    assert questions.step(state, ShowStep(), at(9)) == (state, ())
    assert kinds(written) == ["answered", "stepped", "stepped"]
    assert len({one.id for one in written}) == 3


def test_a_problem_may_be_left_before_its_last_step_and_the_next_starts_with_none() -> None:
    state, _ = after(practising(), ShowHint(), choose("right"), ShowStep(), GoOn())
    assert (state.position, state.steps_shown, state.hint_shown, state.answered) == (1, 0, False, False)


def test_without_feedback_an_answer_leads_on_at_once_and_going_on_does_nothing() -> None:
    start = questions.restore(attempt("self-test", TOPIC.quick_check), TOPIC.quick_check, (), feedback=False)
    assert after(start, GoOn()) == (start, [])
    state, written = after(start, choose("right"), GoOn(), choose(None))
    assert kinds(written) == ["answered", "answered", "finished"]
    assert state.finished


def test_a_choice_that_was_taken_out_counts_as_no_answer_any_more() -> None:
    answered, written = after(checking(), choose("other"))
    one = TOPIC.quick_check[0]
    changed = one.model_copy(update={"choices": tuple(choice for choice in one.choices if choice.id != "other")})
    state = questions.restore(answered.attempt, [changed, TOPIC.quick_check[1]], written, feedback=True)
    assert state.answered
    assert (state.grade(changed).score, len(state.grade(changed).reasons)) == (0.0, 1)


def test_the_samples_are_of_the_kinds_that_these_tests_mean() -> None:
    assert all(isinstance(one, Problem) for one in TOPIC.practice)
    assert not any(isinstance(one, Problem) for one in TOPIC.quick_check)
    assert all(isinstance(one, Question) for one in TOPIC.quick_check)


def missed_ones(count: int = 3) -> tuple[questions.State, tuple[Question, ...]]:
    """A quick check at its last question, with every one but the first answered wrongly."""
    asked = tuple(question(f"q-{number}") for number in range(count))
    state = quick_check.restore(attempt("quick-check", asked), topic(quick_check=asked), ())
    for number in range(count):
        for second, action in enumerate((choose("right" if number == 0 else "wrong"), GoOn())):
            state, _ = questions.step(state, action, at(10 * number + second))
    return state, asked


def test_what_was_missed_comes_again_until_it_is_right_once_and_that_counts_nowhere() -> None:
    state, asked = missed_ones()
    told: list[str] = []
    rows: list[Event] = []
    for number, choice in enumerate(("wrong", "right", "right")):
        assert state.is_returning
        assert not state.finished
        assert not state.answered
        assert state.question is not None
        told.append(state.question.id)
        for second, action in enumerate((choose(choice), GoOn())):
            state, made = questions.step(state, action, at(100 + 10 * number + second))
            rows += made
    assert told == ["q-1", "q-2", "q-1"]
    assert state.finished
    assert [row.payload.get("practice") for row in rows if row.kind == "answered"] == [True] * 3
    assert rows[-1].payload == {"right": 1, "of": 3}
    assert [state.grade(one).score for one in asked] == [1.0, 0.0, 0.0]


def test_a_sitting_that_is_brought_back_in_the_middle_of_it_goes_on_there() -> None:
    state, asked = missed_ones()
    made: list[Event] = []
    for second, action in enumerate((choose("wrong"), GoOn(), choose("right"))):
        state, events = questions.step(state, action, at(100 + second))
        made += events
    before = quick_check.restore(attempt("quick-check", asked), topic(quick_check=asked), ())
    for number in range(3):
        for second, action in enumerate((choose("right" if number == 0 else "wrong"), GoOn())):
            before, events = questions.step(before, action, at(10 * number + second))
            made += events
    again = quick_check.restore(attempt("quick-check", asked), topic(quick_check=asked), made[::-1])
    assert again == state
    assert again.question is not None
    assert (again.question.id, again.answered, again.grade(again.question).score) == ("q-2", True, 1.0)


def test_whether_it_is_the_last_question_is_told_as_far_as_it_is_known() -> None:
    asked = (question("q-one"), question("q-two"))
    state = quick_check.restore(attempt("quick-check", asked), topic(quick_check=asked), ())
    told = []
    for second, action in enumerate((choose("right"), GoOn(), choose("wrong"), GoOn(), choose("right"))):
        state, _ = questions.step(state, action, at(second))
        told.append(state.is_last)
    assert told == [False, True, False, True, True]


def test_one_question_alone_and_a_sitting_that_was_closed_before_this_rule_ask_nothing_again() -> None:
    asked = (question("q-one"),)
    state = quick_check.restore(attempt("quick-check", asked), topic(quick_check=asked), ())
    for second, action in enumerate((choose("wrong"), GoOn())):
        state, _ = questions.step(state, action, at(second))
    assert state.finished
    missed, two = missed_ones(2)
    closed = questions.apply(missed, missed.attempt.finished(at(99), right=1, of=2))
    assert closed.finished
    assert [closed.grade(one).score for one in two] == [1.0, 0.0]
