"""What would take a page, or seconds, is refused where it stands; what people write is not."""

from __future__ import annotations

import time

import pytest
from content_folder import ContentFolder
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from quizzes.content.checks.bounds import faults
from quizzes.markup.formulas import formula_fault
from quizzes.questions import Point
from quizzes.questions.explain.coverage import cover
from quizzes.questions.explain.phrasings import LENGTH_LIMIT, TERMS_LIMIT, VOCABULARY_LIMIT, check_all, check_phrase

CPU_LIMIT_S = 5.0
"""Far more than any of this takes, far less than what it took before there were bounds. Of this thread's own time."""

TOO_MUCH = {
    "a rule as large as the page": (r"$\rule{500em}{500em}$", "a length of 500em in a formula"),
    "a rule in points": (r"$\rule{9000pt}{1pt}$", "a length of 9000pt in a formula"),
    "a kern": (r"$$a\kern 300cm b$$", "a length of 300cm in a formula"),
    "a definition": (r"$\def\a{\a\a}\a$", r"\def defines or loads commands"),
    "another": (r"$\newcommand{\a}{xx}\a$", r"\newcommand defines or loads commands"),
    "a style": (r"$\style{background:url(https://e.org/x.png)}{x}$", r"\style reaches out of the formula"),
    "a picture": (r"$\includegraphics{https://e.org/x.png}$", r"\includegraphics reaches out of the formula"),
    "a link that would run": (r"$\href{javascript:alert(1)}{x}$", r"\href reaches out of the formula"),
    "nested braces": ("$" + "{" * 400 + "}" * 400 + "$", "a formula nested 400 deep"),
    "nested fractions": ("$" + r"\frac{1}{" * 40 + "x" + "}" * 40 + "$", "a formula nested 40 deep"),
    "a long formula": ("$" + "x+" * 900 + "1$", "a formula of 1801 characters"),
    "many formulas": ("$x$ " * 3_000, "there are 3000 formulas in one text"),
    "marks on one letter": ("Z" + "\u0301" * 200 + "algo", "too many marks above one letter"),
    "one word": ("x" * 5_000, "the word 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…' has 5000 characters"),
    "a table": ("|a" * 50 + "|\n" + "|-" * 50 + "|\n" + ("|b" * 50 + "|\n") * 60, "the tables of one text have about 3162 cells"),
    "quotes in quotes": (">" * 3_000 + " x", "too many quotes or lists inside each other"),
    "lists in lists": ("- " * 3_000 + "x", "too many quotes or lists inside each other"),
    "open brackets": ("[a " * 3_000, "there are 3000 signs of Markdown in one text"),
    "emphasis": ("*a _b " * 3_000, "there are 6000 signs of Markdown in one text"),
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_takes_a_page_or_seconds_is_refused_where_it_stands(name: str, content_folder: ContentFolder) -> None:
    text, wrong = TOO_MUCH[name]
    indented = text.replace("\n", "\n      ")
    topic, problems = content_folder.read(content_folder.changed("What is left?", f"|-\n      First line.\n      \n      {indented}"))
    assert topic is None
    found = [problem for problem in problems if problem.code == "bound"]
    assert [problem.wrong for problem in found] == [wrong]
    start = content_folder.whole[: content_folder.whole.index("What is left?")].count("\n") + 1
    assert found[0].line >= start


@pytest.mark.parametrize(
    "text",
    [
        r"$\frac{a}{b}$ and $$\sum_{i=1}^{n} x_i^2 \le 2^{b-1} \rule{2em}{0.4pt}$$",
        "It costs $5, and $6 elsewhere.",
        "| a | b |\n|:--|--:|\n" + "| 1 | 2 |\n" * 40,
        "> quoted\n> > twice\n\n- a\n  - b\n    - c",
        "`" + "x" * 900 + "`",
        "```python\n" + "[[[[***" * 400 + "\n```",
        "See https://example.org/" + "a" * 400,
        "Việt Nam, naïve, e\u0301\u0302",
        "---\n\n***\n\n" + "=" * 400,
    ],
)
def test_what_people_write_passes(text: str) -> None:
    assert list(faults(text)) == []


@examples(200)
@given(st.text(alphabet=r"\rulekndf{}[]$^_&0123456789emptxcn .|><-*`!", max_size=3_000))
def test_no_text_takes_long_to_be_bounded(text: str) -> None:
    began = time.thread_time()
    list(faults(text))
    formula_fault(text)
    assert time.thread_time() - began < CPU_LIMIT_S


@pytest.mark.parametrize("text", ["`" * 20_000, "$" * 19_999, "![" * 10_000, "<" * 20_000, "``` " * 5_000, "$a " * 6_000, "> " * 10_000])
def test_runs_of_one_sign_take_no_time(text: str) -> None:
    began = time.thread_time()
    list(faults(text))
    assert time.thread_time() - began < CPU_LIMIT_S


def test_phrasings_are_bounded_alone_and_together() -> None:
    assert "characters" in str(check_phrase("word " * LENGTH_LIMIT))
    assert "alternatives" in str(check_phrase("/".join(f"w{number}" for number in range(70))))
    assert check_all([f"w{number}" for number in range(VOCABULARY_LIMIT)]) is None
    assert check_all([f"w{number}" for number in range(VOCABULARY_LIMIT + 1)]) is not None
    assert check_all(["one two"] * (TERMS_LIMIT // 2)) is None
    assert check_all(["one two"] * (TERMS_LIMIT // 2 + 1)) is not None


def test_a_prompt_with_too_many_phrasings_is_refused(content_folder: ContentFolder) -> None:
    lines = [f"word{number}" for number in range(VOCABULARY_LIMIT + 5)]
    _, problems = content_folder.read(content_folder.changed("- zeros change nothing", "\n          ".join(f"- {line}" for line in lines)))
    assert "at most 900 words in 6,000 places" in [problem.allowed for problem in problems if problem.code == "phrase"]


@pytest.mark.parametrize(
    "answer", ["waaing " * 800, "waax wabx wacx " * 400, "not " * 1_300, ".,;:" * 1_300, "a" * 5_000, "aaaa bbbb " * 500]
)
def test_no_answer_takes_long_against_the_largest_prompt(answer: str) -> None:
    words = [f"{first}{second}{third}{fourth}" for first in "wa" for second in "abcd" for third in "abcdefgh" for fourth in "abcdefgh"]
    lines = [" ".join(words[(start * 7 + place) % 500] for place in range(8)) for start in range(300)]
    assert check_all(lines) is None
    point = Point.model_validate({"id": "one", "name": "One", "phrases": lines, "missed": "It."})
    began = time.thread_time()
    cover(answer, [point])
    assert time.thread_time() - began < CPU_LIMIT_S


def test_all_draws_of_a_variant_and_of_a_topic_are_bounded(content_folder: ContentFolder) -> None:
    many = f"inputs: {{n: {list(range(64, 84))}, percent: {list(range(20, 45))}}}"
    let = "let: {kept: n * 50 * (100 - percent) / 100"
    long = " + ".join(["n*percent"] * 20)
    slow = "".join(f", more_{number}: {long}" for number in range(20))
    whole = content_folder.changed("inputs: {n: [64, 256], percent: [20, 30]}", many)

    def said(text: str) -> list[str]:
        return [problem.wrong for problem in content_folder.read(text)[1]]

    assert said(whole) == []
    (wrong,) = said(whole.replace(let, let + slow))
    assert "steps of arithmetic" in wrong
    start, end = whole.index("  - id: variant\n"), whole.index("  - id: several\n")
    again = "".join(whole[start:end].replace("id: variant", f"id: variant-{number}") for number in range(45))
    assert said(whole[:end] + again + whole[end:]) == ["with this item the topic has 20,500 draws"]
