"""A block ``explore`` is refused where it stands, for what it says and for where it is; what is whole is drawn."""

from __future__ import annotations

import pytest
from content_folder import ContentFolder, FakeLab

from quizzes.content.checks.explorables import may_hold
from quizzes.content.lint import lint
from quizzes.content.reader import read_draft_file, read_file
from quizzes.content.source.document import Path
from quizzes.content.source.problems import Problem
from quizzes.content.topic import Topic

SHOWS = {"weights": ("first", "second"), "rounding": ("first",), "filters": ("first",), "bytes": (), "feature-maps": ("first",)}
LABS = {"prune": FakeLab(rows=("dense", "control", "pruned")), "peep": FakeLab(explored={"small-net": SHOWS, "wide-net": {"bytes": ()}})}
BACK = "Zeros, `no` and $4:1$."
WHOLE = "kind: weights\nlayer: second\namount: 0.9\nsays: Most weights lie close to zero."


def read(
    folder: ContentFolder, body: str, *, after: str = BACK, fence: str = "```explore"
) -> tuple[Topic | None, tuple[Problem, ...], int]:
    """The topic with that block in a text, what is wrong with it, and the line of the file in which the block begins."""
    indented = "\n".join(f"      {line}".rstrip() for line in f"{fence}\n{body}\n```".splitlines())
    text = folder.changed(BACK, f"{BACK}\n\n{indented}")
    folder.write(text)
    topic, problems = read_file(folder.topic_file, folder=folder.root, labs=LABS)
    return topic, problems, text[: text.index(fence)].count("\n") + 1


def test_a_whole_block_passes_in_the_back_of_a_card(content_folder: ContentFolder) -> None:
    topic, problems, _ = read(content_folder, f"{WHOLE}\nstill: '![A dot](dot.svg)'\nnetwork: small-net")
    assert problems == ()
    assert topic is not None
    assert "```explore" in topic.recall[0].back


@pytest.mark.parametrize(
    ("body", "line", "column", "said"),
    [
        ("kind: wieghts\nsays: A.", 1, 13, "'wieghts' is not known; did you mean 'weights'?"),
        ("says: A sentence.", 1, 7, "this key is missing; allowed: weights"),
        ("kind: weights\nsays: A.\namont: 0.9", 3, 7, "there is no such key; did you mean 'amount'?"),
        ("kind: weights\nsays: A.\namount: 90", 3, 15, "90 is too large; allowed: 0.99 or less"),
        ("kind: rounding\nsays: A.\nbits: 16", 3, 13, "16 is too large; allowed: 8 or less"),
        ("kind: rounding\nsays: A.\nbits: many", 3, 13, "'many' is not a whole number"),
        ("kind: bytes\nsays: A.\nby: row", 3, 11, "'row' is not known"),
        ("kind: weights\namount: 0.5", 1, 7, "this key is missing; add “says:” here"),
        ("kind: weights\nkind: weights\nsays: A.", 2, 7, "this key stands twice"),
        (
            "kind: weights\nsays: A.\nlayer: secnd",
            3,
            14,
            "'secnd' is no layer that 'weights' can show of 'small-net'; did you mean 'second'?",
        ),
        ("kind: rounding\nsays: A.\nlayer: second", 3, 14, "'second' is no layer that 'rounding' can show of 'small-net'"),
        ("kind: weights\nsays: A.\nnetwork: wide-net", 3, 16, "'wide-net' is no network that 'weights' can show"),
        ("kind: calibration\nsays: A.", 1, 13, "is no network that 'calibration' can show"),
        ("kind: weights\nsays: A.\nstill: '![A dot](nowhere.svg)'", 3, 14, "the image 'nowhere.svg' does not exist"),
        ("kind: weights\nsays: A.\nstill: '![A dot](../dot.svg)'", 3, 14, "is not inside the track's folder"),
        ("kind: weights\nsays: A.\nstill: dot.svg", 3, 14, "'dot.svg' is no picture; write it as ![what it shows](file.svg)"),
        ("- kind: weights", 1, 7, "a list is not a mapping"),
        ("kind: [weights", 1, 13, "this “[” is not closed"),
        ("kind: weights\n says: A.", 2, 12, "a colon that cannot stand here"),
    ],
)
def test_what_a_block_may_not_say_is_refused_at_its_line(
    content_folder: ContentFolder, body: str, line: int, column: int, said: str
) -> None:
    topic, problems, start = read(content_folder, body)
    assert topic is None
    assert [problem.code for problem in problems] == ["explorable"]
    assert (problems[0].line, problems[0].column) == (start + line, column)
    assert said in f"{problems[0].wrong}; {problems[0].allowed}"
    assert problems[0].where.startswith("recall[0].back")


@pytest.mark.parametrize("fence", ["~~~explore", "````explore", "  ```explore", "- ```explore", "```explore weights", "``` explore"])
def test_a_block_that_would_be_shown_as_code_is_refused(content_folder: ContentFolder, fence: str) -> None:
    _, problems, start = read(content_folder, WHOLE, fence=fence)
    assert [problem.wrong for problem in problems if problem.code == "explorable"] == ["this block is not written as one that is drawn"]
    assert start <= problems[0].line <= start + 1


def test_two_blocks_of_one_text_have_their_own_lines(content_folder: ContentFolder) -> None:
    more = "\n".join(["```", "", "```explore", "kind: weights", "says: A.", "amount: 2"])
    _, problems, start = read(content_folder, f"{WHOLE}\n{more}")
    assert [(problem.line, problem.wrong) for problem in problems] == [(start + 10, "2 is too large")]


def test_a_text_begins_with_words(content_folder: ContentFolder) -> None:
    block = "|\n" + "\n".join(f"      {line}" for line in f"```explore\n{WHOLE}\n```".splitlines()) + "\n"
    content_folder.write(content_folder.changed("What is left?", block))
    _, problems = read_file(content_folder.topic_file, folder=content_folder.root, labs=LABS)
    assert [problem.wrong for problem in problems] == ["a text begins with words"]


@pytest.mark.parametrize(
    ("path", "holds"),
    [
        (("recall", 0, "back"), True),
        (("recall", 0, "front"), True),
        (("quick_check", 2, "choices", 1, "why"), True),
        (("quick_check", 2, "choices", 1, "text"), False),
        (("lesson", 0, "screens", 3, "says"), True),
        (("lesson", 0, "screens", 3, "ask", "why"), True),
        (("practice", 0, "steps", 1, "text"), True),
        (("practice", 0, "mistakes", 1), False),
        (("cheat_sheet", 0, "text"), True),
        (("cheat_sheet", 0, "heading"), False),
        (("myths", 0, "outcomes", 1, "why"), False),
        (("explain", 0, "points", 1, "missed"), False),
        (("budgets", 0, "text"), False),
        (("summary",), False),
    ],
)
def test_it_may_stand_where_a_text_of_its_own_is_drawn(path: Path, holds: bool) -> None:
    assert may_hold(path) == holds


def test_in_a_choice_nothing_can_be_explored(content_folder: ContentFolder) -> None:
    block = "\n".join(f"          {line}" for line in ["This one.", "", "```explore", *WHOLE.splitlines(), "```"])
    content_folder.write(content_folder.changed("text: This one.", f"text: |\n{block}"))
    _, problems = read_file(content_folder.topic_file, folder=content_folder.root, labs=LABS)
    assert [(problem.where, problem.wrong) for problem in problems] == [("quick_check[0].choices[0].text", "nothing can be explored here")]


def test_without_numbers_on_file_nothing_can_be_explored(content_folder: ContentFolder) -> None:
    content_folder.write(content_folder.changed(BACK, f"{BACK}\n\n      ```explore\n      kind: weights\n      says: A.\n      ```"))
    _, problems = read_file(content_folder.topic_file, folder=content_folder.root, labs=content_folder.labs)
    assert ["is no network that 'weights' can show; there are none yet" in str(problem) for problem in problems] == [True]


def test_what_a_block_says_is_linted_like_every_text(content_folder: ContentFolder) -> None:
    read(content_folder, f"{WHOLE} It takes 97.8 % of them.")
    draft = read_draft_file(content_folder.topic_file, folder=content_folder.root, labs=LABS)
    warned = [one for one in lint(draft, file="topic.yaml") if one.code == "typed-figure"]
    assert ["97.8 %" in one.wrong for one in warned] == [True]
