"""Pictures from elsewhere: whoever serves one sees who learns. No notation gets one past ``check``, or out by an export."""

from __future__ import annotations

import re

import pytest
from content_folder import ContentFolder

from quizzes.content.source.images import elsewhere
from quizzes.markup.html import FORMULA_LEFT_OUT, html
from quizzes.markup.pictures import LEFT_OUT, in_words, pictures

FROM_ELSEWHERE = [
    "![a](https://e.org/x.png)",
    "![a](<https://e.org/x.png>)",
    "![a][b]\n\n[b]: https://e.org/x.png",
    "![b]\n\n[b]: https://e.org/x.png",
    "![b][]\n\n[b]: <https://e.org/x.png>",
    "![a [c]](https://e.org/x.png)",
    "![a](https://e.org/x(1).png)",
    "![a](\nhttps://e.org/x.png)",
    "![a\nb](https://e.org/x.png)",
    "![a](https://e.org/x.png 'title')",
    "![a](&#104;ttps://e.org/x.png)",
    "![a](hTTps://e.org/x.png)",
    "![a](//e.org/x.png)",
    "![a](<//e.org/x.png>)",
    "![a](<data:image/png;base64,AAAA>)",
    "[![a](https://e.org/(x).png)](https://example.org)",
    "| a |\n|--|\n| ![a](<https://e.org/x.png>) |",
    "> ![a](<https://e.org/x.png>)",
    "- ![a](<https://e.org/x.png>)",
    "`x` ![a](<https://e.org/x.png>) `y`",
    "<img src=https://e.org/x.png>",
    "<img src='//e.org/x.png'>",
    '<IMG SRCSET="https://e.org/x.png 2x">',
    '<svg><image href="https://e.org/x.png"/></svg>',
    '<div style="background:url(https://e.org/x.png)">',
    "<style>@import 'https://e.org/x.css'</style>",
    "<video poster=https://e.org/x.png>",
    "<input type=image src=https://e.org/x.png>",
    "<object data=https://e.org/x.svg>",
    r"$\style{background:url(https://e.org/x.png)}{x}$",
    r"$\includegraphics{https://e.org/x.png}$",
]
BESIDE = {
    "alone": "![dot](dot.svg)",
    "in a line": "Look at ![dot](dot.svg) here.",
    "several in a line": "![dot](dot.svg) and ![dot](dot.svg)",
    "in a list": "- one\n- two ![dot](dot.svg)\n\n  ![dot](dot.svg)",
    "in a table": "| a | b |\n|---|---|\n| ![dot](dot.svg) | 2 |",
    "in a quote": "> ![dot](dot.svg)",
    "in bold": "**![dot](dot.svg)**",
    "in a link": "[![dot](dot.svg)](https://example.org)",
    "in a heading": "### ![dot](dot.svg)",
    "with spaces": "![dot](two words.svg)",
    "with spaces, in angles": "![dot](<two words.svg>)",
    "with spaces, as an address": "![dot](two%20words.svg)",
    "with round brackets": "![dot](lens (1).svg)",
    "with round brackets, in angles": "![dot](<lens (1).svg>)",
    "with a percent sign": "![dot](90%25.svg)",
    "with brackets in its words": "![a [black] dot](dot.svg)",
    "with masked brackets in its words": r"![a \[black dot](dot.svg)",
    "in a folder": "![dot](inner/dot.svg)",
}
"""Where a picture may stand, and how its name may be written."""

OTHERWISE = {
    "by a reference": "![dot][b]\n\n[b]: dot.svg",
    "over two lines": "![a\ndot](dot.svg)",
    "by its words": "![dot]\n\n[dot]: dot.svg",
    "two deep in brackets": "![a [b [c]]](dot.svg)",
}
"""What Markdown takes for a picture beside the topic, and no page or export shows."""

FILES = ("dot.svg", "two words.svg", "lens (1).svg", "90%.svg", "inner/dot.svg")
HARMLESS = [
    "[x](https://example.org)",
    "<https://example.org>",
    "`![a](<https://e.org/x.png>)`",
    "    ![a](<https://e.org/x.png>)",
    "a < b, c > d",
]


@pytest.mark.parametrize("text", FROM_ELSEWHERE)
def test_check_refuses_it_where_it_stands(text: str, content_folder: ContentFolder) -> None:
    indented = text.replace("\n", "\n      ")
    topic, problems = content_folder.read(content_folder.changed("What is left?", f"|-\n      First line.\n\n      {indented}"))
    assert topic is None
    start = content_folder.whole[: content_folder.whole.index("What is left?")].count("\n") + 3
    assert {problem.code for problem in problems} <= {"picture", "link", "bound"}
    assert [start <= problem.line <= start + 3 for problem in problems] == [True] * len(problems), problems
    assert problems


@pytest.mark.parametrize("text", FROM_ELSEWHERE)
def test_exports_leave_it_out(text: str) -> None:
    written = html(text)
    assert re.search(r"<(?:img|svg|image|style|div|video|input|object)\b", written) is None
    assert "style=" not in re.sub(r"&lt;.*?&gt;", "", written)
    if "<" not in text.replace("(<", "").replace(": <", ""):
        assert LEFT_OUT in written or FORMULA_LEFT_OUT in written


@pytest.mark.parametrize("text", HARMLESS)
def test_links_and_code_are_no_pictures(text: str) -> None:
    assert elsewhere(text) == []


def test_a_picture_beside_the_topic_is_shown_under_its_new_name() -> None:
    assert html('![a "b"](lens-1.png)', image=lambda path: f"new-{path}") == '<p><img src="new-lens-1.png" alt="a &quot;b&quot;" /></p>'


def test_what_stands_in_code_keeps_its_words() -> None:
    assert "![a](x.png)" in html("``` text\n![a](x.png)")


@pytest.fixture
def with_pictures(content_folder: ContentFolder) -> ContentFolder:
    for name in FILES:
        file = content_folder.root / "whole" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    return content_folder


def asking(folder: ContentFolder, text: str) -> tuple[object, tuple[str, ...]]:
    """The topic with that text in a question, and what is wrong with it."""
    indented = text.replace("\n", "\n      ")
    topic, problems = folder.read(folder.changed("What is left?", f"|-\n      First line.\n\n      {indented}"))
    return topic, tuple(problem.wrong for problem in problems)


@pytest.mark.parametrize("place", BESIDE)
def test_a_picture_may_stand_wherever_markdown_allows_one(place: str, with_pictures: ContentFolder) -> None:
    topic, problems = asking(with_pictures, BESIDE[place])
    assert problems == ()
    assert topic is not None
    names = [picture.file for picture in pictures(BESIDE[place])]
    assert names
    assert set(names) <= set(FILES)
    written = html(BESIDE[place], image=lambda path: f"new/{FILES.index(path)}")
    assert re.findall(r'<img src="([^"]*)" alt="[^"]*dot" />', written) == [f"new/{FILES.index(name)}" for name in names]
    assert "![" not in in_words(BESIDE[place])
    assert "dot)" in in_words(BESIDE[place])


@pytest.mark.parametrize("place", BESIDE)
def test_a_picture_that_is_not_there_is_refused_wherever_it_stands(place: str, content_folder: ContentFolder) -> None:
    (content_folder.root / "whole" / "dot.svg").unlink()
    topic, problems = asking(content_folder, BESIDE[place])
    assert topic is None
    assert any(wrong.startswith("the image ") and wrong.endswith("does not exist") for wrong in problems)


@pytest.mark.parametrize("place", OTHERWISE)
def test_what_no_page_would_show_is_refused_with_the_way_to_write_it(place: str, with_pictures: ContentFolder) -> None:
    topic, problems = asking(with_pictures, OTHERWISE[place])
    assert topic is None
    assert problems == ("the picture 'dot.svg' is written in a way that is not shown",)


@pytest.mark.parametrize("name", ["title: A whole topic", "name: ", "heading: "])
def test_a_picture_has_no_place_in_a_name(name: str, with_pictures: ContentFolder) -> None:
    line = next(line for line in with_pictures.whole.splitlines() if name in line)
    start = line.index(name) + name.index(":") + 2
    named = line[:start] + '"![dot](dot.svg)"' + ("}" if line.endswith("}") else "")
    topic, problems = with_pictures.read(with_pictures.changed(line, named))
    assert topic is None
    assert "a picture has no place in a name" in [problem.wrong for problem in problems]


LESSON = """
lesson:
  - id: a-part
    title: A part
    concepts: [CONCEPT]
    screens:
      - id: a-screen
        says: "A dot: ![dot](FILE)"
        ask:
          question: What is it?
          choices: [{id: dot, text: A dot, correct: true, why: It is.}, {id: line, text: A line, why: It is not.}]
"""


@pytest.mark.parametrize(("file", "wrong"), [("dot.svg", []), ("line.svg", ["the image 'line.svg' does not exist"])])
def test_a_screen_of_a_lesson_shows_a_picture(file: str, wrong: list[str], with_pictures: ContentFolder) -> None:
    whole = with_pictures.whole
    concept = re.search(r"^concepts:\n  - \{?(?:id: )?([\w-]+)", whole, re.MULTILINE)
    assert concept is not None
    lesson = LESSON.replace("CONCEPT", concept[1]).replace("FILE", file)
    _, problems = with_pictures.read(whole + lesson)
    assert [problem.wrong for problem in problems] == wrong


@pytest.mark.parametrize("text", ["`![a](x.svg)`", "```\n![a](x.svg)\n```", "``a ` ![a](x.svg)``"])
def test_code_about_pictures_needs_no_file(text: str, content_folder: ContentFolder) -> None:
    topic, problems = asking(content_folder, text)
    assert problems == ()
    assert topic is not None


def test_a_long_line_of_beginnings_is_read_at_once() -> None:
    for beginning in ("![", "![a](", "![a](<", "![a [", "![a]((", "![a](x.svg"):
        assert list(pictures(beginning * 20_000)) == []
