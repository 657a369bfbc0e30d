"""Tries against a budget, with tries made by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimization.results.budgeting import Limits, Try, best, meets, misses, pareto_front, shortfall, standing, tries_of

LIMITS = Limits(most_bytes=60_000, least_accuracy=0.97, least_speed=2.0)


def attempt(
    variant: str = "fast", *, size: int = 50_000, accuracy: float = 0.98, speed: float | None = 3.0, run: str = "a", **bounds: float
) -> Try:
    return Try(run=run, variant=variant, size_bytes=size, accuracy=accuracy, speed=speed, **bounds)


TRIES = st.builds(
    attempt,
    size=st.integers(1_000, 9_000),
    accuracy=st.integers(90, 100).map(lambda percent: percent / 100),
    speed=st.none() | st.integers(1, 9).map(float),
) | st.builds(
    lambda size, low, wide: attempt(size=size, speed=None, low=float(low), high=float(low + wide)),
    st.integers(1_000, 9_000),
    st.integers(1, 9),
    st.integers(0, 5),
)


def test_a_try_within_all_limits_meets_the_budget() -> None:
    assert misses(attempt(), LIMITS) == ()
    assert meets(attempt(), LIMITS)


def test_a_try_exactly_at_the_limits_meets_the_budget() -> None:
    assert meets(attempt(size=60_000, accuracy=97 / 100, speed=2.0), LIMITS)
    assert meets(attempt(accuracy=0.1 + 0.2), Limits(most_bytes=60_000, least_accuracy=0.3))


@pytest.mark.parametrize(
    ("one", "says"),
    [
        (attempt(size=78_000), ("18 kB too large",)),
        (attempt(size=62_300), ("2.3 kB too large",)),
        (attempt(size=60_420), ("420 bytes too large",)),
        (attempt(size=1_780_000), ("1.72 MB too large",)),
        (attempt(accuracy=0.966), ("0.4 points of accuracy missing",)),
        (attempt(accuracy=0.96), ("1 point of accuracy missing",)),
        (attempt(accuracy=0.96999), ("less than 0.1 points of accuracy missing",)),
        (attempt(speed=1.6), ("1.6× as fast instead of 2×",)),
        (attempt(speed=1.98), ("1.98× as fast instead of 2×",)),
        (attempt(speed=1.99999), ("just under 2× as fast instead of 2×",)),
        (attempt(speed=None), ("its speed is not decided",)),
        (attempt(speed=None, low=1.7, high=2.4), ("its speed is not decided: between 1.70× and 2.40×, where 2× is asked for",)),
        (attempt(speed=2.1, low=1.7, high=2.4), ("its speed is not decided: between 1.70× and 2.40×, where 2× is asked for",)),
        (attempt(speed=1.6, low=1.4, high=1.9), ("1.6× as fast instead of 2×",)),
        (attempt(speed=None, low=0.8, high=1.94), ("at most 1.9× as fast instead of 2×",)),
        (
            attempt(size=70_000, accuracy=0.5, speed=1.0),
            ("10 kB too large", "47 points of accuracy missing", "1.0× as fast instead of 2×"),
        ),
    ],
)
def test_what_is_missing_is_said_with_its_amount(one: Try, says: tuple[str, ...]) -> None:
    assert misses(one, LIMITS) == says


@pytest.mark.parametrize(
    ("one", "stands"),
    [
        (attempt(speed=3.18, low=2.4, high=3.9), "meets"),
        (attempt(speed=3.18, low=2.0, high=3.9), "meets"),
        (attempt(speed=2.1, low=1.7, high=2.4), "not decided"),
        (attempt(speed=None, low=1.7, high=2.4), "not decided"),
        (attempt(speed=None), "not decided"),
        (attempt(speed=1.9, low=1.7, high=1.99), "misses"),
        (attempt(size=70_000, speed=2.1, low=1.7, high=2.4), "misses"),
        (attempt(accuracy=0.9, speed=None), "misses"),
        (attempt(speed=2.0), "meets"),
        (attempt(speed=1.9), "misses"),
    ],
)
def test_a_budget_is_judged_by_the_interval_of_the_speed(one: Try, stands: str) -> None:
    assert standing(one, LIMITS) == stands
    assert meets(one, LIMITS) is (stands == "meets")
    assert (misses(one, LIMITS) == ()) is (stands == "meets")


def test_speed_does_not_matter_where_the_budget_names_none() -> None:
    free = Limits(most_bytes=60_000, least_accuracy=0.97)
    assert meets(attempt(speed=None), free)
    assert meets(attempt(speed=0.1), free)


def test_small_and_fast_have_to_be_one_and_the_same_variant() -> None:
    coded, fast = attempt("coded", size=18_000, speed=1.0), attempt("fast", size=90_000, speed=6.0)
    assert not meets(coded, LIMITS)
    assert not meets(fast, LIMITS)


def test_the_front_by_hand() -> None:
    small = attempt(size=10_000, accuracy=0.95, speed=1.0)
    middle = attempt(size=20_000, accuracy=0.97, speed=1.0)
    beaten = attempt(size=30_000, accuracy=0.96, speed=1.0)
    large = attempt(size=90_000, accuracy=0.98, speed=1.0)
    quick = attempt(size=95_000, accuracy=0.97, speed=6.0)
    tries = [large, beaten, quick, small, middle]
    assert pareto_front(tries, with_speed=False) == (small, middle, large)
    assert pareto_front(tries, with_speed=True) == (small, middle, large, quick)


def test_a_try_of_eight_times_that_is_measured_badly_is_not_beaten_by_one_of_once() -> None:
    eightfold = attempt(size=50_000, speed=None, low=0.9, high=12.0)
    once = attempt(size=40_000, speed=1.02, low=0.99, high=1.05, run="b")
    assert pareto_front([eightfold, once], with_speed=True) == (once, eightfold)
    slow = attempt(size=50_000, speed=0.5, low=0.48, high=0.52, run="c")
    assert pareto_front([eightfold, once, slow], with_speed=True) == (once, eightfold)


def test_an_unknown_speed_beats_nothing_by_its_speed_and_is_not_beaten_by_it() -> None:
    known, unknown = attempt(speed=0.5), attempt(speed=None, run="b")
    assert set(pareto_front([unknown, known], with_speed=True)) == {known, unknown}
    assert set(pareto_front([unknown, known], with_speed=False)) == {known, unknown}


@given(st.lists(TRIES, max_size=12), st.booleans())
def test_every_try_off_the_front_is_beaten_by_one_on_it_and_none_on_it_by_any(tries: list[Try], with_speed: bool) -> None:
    def no_worse(one: Try, other: Try) -> bool:
        fast = not with_speed or (one.span[0] >= other.span[0] and one.span[1] >= other.span[1])
        return one.size_bytes <= other.size_bytes and one.accuracy >= other.accuracy and fast

    front = pareto_front(tries, with_speed=with_speed)
    for one in tries:
        assert any(no_worse(other, one) for other in front)
    for one in front:
        assert all(no_worse(one, other) for other in tries if no_worse(other, one))
    assert [one.size_bytes for one in front] == sorted(one.size_bytes for one in front)


def test_the_best_try_is_the_smallest_that_meets_the_budget_and_not_the_smallest_of_all() -> None:
    tiny, good, better = attempt(size=1_000, accuracy=0.5), attempt(size=50_000), attempt(size=40_000, run="b")
    assert best([tiny, good, better], LIMITS) == better


def test_a_try_whose_speed_may_be_enough_comes_closer_than_one_that_misses() -> None:
    open_one, slow = attempt(speed=None, low=1.7, high=2.8), attempt(size=20_000, speed=1.5, low=1.4, high=1.6, run="b")
    assert best([slow, open_one], LIMITS) == open_one
    assert best([slow, open_one, attempt(run="c")], LIMITS) == attempt(run="c")


def test_where_none_meets_the_budget_the_best_is_the_one_that_comes_closest() -> None:
    nearly, far = attempt(size=61_000), attempt(size=20_000, accuracy=0.5)
    assert best([far, nearly], LIMITS) == nearly
    assert best([], LIMITS) is None


def test_the_shortfall_by_hand() -> None:
    assert shortfall(attempt(), LIMITS) == 0
    assert shortfall(attempt(size=90_000), LIMITS) == pytest.approx(0.5)
    assert shortfall(attempt(accuracy=0.94), LIMITS) == pytest.approx(1.0)
    assert shortfall(attempt(speed=1.0), LIMITS) == pytest.approx(1.0)
    assert shortfall(attempt(speed=None), LIMITS) == pytest.approx(1.0)


def test_a_budget_that_allows_no_error_still_tells_near_from_far() -> None:
    exact = Limits(most_bytes=60_000, least_accuracy=1.0)
    assert shortfall(attempt(accuracy=0.99), exact) < shortfall(attempt(accuracy=0.5), exact)


def test_the_tries_of_a_run_are_its_coded_fast_and_small_dense_rows() -> None:
    figures = {
        "float": 1.0,
        "float.bytes": 1_700_000,
        "float.accuracy": 0.98,
        "coded": 1.01,
        "coded.bytes": 17_000,
        "coded.accuracy": 0.975,
        "fast": None,
        "fast.low": 1.7,
        "fast.high": 2.4,
        "fast.bytes": 30_000,
        "fast.accuracy": 0.97,
        "small dense": 6.0,
        "small dense.bytes": 40_000,
    }
    assert tries_of("r", figures) == (
        attempt("coded", size=17_000, accuracy=0.975, speed=1.01, run="r"),
        attempt("fast", size=30_000, accuracy=0.97, speed=None, low=1.7, high=2.4, run="r"),
    )


def test_a_row_of_an_older_event_that_kept_the_speed_alone_is_no_try() -> None:
    assert tries_of("r", {"coded": 1.0, "fast": 5.0}) == ()
