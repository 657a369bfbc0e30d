"""Items leave as a table and come back without any loss."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
import sample_topic
from hypothesis import given
from hypothesis import strategies as st
from shipped_topic import CONTENT, shipped_topics

from quizzes.content.checks.bounds import faults
from quizzes.content.topic import Topic
from quizzes.exports.items_csv import csv_columns, items_csv
from quizzes.figures.record import read_record, record_path
from quizzes.figures.texts import Citable
from quizzes.imports.into_topic import citable_in
from quizzes.imports.table import NO_FIGURES, read_table
from quizzes.questions import Numeric

NASTY = [
    *("null", "~", "true", "no", "012", "1e5", "0x1F", "4:1", "2026-01-01", "NA", "NaN", "1,5", "-3", "0.50"),
    *("=1+1", "+1", "-x", "@a", "'=1", "''", "'quoted'", "'", '"', '""', '"a";b,c', "a\tb", "\ta", " a", "a ", " a\n  b ", "  \na"),
    *("a\n\n\nb", "a\n \nb", "# a", "- a", "a: b", "a #b", "{a: b}", "[1]", "|", ">", "&a", "*a", "!a", "%a", "`a`", "\\theta", "a\\n"),
    *(
        "---",
        "...",
        "--- a\n... b",
        "\ufeffa",
        "日本語 🙂",
        "a\u00a0b",
        "sep=;",
        "section",
        "; ",
        "x;y\tz,w",
        "a\n\tb",
        "a\n# b",
        "?",
        "? a",
        ":",
    ),
]


def texts() -> st.SearchStrategy[str]:
    """What a topic file may hold as text: not blank, without control characters and separators of lines, no line feed at its ends, and
    nothing that a page could not draw."""
    letters = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufffe\uffff")
    free = st.text(letters | st.sampled_from("\n\t \"',;=+-@#:|\\")).map(lambda text: text.strip("\n"))
    return st.one_of(st.sampled_from(NASTY), free).filter(lambda text: bool(text.strip()) and "{{" not in text and not any(faults(text)))


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def come_back(topic: Topic, citable: Citable = NO_FIGURES) -> None:
    taken = read_table(items_csv(topic).encode(), name="items.csv", citable=citable)
    assert [str(fault) for fault in taken.not_taken] == []
    items = [item for _, item in taken.items]
    assert items == [*topic.items()]
    assert [item.content_hash for item in items] == [item.content_hash for item in topic.items()]
    for item, original in zip(items, topic.items(), strict=True):
        for names in ("inputs", "let"):
            assert [*getattr(item, names, {})] == [*getattr(original, names, {})]  # an expression may use the names above it


@pytest.mark.parametrize("topic_id", sorted(shipped_topics()))
def test_every_shipped_item_comes_back_equal(topic_id: str) -> None:
    topic = shipped_topics()[topic_id].model_copy(update={"lesson": ()})  # whose screens no table holds
    path = CONTENT / f"{topic_id}.yaml"
    come_back(topic, citable_in(path.read_text(encoding="utf-8"), read_record(record_path(path))))
    sections = [row["section"] for row in rows_of(items_csv(topic))]
    assert len(sections) == len([*topic.items()])
    assert sections.count("recall") == len(topic.recall)


@given(texts(), texts(), texts())
def test_nasty_texts_of_cards_come_back_equal(front: str, back: str, notes: str) -> None:
    come_back(sample_topic.topic(recall=[sample_topic.card("c", front=front, back=back, notes=notes)]))


@given(texts(), texts(), st.lists(texts(), min_size=1, max_size=3), texts())
def test_nasty_texts_inside_parts_come_back_equal(text: str, why: str, mistakes: list[str], prints: str) -> None:
    choices = [{"id": "a", "text": text, "correct": True, "why": why}, {"id": "b", "text": f"not {text}", "why": why}]
    problem = sample_topic.problem("p", choices=choices, mistakes=mistakes)
    question = sample_topic.question("q", choices=choices, snippet={"text": text, "prints": prints})
    come_back(sample_topic.topic(practice=[problem], self_test=[question]))


def values() -> st.SearchStrategy[Any]:
    numbers = st.integers(-(10**17), 10**17) | st.floats(allow_nan=False, allow_infinity=False)
    scalars = st.none() | st.booleans() | numbers | texts() | st.sampled_from(["", " ", "64", "1.0"])
    return st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts(), inner, max_size=3), max_leaves=5)


@given(st.dictionaries(st.sampled_from(["amount", "a b", "A", "a.b", "", "é"]) | texts(), values(), max_size=4), values())
def test_the_types_of_a_labs_parameters_come_back(preset: dict[str, Any], amount: Any) -> None:
    tries = [{"lab": "prune", "set": one, "say": "See it."} for one in (preset, {"amount": amount})]
    topic = sample_topic.topic(recall=[sample_topic.card(f"c-{number}", **{"try": one}) for number, one in enumerate(tries)])
    come_back(topic)
    back = read_table(items_csv(topic).encode(), name="items.csv").items
    assert [repr(item.try_.set) for _, item in back if item.try_] == [repr(item.try_.set) for item in topic.recall if item.try_]


def variant(question_id: str, let: dict[str, str]) -> Numeric:
    given = {"id": question_id, "concept": "alpha", "level": "easy", "question": "{{n}}?", "inputs": {"n": [64]}, "let": let}
    return Numeric.model_validate(given | {"answer": "{{b}}", "why": "So."})


def test_names_keep_their_order_where_two_questions_order_them_differently() -> None:
    one, other = variant("v-one", {"a": "n + 1", "b": "a + 1"}), variant("v-other", {"b": "n + 1", "a": "b + 1"})
    topic = sample_topic.topic(self_test=[one, other])
    come_back(topic)
    rows = rows_of(items_csv(topic))
    assert (rows[0]["let.a"], rows[0]["let.b"], rows[0]["inputs.n"]) == ("n + 1", "a + 1", "[64]")
    assert rows[1]["let"] == '{b: "n + 1", a: "b + 1"}'


def test_the_columns_are_counted_as_people_count_and_those_that_nothing_uses_are_left_out() -> None:
    topic = sample_topic.topic(recall=[sample_topic.card("c", was=["d", "e"])], quick_check=[sample_topic.question("q")])
    header = items_csv(topic).splitlines()[0].split(",")
    assert header[:6] == ["section", "id", "concept", "level", "front", "back"]
    assert header[6:11] == ["question", "choices.1.id", "choices.1.text", "choices.1.correct", "choices.1.why"]
    assert header[-2:] == ["choices.4.why", "was"]
    row = rows_of(items_csv(topic))[0]
    assert (row["was"], row["choices.1.id"]) == ("d; e", "")


def test_no_cell_is_a_formula() -> None:
    topic = sample_topic.topic(recall=[sample_topic.card("c", front="=HYPERLINK(1)", back="'=kept", notes="-1")])
    row = rows_of(items_csv(topic))[0]
    assert (row["front"], row["back"], row["notes"]) == ("'=HYPERLINK(1)", "''=kept", "'-1")


def test_every_column_of_a_table_is_documented() -> None:
    documented = {column for column, _ in csv_columns()}
    assert all(said for _, said in csv_columns())
    for topic in shipped_topics().values():
        for column in items_csv(topic).splitlines()[0].split(","):
            numbered = re.sub(r"\.\d+(?=\.|$)", ".N", column)
            named = re.sub(r"\b(inputs|let|set|silence|prints|shows|words)\.[^.]+", r"\1.NAME", numbered)
            whole = named in ("inputs", "let", "set", "words", "try.set", "proof.set", "proof.prints")
            assert named in documented or whole, column
