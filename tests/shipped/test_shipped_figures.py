"""The figures of the shipped topics: each is on record, and neither a record nor a text can be changed by hand without being found out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from shipped_topic import CONTENT, shipped_paths, shipped_topics

from optimization.labs import LABS
from quizzes.__main__ import LabFigures
from quizzes.content.draft import Draft, read_draft
from quizzes.content.lint.typed import typed_figure
from quizzes.content.starter import starter
from quizzes.figures.record import Seen, read_record, record_path
from quizzes.figures.shown import in_text
from quizzes.figures.texts import FIGURE
from quizzes.models.figures import Figure
from quizzes.proofs.evidence import carries_proof
from quizzes.proofs.figures import compared
from quizzes.questions.bet import outcome_of
from quizzes.variants.templates import TEMPLATE

FEWEST = 40


def figures() -> Iterator[tuple[str, Figure, str, Seen]]:
    """Every recorded number: its topic, its figure, the kind of CPU, and what was measured."""
    for topic in shipped_topics().values():
        record = read_record(record_path(CONTENT / f"{topic.id}.yaml"))
        for figure in topic.figures:
            for kind, seen in record[figure.id].seen.items():
                yield topic.id, figure, kind, seen


def test_the_texts_live_on_figures_that_are_on_record() -> None:
    assert len(list(figures())) >= FEWEST
    for topic in shipped_topics().values():
        assert read_record(record_path(CONTENT / f"{topic.id}.yaml")).keys() == {figure.id for figure in topic.figures}


def test_a_record_that_is_changed_by_more_than_its_tolerance_is_contradicted_by_the_run() -> None:
    for topic_id, figure, kind, seen in figures():
        for sign in (-1, 1):
            off = sign * (figure.tolerance * 1.01 + 1e-6 * max(1.0, abs(seen.value)))
            if figure.is_timed and seen.low is not None and seen.high is not None:
                off += (seen.high if sign > 0 else seen.low) - seen.value
            typed = Seen.model_construct(**{**dict(seen), "value": seen.value + off})
            assert compared(figure, seen, typed)[0] == "contradicts", (topic_id, figure.id, kind)
            assert compared(figure, seen, seen)[0] == "agrees"


def test_no_tolerance_is_wider_than_what_its_figure_can_be_trusted_with() -> None:
    for topic_id, figure, _, seen in figures():
        spread = 0.0 if seen.low is None or seen.high is None else seen.high - seen.low
        widest = 1.5 if figure.figure == "accuracy" else max(0.35 * abs(seen.value) + 1, spread)
        assert figure.tolerance <= widest, (topic_id, figure.id)


def by_hand(path: Path) -> tuple[str, set[int]]:
    """The file's text with each citation of a figure replaced by what it shows, and the lines in which that was done."""
    text = path.read_text(encoding="utf-8")
    draft = read_draft(text, relative=path.relative_to(CONTENT), images=path.parent, labs=LABS, record=read_record(record_path(path)))
    shown = {figure.id: figure for figure in draft.topic.figures} if draft.topic is not None else {}
    record = read_record(record_path(path))
    lines = set()

    def typed(found: re.Match[str]) -> str:
        cited = FIGURE.search(found[1])
        if cited is None or found[1].strip() != f"figure.{cited[1]}" or cited[1] not in shown:
            return found[0]
        lines.add(text[: found.start()].count("\n") + 1)
        return in_text(shown[cited[1]], record[cited[1]])

    return TEMPLATE.sub(typed, text), lines


def flagged(draft: Draft) -> set[int]:
    assert draft.document is not None
    return {draft.document.place_inside(finding.path, finding.words, nth=finding.nth)[0] for finding in typed_figure(draft)}


@pytest.mark.parametrize("path", shipped_paths(), ids=lambda path: path.stem)
def test_a_number_that_is_typed_where_a_figure_stood_is_found_in_its_line(path: Path) -> None:
    text, lines = by_hand(path)
    assert lines, "the topic cites figures"
    draft = read_draft(text, relative=path.relative_to(CONTENT), images=path.parent, labs=LABS, record=read_record(record_path(path)))
    assert lines - flagged(draft) == set()


README = (CONTENT.parent / "README.md").read_text(encoding="utf-8")


def test_readme_says_how_many_figures_and_answers_come_from_runs() -> None:
    counted = sum(len(topic.figures) for topic in shipped_topics().values())
    proven = sum(carries_proof(item) for topic in shipped_topics().values() for item in topic.items())
    assert f"{counted} figures and {proven} answers come from runs and programs" in " ".join(README.split())


def test_the_figure_of_the_readme_is_one() -> None:
    (block,) = re.findall(r"<!-- a figure -->\n```yaml\n(.*?)```", README, re.DOTALL)
    text = starter("track/topic").replace("\nrecall:", f"\n{block}\nrecall:", 1)
    draft = read_draft(text, relative=Path("track/topic.yaml"), images=Path("."), labs=LABS)
    assert [problem.wrong for problem in draft.problems("topic.yaml")] == ["'zeros-95': it was never recorded"]


def test_the_program_of_the_readme_decides_its_claim() -> None:
    (block,) = re.findall(r"<!-- a program -->\n```yaml\n(.*?)```", README, re.DOTALL)
    text = starter("track/topic")
    block = block.replace("concept: zeros", f"concept: {text.partition('concept: ')[2].split()[0]}")
    draft = read_draft(f"{text}\n{block}", relative=Path("track/topic.yaml"), images=Path("."), labs=LABS)
    assert not draft.problems("topic.yaml")
    assert draft.topic is not None
    (claim,) = draft.topic.myths
    measured = LabFigures()(None, claim.run.set, claim.run.compare, repetition=0)
    assert measured.text == "printed: 4.0 instead of 10"
    assert outcome_of(claim, value=measured.value) == claim.outcome("stuck")
