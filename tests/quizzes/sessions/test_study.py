"""Sessions on the log: they begin, are gone on with after a refresh, and two tabs never overwrite each other."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from sample_topic import SAID_ONE, at, card, kinds, pool, problem, topic, whole_topic

from quizzes.attempts.actions import Action, Draft, GoOn, Measured, PlaceBet, Rate, ShowHint, ShowStep, StartRun, Tick, Undo, Write, choose
from quizzes.attempts.mode import Scope, Session
from quizzes.events.event import Event, LogUnavailable
from quizzes.events.log import EventLog, open_log
from quizzes.sessions import questions, recall
from quizzes.sessions.register import MODES, OVER_A_TOPIC, TODAY
from quizzes.sessions.study import Study

TOPIC = whole_topic()
Options = Mapping[str, str | int | bool]


def study_on(log: EventLog) -> Study:
    tokens, seeds = count(), random.Random(3)
    return Study(log, token=lambda: f"session-{next(tokens)}", seed=lambda: seeds.randrange(2**31))


@pytest.fixture
def study(log: EventLog) -> Study:
    return study_on(log)


def begin(study: Study, mode: str, options: Options | None = None, second: float = 0) -> Any:
    return study.begin(MODES[mode], Scope.of(TOPIC), learner="ann", moment=at(second), options=options)


def act(study: Study, session: Any, *actions: Action, second: float = 1) -> Any:
    for action in actions:
        session = study.act(session, Scope.of(TOPIC), action, at(second))
    return session


def resume(study: Study, session: Session) -> Any:
    return study.resume(MODES[session.attempt.mode], Scope.of(TOPIC), learner="ann", session=session.attempt.session)


def answers(log: EventLog, kind: str = "answered") -> list[tuple[str | None, object]]:
    return [(one.item, one.payload.get("choices")) for one in log.of_learner("ann", kinds=[kind])]


@pytest.mark.parametrize("mode", [mode.id for mode in OVER_A_TOPIC])
def test_a_session_that_begins_is_written_and_found_again_as_it_was(study: Study, log: EventLog, mode: str) -> None:
    session = begin(study, mode, {"deck": "all"})
    (started,) = log.of_learner("ann")
    assert (started.kind, started.mode, started.item, started.utc_offset_min) == ("started", mode, "track/topic", 120)
    assert started.payload["options"] == {"deck": "all"}
    assert [one["id"] for one in started.payload["items"]] == [item_id for item_id, _ in session.attempt.items]
    assert resume(study, session) == session


@pytest.mark.parametrize("mode", [mode.id for mode in OVER_A_TOPIC])
def test_an_empty_deck_begins_nothing(study: Study, log: EventLog, mode: str) -> None:
    session = study.begin(MODES[mode], Scope.of(topic()), learner="ann", moment=at(0))
    assert session.finished
    assert session.attempt.items == ()
    for action in (Rate(3), choose(None), Write("x"), GoOn()):
        assert study.act(session, Scope.of(topic()), action, at(1)) == session
    assert log.of_learner("ann") == ()


def test_a_refresh_returns_to_the_same_question_with_the_choices_in_the_same_order(study: Study, database: Path) -> None:
    session = act(study, begin(study, "self-test"), choose("right"), choose("wrong"))
    after_refresh = resume(study_on(open_log(f"sqlite:///{database}")), session)
    assert after_refresh == session
    assert after_refresh.position == 2
    assert after_refresh.ask(after_refresh.question) == session.ask(session.question)


def test_feedback_that_was_asked_for_is_still_asked_for_after_a_refresh(study: Study) -> None:
    session = act(study, begin(study, "self-test", {"feedback": True}), choose("right"))
    assert resume(study, session).answered


def test_a_session_is_found_by_its_own_learner_mode_and_topic_only(study: Study) -> None:
    session = begin(study, "recall").attempt.session
    assert study.resume(MODES["recall"], Scope.of(TOPIC), learner="ann", session=session) is not None
    assert study.resume(MODES["recall"], Scope.of(TOPIC), learner="bob", session=session) is None
    assert study.resume(MODES["explain"], Scope.of(TOPIC), learner="ann", session=session) is None
    assert study.resume(MODES["recall"], Scope.of(TOPIC.model_copy(update={"id": "track/other"})), learner="ann", session=session) is None
    assert study.resume(MODES["recall"], Scope.of(TOPIC), learner="ann", session="unheard-of") is None


def test_the_newest_session_is_unfinished_until_its_end(study: Study) -> None:
    assert study.unfinished(MODES["quick-check"], Scope.of(TOPIC), learner="ann", moment=at(9)) is None
    begin(study, "quick-check")
    session = begin(study, "quick-check", second=5)
    for action in (choose("right"), GoOn(), choose("right")):
        session = act(study, session, action)
        assert study.unfinished(MODES["quick-check"], Scope.of(TOPIC), learner="ann", moment=at(9)) == session
    act(study, session, GoOn())
    assert study.unfinished(MODES["quick-check"], Scope.of(TOPIC), learner="ann", moment=at(9)) is None
    assert study.unfinished(MODES["quick-check"], Scope.of(TOPIC), learner="bob", moment=at(9)) is None


def test_an_unfinished_session_is_asked_for_by_its_options(study: Study) -> None:
    session = begin(study, "recall", {"deck": "short"})
    assert study.unfinished(MODES["recall"], Scope.of(TOPIC), learner="ann", moment=at(9), options={"deck": "short"}) == session
    assert study.unfinished(MODES["recall"], Scope.of(TOPIC), learner="ann", moment=at(9), options={"deck": "all"}) is None
    assert study.unfinished(MODES["recall"], Scope.of(TOPIC), learner="ann", moment=at(9), options={}) is None
    assert study.unfinished(MODES["recall"], Scope.of(TOPIC), learner="ann", moment=at(9)) == session


def test_a_session_of_which_nothing_is_left_is_not_gone_on_with(study: Study) -> None:
    begin(study, "recall")
    assert study.unfinished(MODES["recall"], Scope.of(topic(recall=[card("new")])), learner="ann", moment=at(9)) is None


def test_a_second_self_test_draws_others_whatever_else_was_done_and_whoever_else_was_tested(study: Study) -> None:
    large = topic(self_test=pool(a_level=8))

    def drawn(learner: str, second: float) -> set[str]:
        return {
            item_id for item_id, _ in study.begin(MODES["self-test"], Scope.of(large), learner=learner, moment=at(second)).attempt.items
        }

    first = drawn("ann", 0)
    study.begin(MODES["quick-check"], Scope.of(TOPIC), learner="ann", moment=at(4))
    second = drawn("ann", 5)
    for number in range(3):
        drawn("bob", 6 + number)
    third = drawn("ann", 10)
    assert [len(one) for one in (first, second, third)] == [10, 10, 10]
    assert not first & second
    assert not second & third


def test_forgotten_cards_come_first_the_next_time(study: Study) -> None:
    session = begin(study, "recall")
    for rating in (3, 3, 1):
        session = act(study, session, Rate(rating))
    assert [one.id for one in begin(study, "recall", second=9).cards] == ["c-three", "c-one", "c-two"]
    assert [one.id for one in begin(study, "recall", {"deck": "forgotten"}, second=9).cards] == ["c-three"]


def test_a_stale_tab_does_not_overwrite_an_answer_and_sees_it(study: Study, log: EventLog) -> None:
    stale = begin(study, "quick-check")
    ahead = act(study, stale, choose("right"))
    seen = act(study, stale, choose("wrong"))
    assert answers(log) == [("track/topic/q-one", ("right",))]
    assert seen == ahead


def test_a_stale_tab_is_taken_to_where_the_other_one_is(study: Study, log: EventLog) -> None:
    stale = begin(study, "self-test")
    ahead = act(study, stale, *[choose("right")] * 9)
    seen = act(study, stale, choose("wrong"))
    assert seen == ahead
    assert seen.position == 9
    assert act(study, seen, choose("right")).finished
    assert kinds(log.of_learner("ann", kinds=["finished"])) == ["finished"]


def test_a_stale_tab_sees_the_truth_also_after_a_step_that_nobody_did_before(study: Study) -> None:
    stale = begin(study, "practice")
    act(study, stale, choose("right"))
    assert act(study, stale, ShowHint()).answered
    stale = begin(study, "explain", second=5)
    act(study, stale, Write(SAID_ONE))
    assert act(study, stale, Draft("too late")).phase == "ticking"


def test_a_card_is_rated_once_by_a_key_held_down_in_two_tabs(study: Study, log: EventLog) -> None:
    session = begin(study, "recall")
    for repeat in range(5):
        for tab in (session, session):
            seen = study.act(tab, Scope.of(TOPIC), Rate(1 + repeat % 4), at(repeat))
            assert seen.attempt.items
            assert isinstance(seen, recall.State)
            assert (seen.position, seen.ratings) == (1, {"c-one": 1})
    assert len(log.of_learner("ann", kinds=["rated"])) == 1


def test_an_item_renamed_while_it_is_on_the_screen_takes_its_answer_along(study: Study) -> None:
    session = begin(study, "recall")
    renamed = replace_cards([TOPIC.recall[0].model_copy(update={"id": "c-new", "was": ("c-one",)}), *TOPIC.recall[1:]])
    after = study.act(session, Scope.of(renamed), Rate(1), at(2))
    assert isinstance(after, recall.State)
    assert (after.position, after.ratings) == (1, {"c-new": 1})


def test_a_claim_that_was_measured_puts_its_concepts_card_first_once_however_the_bet_went(study: Study, log: EventLog) -> None:
    session = begin(study, "recall")
    for _ in TOPIC.recall:
        session = act(study, session, Rate(3))
    claims = act(study, begin(study, "myths", second=2), PlaceBet("faster", sure=True), GoOn(), second=3)
    assert [one.id for one in begin(study, "recall", second=4).cards] == ["c-one", "c-two", "c-three"]
    act(study, claims, Measured(claim="m-two", run="run-2", outcome="same"), second=5)
    assert [one.id for one in begin(study, "recall", second=6).cards] == ["c-two", "c-one", "c-three"]
    assert [one.id for one in begin(study, "recall", {"deck": "forgotten"}, second=6).cards] == []
    act(study, begin(study, "recall", second=6), Rate(3), second=7)
    assert [one.id for one in begin(study, "recall", second=8).cards] == ["c-one", "c-two", "c-three"]
    assert all(one.score is None and one.rating is None for one in log.of_learner("ann") if one.mode == "myths")


def test_a_run_that_told_nothing_makes_no_card_due(study: Study) -> None:
    act(study, begin(study, "myths"), GoOn(), Measured(claim="m-two", run="run-2", outcome=None))
    assert [one.id for one in begin(study, "recall", second=6).cards] == ["c-one", "c-two", "c-three"]


def test_claims_that_were_never_decided_come_first_the_next_time(study: Study) -> None:
    act(study, begin(study, "myths"), StartRun("run-1"), Measured(claim="m-one", run="run-1", outcome="same"))
    assert [one.id for one in begin(study, "myths", second=5).myths] == ["m-two", "m-one"]
    assert [one.id for one in study.begin(MODES["myths"], Scope.of(TOPIC), learner="bob", moment=at(5)).myths] == ["m-one", "m-two"]


def test_a_run_that_ends_in_two_tabs_and_in_the_background_is_one_row(study: Study, log: EventLog) -> None:
    stale = act(study, begin(study, "myths"), PlaceBet("same"), StartRun("run-1"))
    ended = Measured(claim="m-one", run="run-1", outcome="same")
    seen = [study.act(tab, Scope.of(TOPIC), ended, at(second)) for second, tab in enumerate([stale, stale, resume(study, stale)], start=5)]
    assert len(log.of_learner("ann", kinds=["lab_run"])) == 1
    assert {one.phase for one in seen} == {"decided"}


def test_the_first_of_two_bets_in_two_tabs_stays(study: Study, log: EventLog) -> None:
    stale = begin(study, "myths")
    act(study, stale, PlaceBet("slower", sure=True), second=2)
    seen = act(study, stale, PlaceBet("faster"), second=3)
    assert (seen.bet(TOPIC.myths[0]).id, seen.sure(TOPIC.myths[0])) == ("slower", True)
    (bet,) = log.of_learner("ann", kinds=["bet"])
    assert (bet.payload["outcome"], bet.sure) == ("slower", True)


def replace_cards(cards: Sequence[Any]) -> Any:
    return TOPIC.model_copy(update={"recall": tuple(cards)})


def with_first_question(**changes: Any) -> Any:
    first, *rest = TOPIC.quick_check
    return TOPIC.model_copy(update={"quick_check": (first.model_copy(update=changes), *rest)})


def test_an_attempt_ends_on_the_version_it_began_with_and_is_recorded_under_that_hash(study: Study, log: EventLog) -> None:
    session = begin(study, "quick-check")
    began_with = dict(session.attempt.items)
    saved = with_first_question(question="Really?")
    assert saved.quick_check[0].content_hash != began_with["q-one"]
    after = study.act(session, Scope.of(saved), choose("right"), at(1))
    assert isinstance(after, questions.State)
    assert after.question is not None
    assert (after.question.question, after.answered) == ("Which?", True)
    again = Study(log, token=lambda: "other", seed=lambda: 1).resume(
        MODES["quick-check"], Scope.of(saved), learner="ann", session=session.attempt.session
    )
    assert again == after  # also after a restart of the server, and in another tab
    (answered,) = log.of_learner("ann", kinds=["answered"])
    assert (answered.item, answered.content_hash) == ("track/topic/q-one", began_with["q-one"])
    fresh = study.begin(MODES["quick-check"], Scope.of(saved), learner="ann", moment=at(9))
    assert isinstance(fresh, questions.State)
    assert fresh.questions[0].question == "Really?"
    assert fresh.attempt.items[0] == ("q-one", saved.quick_check[0].content_hash)


def test_a_key_that_is_changed_meanwhile_does_not_change_the_grade_of_the_attempt(study: Study, log: EventLog) -> None:
    session = begin(study, "quick-check")
    choices = tuple(one.model_copy(update={"correct": one.id == "wrong"}) for one in TOPIC.quick_check[0].choices)  # type: ignore[attr-defined]
    study.act(session, Scope.of(with_first_question(choices=choices)), choose("right"), at(1))
    (answered,) = log.of_learner("ann", kinds=["answered"])
    assert answered.score == 1.0


@pytest.mark.parametrize("gone", ["taken out", "renamed"])
def test_a_question_that_is_taken_out_or_renamed_meanwhile_is_still_asked_as_it_was(study: Study, log: EventLog, gone: str) -> None:
    session = begin(study, "quick-check")
    saved = (
        with_first_question(id="q-other", was=("q-one",))
        if gone == "renamed"
        else TOPIC.model_copy(update={"quick_check": TOPIC.quick_check[1:]})
    )
    after = study.act(session, Scope.of(saved), choose("right"), at(1))
    assert isinstance(after, questions.State)
    assert [one.id for one in after.questions] == [item for item, _ in session.attempt.items]
    (answered,) = log.of_learner("ann", kinds=["answered"])
    assert (answered.item, answered.content_hash) == ("track/topic/q-one", dict(session.attempt.items)["q-one"])


def test_where_the_concept_of_a_changed_question_is_gone_the_new_version_is_asked(study: Study) -> None:
    session = begin(study, "quick-check")
    saved = with_first_question(question="Really?", concept="new")
    concepts = (
        *(one for one in saved.concepts if one.id != TOPIC.quick_check[0].concept),
        saved.concepts[0].model_copy(update={"id": "new"}),
    )
    after = study.act(session, Scope.of(saved.model_copy(update={"concepts": concepts})), choose("right"), at(1))
    assert isinstance(after, questions.State)
    assert after.questions[0].question == "Really?"


def test_where_the_log_cannot_be_written_the_step_fails_and_nothing_moves(study: Study, log: EventLog, database: Path) -> None:
    session = begin(study, "quick-check")
    log.close()
    for name in (database, *database.parent.glob("events.db-*")):
        name.unlink(missing_ok=True)
    database.mkdir()
    with pytest.raises(LogUnavailable):
        study.act(session, Scope.of(TOPIC), choose("right"), at(1))
    assert not session.answered


OTHER = topic(recall=[card("o-one")], practice=[problem("o-problem")]).model_copy(update={"id": "track/other"})
BOTH = {TOPIC.id: TOPIC, OTHER.id: OTHER}
DAY_S = 24 * 3600
MIXED = ["track/topic/c-one", "track/other/o-one", "track/topic/q-one"]


def begin_today(study: Study, *items: str, second: float = 0) -> Any:
    return study.begin(TODAY, Scope.all(BOTH), item_names=items or MIXED, learner="ann", moment=at(second))


def act_today(study: Study, session: Any, *actions: Action, second: float = 1) -> Any:
    for action in actions:
        session = study.act(session, Scope.all(BOTH), action, at(second))
    return session


def test_a_session_over_all_topics_is_written_and_found_again_as_it_was(study: Study, log: EventLog, database: Path) -> None:
    session = act_today(study, begin_today(study), Rate(3))
    started = log.of_learner("ann", kinds=["started"])[0]
    assert (started.mode, started.item, [one["id"] for one in started.payload["items"]]) == ("today", "", MIXED)
    after_restart = study_on(open_log(f"sqlite:///{database}"))
    found = after_restart.resume(TODAY, Scope.all(BOTH), learner="ann", session=session.attempt.session)
    assert found == session == after_restart.unfinished(TODAY, Scope.all(BOTH), learner="ann", moment=at(9))
    assert study.resume(TODAY, Scope.all(BOTH), learner="bob", session=session.attempt.session) is None
    assert study.resume(TODAY, Scope.all(BOTH), learner="ann", session=begin(study, "recall").attempt.session) is None


def test_yesterdays_session_over_all_topics_is_not_gone_on_with(study: Study) -> None:
    begin_today(study)
    until_four = 14 * 3600 - 1  # it began at 14:00 on the learner's clock; the day ends at 04:00
    assert study.unfinished(TODAY, Scope.all(BOTH), learner="ann", moment=at(until_four)) is not None
    assert study.unfinished(TODAY, Scope.all(BOTH), learner="ann", moment=at(until_four + 1)) is None


def test_a_session_over_all_topics_that_is_at_its_end_is_not_unfinished(study: Study, log: EventLog) -> None:
    session = act_today(study, begin_today(study), Rate(3), Rate(1), choose("right"), GoOn())
    assert session.finished
    assert study.unfinished(TODAY, Scope.all(BOTH), learner="ann", moment=at(5)) is None
    assert [one.payload for one in log.of_learner("ann", kinds=["finished"])] == [{"right": 2, "of": 3}]


def test_two_tabs_of_a_session_over_all_topics_decide_each_item_once(study: Study, log: EventLog) -> None:
    stale = begin_today(study)
    ahead = act_today(study, stale, Rate(1), second=2)
    seen = act_today(study, stale, Rate(4), second=3)
    assert seen == ahead
    assert [(one.item, one.rating) for one in log.of_learner("ann", kinds=["rated"])] == [("track/topic/c-one", 1)]


def test_a_rating_that_was_undone_in_one_tab_is_undone_in_the_other(study: Study, log: EventLog) -> None:
    stale = act_today(study, begin_today(study), Rate(1))
    undone = act_today(study, stale, Undo(), second=2)
    assert act_today(study, stale, Undo(), second=3) == undone
    assert len(log.of_learner("ann", kinds=["undone"])) == 1
    act_today(study, undone, Rate(3), second=4)
    assert [one.rating for one in log.of_learner("ann", kinds=["rated"])] == [1, 3]
    assert [one.id for one in begin(study, "recall", {"deck": "forgotten"}, second=9).cards] == []


def test_a_card_rated_in_todays_session_counts_as_rated_in_its_topic(study: Study) -> None:
    act_today(study, begin_today(study), Rate(1))
    assert [one.id for one in begin(study, "recall", {"deck": "forgotten"}, second=9).cards] == ["c-one"]


def test_what_is_due_comes_first_in_a_new_deck(study: Study) -> None:
    session = begin(study, "recall")
    for rating in (4, 3, 3):
        session = act(study, session, Rate(rating))
    assert [one.id for one in begin(study, "recall", {"deck": "short"}, second=60).cards] == []
    assert [one.id for one in begin(study, "recall", {"deck": "short"}, second=3 * DAY_S).cards] == ["c-two", "c-three"]


def known(item: str, is_known: bool, second: float, mode: str = "recall") -> Event:
    return Event(
        id=f"known-{second}", learner="ann", session="s", kind="known", at=at(second).at, item=item, mode=mode, payload={"known": is_known}
    )


def test_what_is_known_is_asked_in_no_deck_until_it_is_brought_back(study: Study, log: EventLog) -> None:
    log.append([known("track/topic/c-two", True, 1), known("track/topic/q-one", True, 2, "quick-check")])
    assert [one.id for one in begin(study, "recall").cards] == ["c-one", "c-three"]
    assert [one.id for one in begin(study, "quick-check").questions] == ["q-two"]
    log.append([known("track/topic/c-two", False, 3)])
    assert [one.id for one in begin(study, "recall", second=4).cards] == ["c-one", "c-two", "c-three"]


TABS = st.lists(
    st.tuples(
        st.booleans(),
        st.one_of(
            st.sampled_from([GoOn(), ShowHint(), ShowStep(), Tick(()), Write(SAID_ONE), choose(None)]),
            st.builds(Rate, st.integers(1, 4)),
            st.builds(choose, st.sampled_from(["right", "wrong", "other"])),
            st.builds(Draft, st.sampled_from(["a", "ab"])),
        ),
    ),
    max_size=30,
)


@pytest.fixture(scope="module")
def shared_log(tmp_path_factory: pytest.TempPathFactory) -> EventLog:
    return open_log(f"sqlite:///{tmp_path_factory.mktemp('data') / 'events.db'}")


@pytest.fixture(scope="module")
def learners() -> Any:
    return count()


@pytest.mark.parametrize("mode", [mode.id for mode in OVER_A_TOPIC])
@examples(25, always_the_same=True)
@given(deeds=TABS)
def test_two_tabs_in_any_turn_agree_and_every_item_is_decided_once(
    shared_log: EventLog, learners: Any, mode: str, deeds: list[tuple[bool, Action]]
) -> None:
    learner = f"learner-{next(learners)}"
    study = Study(shared_log, token=lambda: f"{learner}-session", seed=lambda: 1)
    session: Any = study.begin(MODES[mode], Scope.of(TOPIC), learner=learner, moment=at(0))
    tabs = {True: session, False: session}
    for second, (tab, action) in enumerate(deeds):
        before = len(shared_log.of_learner(learner))
        tabs[tab] = study.act(tabs[tab], Scope.of(TOPIC), action, at(second))
        if len(shared_log.of_learner(learner)) > before:
            stored = study.resume(MODES[mode], Scope.of(TOPIC), learner=learner, session=session.attempt.session)
            assert tabs[tab] == stored
    decided = [(one.kind, one.item) for one in shared_log.of_learner(learner, kinds=["answered", "rated"])]
    assert len(decided) == len(set(decided))
    assert len(shared_log.of_learner(learner, kinds=["finished"])) <= 1


SET_BACK_S = -7_200.0


def test_a_clock_set_back_changes_neither_what_is_taken_back_nor_what_stands(study: Study, log: EventLog) -> None:
    session = begin(study, "recall", {"deck": "all"})
    cards = [one.id for one in session.cards]
    session = act(study, session, Rate(3), second=5)
    session = act(study, session, Rate(1), second=SET_BACK_S)
    assert session.last.card == cards[1]
    assert resume(study, session).last.card == cards[1]
    session = act(study, session, Undo(), second=SET_BACK_S + 1)
    assert session.card.id == cards[1]
    assert session.ratings == {cards[0]: 3}
    session = act(study, session, Rate(3), second=SET_BACK_S + 2)
    assert session.ratings == {cards[0]: 3, cards[1]: 3}
    assert [one.kind for one in log.of_learner("ann")] == ["started", "rated", "rated", "undone", "rated"]


def test_today_takes_back_the_last_one_after_the_clock_was_set_back(study: Study, log: EventLog) -> None:
    topics = {TOPIC.id: TOPIC}
    items = [f"{TOPIC.id}/{one.id}" for one in TOPIC.recall]
    session = study.begin(TODAY, Scope.all(topics), item_names=items, learner="ann", moment=at(0))
    for second, rating in ((5.0, 3), (SET_BACK_S, 1)):
        session = study.act(session, Scope.all(topics), Rate(rating), at(second))
    assert session.undoable == 1
    session = study.act(session, Scope.all(topics), Undo(), at(SET_BACK_S + 1))
    assert session.position == 1
    again = study.resume(TODAY, Scope.all(topics), learner="ann", session=session.attempt.session)
    assert again is not None
    assert again.position == 1


def test_the_session_begun_last_is_gone_on_with_after_the_clock_was_set_back(study: Study) -> None:
    begin(study, "recall", {"deck": "all"}, second=5)
    later = begin(study, "recall", {"deck": "all"}, second=SET_BACK_S)
    found = study.unfinished(MODES["recall"], Scope.of(TOPIC), learner="ann", moment=at(9))
    assert found is not None
    assert found.attempt.session == later.attempt.session


def test_rows_of_a_clock_that_was_wrong_by_years_are_not_followed(study: Study, log: EventLog) -> None:
    begin(study, "recall", {"deck": "all"}, second=10 * 365 * 86_400.0)
    session = begin(study, "recall", {"deck": "all"}, second=5)
    assert session.attempt.started_at == at(5).at


FOUND: Mapping[str, Options] = {"recall": {"deck": "cards:c-two"}, "myths": {"claim": "m-two"}}
PRACTISED = {"counts": False}


@pytest.mark.parametrize("mode", [mode.id for mode in OVER_A_TOPIC])
@pytest.mark.parametrize("often", [1, 3])
def test_what_is_opened_beside_a_session_never_takes_its_place(study: Study, mode: str, often: int) -> None:
    options: Options = {"deck": "all"} if mode == "recall" else {}
    left = begin(study, mode, options)
    for second, aside in enumerate([FOUND.get(mode, PRACTISED), {**FOUND.get(mode, {}), **PRACTISED}] * often, start=1):
        opened = begin(study, mode, aside, second=second)
        assert study.unfinished(MODES[mode], Scope.of(TOPIC), learner="ann", moment=at(9), options=aside) == opened
    for wanted in (options if mode != "practice" else None, None):
        assert study.unfinished(MODES[mode], Scope.of(TOPIC), learner="ann", moment=at(9), options=wanted) == left


def test_the_cards_of_a_concept_take_no_place_and_another_choice_of_cards_does(study: Study) -> None:
    left = begin(study, "recall", {"deck": "all"})
    begin(study, "recall", {"deck": "concepts:beta"}, second=1)
    assert study.unfinished(MODES["recall"], Scope.of(TOPIC), learner="ann", moment=at(9), options={"deck": "all"}) == left
    begin(study, "recall", {"deck": "short"}, second=2)
    assert study.unfinished(MODES["recall"], Scope.of(TOPIC), learner="ann", moment=at(9), options={"deck": "all"}) is None


def test_practice_takes_no_place_of_a_session_over_all_topics(study: Study) -> None:
    left = begin_today(study)
    found = [
        study.begin(TODAY, Scope.all(BOTH), item_names=[item], learner="ann", moment=at(second), options=PRACTISED)
        for second, item in enumerate(MIXED, start=1)
    ]
    assert study.unfinished(TODAY, Scope.all(BOTH), learner="ann", moment=at(9)) == left
    for item, session in zip(MIXED, found, strict=True):
        assert study.unfinished(TODAY, Scope.all(BOTH), learner="ann", moment=at(9), item_names=[item]) == session
    assert study.unfinished(TODAY, Scope.all(BOTH), learner="ann", moment=at(9), item_names=["track/topic/p-one"]) is None


def test_an_item_that_is_asked_for_by_name_is_shown_though_it_is_known(study: Study, log: EventLog) -> None:
    for mode, section in (("recall", TOPIC.recall), ("myths", TOPIC.myths)):
        item = section[1]
        begun = begin(study, mode)
        log.append([begun.attempt.event("known", item, at(1), token="known", payload={"known": True})])
        assert [item_id for item_id, _ in begin(study, mode, FOUND[mode], second=2).attempt.items] == [item.id]
        assert item.id not in [item_id for item_id, _ in begin(study, mode, second=3).attempt.items]
    both = begin(study, "recall", {"deck": "cards:c-one+c-two"}, second=4)
    assert [item_id for item_id, _ in both.attempt.items] == ["c-one"]


def test_an_item_that_is_asked_for_by_name_and_not_there_is_no_other(study: Study) -> None:
    for mode, options in (("recall", {"deck": "cards:never-was"}), ("myths", {"claim": "never-was"})):
        assert begin(study, mode, options).attempt.items == ()
