"""Links in content go to pages only."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizzes.content.draft import read_draft
from quizzes.content.starter import starter


def problems(back: str) -> list[tuple[str, int]]:
    text = starter("track/topic").replace("back: 8, a quarter of the 32 bits of a float32 weight.", f"back: |\n      {back}")
    draft = read_draft(text, relative=Path("track/topic.yaml"), images=Path("."), labs={})
    return [(problem.code, text.split("\n")[problem.line - 1].count(back)) for problem in draft.problems("topic.yaml")]


@pytest.mark.parametrize(
    "link",
    [
        "[x](javascript:alert(1))",
        "[x](JavaScript:alert(1))",
        "[x]( <javascript:alert(1)>)",
        "[x](java&#115;cript:alert(1))",
        "[x](java&Tab;script:alert(1))",
        "[x](data:text/html,hello)",
        "[x](vbscript:x)",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)",
        "[x](file:///etc/passwd)",
    ],
)
def test_a_link_that_a_browser_might_run_is_refused_at_its_line(link: str) -> None:
    at_its_line = int("&" not in link)  # one that hides behind an entity is found at its text
    assert problems(f"See {link}") == [("link", at_its_line)]


@pytest.mark.parametrize(
    "text",
    [
        "[x](https://example.org/a:b)",
        "[x](http://example.org)",
        "<https://example.org>",
        "[x](mailto:a@example.org)",
        "[x](other-page)",
        "a slice `x[1:2]`, a dict `{a: 1}`, a type `x: int`, 3 < 4: true",
        "`layer[0](weight: 1)`",
    ],
)
def test_other_links_and_what_only_looks_like_one_are_taken(text: str) -> None:
    assert problems(text) == []
