"""Items go into the text of a topic: new lines only, and a file that ``check`` accepts."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sample_topic
from hypothesis import given
from hypothesis import strategies as st
from shipped_topic import CONTENT, shipped_topics

from optimization.labs import LABS
from quizzes.content.checks import bounds
from quizzes.content.draft import read_draft
from quizzes.content.source.document import read_document
from quizzes.content.topic import Topic
from quizzes.exports.items_csv import items_csv
from quizzes.figures.record import Record, Recorded, Seen, comes, read_record, record_path
from quizzes.imports.into_topic import add_items, citable_in, new_topic_text
from quizzes.imports.table import Taken, read_table
from quizzes.models import Item
from quizzes.models.figures import Figure
from quizzes.variants.templates import TEMPLATE

SMALL = """# A comment at the top.
format: 1
id: track/topic
title: 'Single quotes'   # and a comment behind
track: Track
subject: ml
minutes: 5
summary: >
  A folded
  summary.
learn: [Something.]
groups: [{id: basics,   name: Basics}]
concepts:
- {id: zeros, name: Zeros, group: basics}
- {id: ones, name: Ones, group: basics}
sources: [{id: book, title: "A book"}]

# Cards.
recall:
  # The first one.
  - id: card
    concept: zeros
    level: beginner
    front: "Front?"
    back: |
      # A heading that is no comment

      Text.
    # A comment of the first card.

  # A comment in front of nothing.

# The self-test.
self_test:
-   id: question
    concept: ones
    level: easy
    question: Which?
    was: [old-question]
    choices:
    - {id: one, text: One, correct: true, why: So.}
    - {id: two, text: Two, why: "Not so."}
"""


def record_of(topic_id: str) -> Record:
    """What is known of the figures of a shipped topic; nothing of any other."""
    return read_record(record_path(CONTENT / f"{topic_id}.yaml"))


def topic_of(text: str, topic_id: str = "track/topic", record: Record | None = None) -> Topic:
    """What ``check`` reads; fails where it has anything to say."""
    known = record_of(topic_id) if record is None else record
    draft = read_draft(text, relative=Path(f"{topic_id}.yaml"), images=CONTENT / topic_id.partition("/")[0], labs=LABS, record=known)
    assert [str(one) for one in draft.problems(topic_id)] == []
    assert draft.topic is not None
    return draft.topic


def table(*rows: str) -> Taken:
    taken = read_table("\n".join(rows).encode(), name="items.csv")
    assert taken.not_taken == ()
    return taken


def taken_of(**sections: Sequence[Item]) -> Taken:
    taken = read_table(items_csv(sample_topic.topic(**sections)).encode(), name="items.csv")
    assert [str(fault) for fault in taken.not_taken] == []
    return taken


def added_lines(before: str, after: str) -> list[str]:
    """The lines that are new; fails where one went away or changed, byte for byte."""
    changes = list(difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True)))
    assert [line for line in changes if line.startswith("- ")] == []
    return [line[2:] for line in changes if line.startswith("+ ")]


CARDS = table("id,concept,front,back,source", 'new-card,zeros,New?,"Two\nlines.",book', "card,zeros,Front?,Another back.,")


def test_new_items_stand_at_the_end_of_their_section_and_every_other_line_stays() -> None:
    after, added, unchanged, differing = add_items(SMALL, CARDS)
    assert (added, unchanged) == (("new-card",), ())
    assert [(one.row, one.column) for one in differing] == [(3, "id")]
    assert after == SMALL.replace(
        "    # A comment of the first card.\n",
        "    # A comment of the first card.\n"
        "  - id: new-card\n    concept: zeros\n    level: beginner\n    front: New?\n    back: |\n      Two\n      lines.\n"
        "    source: [book]\n",
    )
    assert topic_of(after).recall[1].back == "Two\nlines."


def test_a_second_time_nothing_is_added() -> None:
    once, _, _, _ = add_items(SMALL, CARDS)
    twice, added, unchanged, differing = add_items(once, CARDS)
    assert (twice, added, unchanged, len(differing)) == (once, (), ("new-card",), 1)


def test_the_dashes_stand_where_the_sections_others_do_and_a_missing_section_is_made_where_it_belongs() -> None:
    question, prompt = sample_topic.question("q", "zeros"), sample_topic.prompt("p", concept="ones")
    check = sample_topic.question("c", "ones")
    taken = taken_of(quick_check=[check], explain=[prompt], self_test=[question])
    after, added, _, differing = add_items(SMALL, taken)
    assert differing == ()
    assert added == ("c", "p", "q")
    lines = added_lines(SMALL, after)
    assert "- id: q\n" in lines
    assert "  - id: p\n" in lines
    keys = [line.removesuffix(":") for line in after.splitlines() if line.endswith(":") and not line.startswith((" ", "-"))]
    assert keys == ["concepts", "recall", "quick_check", "explain", "self_test"]
    assert topic_of(after).explain == (prompt,)


@pytest.mark.parametrize("empty", ["recall:\n", "recall: []\n", "recall:   # none yet\n", "recall: [ ] # none yet\n"])
@pytest.mark.parametrize("place", ["start", "end"])
def test_a_section_that_is_empty_is_filled(empty: str, place: str) -> None:
    head, questions = SMALL[: SMALL.index("# Cards.")], SMALL[SMALL.index("# The self-test.") :]
    text = head + (empty + questions if place == "start" else questions + empty)
    after, added, _, differing = add_items(text, CARDS)
    assert (added, differing) == (("new-card", "card"), ())
    assert [item.id for item in topic_of(after).recall] == ["new-card", "card"]
    assert ("# none yet" in after) == ("# none yet" in empty)


@pytest.mark.parametrize("end", ["", "\n", "\n\n# The last words.\n", "\n...\n", "\r\n"])
def test_the_end_of_the_file_may_look_as_it_likes(end: str) -> None:
    text = SMALL.rstrip("\n") + end
    text = text.replace("\r\n", "\n").replace("\n", "\r\n") if end == "\r\n" else text
    after, added, _, _ = add_items(text, taken_of(self_test=[sample_topic.question("q", "zeros")]))
    assert added == ("q",)
    lines = added_lines(text if end else f"{text}\n", after)
    assert lines[0].startswith("- id: q")
    assert after.count("\r\n") in (0, after.count("\n"))
    assert read_document(after).value["self_test"][1]["id"] == "q"


def test_what_the_topic_does_not_know_is_named_and_not_added() -> None:
    taken = table(
        "id,concept,front,back,source,was",
        "a,zero,A?,A.,,",
        "b,zeros,B?,B.,bok,",
        "c,zeros,C?,C.,,card",
        "old-question,ones,D?,D.,,",
    )
    after, added, unchanged, differing = add_items(SMALL, taken)
    assert (after, added, unchanged) == (SMALL, (), ())
    assert [(one.row, one.column) for one in differing] == [(2, "concept"), (3, "source"), (4, "was"), (5, "id")]
    assert "did you mean 'zeros'?" in differing[0].allowed


@pytest.mark.parametrize(("source", "is_known"), [("book", True), ("bok", False)])
def test_a_claim_comes_with_who_says_it_where_the_topic_lists_them(source: str, is_known: bool) -> None:
    said = sample_topic.myth("m", "zeros", said_by={"source": source, "page": "Page 3", "claim": "Zeros cost nothing."})
    after, added, _, differing = add_items(SMALL, taken_of(myths=[said]))
    assert added == (("m",) if is_known else ())
    if is_known:
        assert topic_of(after).myths == (said,)
    else:
        assert [(one.column, one.allowed) for one in differing] == [
            ("said_by.source", "add it to “sources:” there; did you mean 'book'? allowed: book")
        ]
    (made,) = topic_of(new_topic_text("track/new", taken_of(myths=[said])), "track/new").sources
    assert made.id == source


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("self_test:\n", "self_test: [", "line"),
        (SMALL, "- a list\n", "is not a mapping"),
        (SMALL, "{format: 1, concepts: [{id: zeros}], recall: []}\n", "braces"),
        (SMALL[SMALL.index("# Cards.") : SMALL.index("# The self-test.")], "recall: [{id: x}]\n", "brackets"),
        (SMALL[SMALL.index("# Cards.") : SMALL.index("# The self-test.")], "recall: words\n", "no list"),
        (SMALL[SMALL.index("# Cards.") : SMALL.index("# The self-test.")], "quick_check: &q\n  - {id: x}\nrecall: *q\n", "alias"),
    ],
)
def test_where_lines_cannot_be_added_the_text_stays_and_it_is_said(old: str, new: str, said: str) -> None:
    text = SMALL.replace(old, new, 1)
    assert text != SMALL
    cards = table("id,front,concept,back", "new,New?,zeros,Yes.")
    after, added, _, differing = add_items(text, cards)
    assert (after, added) == (text, ())
    assert said in "\n".join(map(str, differing))


def cited_in(value: Any) -> Iterator[str]:
    """Every text of an entry that cites something, without the line feeds around it."""
    if isinstance(value, str) and (TEMPLATE.search(value) or "figure." in value):
        yield value.strip("\n")
    for inner in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from cited_in(inner)


def citations(text: str) -> dict[str, list[str]]:
    """Of each item of a topic's text, the texts that cite something."""
    value = read_document(text).value
    entries = [entry for section, entries in value.items() if section not in ("cheat_sheet", "figures") for entry in entries]
    return {entry["id"]: sorted(cited_in(entry)) for entry in entries if isinstance(entry, dict) and "concept" in entry}


def figures_block(text: str) -> str:
    """The lines of a topic's figures."""
    found = re.search(r"(?ms)^figures:\n.*?(?=^\w)", text)
    return found[0] if found else ""


@pytest.mark.parametrize("topic_id", sorted(shipped_topics()))
def test_a_shipped_topics_table_makes_a_new_topic_that_check_accepts(topic_id: str) -> None:
    shipped = (CONTENT / f"{topic_id}.yaml").read_text(encoding="utf-8")
    topic = shipped_topics()[topic_id].model_copy(update={"lesson": ()})  # whose screens no table holds
    taken = read_table(items_csv(topic).encode(), name="items.csv", citable=citable_in(shipped, record_of(topic_id)))
    text = f"{new_topic_text(topic_id, taken)}\n{figures_block(shipped)}"
    made = topic_of(text, topic_id)
    assert [*made.items()] == [*topic.items()]
    assert [item.content_hash for item in made.items()] == [item.content_hash for item in topic.items()]
    assert citations(text) == citations(shipped), "what was cited is cited, and no number stands in its place"
    assert not [line for line in text.splitlines() if line.endswith(" ")]
    same, added, unchanged, differing = add_items(shipped, taken, record=record_of(topic_id))
    assert same == shipped
    assert (added, differing, len(unchanged)) == ((), (), len(taken.items))


MEASURED = Figure(id="kept", says="What stays.", code="print(43050)", show=",.0f", unit=" weights")
CITING = (
    SMALL.replace("# Cards.", f"figures:\n  - {MEASURED.model_dump_json(exclude_defaults=True)}\n\n# Cards.")
    + """
-   id: drawn
    type: numeric
    concept: ones
    level: hard
    inputs: {times: [2, 3]}
    let: {all: times * figure.kept.value, half: all / 2}
    question: |
      {{times}} times {{figure.kept}}?

      Take {{given: 90 %}}.
    answer: "{{all}}"
    why: "{{cite.book: 39x}}, and {{figure.kept.value / 10:,.0f}} more."
-   id: fixed
    type: numeric
    concept: ones
    level: easy
    question: How many?
    answer: "{{figure.kept.value}}"
    why: Counted.
practice:
  - id: problem
    concept: zeros
    level: easy
    question: Which?
    choices:
      - {id: one, text: "{{figure.kept}}", correct: true, why: "It is {{figure.kept}}."}
      - {id: two, text: "{{given: 5 %}}", why: Not so.}
    steps:
      - {id: step, heading: Step, text: Think., blank: {ask: How many?, answer: "{{figure.kept.value}}", why: "=1+{{given: 1 %}}"}}
    hint: Think.
    answer: One.
    check: Look.
    mistakes: ["Taking {{given: 4 %}} for it."]
"""
)
CITING_RECORD: Record = {
    "kept": Recorded(
        comes=comes(MEASURED),
        seen={"any": Seen(value=43050, at=datetime(2026, 11, 30, tzinfo=UTC), machine="A CPU", python="3.11", versions={})},
    )
}


def test_what_an_item_cites_is_cited_in_the_table_too_wherever_it_stands() -> None:
    topic = topic_of(CITING, record=CITING_RECORD)
    table = items_csv(topic)
    assert table.count("figure.kept") == CITING.count("figure.kept")
    assert "43,050" not in table
    head = CITING[: CITING.index("# Cards.")]
    taken = read_table(table.encode(), name="items.csv", citable=citable_in(head, CITING_RECORD))
    assert taken.not_taken == ()
    after, _, _, differing = add_items(f"{head}self_test: []\nrecall: []\npractice: []\n", taken, record=CITING_RECORD)
    assert differing == ()
    assert citations(after) == citations(CITING)
    assert {item.id: item for item in topic_of(after, record=CITING_RECORD).items()} == {item.id: item for item in topic.items()}


def test_a_row_that_cites_what_the_topic_has_not_is_named_and_the_others_are_taken() -> None:
    rows = "id,front,concept,back\none,Fine?,zeros,{{figure.kept}}\ntwo,Wrong?,zeros,{{figure.keep}}\nthree,Ham?,zeros,{{cite.ham: 39x}}"
    taken = read_table(rows.encode(), name="items.csv", citable=citable_in(CITING, CITING_RECORD))
    assert [item.id for _, item in taken.items] == ["one"]
    assert [str(one) for one in taken.not_taken] == [
        "row 3, back: {{figure.keep}}: there is no figure 'keep'; did you mean 'kept'? allowed: kept",
        "row 4, back: {{cite.ham: 39x}}: there is no source 'ham'; allowed: book",
    ]


def test_in_a_new_topic_there_is_no_figure_yet_and_a_source_is_made_of_what_cites_it() -> None:
    rows = "id,front,concept,back\none,Fine?,zeros,{{cite.ham: 39x}} and {{given: 90 %}}\ntwo,Wrong?,zeros,{{figure.kept}}"
    taken = read_table(rows.encode(), name="items.csv")
    assert [str(one) for one in taken.not_taken] == ["row 3, back: {{figure.kept}}: there is no figure 'kept'; there are none yet"]
    text = new_topic_text("track/topic", taken)
    assert [source.id for source in topic_of(text).sources] == ["ham"]
    assert citations(text) == {"one": ["{{cite.ham: 39x}} and {{given: 90 %}}"]}


@pytest.mark.slow
@pytest.mark.parametrize("topic_id", sorted(shipped_topics()))
def test_half_of_a_shipped_topic_takes_the_other_half(topic_id: str) -> None:
    """Every second item is cut from the text, and comes back from the table: the lines that were left stay as they were."""
    text = (CONTENT / f"{topic_id}.yaml").read_text(encoding="utf-8")
    draft = read_draft(text, relative=Path(f"{topic_id}.yaml"), images=CONTENT, labs=LABS)
    keys = sorted(place[0] for path, place in draft.document.key_places.items() if len(path) == 1) if draft.document else []
    starts = [(path, place[0]) for path, place in draft.places() if path[0] not in ("cheat_sheet", "lesson")]  # which no table holds
    edges = sorted([*(line for _, line in starts), *keys, len(text.splitlines()) + 1])
    gone = {number for path, line in starts if int(path[1]) % 2 for number in range(line, edges[edges.index(line) + 1])}
    half = "".join(line for number, line in enumerate(text.splitlines(keepends=True), start=1) if number not in gone)
    table = items_csv(shipped_topics()[topic_id]).encode()
    taken = read_table(table, name="items.csv", citable=citable_in(half, record_of(topic_id)))
    after, added, unchanged, differing = add_items(half, taken, record=record_of(topic_id))
    assert differing == ()
    assert len(added) > 0.45 * len(taken.items)
    assert len(added) + len(unchanged) == len(taken.items)
    rest = iter(after.splitlines(keepends=True))
    assert all(line in rest for line in half.splitlines(keepends=True)), "a line went away, or changed its place"
    assert citations(after) == citations(text)
    found = {item.id: item.content_hash for item in topic_of(after, topic_id).items()}
    assert found == {item.id: item.content_hash for item in shipped_topics()[topic_id].items()}


def texts() -> st.SearchStrategy[str]:
    letters = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufffe\uffff")
    free = st.text(letters | st.sampled_from("\n\t \"',;=+-@#:|\\[]{}&*!%?>~")).map(lambda text: text.strip("\n"))
    free = free.filter(lambda text: not list(bounds.faults(text)))  # those are refused, whatever table they stand in
    words = st.sampled_from(
        ["null", "1e5", "0o17", "yes", "012", "\t", "\ta\n", " a\n b \n", "a\n\t\n b", "# a", "...", "---", "a\n---\n...", "\ufeff"]
    )
    return (
        (free | words).map(lambda text: text.strip("\n")).filter(lambda text: bool(text.strip()) and "{{" not in text and "![" not in text)
    )


@given(
    texts(),
    texts(),
    texts(),
    st.dictionaries(st.sampled_from(["amount", "a b", "~", "1"]) | texts(), texts() | st.none() | st.floats(-9, 9), max_size=3),
)
def test_nasty_texts_are_read_from_the_file_as_they_were_written(front: str, back: str, why: str, preset: dict[str, Any]) -> None:
    card = sample_topic.card(
        "new", "zeros", front=front, back=back, notes=why, **{"try": {"lab": "prune", "set": preset, "say": "See it."}}
    )
    choices = [{"id": "a", "text": back, "correct": True, "why": why}, {"id": "b", "text": f"not {front}", "why": front}]
    problem = sample_topic.problem("new-problem", concept="zeros", choices=choices, mistakes=[front, why], snippet={"text": back})
    after, added, _, differing = add_items(SMALL, taken_of(recall=[card], practice=[problem]))
    assert (added, [str(one) for one in differing]) == (("new", "new-problem"), [])
    assert added_lines(SMALL, after)
    value = read_document(after).value
    assert type(card).model_validate(value["recall"][1]) == card
    assert type(problem).model_validate(value["practice"][0]) == problem
    assert read_document(after).refusals == []


def test_a_table_of_a_teacher_makes_a_topic_of_its_own() -> None:
    taken = table("concept;question;choice 1;choice 2;correct;why 1;why 2;source", "two-words;Which?;One;Two;B;No.;Yes.;my-book")
    topic = topic_of(new_topic_text("my-track/my-topic", taken), "my-track/my-topic")
    assert (topic.title, topic.track, topic.concepts[0].name, topic.sources[0].title) == ("My topic", "My track", "Two words", "My book")
    assert topic.self_test == tuple(item for _, item in taken.items)
