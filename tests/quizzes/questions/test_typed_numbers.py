"""Numbers are read as people type them, and nothing else is read as a number."""

from __future__ import annotations

import pytest

from quizzes.questions.typed_numbers import close, number_typed


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4000", 4000),
        (" 4,000 ", 4000),
        ("4 000", 4000),
        ("4\u202f000", 4000),
        ("4'000", 4000),
        ("4.000,5", 4000.5),
        ("1,234,567.5", 1234567.5),
        ("0,5", 0.5),
        ("1234,5", 1234.5),
        (".5", 0.5),
        ("5.", 5),
        ("-3", -3),
        ("−3", -3),
        ("4e3", 4000),
        ("2E-2", 0.02),
        ("1/4", 0.25),
        ("20 %", 20),
        ("20%", 20),
        ("3.5x", 3.5),
        ("3.5 ×", 3.5),
        ("12 KB", 12),
        ("12kb", 12),
    ],
)
def test_what_is_a_number_is_read(text: str, value: float) -> None:
    assert number_typed(text, unit="kB") == value


@pytest.mark.parametrize(
    "text", ["", " ", "four", "1.2.3", "1,23,456", "--1", "1e", "nan", "inf", "1e999", "12 MB", "1/0", "4 apples", "9" * 100, "٤x"]
)
def test_everything_else_is_not(text: str) -> None:
    assert number_typed(text, unit="kB") is None


def test_a_tolerance_counts_at_its_edge() -> None:
    assert close(0.3, 0.1 + 0.2, 0)
    assert close(1.05, 1.0, 0.05)
    assert not close(1.0501, 1.0, 0.05)
    assert not close(4001, 4000, 0)
