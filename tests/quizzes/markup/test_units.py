"""A number and its unit, in Markdown."""

from __future__ import annotations

import pytest

from quizzes.markup.units import with_their_numbers

KEPT = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    "text",
    [
        "91.6_%",
        "of 1,727_kB, or",
        "**2.0_x** as fast",
        "10_× 4",
        "12_µs",
        "9_ms.",
        "1.4_points lost",
        "8_bits",
        "200,000_bytes each",
        "5_%◉",
    ],
)
def test_a_number_stays_with_its_unit(text: str) -> None:
    assert with_their_numbers(text.replace("_", " ")) == text.replace("_", KEPT)


@pytest.mark.parametrize(
    "text",
    [
        "`5 % 3`",
        "```python\n5 % 3\n```",
        "$5 \\% 3 % 2$",
        "$$3 % 2$$",
        "9 months",
        "5 smaller ones",
        "3 xylophones",
        "of 7",
        "a % of b",
        "1 bitmap",
    ],
)
def test_code_formulas_and_words_stay_as_they_are(text: str) -> None:
    assert with_their_numbers(text) == text
