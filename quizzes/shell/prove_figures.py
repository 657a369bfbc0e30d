"""The figures' part of ``prove``: a line for each that is measured again, and the record beside the topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from quizzes.content.reader import read_draft_file, topic_paths
from quizzes.figures.record import read_record, record_path, write_record
from quizzes.models.figures import Figure
from quizzes.models.labs import Labs
from quizzes.proofs.figures import Cited, Instruments, Remeasured, State, measure, record_after

STATE_WORDS: dict[State, str] = {
    "agrees": "agree",
    "elsewhere": "differ on this CPU",
    "contradicts": "contradict",
    "new": "new",
    "not here": "not measurable here",
}
"""State -> what is said of those in it."""


def figures_of(folder: Path, *, labs: Labs) -> list[Cited]:
    """Every valid figure below the folder, in the order of files and lines, whether its topic is whole or not."""
    citations: list[Cited] = []
    for path in topic_paths(folder):
        draft = read_draft_file(path, folder=folder, labs=labs)
        if draft.document is None:
            continue
        record = read_record(record_path(path))
        topic_id = path.relative_to(folder).with_suffix("").as_posix()
        for at, figure in draft.entries.get("figures", ()):
            if isinstance(figure, Figure):
                citations.append(Cited(topic_id, path.as_posix(), draft.document.place(at), figure, record.get(figure.id)))
    return [_as_elsewhere(citation, citations) for citation in citations]


def _as_elsewhere(citation: Cited, citations: Sequence[Cited]) -> Cited:
    """With what another topic has on record of the same run, where its own has nothing."""
    if is_on_record(citation):
        return citation
    same = (
        other_citation.recorded
        for other_citation in citations
        if other_citation.recorded is not None and other_citation.recorded.holds_for(citation.figure)
    )
    recorded_figure = next(same, None)
    return citation if recorded_figure is None else replace(citation, recorded=recorded_figure, is_of_another_topic=True)


def is_on_record(citation: Cited) -> bool:
    """Whether the topic's own record has it, as it is defined now."""
    return not citation.is_of_another_topic and citation.recorded is not None and citation.recorded.holds_for(citation.figure)


def chosen(citations: Sequence[Cited], names: Sequence[str], *, nightly: bool) -> list[Cited]:
    """Those of that name (FIGURE, TRACK/TOPIC or TRACK/TOPIC/FIGURE), all where none is given; without ``nightly`` those that take long,
    or want a quiet machine, only where they are named themselves or were never measured."""
    by_name = {
        name for citation in citations for name in (citation.figure.id, f"{citation.topic_id}/{citation.figure.id}") if name in names
    }
    chosen_figures = []
    for citation in citations:
        is_named = bool({citation.figure.id, f"{citation.topic_id}/{citation.figure.id}"} & by_name)
        if is_named or (
            (not names or citation.topic_id in names) and (nightly or not is_on_record(citation) or not citation.figure.is_nightly)
        ):
            chosen_figures.append(citation)
    return chosen_figures


def without(names: Sequence[str], citations: Sequence[Cited]) -> list[str]:
    """The names that are none of a figure."""
    figures = {name for citation in citations for name in (citation.figure.id, f"{citation.topic_id}/{citation.figure.id}")}
    return [name for name in names if name not in figures]


def measure_and_say(
    citations: Sequence[Cited], *, all_figures: Sequence[Cited], instruments: Instruments, record: bool, strict: bool
) -> int:
    """Measure, print a line for each figure as it is known and the counts last; 1 where the record is contradicted.

    ``record`` writes what came out beside the topics; ``all_figures`` are all their figures. ``strict`` also gives 1 where one could not be
    measured for another reason than that this machine lacks what it needs, or where its number is not on record. Raises OSError.
    """
    if not all_figures:
        return 0
    outcomes: list[Remeasured] = []
    for outcome in measure(citations, instruments=instruments, measured_at=datetime.now(UTC).replace(microsecond=0)):
        print(outcome, flush=True)
        outcomes.append(outcome)
    if record:
        _record(outcomes, all_figures)
    counts = Counter(outcome.state for outcome in outcomes)
    left_count = len(all_figures) - len(citations)
    left_note = f", {left_count} left for --nightly" if left_count else ""
    counts_text = ", ".join(f"{counts[state]} {word}" for state, word in STATE_WORDS.items())
    print(f"figures: {counts_text}{left_note}")
    open_ones = [outcome for outcome in outcomes if outcome.state == "not here" and not outcome.lacks and not outcome.cited.figure.is_timed]
    unrecorded = [outcome for outcome in outcomes if outcome.state == "new" and not outcome.cited.figure.is_by_machine]
    is_wrong = not record and (counts["contradicts"] or (strict and unrecorded))
    failures = [outcome for outcome in outcomes if outcome.state == "contradicts" and outcome.seen is None]
    return int(bool(is_wrong or failures or (strict and open_ones)))


def _record(outcomes: Sequence[Remeasured], all_figures: Sequence[Cited]) -> None:
    for file in dict.fromkeys(outcome.cited.file for outcome in outcomes):
        path = record_path(Path(file))
        figures = [citation.figure for citation in all_figures if citation.file == file]
        updated = record_after([outcome for outcome in outcomes if outcome.cited.file == file], read_record(path), figures)
        if updated or path.exists():
            write_record(path, updated)
