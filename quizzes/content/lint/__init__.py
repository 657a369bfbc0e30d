"""Checks beyond the schema: what is valid and yet teaches badly. Each finding has a code; a warning can be silenced with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from quizzes.content.draft import Draft
from quizzes.content.lint import bearings, choices, explanations, lessons, likeness, typed, wording
from quizzes.content.lint.finding import Finding
from quizzes.content.lint.order import Edge
from quizzes.content.source.document import Path, where
from quizzes.content.source.problems import Problem, Refusal
from quizzes.models import Header, Part
from quizzes.models.terms import Terms

CHECKS: tuple[Callable[[Draft], Iterable[Finding]], ...] = (
    choices.why_repeats,
    choices.longest_right,
    choices.all_of_the_above,
    choices.telling_id,
    choices.right_place,
    likeness.near_duplicate,
    lessons.lesson_length,
    lessons.wordy_screen,
    explanations.model_answer,
    explanations.example,
    bearings.no_easy_item,
    bearings.unused_concept,
    bearings.no_contrast,
    bearings.unused_source,
    bearings.no_source,
    bearings.no_labs,
    bearings.no_alt_text,
    bearings.large_picture,
    bearings.cut_off,
    typed.typed_figure,
    typed.unused_figure,
)


SEEN_FROM_OUTSIDE = "term-too-early"
"""The warning that may depend on what other topics need."""


def lint(draft: Draft, *, file: str, terms: Terms | None = None, around: Iterable[Edge] | None = None) -> tuple[Problem, ...]:
    """Every finding about the valid entries of a draft, in the order of lines; warnings silenced with a reason are left out.

    A draft whose header is refused gives none: what belongs together cannot be told. ``terms`` are those of its folder, ``around`` is what
    its other topics need, None where the draft is looked at alone.
    """
    if draft.document is None or draft.header is None:
        return ()
    findings = [finding for check in CHECKS for finding in check(draft)]
    findings += wording.wording(draft, terms, around or ()) if terms is not None else []
    warnings = [finding for finding in findings if not _is_silenced(finding)]
    warnings += [
        warning for warning in _needless(draft, draft.header, findings) if around is not None or warning.path[-1] != SEEN_FROM_OUTSIDE
    ]
    return tuple(sorted({_problem(draft, finding, file) for finding in warnings}))


def _is_silenced(finding: Finding) -> bool:
    return any(finding.code in getattr(holder, "silence", {}) for holder in finding.holders)


def _needless(draft: Draft, header: Header, findings: Iterable[Finding]) -> Iterator[Finding]:
    codes_found = {(id(holder), finding.code) for finding in findings for holder in finding.holders}
    holders: list[tuple[Path, Part]] = [
        ((), header),
        *draft.items(),
        *draft.entries.get("concepts", ()),
        *draft.entries.get("lesson", ()),
        *draft.entries.get("cheat_sheet", ()),
    ]
    for path, holder in holders:
        for code in getattr(holder, "silence", {}):
            if (id(holder), code) not in codes_found:
                yield Finding("needless-silence", (*path, "silence", code), f"{code!r} does not occur here", "take the line out", ())


def _problem(draft: Draft, finding: Finding, file: str) -> Problem:
    assert draft.document is not None
    at, words = finding.path, finding.words
    place = draft.document.place_inside(at, words, nth=finding.nth) if words else draft.document.place(at)
    refusal = Refusal(place, where(finding.path), finding.wrong, finding.mend, finding.code, finding.severity)
    return refusal.in_file(file)
