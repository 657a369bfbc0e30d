"""Explain it: first one's own words, then one's own judgement, then what was found; never in another order."""

from __future__ import annotations

import pytest
from sample_topic import SAID_BOTH, SAID_ONE, at, attempt, kinds, prompt, topic

from quizzes.attempts.actions import Action, Draft, GoOn, Overrule, Rate, ShowHint, ShowStep, Tick, Write, choose
from quizzes.attempts.mode import Beginning
from quizzes.events.event import Event
from quizzes.sessions import explain

TOPIC = topic(explain=[prompt("one"), prompt("two", concept="beta")])
ONE = TOPIC.explain[0]


def begin() -> explain.State:
    return explain.restore(attempt("explain", TOPIC.explain), TOPIC, ())


def after(state: explain.State, *actions: Action) -> tuple[explain.State, list[Event]]:
    written: list[Event] = []
    for second, action in enumerate(actions, start=1):
        state, events = explain.step(state, action, at(second))
        written += events
    return state, written


def written() -> explain.State:
    return after(begin(), Write(SAID_ONE))[0]


def comparing() -> explain.State:
    return after(written(), Tick(("smaller",)))[0]


def test_the_deck_holds_all_prompts_in_the_files_order() -> None:
    assert explain.deck(TOPIC, Beginning()) == TOPIC.explain


def test_a_prompt_goes_from_writing_over_ticking_to_comparing_and_then_to_the_next() -> None:
    state = begin()
    phases = [state.phase]
    for action in (Write(SAID_ONE), Tick(()), GoOn()):
        state, events = explain.step(state, action, at(1))
        assert len(events) == 1
        phases.append(state.phase)
    assert phases == ["writing", "ticking", "comparing", "writing"]
    assert state.prompt == TOPIC.explain[1]


@pytest.mark.parametrize(
    "action",
    [Tick(("smaller",)), Overrule("smaller"), GoOn(), Write(""), Write(" \n\t"), choose("right"), Rate(3), ShowStep()],
)
def test_while_writing_only_a_hint_a_draft_or_a_text_counts(action: Action) -> None:
    assert after(begin(), action) == (begin(), [])


@pytest.mark.parametrize("action", [Write("Another text."), Draft("x"), ShowHint(), Overrule("smaller"), GoOn(), choose("right"), Rate(3)])
def test_what_was_handed_in_is_ticked_before_anything_else(action: Action) -> None:
    assert after(written(), action) == (written(), [])


@pytest.mark.parametrize("action", [Write("Another text."), Draft("x"), ShowHint(), Tick(("accuracy",)), Overrule("unknown")])
def test_while_comparing_one_may_only_overrule_and_go_on(action: Action) -> None:
    assert after(comparing(), action) == (comparing(), [])


def test_what_is_handed_in_is_written_with_its_share_of_points() -> None:
    _, (event,) = after(begin(), Write(SAID_ONE))
    assert (event.kind, event.item, event.score, event.hints, event.ms) == ("answered", "track/topic/one", 0.5, 0, 1000)
    assert event.payload == {"text": SAID_ONE}
    assert after(begin(), Write(SAID_BOTH))[1][0].score == 1.0
    assert after(begin(), Write("Nothing of it."))[1][0].score == 0.0


def test_a_hint_is_shown_once_and_counts_with_the_text() -> None:
    state, events = after(begin(), ShowHint(), ShowHint(), Write(SAID_ONE))
    assert kinds(events) == ["hinted", "answered"]
    assert events[-1].hints == 1
    assert state.hint_shown
    assert not after(state, Tick(()), GoOn())[0].hint_shown


def test_ticks_of_points_that_do_not_exist_are_left_out() -> None:
    state, (event,) = after(written(), Tick(("accuracy", "unheard-of", "smaller")))
    assert event.payload == {"covered": ["accuracy", "smaller"]}
    assert event.rating is None
    assert state.ticks == {"one": frozenset({"accuracy", "smaller"})}


def test_ticking_nothing_is_a_judgement_too() -> None:
    assert after(written(), Tick(()))[0].phase == "comparing"


def test_what_was_not_found_may_be_overruled_each_point_once() -> None:
    state = comparing()
    assert state.coverage(ONE).covered == {"smaller"}
    state, events = after(state, Overrule("accuracy"), Overrule("accuracy"))
    assert state.coverage(ONE).covered == {"smaller", "accuracy"}
    assert state.coverage(ONE).sentence == "You covered 2 of 2."
    assert len({one.id for one in events}) == 1


def test_an_explanation_overruled_to_the_full_counts_as_full_at_the_end() -> None:
    state, events = after(comparing(), Overrule("accuracy"), GoOn(), Write(SAID_ONE), Tick(()), GoOn())
    assert state.finished
    assert events[-1].kind == "finished"
    assert events[-1].payload == {"right": 1, "of": 2}
    assert after(state, Write("more"), GoOn()) == (state, [])


def test_the_newest_draft_is_kept_and_handing_in_needs_none() -> None:
    state, events = after(begin(), Draft("a"), Draft("ab"), Draft(""), Draft("abc"))
    assert state.draft == "abc"
    assert len({one.id for one in events}) == 4
    assert state.phase == "writing"
    assert after(begin(), Draft("a"), Draft(""))[0].draft == ""


def test_a_draft_belongs_to_its_prompt() -> None:
    state, _ = after(begin(), Draft("first"), Write(SAID_ONE), Tick(()), GoOn())
    assert state.draft == ""
    assert after(state, Draft("second"))[0].draft == "second"


def test_drafts_restored_in_any_order_give_the_newest_even_where_the_clock_went_back() -> None:
    state = begin()
    events: list[Event] = []
    for number in range(1, 13):
        state, made = explain.step(state, Draft(f"draft {number}"), at(-number))
        events += made
    for order in (events, events[::-1], sorted(events, key=lambda one: one.id)):
        assert explain.restore(begin().attempt, TOPIC, order).draft == "draft 12"


def test_a_text_is_cut_at_its_limit() -> None:
    long = "word " * 2000
    for action in (Draft(long), Write(long)):
        assert len(after(begin(), action)[1][0].payload["text"]) == explain.TEXT_LIMIT


@pytest.mark.parametrize("text", ["\0", "🪶" * 50, "<b>bold</b>", "$x$", "'; DROP TABLE events; --", "\u202e backwards", "?" * 5000])
def test_any_text_can_be_handed_in(text: str) -> None:
    assert after(begin(), Write(text))[0].phase == "ticking"


def test_a_key_held_down_hands_in_once() -> None:
    for state, action in ((begin(), Write(SAID_ONE)), (begin(), Draft("x")), (written(), Tick(())), (comparing(), GoOn())):
        events = [one for repeat in range(10) for one in explain.step(state, action, at(repeat))[1]]
        assert len({one.id for one in events}) == 1


def test_a_prompt_renamed_in_the_middle_keeps_text_ticks_drafts_and_hint() -> None:
    state, events = after(begin(), ShowHint(), Draft("d"), Write(SAID_ONE), Tick(("smaller",)), Overrule("accuracy"))
    renamed = topic(explain=[prompt("new", was=["one"]), TOPIC.explain[1]])
    found = explain.restore(state.attempt, renamed, events)
    assert (found.position, found.phase, found.hint_shown, found.draft) == (0, "comparing", True, "d")
    assert found.coverage(renamed.explain[0]).covered == {"smaller", "accuracy"}


def test_a_point_that_was_taken_out_is_no_longer_counted() -> None:
    state, events = after(begin(), Write(SAID_BOTH), Tick(("smaller", "accuracy")))
    fewer = ONE.model_copy(update={"points": ONE.points[:1]})
    found = explain.restore(state.attempt, topic(explain=[fewer, TOPIC.explain[1]]), events)
    assert found.coverage(fewer).sentence == "You covered 1 of 1."
