"""Figures of a topic: what ``check`` refuses, and what it warns of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from content_folder import FakeLab

from quizzes.content.draft import Draft, read_draft
from quizzes.content.lint import lint
from quizzes.content.lint.typed import typed_figure
from quizzes.content.shelf import Shelf, stamp_with_record
from quizzes.content.source.problems import Problem
from quizzes.content.starter import starter
from quizzes.figures.record import Record, Recorded, Seen, comes, record_path, write_record
from quizzes.models.figures import Figure
from quizzes.models.labs import Labs

LABS: Labs = {"weigh": FakeLab(rows=("before", "after"))}
BACK = "8, a quarter of the 32 bits of a float32 weight."
ZEROS = "id: zeros, says: x, lab: weigh, figure: accuracy, of: after"


def topic(figures: str = "", back: str = BACK) -> str:
    assert BACK in starter("track/topic")
    text = starter("track/topic").replace(BACK, back, 1)
    return text.replace("\nrecall:", f"\nfigures:\n{figures}\nrecall:", 1) if figures else text


def read(text: str, record: Record | None = None) -> Draft:
    return read_draft(text, relative=Path("track/topic.yaml"), images=Path("."), labs=LABS, record=record or {})


def recorded(text: str, **values: float) -> Record:
    """A record of the text's figures as they are defined."""
    figures = [part for _, part in read(text).entries["figures"] if isinstance(part, Figure)]
    seen = {"machine": "a CPU", "python": "3.11", "versions": {}, "at": datetime(2026, 11, 30, tzinfo=UTC)}
    kinds = {figure.id: "with VNNI" if figure.is_by_machine else "any" for figure in figures}
    known = {one.id: {kinds[one.id]: Seen.model_validate({"value": values[one.id], **seen})} for one in figures if one.id in values}
    return {one.id: Recorded(comes=comes(one), seen=known[one.id]) for one in figures if one.id in values}


def said(draft: Draft) -> list[str]:
    return [f"{problem.where}: {problem.wrong}" for problem in draft.problems("topic.yaml")]


def test_what_an_item_shows_is_the_record_and_its_hash_changes_with_it() -> None:
    text = topic(f"  - {{{ZEROS}}}", '"{{figure.zeros}} are left."')
    cards: Mapping[float, str] = {}
    for value in (91.6, 91.6, 95.3):
        draft = read(text, recorded(text, zeros=value))
        assert draft.topic is not None
        card = draft.topic.recall[0]
        assert card.back == f"{value} % are left."
        assert [span.id for span in draft.topic.citations(card.back)] == ["zeros"]
        assert [span.start for span in draft.topic.citations(f"**Hint.** {card.back}")] == [10], "also inside another text"
        cards = {**cards, value: card.content_hash}
    assert len(set(cards.values())) == 2


def test_a_number_that_is_an_answer_and_begins_a_text_is_cited_once_and_is_no_part_of_another_number() -> None:
    text = topic(f"  - {{{ZEROS}}}", '"{{figure.zeros}} are left."')
    text = text.replace('answer: "{{weights * bits // 8}}"', 'answer: "{{figure.zeros.value}}"')
    draft = read(text, recorded(text, zeros=91.6))
    assert draft.topic is not None, said(draft)
    cited = draft.topic.citations
    assert [(span.start, span.id) for span in cited("**Hint.** 91.6 % are left.")] == [(10, "zeros")]
    assert [(span.start, span.id) for span in cited("Near enough: it is 91.6.")] == [(19, "zeros")]
    assert [list(cited(other)) for other in ("It is 191.6.", "It is 91.63.", "It is 2,91.6.")] == [[], [], []]


def test_a_choice_and_a_number_can_be_computed_from_figures() -> None:
    text = topic(f"  - {{{ZEROS}}}", '"{{figure.zeros}}"')
    text = text.replace('answer: "{{weights * bits // 8}}"', 'answer: "{{weights * bits // 8 + figure.zeros.value * 0}}"')
    draft = read(text, recorded(text, zeros=91.6))
    assert said(draft) == []


def test_a_figure_that_was_never_recorded_is_refused_with_the_command_and_does_not_hide_other_faults() -> None:
    text = topic(f"  - {{{ZEROS}}}", '"{{figure.zeros}} and {{figure.zeroes}}"')
    draft = read(text)
    assert said(draft) == ["figures[0]: 'zeros': it was never recorded", "recall[0].back: there is no figure 'zeroes'"]
    unrecorded, unknown = draft.problems("topic.yaml")
    assert unrecorded.allowed == "run: python -m quizzes prove track/topic --record"
    assert (unknown.line, unknown.allowed) == (
        text[: text.index("{{figure.zeroes")].count("\n") + 1,
        "did you mean 'zeros'? allowed: zeros",
    )
    assert text.splitlines()[unknown.line - 1][unknown.column - 1 :].startswith("{{figure.zeroes}}")


@pytest.mark.parametrize(
    ("figure", "where", "wrong"),
    [
        ("id: a, says: x", "figures[0]", "there is neither a lab nor a program"),
        ("id: a, says: x, lab: weigh, code: print(1), figure: accuracy, of: after", "figures[0]", "there is both a lab and a program"),
        ("id: a, says: x, code: print(1), of: after", "figures[0].of", "of belongs to a lab"),
        ("id: a, says: x, code: print(", "figures[0].code", "this is no Python"),
        ("id: a, says: x, lab: weigh, of: after", "figures[0]", "'figure' is missing"),
        ("id: a, says: x, lab: weigh, figure: accuracy", "figures[0]", "'of' is missing"),
        ("id: a, says: x, lab: wiegh, figure: accuracy, of: after", "figures[0].lab", "'wiegh' is not known"),
        ("id: a, says: x, lab: weigh, figure: accuracy, of: aftr", "figures[0].of", "'aftr' is not known"),
        ("id: a, says: x, lab: weigh, figure: speed, of: after", "figures[0].figure", "'speed' is measured against another row only"),
        ("id: a, says: x, lab: weigh, figure: latency, of: after, against: before", "figures[0].figure", "'latency' is measured of a row"),
        (
            "id: a, says: x, lab: weigh, figure: speed, of: before, against: after",
            "figures[0].against",
            "'speed' is measured",
        ),
        ("id: a, says: x, lab: weigh, figure: accuracy, of: after, set: {weight: 1}", "figures[0].set.weight", "there is no such key"),
        ("id: a, says: x, lab: weigh, figure: accuracy, of: after, seeds: [1], set: {seed: 1}", "figures[0].seeds", "there are seeds here"),
        ("id: a, says: x, code: print(1), show: .1z", "figures[0].show", "the format '.1z' is not allowed"),
        ("id: a, says: x, code: print(1), tolerance: -1", "figures[0].tolerance", ""),
    ],
)
def test_a_figure_that_cannot_be_measured_or_shown_is_refused_where_it_is_wrong(figure: str, where: str, wrong: str) -> None:
    found = [one for one in said(read(topic(f"  - {{{figure}}}"))) if one.startswith(f"{where}: {wrong}")]
    assert found, said(read(topic(f"  - {{{figure}}}")))


def test_two_figures_of_one_id_are_refused() -> None:
    text = topic("  - {id: a, says: x, code: print(1)}\n  - {id: a, says: y, code: print(2)}")
    assert any("'a' stands twice" in one for one in said(read(text)))


def typed(back: str, *, figures: str = "", more: str = "") -> list[str]:
    draft = read(topic(figures, back).replace("source: textbook\n\nquick_check", f"source: textbook\n{more}\nquick_check", 1))
    return [finding.words for finding in typed_figure(draft)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It keeps 91.6 % of them.", ["91.6 %"]),
        ("2.9x as fast, 3.4× smaller", ["2.9x", "3.4×"]),
        ("from 10 to 12 ms, ±1.4 points", ["10 to 12 ms", "±1.4 points"]),
        ("260 µs, 1,724 kB", ["260 µs", "1,724 kB"]),
        ("a 3x3 kernel on 28 × 28 pixels, 8 bits, 430,500 weights", []),
        ("`90 %` and ```\n90 %\n```", []),
        ("{{given: 90 %}} and {{cite.textbook: 39x}}", []),
        ("point 1, section 2, x1", []),
    ],
)
def test_a_number_that_looks_measured_is_found(text: str, words: list[str]) -> None:
    assert typed("|\n      " + text.replace("\n", "\n      ")) == words


def test_what_the_item_itself_sets_or_runs_is_no_typed_figure() -> None:
    assert typed("90 % of the weights") == ["90 %"]
    assert typed("90 % of the weights", more="    try: {lab: weigh, set: {amount: 0.9}, say: See it}") == []
    assert typed("it prints 12.5 %", more='    proof: {code: "print(12.5)", output: "12.5"}') == []


def found(text: str) -> list[Problem]:
    """What is warned of beside the silence of the starter's short lesson, which no check here asks about."""
    return [one for one in lint(read(text), file="topic.yaml") if "lesson-length" not in one.where]


def test_the_warning_stands_at_the_number_and_can_be_silenced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quizzes.content.lint.CHECKS", (typed_figure,))
    text = topic(back="|\n      It is so.\n      It keeps 91.6 % of them.")
    (warning,) = found(text)
    assert (warning.code, warning.severity) == ("typed-figure", "warning")
    assert text.splitlines()[warning.line - 1][warning.column - 1 :] == "91.6 % of them."
    silenced = text.replace("source: textbook\n\nquick_check", 'source: textbook\n    silence: {typed-figure: "made up"}\n\nquick_check', 1)
    assert found(silenced) == []


def test_a_figure_that_nothing_cites_is_told() -> None:
    text = topic(f"  - {{{ZEROS}}}")
    assert [one.code for one in lint(read(text, recorded(text, zeros=1)), file="topic.yaml")] == ["unused-figure"]


def test_a_topic_is_read_anew_when_its_record_changes(tmp_path: Path) -> None:
    text = topic(f"  - {{{ZEROS}}}", '"{{figure.zeros}}"')
    path = tmp_path / "track" / "topic.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    shelf = Shelf(tmp_path, labs=LABS)
    assert shelf.look().topics == ()
    for value in (91.6, 95.3):
        before = stamp_with_record(path)
        write_record(record_path(path), recorded(text, zeros=value))
        assert stamp_with_record(path) != before
        (found,) = shelf.look().topics
        assert found.recall[0].back == f"{value} %"


def test_a_figure_may_be_of_what_the_lab_measures_within_its_rows_with_these_settings() -> None:
    def said_of(part: str, layers: str) -> list[str]:
        text = topic(f"  - {{{ZEROS.replace('of: after', f'of: {part}')}, set: {{layers: {layers}}}}}", '"{{figure.zeros}}"')
        return [f"{problem.wrong}; {problem.allowed}" for problem in read(text, recorded(text, zeros=91.6)).problems("topic.yaml")]

    assert said_of("accuracy at conv1", "[conv1, conv2]") == []
    assert said_of("accuracy at conv3", "[conv1]") == [
        "'accuracy at conv3' is not known; did you mean 'accuracy at conv1'? allowed: before, after, accuracy at conv1"
    ]
    assert said_of("accuracy at conv1", "[]") == ["'accuracy at conv1' is not known; allowed: before, after"]
