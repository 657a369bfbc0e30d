"""Today: items of several topics and modes in one session, each asked and recorded as in its own mode."""

from __future__ import annotations

import random

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from sample_topic import SAID_BOTH, START, at, card, kinds, problem, prompt, question, topic, whole_topic

from quizzes.attempts.actions import Action, Draft, GoOn, HandIn, Rate, ShowHint, ShowStep, Tick, Undo, Write, choose
from quizzes.attempts.attempt import Attempt, attempt_of
from quizzes.attempts.mode import Scope
from quizzes.content.topic import Topic
from quizzes.events.event import Event, check_event
from quizzes.schedule.memory import replay
from quizzes.sessions import explain, questions, today
from quizzes.sessions.register import TODAY, index

FIRST = whole_topic()
OTHER = topic(recall=[card("c-one", "beta"), card("c-new", was=["c-old"])], quick_check=[question("q-one")]).model_copy(
    update={"id": "track/other"}
)
TOPICS: dict[str, Topic] = {one.id: one for one in (FIRST, OTHER)}
PLAN = [
    "track/topic/c-one",
    "track/other/q-one",
    "track/topic/st-easy-0",
    "track/other/c-one",
    "track/topic/e-one",
    "track/topic/p-one",
    "track/topic/q-two",
]


def planned(*items: str, options: dict[str, str | int | bool] | None = None) -> Attempt:
    pairs = tuple((item, "0" * 16) for item in (items or PLAN))
    return Attempt(learner="ann", session="session", mode="today", topic="", seed=7, items=pairs, started_at=START, options=options or {})


def begin(*items: str, **options: str | int | bool) -> today.State:
    return TODAY.restore(planned(*items, options=options), Scope.all(TOPICS), ())


def go(state: today.State, *actions: Action, second: float = 1) -> tuple[today.State, list[Event]]:
    written: list[Event] = []
    for number, action in enumerate(actions):
        state, made = TODAY.step(state, action, at(second + number))
        written += made
    return state, written


THROUGH: list[Action] = [
    Rate(3),
    choose("right"),
    GoOn(),
    choose("wrong", sure=True),
    GoOn(),
    Rate(1),
    Write(SAID_BOTH),
    Tick(()),
    GoOn(),
    choose("right"),
    ShowStep(),
    ShowStep(),
    GoOn(),
    choose("wrong"),
    GoOn(),
]


def test_each_item_is_asked_by_its_own_mode_in_the_order_of_the_plan() -> None:
    state = begin()
    assert [today.full_id(part) for part in state.parts] == PLAN
    modes = [part.attempt.mode for part in state.parts]
    assert modes == ["recall", "quick-check", "self-test", "recall", "explain", "practice", "quick-check"]
    assert {part.attempt.seat for part in state.parts} == {("today", "")}


def test_the_whole_way_through_is_recorded_as_if_each_item_were_asked_in_its_mode() -> None:
    state, written = go(begin(), *THROUGH)
    assert state.finished
    told = [(one.kind, one.item, one.mode) for one in written if one.kind in ("rated", "answered", "finished")]
    assert told == [
        ("rated", "track/topic/c-one", "recall"),
        ("answered", "track/other/q-one", "quick-check"),
        ("answered", "track/topic/st-easy-0", "self-test"),
        ("rated", "track/other/c-one", "recall"),
        ("answered", "track/topic/e-one", "explain"),
        ("rated", "track/topic/e-one", "explain"),
        ("answered", "track/topic/p-one", "practice"),
        ("answered", "track/topic/q-two", "quick-check"),
        ("finished", "", "today"),
    ]
    assert written[-1].payload == {"right": 4, "of": 7}
    assert [check_event(one) for one in written] == written
    assert len({one.id for one in written}) == len(written)
    assert {one.session for one in written} == {"session"}
    remembered = replay(written, index(TOPICS.values()))
    assert set(remembered) == set(PLAN)
    assert remembered["track/topic/st-easy-0"].sure_wrong


def test_items_of_the_same_name_in_two_topics_are_kept_apart() -> None:
    state, written = go(begin("track/topic/c-one", "track/other/c-one"), Rate(3), Rate(1))
    assert [one.id for one in written] == ["session:0.c-one:rated", "session:1.c-one:rated", "session:session:finished"]
    assert [part.right == 1 for part in state.parts] == [True, False]


def test_a_question_of_the_self_test_shows_its_reason_at_once() -> None:
    state, _ = go(begin("track/topic/st-easy-0"), choose("right"))
    assert isinstance(state.part, questions.State)
    assert state.part.answered


def test_an_item_that_no_topic_holds_any_more_is_left_out_and_a_renamed_one_is_found() -> None:
    state = begin("track/topic/gone", "track/away/c-one", "track/other/c-old", "track/topic/m-one", "track/other/c-new", "nonsense")
    assert [today.full_id(part) for part in state.parts] == ["track/other/c-new"]
    assert begin("track/topic/gone").finished


def test_an_item_taken_out_while_it_is_asked_gives_way_to_the_next() -> None:
    state, written = go(begin(), Rate(3))
    without = {**TOPICS, "track/other": OTHER.model_copy(update={"quick_check": ()})}
    after = TODAY.restore(state.attempt, Scope.all(without), written)
    assert after.part is not None
    assert today.full_id(after.part) == "track/topic/st-easy-0"


def test_the_last_rating_is_taken_back_from_a_later_item_and_the_order_goes_on() -> None:
    state, written = go(begin(), Rate(1), choose("right"))
    assert state.position == 1
    back, undone = go(state, Undo(), second=10)
    assert (back.position, [one.payload for one in undone]) == (0, [{"event": written[0].id}])
    assert go(back, Undo(), second=11) == (back, [])
    forward, again = go(back, Rate(3), second=12)
    assert again[0].id == "session:0.c-one:rated-2"
    assert isinstance(forward.part, questions.State)
    assert forward.part.answered


def test_an_undo_at_the_end_opens_the_session_again_and_it_ends_once_more() -> None:
    state, first = go(begin("track/topic/q-one", "track/topic/c-one"), choose("right"), GoOn(), Rate(1))
    assert state.finished
    back, undone = go(state, Undo(), second=20)
    assert (back.finished, back.position) == (False, 1)
    assert [(one.kind, one.item, one.payload["event"]) for one in undone] == [
        ("undone", "track/topic/c-one", first[-2].id),
        ("undone", "", first[-1].id),
    ]
    end, again = go(back, Rate(3), second=30)
    assert end.finished
    assert (again[-1].id, again[-1].payload) == ("session:session:finished-2", {"right": 2, "of": 2})


def test_a_later_item_is_not_asked_for_longer_because_an_earlier_one_took_long() -> None:
    _, written = go(begin("track/topic/c-one", "track/other/c-one"), Rate(3), second=100)
    state = TODAY.restore(planned("track/topic/c-one", "track/other/c-one"), Scope.all(TOPICS), written)
    _, second = go(state, Rate(3), second=103)
    assert (written[0].ms, second[0].ms) == (100_000, 3_000)


def test_practice_that_does_not_count_leaves_every_memory_as_it_was() -> None:
    _, written = go(begin("track/topic/c-one", "track/other/c-one", counts=False), Rate(1), Rate(3))
    assert kinds(written) == ["practised", "practised", "finished"]
    assert replay(written, index(TOPICS.values())) == {}


def test_a_worked_problem_is_faded_as_far_as_in_its_own_mode() -> None:
    blank = {"id": "last", "heading": "Last", "text": "It is 3.", "blank": {"ask": "How many?", "answer": "3", "why": "Count."}}
    faded = topic(practice=[problem("p-one", steps=[blank]), problem("p-two", steps=[blank])])
    answered = Event(
        id="1", learner="ann", session="s", kind="answered", at=START, item="track/topic/p-one", mode="practice", score=1.0, payload={}
    )
    options = today.stages(["track/topic/p-one", "track/topic/p-two"], {faded.id: faded}, [answered])
    assert options == {"fade:track/topic/p-one": 1}
    state = TODAY.restore(planned("track/topic/p-one", "track/topic/p-two", options=dict(options)), Scope.all({faded.id: faded}), ())
    first, second = (TODAY.step(replace_front(state, number), choose("right"), at(1))[0] for number in (0, 1))
    assert [one.parts[number].next_blank is not None for number, one in enumerate((first, second))] == [True, False]  # type: ignore[union-attr]


def replace_front(state: today.State, number: int) -> today.State:
    """The state with everything before that part answered."""
    for _ in range(number):
        state = go(state, choose("right"), ShowStep(), GoOn())[0]
    return state


ACTIONS: st.SearchStrategy[Action] = st.one_of(
    st.sampled_from([Undo(), GoOn(), ShowHint(), ShowStep(), Tick(()), Write(SAID_BOTH), Draft("a")]),
    st.builds(Rate, st.integers(1, 4)),
    st.builds(choose, st.sampled_from(["right", "wrong", None])),
)
DEEDS = st.lists(st.tuples(ACTIONS, st.floats(-100, 1000)), max_size=60)


@examples(60, always_the_same=True)
@given(deeds=DEEDS, order=st.randoms(), counts=st.booleans())
def test_the_events_in_any_order_give_the_state_on_the_screen(
    deeds: list[tuple[Action, float]], order: random.Random, counts: bool
) -> None:
    begun = planned(options={} if counts else {"counts": False})
    state, events = TODAY.restore(begun, Scope.all(TOPICS), ()), [begun.started(at(0))]
    for action, second in deeds:
        state, made = TODAY.step(state, action, at(second))
        events += made
    assert [check_event(one) for one in events] == events
    assert len({one.id for one in events}) == len(events)
    undone = {one.payload["event"] for one in events if one.kind == "undone"}
    ends = [one for one in events if one.kind == "finished" and one.id not in undone]
    assert len(ends) == state.finished
    for read in (events, events[::-1], order.sample(events, len(events))):
        assert TODAY.restore(attempt_of(events[0]), Scope.all(TOPICS), read) == state


@pytest.mark.parametrize("number", range(len(THROUGH)))
def test_a_refresh_anywhere_on_the_way_finds_the_same_item_with_the_same_choices(number: int) -> None:
    state, written = go(begin(), *THROUGH[: number + 1])
    found = TODAY.restore(planned(), Scope.all(TOPICS), written)
    assert found == state
    if isinstance(state.part, questions.State) and isinstance(found.part, questions.State):
        one = state.part.questions[0]
        assert state.part.ask(one) == found.part.ask(one)


def test_without_a_plan_there_is_nothing_and_nothing_happens() -> None:
    empty = TODAY.restore(
        Attempt(learner="ann", session="s", mode="today", topic="", seed=1, items=(), started_at=START), Scope.all(TOPICS), ()
    )
    for action in (Rate(3), Undo(), HandIn(choose("right").answer), GoOn()):
        assert TODAY.step(empty, action, at(1)) == (empty, ())


def test_an_explanation_goes_its_whole_way() -> None:
    state, _ = go(begin("track/topic/e-one"), Draft("The model"), Write(SAID_BOTH))
    assert isinstance(state.part, explain.State)
    assert (state.part.phase, state.part.prompts[0].id) == ("ticking", prompt("e-one").id)
    state, _ = go(state, Tick(("smaller",)), GoOn(), second=5)
    assert state.finished
    assert state.parts[0].right
