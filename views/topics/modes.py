"""The modes of a topic as the topic page lists them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from quizzes.content.topic import Topic


@dataclass(frozen=True)
class ModeRow:
    """One line of the list: the page, minutes for a topic (0: nothing there), and when to pick it."""

    page: str
    minutes: Callable[[Topic], int]
    when: Callable[[Topic], str]


def _minutes(count: int, seconds_each: int) -> int:
    return 0 if count == 0 else max(1, round(count * seconds_each / 60))


GROUPS: dict[str, tuple[ModeRow, ...]] = {
    "Learn": (
        ModeRow("recall", lambda t: _minutes(len(t.recall), 25), lambda t: f"flip {len(t.recall)} cards; pick it to make things stick"),
        ModeRow(
            "quick-check",
            lambda t: _minutes(len(t.quick_check), 35),
            lambda t: f"{len(t.quick_check)} questions with the reason at once; pick it when you have just read something",
        ),
    ),
    "Try": (
        ModeRow(
            "myths",
            lambda t: _minutes(len(t.myths), 60),
            lambda t: f"{len(t.myths)} popular claims; bet, then the real run decides, about a minute each",
        ),
        ModeRow("prune", lambda t: 5, lambda t: "remove weights from a real network; pick it when you doubt a claim"),
        ModeRow("quantize", lambda t: 5, lambda t: "32 bits to 8, live; pick it to see what fewer bits cost"),
        ModeRow(
            "budget",
            lambda t: 10 if t.budgets else 0,
            lambda t: "build the smallest pipeline that still works; pick it when you know the parts",
        ),
        ModeRow("digit", lambda t: 3, lambda t: "draw a digit and take weights and bits away until a network misreads it"),
    ),
    "Practise": (
        ModeRow(
            "practice",
            lambda t: _minutes(len(t.practice), 120),
            lambda t: f"{len(t.practice)} problems, solved step by step; pick it to learn how to get there",
        ),
        ModeRow(
            "explain",
            lambda t: _minutes(len(t.explain), 240),
            lambda t: "write from memory; pick it to find out what you recognise but cannot explain",
        ),
    ),
    "Exam": (
        ModeRow(
            "self-test",
            lambda t: 6 if t.self_test else 0,
            lambda t: "10 questions over three levels; pick it to know where you stand",
        ),
        ModeRow("cheat-sheet", lambda t: 3 if t.cheat_sheet else 0, lambda t: "everything on one page; pick it the evening before"),
    ),
}
