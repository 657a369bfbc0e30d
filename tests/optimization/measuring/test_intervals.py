"""The order-statistic interval against binomial figures that were counted another way, and the error of looking often."""

from math import comb

import numpy as np
import pytest

from optimization.measuring.intervals import ERROR, LEAST_VALUES, LOOK_ERROR, LOOKS, median_interval, rank


def test_the_places_are_those_of_the_tables() -> None:
    """95 % of 20 values: the 6th smallest and the 6th largest; of 50: the 18th (Conover, "Practical nonparametric statistics", 3.2)."""
    assert [rank(count, 0.05) for count in (6, 20, 50)] == [1, 6, 18]
    assert rank(5, 0.05) == 0


@pytest.mark.parametrize("error", [0.05, 0.01, LOOK_ERROR])
@pytest.mark.parametrize("count", [12, 40, 303, 2_296])
def test_the_chosen_places_err_no_more_than_allowed_and_the_next_ones_would(count: int, error: float) -> None:
    def missed(place: int) -> float:
        return 2 * sum(comb(count, below) for below in range(place)) / 2**count

    place = rank(count, error)
    assert missed(place) <= error < missed(place + 1)


def test_the_interval_is_made_of_two_of_the_values() -> None:
    values = np.random.default_rng(0).permutation(np.arange(1.0, 21.0))
    assert median_interval(values, error=0.05) == (6.0, 15.0)


def test_too_few_values_are_refused() -> None:
    assert rank(LEAST_VALUES - 1, LOOK_ERROR) == 0
    with pytest.raises(ValueError, match="too few"):
        median_interval(np.ones(LEAST_VALUES - 1))


def test_looking_at_every_step_errs_in_at_most_one_percent_of_all_courses_together() -> None:
    """Counted exactly: how many values lie below the median is a walk of fair coins, and a look errs where that count is too far off.

    The state is the probability of each count that no look has refused so far.
    """
    walk, missed, done = np.array([1.0]), 0.0, 0
    for look in LOOKS:
        for _ in range(look - done):
            walk = np.convolve(walk, [0.5, 0.5])
        done = look
        place = rank(look, LOOK_ERROR)
        counts = np.arange(look + 1)
        outside = (counts < place) | (counts > look - place)
        missed += float(walk[outside].sum())
        walk = np.where(outside, 0.0, walk)
    assert 0.002 < missed <= ERROR - LOOK_ERROR, "and not so strict that it would decide nothing"


def test_a_level_that_is_not_shared_by_the_looks_would_err_too_often() -> None:
    walk, missed, done = np.array([1.0]), 0.0, 0
    for look in LOOKS:
        for _ in range(look - done):
            walk = np.convolve(walk, [0.5, 0.5])
        done = look
        place = rank(look, ERROR)
        counts = np.arange(look + 1)
        outside = (counts < place) | (counts > look - place)
        missed += float(walk[outside].sum())
        walk = np.where(outside, 0.0, walk)
    assert missed > 2 * ERROR
