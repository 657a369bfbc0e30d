"""What is said first about a drawing."""

from __future__ import annotations

import pytest

from optimization.laboratory.breaking.headline import first_broken, headline, percent
from optimization.results.records import Variant

DIGITS = tuple("0123456789")


def reader(name: str, reads: int, *, sure: float = 0.9, ideal_bytes: int) -> Variant:
    scores = [(1 - sure) / 9] * 10
    scores[reads] = sure
    return Variant(
        name=name,
        label=name,
        nonzero_weights=1,
        total_weights=1,
        raw_bytes=1,
        gzip_bytes=1,
        ideal_bytes=ideal_bytes,
        scores=tuple(scores),
    )


def test_it_breaks_at_the_failing_network_that_has_the_most_bits_left() -> None:
    variants = [reader("whole", 3, ideal_bytes=900), reader("a", 3, ideal_bytes=500), reader("b", 8, ideal_bytes=100)]
    variants += [reader("c", 5, ideal_bytes=300), reader("d", 3, ideal_bytes=10)]
    first = first_broken(variants)
    assert first is not None
    assert first.name == "c"
    said = headline(variants, classes=DIGITS)
    assert said.figure == "2 of 4"
    assert said.sentence.startswith("The whole network reads a 3 (it gives it 90 %).")
    assert "it breaks at c: that network reads a 5." in said.sentence


def test_a_drawing_that_nothing_breaks_is_said_to_survive() -> None:
    variants = [reader("whole", 8, sure=0.9999, ideal_bytes=2), reader("small", 8, ideal_bytes=1)]
    assert first_broken(variants) is None
    said = headline(variants, classes=DIGITS)
    assert said.figure == "0 of 1"
    assert "reads an 8 (it gives it more than 99.9 %)" in said.sentence
    assert "survives" in said.sentence
    assert "breaks" not in said.sentence


@pytest.mark.parametrize(
    ("share", "text"), [(0.5, "50 %"), (0.9876, "99 %"), (0.994, "99.4 %"), (0.99949, "99.9 %"), (0.9999, "more than 99.9 %")]
)
def test_a_score_is_never_rounded_up_to_certainty(share: float, text: str) -> None:
    assert percent(share) == text
