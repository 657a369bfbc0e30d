"""Which ideas of an explanation are there: coverage, never a grade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from quizzes.questions.explain.denials import denials
from quizzes.questions.explain.model import Point
from quizzes.questions.explain.phrasings import Match, check_phrase, matches, places, read
from quizzes.questions.explain.sentences import Word, words_of

__all__ = ["Finding", "check_phrase", "cover"]

TEXT_LIMIT = 5_000
EXCERPT_LIMIT = 200


@dataclass(frozen=True)
class Finding:
    """What an explanation holds of one point.

    ``phrase`` is the phrasing that matched; ``excerpt`` the student's own words there, or, where the point was not found, the words that
    contradict or deny it. ``contradicted``: its opposite, which the point's author has written down, is said somewhere, even where it was
    also found. ``denied``: words of a phrasing are there and denied, which may well be true ("but not faster"), so it is no opposite.
    """

    point: str
    found: bool
    phrase: str | None = None
    excerpt: str | None = None
    contradicted: bool = False
    denied: bool = False


def cover(text: str, points: Sequence[Point]) -> tuple[Finding, ...]:
    """One finding a point, in their order; of a text over 5,000 characters only the beginning is read."""
    return _cover(text[:TEXT_LIMIT], tuple(points))


@lru_cache(maxsize=64)
def _cover(text: str, points: tuple[Point, ...]) -> tuple[Finding, ...]:
    words = words_of(text)
    phrases = {line: read(line) for point in points for line in (*point.phrases, *point.contradictions)}
    where = places(words, phrases.values())
    denied = tuple(denials(words))
    findings = []
    for point in points:
        said = [match for line in point.phrases for match in matches(phrases[line], words, where, denied)]
        against = [match for line in point.contradictions for match in matches(phrases[line], words, where, denied, one_clause=True)]
        findings.append(_finding(point.id, text, words, said, [match for match in against if match.holds]))
    return tuple(findings)


def _finding(point: str, text: str, words: Sequence[Word], said: Sequence[Match], against: Sequence[Match]) -> Finding:
    """A contradiction takes away what is said in the same clause; elsewhere both stand, and the student is told so."""
    opposite = {words[index].clause for match in against for index in match.at}
    good = [match for match in said if match.holds and not opposite & {words[index].clause for index in match.at}]
    denied = [match for match in said if not match.holds and not match.phrase.denied]
    if good:
        return Finding(point, True, good[0].phrase.text, _excerpt(text, words, good[0].at), bool(against), bool(denied))
    shown = next(iter((*against, *denied)), None)
    return Finding(point, False, None, _excerpt(text, words, shown.at) if shown else None, bool(against), bool(denied))


def _excerpt(text: str, words: Sequence[Word], at: Sequence[int]) -> str:
    """The clauses in which the words stand, as they were written."""
    clauses = [words[index].clause for index in at]
    inside = [word for word in words if min(clauses) <= word.clause <= max(clauses)]
    cut = " ".join(text[inside[0].start : inside[-1].end].split())
    return cut if len(cut) <= EXCERPT_LIMIT else cut[: EXCERPT_LIMIT - 1].rstrip() + "…"
