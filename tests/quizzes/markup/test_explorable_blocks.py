"""Blocks ``explore`` in texts: what takes their place where nothing can be moved, and what of them is prose."""

from __future__ import annotations

import pytest

from quizzes.markup.explorables import UNREADABLE, Block, blocks, in_prose, parts, stilled
from quizzes.markup.html import html
from quizzes.models.explorables import KINDS, Weights

SAYS = "Most [weights] lie close to zero."
BLOCK = f"```explore\nkind: weights\namount: 0.9\nsays: {SAYS}\n```"
PICTURED = BLOCK.replace("```explore\n", "```explore\nstill: '![A heap](pictures/threshold.svg)'\n")
TEXT = f"Before.\n\n{BLOCK}\n\nAfter."


def test_a_block_is_found_with_what_it_says() -> None:
    (block,) = blocks(TEXT)
    assert block.explorable == Weights(kind="weights", says=SAYS, amount=0.9)
    assert TEXT[block.start : block.end] == BLOCK


def test_a_text_is_cut_at_its_blocks_and_nothing_is_lost() -> None:
    cut = list(parts(f"{TEXT}\n{PICTURED}"))
    assert [isinstance(part, Block) for part in cut] == [False, True, False, True, False]
    assert "".join(part.written if isinstance(part, Block) else part for part in cut) == f"{TEXT}\n{PICTURED}"


@pytest.mark.parametrize(
    "text", ["```python\nexplore\n```", "explore ```explore``` in a line", "    ```explore\n    kind: weights\n    ```", ""]
)
def test_other_code_is_left_alone(text: str) -> None:
    assert list(blocks(text)) == []
    assert stilled(text) == text


def test_its_sentence_stands_in_its_place_and_its_picture_where_it_has_one() -> None:
    assert stilled(TEXT) == f"Before.\n\n\n*{SAYS}*\n\n\nAfter."
    assert stilled(PICTURED) == "\n![A heap](pictures/threshold.svg)\n"


@pytest.mark.parametrize(
    "body", ["kind: weights", "kind: nothing\nsays: A.", "- a\n- b", "kind: [", "", "kind: weights\nsays: A.\namount: {a: 1}"]
)
def test_one_that_cannot_be_read_says_so_and_shows_no_yaml(body: str) -> None:
    assert stilled(f"A.\n```explore\n{body}\n```\n").strip() == f"A.\n\n{UNREADABLE}"


def test_an_export_holds_the_picture_or_the_sentence_and_no_yaml() -> None:
    written = html(f"Text.\n\n{PICTURED}", image=lambda path: f"packed/{path}")
    assert '<img src="packed/pictures/threshold.svg" alt="A heap"' in written
    plain = html(f"Text.\n{BLOCK}\nMore.")
    assert "<em>Most [weights] lie close to zero.</em>" in plain
    assert "kind:" not in written + plain
    assert plain.index("Text.") < plain.index("<em>") < plain.index("More.")


def test_what_it_says_is_prose_and_stays_where_it_is_and_the_rest_is_not() -> None:
    text = f"Before.\n{BLOCK.replace(SAYS, 'Two lines,' + chr(10) + '  both read.')}\nAfter."
    prose = in_prose(text)
    assert len(prose) == len(text)
    assert prose.split() == ["Before.", "Two", "lines,", "both", "read.", "After."]
    assert prose.index("Two lines") == text.index("Two lines")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_needs_no_more_than_its_name_and_its_sentence(kind: str) -> None:
    (block,) = blocks(f"```explore\nkind: {kind}\nsays: A.\n```")
    assert block.explorable is not None
    assert block.explorable.kind == kind
