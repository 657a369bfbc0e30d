"""Variants draw their figures with a seed that is kept, and their arithmetic can do nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_topic import CHOICES, question

from quizzes.questions import Question
from quizzes.variants import draw, draws, resolve, resolve_draw, template_of
from quizzes.variants.expressions import BadExpression, evaluate
from quizzes.variants.templates import filled

KEPT = Question.model_validate(
    {
        "id": "kept",
        "concept": "alpha",
        "level": "easy",
        "inputs": {"n": [64, 100, 256], "percent": [20, 50]},
        "let": {"all": "n * 50", "kept": "all * (100 - percent) / 100"},
        "question": "`Linear({{n}}, 50)` is pruned by {{percent}} %: $\\frac{ {{n}} }{50}$",
        "snippet": {"text": "prune(Linear({{n}}, 50), amount={{percent / 100}})", "prints": "{{kept}}"},
        "choices": [
            {"id": "kept", "text": "{{kept:,}}", "correct": True, "why": "{{all:,}} less {{percent}} %."},
            {"id": "gone", "text": "{{all - kept + 1:,}}", "mistake": "Counted what goes", "why": "That many go."},
        ],
    }
)

HOSTILE = [
    "().__class__",
    "n.real",
    "n[0]",
    "__import__('os')",
    "open('x')",
    "eval('1')",
    "lambda: 1",
    "[x for x in (1, 2)]",
    "{1: 2}",
    "f'{n}'",
    "9 ** 9 ** 9",
    "2 ** 1000",
    "'a' * 10 ** 9",
    "'a' + 'b'",
    "1 << 99",
    "1e15 * 10",
    "sqrt(-1)",
    "log2(0)",
    "1 / 0",
    "n := 3",
    "max(key=n)",
    "-" * 100 + "1",
    "(" * 200,
    "1 +" * 200 + "1",
    "\x00",
    "",
    " ",
    "unknown",
    "sqrt",
]


@pytest.mark.parametrize("expression", HOSTILE)
def test_what_is_no_small_arithmetic_is_refused(expression: str) -> None:
    with pytest.raises(BadExpression):
        evaluate(expression, {"n": 3})


@given(st.text(alphabet="n0129.+-*/%()<>=! ,ifels'\"[]{}:&|~^abs", max_size=40))
def test_no_text_is_more_than_refused(expression: str) -> None:
    try:
        value = evaluate(expression, {"n": 3})
    except BadExpression:
        return
    assert isinstance(value, int | float | str)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("n * 2 + 1", 7),
        ("-n", -3),
        ("7 // n", 2),
        ("7 % n", 1),
        ("n ** 2", 9),
        ("n if n > 2 else 0", 3),
        ("round(2 / n, 2)", 0.67),
        ("ceil(7 / n)", 3),
        ("floor(7 / n)", 2),
        ("min(n, 2)", 2),
        ("sqrt(n + 1)", 2),
        ("log2(8)", 3),
        ("n == 3 and name == 'x'", 1),
    ],
)
def test_the_arithmetic_is_that_of_python(expression: str, value: float) -> None:
    assert evaluate(expression, {"n": 3, "name": "x"}) == value


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("{{n}}", "4000"),
        ("{{n:,}}", "4,000"),
        ("{{n / 3}}", "1333.333333"),
        ("{{0.1 + 0.2}}", "0.3"),
        ("{{6 / 255:.4f}}", "0.0235"),
        ("{{n / 1}}", "4000"),
        ("{{0.25:.0%}}", "25%"),
        ("{{1 / 10 ** 7}}", "0.0000001"),
        ("{n} {{ n }}", "{n} 4000"),
        ("{{{n}}}", "{4000}"),
    ],
)
def test_a_value_is_written_without_needless_zeros_or_by_its_format(text: str, written: str) -> None:
    assert filled(text, {"n": 4000}) == written


@pytest.mark.parametrize("text", ["{{n:>99999}}", "{{n:c}}", "{{n:.99f}}", "{{n:!r}}"])
def test_only_formats_of_numbers_are_allowed(text: str) -> None:
    with pytest.raises(BadExpression):
        filled(text, {"n": 4})


def test_a_draw_fills_every_text_and_keeps_the_item_s_identity() -> None:
    drawn = resolve_draw(KEPT, {"n": 100, "percent": 20})
    assert isinstance(drawn, Question)
    assert drawn.question == "`Linear(100, 50)` is pruned by 20 %: $\\frac{ 100 }{50}$"
    assert drawn.snippet is not None
    assert (drawn.snippet.text, drawn.snippet.prints) == ("prune(Linear(100, 50), amount=0.2)", "4000")
    assert [choice.text for choice in drawn.choices] == ["4,000", "1,001"]
    assert drawn.choices[0].why == "5,000 less 20 %."
    assert (drawn.id, drawn.content_hash) == ("kept", KEPT.content_hash)
    assert template_of(drawn) is KEPT
    assert template_of(KEPT) is KEPT


def test_the_seed_fixes_the_draw_and_every_draw_comes_up() -> None:
    assert all(resolve(KEPT, seed=seed) == resolve(KEPT, seed=seed) for seed in range(20))
    seen = {tuple(draw(KEPT, seed=seed).values()) for seed in range(200)}
    assert seen == {tuple(one.values()) for one in draws(KEPT)}
    assert len(seen) == 6


def test_drawn_values_are_the_same_after_an_update_of_the_app() -> None:
    """Attempts that are under way keep their figures: these are fixed for good."""
    assert [draw(KEPT, seed=seed) for seed in (1, 2)] == [{"n": 64, "percent": 20}, {"n": 100, "percent": 50}]


def test_an_item_without_inputs_is_left_as_it_is_double_braces_and_all() -> None:
    plain = question("q", question="$\\frac{{a}}{{b}}$")
    assert resolve(plain, seed=1) is plain


def test_fields_that_came_later_leave_the_hash_of_older_items_alone() -> None:
    assert question("q", inputs={}, let={}).content_hash == question("q").content_hash
    named = question("q", choices=[CHOICES[0], {**CHOICES[1], "mistake": "Read it upside down"}, *CHOICES[2:]])
    assert named.content_hash != question("q").content_hash
    assert KEPT.content_hash != KEPT.model_copy(update={"inputs": {"n": (64,), "percent": (20,)}}).content_hash
