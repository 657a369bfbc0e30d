"""Checks beyond the schema: what is valid and yet teaches badly. Each warning has a code, and can be silenced with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from quizzes.content.document import Path, where
from quizzes.content.draft import Draft
from quizzes.content.lint import bearings, choices, likeness
from quizzes.content.lint.finding import Finding
from quizzes.content.problems import Problem, Refusal
from quizzes.models import Header, Part

CHECKS: tuple[Callable[[Draft], Iterable[Finding]], ...] = (
    choices.why_repeats,
    choices.longest_right,
    choices.all_of_the_above,
    choices.telling_id,
    choices.right_place,
    likeness.near_duplicate,
    bearings.no_easy_item,
    bearings.unused_concept,
    bearings.unused_source,
    bearings.no_source,
    bearings.no_alt_text,
    bearings.cut_off,
)


def lint(draft: Draft, *, file: str) -> tuple[Problem, ...]:
    """Every warning about the valid entries of a draft, in the order of lines; those silenced with a reason are left out.

    A draft whose header is refused gives none: what belongs together cannot be told.
    """
    if draft.document is None or draft.header is None:
        return ()
    findings = [finding for check in CHECKS for finding in check(draft)]
    said = [finding for finding in findings if not _is_silenced(finding)]
    said += _needless(draft, draft.header, findings)
    return tuple(sorted({_problem(draft, finding, file) for finding in said}))


def _is_silenced(finding: Finding) -> bool:
    return any(finding.code in getattr(holder, "silence", {}) for holder in finding.holders)


def _needless(draft: Draft, header: Header, findings: Iterable[Finding]) -> Iterator[Finding]:
    found = {(id(holder), finding.code) for finding in findings for holder in finding.holders}
    holders: list[tuple[Path, Part]] = [((), header), *draft.items(), *draft.entries.get("concepts", ())]
    for path, holder in holders:
        for code in getattr(holder, "silence", {}):
            if (id(holder), code) not in found:
                yield Finding("needless-silence", (*path, "silence", code), f"{code!r} does not occur here", "take the line out", ())


def _problem(draft: Draft, finding: Finding, file: str) -> Problem:
    assert draft.document is not None
    place = draft.document.place(finding.path)
    refusal = Refusal(place, where(finding.path), finding.wrong, finding.mend, finding.code, "warning")
    return refusal.in_file(file)
