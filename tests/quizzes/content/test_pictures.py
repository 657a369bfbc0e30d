"""Pictures from elsewhere: whoever serves one sees who learns. No notation gets one past ``check``, or out by an export."""

from __future__ import annotations

import re

import pytest
from content_folder import ContentFolder

from quizzes.content.images import elsewhere
from quizzes.markup.html import FORMULA_LEFT_OUT, html
from quizzes.markup.pictures import LEFT_OUT

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
