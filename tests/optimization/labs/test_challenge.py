"""The challenge of Break it: what a drawing has to be read as by which network."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from optimization.labs.digit import MET, NO_MORE, STILL, Params, challenge
from optimization.results.records import Headline, LabResult, Machine, Variant


def read(**digits: int) -> LabResult:
    """A drawing that every network reads as a 3 with a score of 0.7, but for those of the given names."""

    def scores(digit: int) -> tuple[float, ...]:
        return tuple(0.7 if number == digit else 0.3 / 9 for number in range(10))

    rows = tuple(
        Variant(name=name, label=name, nonzero_weights=1, total_weights=1, raw_bytes=1, gzip_bytes=1, scores=scores(digits.get(name, 3)))
        for name in Params.variants
    )
    return LabResult(
        lab="digit",
        parameters={},
        seed=0,
        machine=Machine(cpu="CPU", cores=1, threads=1, flags=(), system="Linux", python="3.11", versions={}),
        measured_at=datetime(2026, 3, 1, tzinfo=UTC),
        took_s=0.1,
        timing_rounds=0,
        headline=Headline(sentence="S", figure="1", figure_label="L"),
        variants=rows,
        data_set="mnist",
    )


@pytest.mark.parametrize(
    ("digits", "drawn", "is_met"),
    [
        ({}, None, False),
        ({NO_MORE: 8}, None, True),
        ({NO_MORE: 8}, 3, True),
        ({NO_MORE: 8}, 8, False),
        ({NO_MORE: 8, STILL: 8}, None, False),
        ({NO_MORE: 8, Params.variants[0]: 5}, None, False),
        ({NO_MORE: 8, Params.variants[0]: 5}, 3, False),
        ({"99 % zeros, 2 bits": 8}, 3, False),
    ],
)
def test_it_is_met_where_half_the_weights_still_read_it_and_a_tenth_does_not(
    digits: dict[str, int], drawn: int | None, is_met: bool
) -> None:
    stands = challenge(read(**digits), drawn=drawn)
    assert stands is not None
    assert stands.is_met is is_met


def test_it_says_how_sure_the_network_that_should_fail_still_is() -> None:
    stands = challenge(read(), drawn=None)
    assert stands is not None
    assert (stands.wanted, stands.sure) == (3, 0.7)
    other = challenge(read(), drawn=4)
    assert other is not None
    assert other.sure == pytest.approx(0.3 / 9)


def test_a_run_of_an_older_version_that_kept_no_scores_has_no_challenge() -> None:
    result = read()
    without = result.model_copy(update={"variants": tuple(one.model_copy(update={"scores": ()}) for one in result.variants)})
    assert challenge(without, drawn=None) is None
    assert challenge(result.model_copy(update={"variants": result.variants[:1]}), drawn=None) is None


def test_both_networks_of_the_challenge_are_among_those_that_read() -> None:
    assert {STILL, NO_MORE} < set(Params.variants)
    assert "50 % zeros" in MET
