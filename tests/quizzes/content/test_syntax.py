"""Broken YAML is explained in a teacher's words, at the place where the mending starts (marked ▸)."""

from __future__ import annotations

import pytest

from quizzes.content.source.document import Unreadable, read_document

SLIPS = [
    ("a:\n▸\tb: 1\n", "a tab stands where spaces are needed"),
    ("a: 1\n▸\tb: 2\n", "a tab stands where spaces are needed"),
    ("a: |\n▸\ttext\n", "a tab stands where spaces are needed"),
    ('a: 1\nb: ▸"open\nc: 1\n', "this quote is never closed"),
    ("a: ▸'open\n---\n", "this quote is never closed"),
    ('a: "open\nb: "▸two"\n', "text goes on after a value that has ended"),
    ("a: 'it'▸s'\n", "text goes on after a value that has ended"),
    ("a: [x] ▸y\n", "text goes on after a value that has ended"),
    ("a: b▸: c\n", "a colon that cannot stand here"),
    ("a: 1\n▸b\nc: 2\n", "this line is not “key: value”"),
    ("a: 1\n▸b:2\nc: 3\n", "this line is not “key: value”"),
    ("a:\n    b: 1\n  ▸c: 2\n", "the indentation fits no line above"),
    ("  a: 1\n▸b: 2\n", "the indentation fits no line above"),
    ("a:\n  - b\n ▸- c\n", "the indentation fits no line above"),
    ("- a\n▸b: 1\n", "the indentation fits no line above"),
    ("a: ▸- b\n", "a list starts on the line of its key"),
    ("a: ▸`x`\n", "text cannot start with '`'"),
    ("a: ▸@x\n", "text cannot start with '@'"),
    ("a: ▸%x\n", "text cannot start with '%'"),
    ("a: ▸*bold* text\n", "text cannot start with '*'"),
    ("a: *bold ▸text\n", "text goes on after a value that has ended"),
    ("a: ▸& b\n", "text cannot start with '&'"),
    ("a: ▸}\n", "text cannot start with '}'"),
    ("a: ▸[1, 2\nb: 3\n", "this “[” is not closed"),
    ("a: ▸{b: 1\nc: 2\n", "this “{” is not closed"),
    ("a: {▸", "a value is missing here"),
    ('a: "It is ▸\\lambda"\n', "double quotes do not know this backslash"),
    ('a: "\\u▸d800"\n', "double quotes do not know this backslash"),
    ("a: ▸|text\n", "text on the line of “|” or “>”"),
    ("a: &x 1\nb: ▸&x 2\n", "two anchors have the same name"),
    ("a: 1\nä🎈: ▸\x07\n", "the character '\\x07' cannot be printed"),
]


@pytest.mark.parametrize(("marked", "wrong"), SLIPS)
def test_a_slip_is_explained_where_it_is(marked: str, wrong: str) -> None:
    before = marked[: marked.index("▸")]
    with pytest.raises(Unreadable) as refused:
        read_document(marked.replace("▸", ""))
    refusal = refused.value.refusal
    assert refusal.wrong == wrong
    assert refusal.place == (before.count("\n") + 1, len(before) - before.rfind("\n"))


@pytest.mark.parametrize(
    "escape", ["\\theta", "\\frac12", "\\beta", "\\alpha", "\\rho", "\\varepsilon", "\\exp", "\\Longrightarrow", "\\Psi"]
)
def test_latex_that_double_quotes_would_swallow_is_refused(escape: str) -> None:
    document = read_document(f'a: "${escape}$"\n')
    (refusal,) = document.refusals
    assert refusal.place == (1, 4)
    assert refusal.allowed == "put LaTeX and paths in single quotes or in a block (|)"


@pytest.mark.parametrize("text", ["'$\\theta$'", "|\n  $\\theta$\n", "$\\theta$", '"two\\nlines, a \\"quote\\" and \\\\theta"'])
def test_latex_is_kept_everywhere_else(text: str) -> None:
    document = read_document(f"a: {text}\n")
    assert document.refusals == []
    assert "theta" in document.value["a"]
