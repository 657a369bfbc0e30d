"""Self-test: what is drawn, and what ten answers can tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
from sample_topic import at, attempt, pool, question, topic

from quizzes.attempts.actions import GoOn, choose
from quizzes.attempts.mode import Beginning
from quizzes.content.topic import Topic
from quizzes.events.event import Event
from quizzes.models import Asked, Item
from quizzes.sessions import self_test

POOL = topic(self_test=pool(a_level=8))


def draw(drawn_from: Topic, seed: int, *earlier: Event) -> list[Asked]:
    drawn = self_test.deck(drawn_from, Beginning(earlier=earlier, seed=seed))
    assert all(isinstance(one, Asked) for one in drawn)
    return [one for one in drawn if isinstance(one, Asked)]


def begun(items: Sequence[Item]) -> Event:
    return attempt("self-test", items).started(at(0))


def sitting(count: int = 10, *, feedback: bool = False) -> self_test.State:
    asked = topic(self_test=pool(a_level=4)[:count])
    options: dict[str, str | int | bool] = {"feedback": True} if feedback else {}
    return self_test.restore(attempt("self-test", asked.self_test, options=options), asked, ())


@pytest.mark.parametrize("seed", range(50))
def test_ten_are_drawn_three_four_three_by_level_easy_first_and_at_most_one_a_concept(seed: int) -> None:
    drawn = draw(POOL, seed)
    assert [one.level for one in drawn] == ["easy"] * 3 + ["medium"] * 4 + ["hard"] * 3
    assert len({one.concept for one in drawn}) == 10
    assert len({one.id for one in drawn}) == 10


def test_over_two_hundred_seeds_the_shipped_pool_always_gives_ten_and_then_ten_others(shipped: Topic) -> None:
    for seed in range(200):
        first = draw(shipped, seed)
        again = draw(shipped, seed + 1000, begun(first))
        for drawn in (first, again):
            assert Counter(one.level for one in drawn) == {"easy": 3, "medium": 4, "hard": 3}
            assert len({one.concept for one in drawn}) == 10
        assert not {one.id for one in first} & {one.id for one in again}


def test_every_shipped_question_can_be_drawn(shipped: Topic) -> None:
    seen = {one.id for seed in range(200) for one in draw(shipped, seed)}
    assert seen == {one.id for one in shipped.self_test}


def test_a_seed_always_draws_the_same() -> None:
    assert draw(POOL, 5) == draw(POOL, 5)
    assert len({tuple(one.id for one in draw(POOL, seed)) for seed in range(20)}) == 20


def test_only_the_last_test_counts_for_what_is_drawn_next() -> None:
    long_ago, last = draw(POOL, 1), draw(POOL, 2)
    drawn = {one.id for one in draw(POOL, 3, begun(long_ago), begun(last))}
    assert not drawn & {one.id for one in last}


def test_where_the_pool_is_small_the_next_test_repeats_no_more_than_it_must() -> None:
    small = topic(self_test=pool(a_level=5)[:13])
    for seed in range(20):
        first = draw(small, seed)
        again = draw(small, seed + 100, begun(first))
        assert len(first) == len(again) == 10
        fresh = [one for one in small.self_test if one.id not in {asked.id for asked in first}]
        assert {one.id for one in fresh} <= {one.id for one in again}


def test_a_question_renamed_since_the_last_test_is_not_taken_for_a_new_one() -> None:
    questions = pool(a_level=8)
    last = draw(POOL, 1)
    names = {one.id for one in last}
    renamed = [one.model_copy(update={"id": f"new-{one.id}", "was": (one.id,)}) if one.id in names else one for one in questions]
    drawn = {one.id for one in draw(topic(self_test=renamed), 2, begun(last))}
    assert not drawn & {f"new-{name}" for name in names}


def test_a_pool_of_too_few_gives_what_it_has() -> None:
    assert draw(topic(), 1) == []
    assert [one.id for one in draw(topic(self_test=[question("only")]), 1)] == ["only"]
    assert len(draw(topic(self_test=pool(a_level=2)), 1)) == 6


def test_a_pool_of_one_concept_gives_one_question() -> None:
    same = [question(f"q-{number}", "alpha", level) for number in range(5) for level in ("easy", "medium", "hard")]
    assert len(draw(topic(self_test=same), 1)) == 1


def test_a_level_that_blocks_a_concept_is_drawn_around() -> None:
    """An easy question about alpha keeps out every hard one; the draw that leaves it out is the longer one."""
    easy = [question(f"e-{concept}", concept) for concept in ("alpha", "beta", "gamma", "delta")]
    hard = [question("h-1", "alpha", "hard"), question("h-2", "alpha", "hard")]
    for seed in range(20):
        assert len(draw(topic(self_test=easy + hard), seed)) == 4
        assert [one.concept for one in draw(topic(self_test=easy + hard), seed)].count("alpha") == 1


def test_feedback_waits_for_the_end_unless_it_was_asked_for() -> None:
    quiet = self_test.step(sitting(), choose("wrong"), at(1))[0]
    assert (quiet.position, quiet.answered) == (1, False)
    asked = self_test.step(sitting(feedback=True), choose("wrong"), at(1))[0]
    assert (asked.position, asked.answered) == (0, True)
    assert self_test.step(asked, GoOn(), at(2))[0].position == 1


def test_a_test_ends_with_its_tenth_answer_and_says_how_many_were_right() -> None:
    state = sitting()
    last: tuple[Event, ...] = ()
    for number in range(10):
        state, last = self_test.step(state, choose("right" if number < 8 else None), at(number))
    assert state.finished
    assert last[-1].payload == {"right": 8, "of": 10}
    assert [one.id for one in self_test.missed(state)] == [one.id for one in state.questions[8:]]


def test_the_breakdown_counts_each_group_in_the_topics_order() -> None:
    state = sitting()
    for number in range(10):
        state = self_test.step(state, choose("right" if number % 2 == 0 else "wrong"), at(number))[0]
    scores = self_test.breakdown(state, topic())
    assert [(score.name, score.right, score.of) for score in scores] == [("First", 3, 5), ("Second", 2, 5)]


@pytest.mark.parametrize(("right", "of", "level"), [(10, 10, "strong"), (9, 10, "strong"), (8, 10, "fair"), (7, 10, "fair")])
def test_strong_needs_nine_of_ten_and_on_the_way_seven(right: int, of: int, level: str) -> None:
    assert self_test.verdict(right, of).level == level


@pytest.mark.parametrize("right", range(7))
def test_below_seven_it_is_not_yet(right: int) -> None:
    assert self_test.verdict(right, 10).title == "Not yet"


@pytest.mark.parametrize("of", range(10))
def test_a_test_of_fewer_than_ten_is_never_strong(of: int) -> None:
    assert self_test.verdict(of, of).level in ("fair", "weak")


def test_the_rule_that_students_read_is_the_rule() -> None:
    assert "**Strong** needs 9 or more of 10 correct" in self_test.RULE
    assert "**on the way** 7 or 8" in self_test.RULE
    assert self_test.verdict(9, 10).title == "Strong"
    assert self_test.verdict(7, 10).title == "On the way"


def test_a_verdict_says_in_numbers_how_little_ten_questions_tell() -> None:
    assert "about 60 to 98 of 100 such questions" in self_test.verdict(9, 10).sentence
    assert "about 0 to 28 of 100 such questions" in self_test.verdict(0, 10).sentence


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),  # by hand: high = z^2 / (n + z^2) = 3.8415 / 13.8415
        (10, 10, 0.7225, 1.0),  # its mirror
        (5, 10, 0.2366, 0.7634),
        (9, 10, 0.5958, 0.9821),
        (81, 263, 0.2553, 0.3662),  # R. G. Newcombe, Statistics in Medicine 17 (1998), table I
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_wilsons(right: int, of: int, low: float, high: float) -> None:
    assert self_test.wilson(right, of) == pytest.approx((low, high), abs=5e-5)


def test_of_nothing_nothing_is_known() -> None:
    assert self_test.wilson(0, 0) == (0.0, 1.0)
    assert self_test.verdict(0, 0).level == "weak"
