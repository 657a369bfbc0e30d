"""A term in a text: a link with its sentence at the first use, and nothing in code, formulas, links, headings and choices."""

from __future__ import annotations

from pathlib import Path

import pytest
from visiting import TINY, OpenPage, page_text, pick, press

from quizzes.content.topic import Topic
from quizzes.models import Item
from views.page.services import services
from views.shown import terms

FILE = """format: 1
terms:
  - {term: kernel, also: [kernels], says: 'It costs 5 % of "all" & more_or-less.', concept: track/tiny/second}
  - {term: dense, says: Every number is there., picture: '![A full grid](track/grid.svg)'}
"""
KERNEL = '[{}](#term-kernel "It costs 5 % of &#34;all&#34; &#38; more_or-less.")'


def write_terms(tiny: Path) -> None:
    (tiny.parents[1] / "terms.yaml").write_text(FILE, encoding="utf-8")
    (tiny.parent / "grid.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")


@pytest.fixture
def topic(tiny: Path, open_page: OpenPage) -> Topic:
    write_terms(tiny)
    open_page("recall", topic=TINY)
    found = services().shelf.look().topic(TINY)
    assert found is not None
    assert services().shelf.look().terms is not None
    return found


def item(topic: Topic, name: str, **changed: object) -> Item:
    return next(one for one in topic.items() if one.id == name).model_copy(update=changed)


def test_the_first_use_carries_its_sentence_whatever_signs_it_holds(topic: Topic) -> None:
    assert terms.marked("No kernel. **Kernels** and a kernel.", topic) == f"No {KERNEL.format('kernel')}. **Kernels** and a kernel."


def test_a_picture_comes_with_its_words_and_its_version(topic: Topic) -> None:
    marked = terms.marked("A dense net", topic)
    assert marked.startswith("A [dense](#term-dense=pictures%2Ftrack%2Fgrid.svg%3F")
    assert marked.endswith('=A%20full%20grid "Every number is there.") net')


@pytest.mark.parametrize(
    "text",
    [
        "`kernel`",
        "```\\nkernel\\n```",
        "$kernel$",
        "$$\\nkernel\\n$$",
        "[a kernel](https://example.org/kernel)",
        "![a kernel](kernel.png)",
        "## The kernel",
        "https://example.org/kernel",
        "a kernel-like thing, a subkernel",
    ],
)
def test_what_is_no_prose_stays_as_it_is(topic: Topic, text: str) -> None:
    text = text.replace("\\n", "\n")
    assert terms.marked(text, topic) == text
    assert terms.marked(f"{text}\n\nkernel", topic) == f"{text}\n\n{KERNEL.format('kernel')}"


def test_a_question_does_not_explain_what_would_tell_its_answer(topic: Topic) -> None:
    other, own = item(topic, "r-one"), item(topic, "r-two")
    assert terms.marked("Is a kernel fast?", topic, asks=other) != "Is a kernel fast?"
    for text, asks in [
        ("Is a kernel fast?", own),
        ("Is a kernel fast?", item(topic, "r-one", plain=("kernels",))),
        ("What is a **kernel**?", other),
        ("What is the difference between a kernel and a filter?", other),
    ]:
        assert terms.marked(text, topic, asks=asks) == text


def test_choices_are_not_explained_and_reasons_are(tiny: Path, open_page: OpenPage) -> None:
    write_terms(tiny)
    text = tiny.read_text(encoding="utf-8")
    tiny.write_text(text.replace("WHY-A", "A dense WHY-A").replace("CHOICE-A", "A dense CHOICE-A"), encoding="utf-8")
    visit = open_page("quick-check", topic=TINY)
    assert "A dense CHOICE-A" in page_text(visit)
    assert "#term-" not in page_text(visit)
    page = page_text(press(pick(visit, "A dense CHOICE-A"), "submit-q-one"))
    assert "A [dense](#term-dense" in page


def test_a_folder_without_terms_explains_nothing(tiny: Path, open_page: OpenPage) -> None:
    open_page("recall", topic=TINY)
    topic = services().shelf.look().topic(TINY)
    assert topic is not None
    assert terms.marked("A dense kernel", topic) == "A dense kernel"
