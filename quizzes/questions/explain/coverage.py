"""Which ideas of an explanation are there: coverage, never a grade."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from quizzes.questions.explain.denials import denials
from quizzes.questions.explain.model import Point
from quizzes.questions.explain.opposites import opposites
from quizzes.questions.explain.phrasings import Groups, Match, check_phrase, matches, places, read
from quizzes.questions.explain.sentences import Word, words_of
from quizzes.questions.explain.tokens import word_set

__all__ = ["Finding", "check_phrase", "cover"]

TEXT_LIMIT = 5_000
EXCERPT_LIMIT = 200
COPIED_WORDS = 6
_BEFORE_ITS_NOUN = frozenset({"more", "less", "fewer", "extra", "additional"})
_COMPARATIVES = _BEFORE_ITS_NOUN | word_set("bigger larger smaller higher lower faster slower longer shorter heavier lighter better worse")
_NEXT = 0
"""How many more words may stand between those of an opposite that no author wrote."""


@dataclass(frozen=True)
class Finding:
    """What an explanation holds of one point.

    ``phrase`` is the phrasing that matched; ``excerpt`` the student's own words there, or, where the point was not found, the words that
    contradict or deny it. ``contradicted``: its opposite, which the point's author has written down, is said somewhere, even where it was
    also found; ``against`` are the words that say it. ``denied``: words of a phrasing are there and denied, which may well be true ("but
    not faster"), so it is no opposite.
    """

    point: str
    found: bool
    phrase: str | None = None
    excerpt: str | None = None
    contradicted: bool = False
    denied: bool = False
    against: str | None = None


def cover(text: str, points: Sequence[Point], *, words: Groups = (), question_text: str = "") -> tuple[Finding, ...]:
    """One finding a point, in their order; of a text over 5,000 characters only the beginning is read.

    ``words`` are groups that the phrasings may name. What only repeats ``question_text``, the prompt and its hint, says nothing.
    """
    return _cover(text[:TEXT_LIMIT], tuple(points), words, question_text)


@lru_cache(maxsize=256)
def _cover(text: str, points: tuple[Point, ...], groups: Groups, question_text: str) -> tuple[Finding, ...]:
    words = words_of(_without_ids(text, points))
    phrases = {line: read(line, groups) for point in points for line in (*point.phrases, *point.contradictions)}
    turned = {point.id: [phrase for line in point.phrases for phrase in opposites(phrases[line])] for point in points}
    spots = places(words, chain(phrases.values(), *turned.values()))
    denials_found = tuple(denials(words))
    copied = _copied(words, question_text)
    findings = []
    for point in points:
        matches_said = [
            match for line in point.phrases for match in matches(phrases[line], words, spots, denials_found) if set(match.at) - copied
        ]
        against = [match for line in point.contradictions for match in matches(phrases[line], words, spots, denials_found, one_clause=True)]
        matches_turned = [
            match for phrase in turned[point.id] for match in matches(phrase, words, spots, denials_found, one_clause=True, reach=_NEXT)
        ]
        opposite = [match for match in against if match.holds] + [match for match in matches_said if match.dismissed]
        opposite += [match for match in matches_turned if _compares(match, words) and not _said_closer(match, matches_said, words)]
        opposite = [match for match in opposite if not _is_proportion(match, words)]
        matches_said = [match for match in matches_said if len(match.at) > 1 or not _is_proportion(match, words)]
        findings.append(_finding(point.id, text, words, matches_said, opposite))
    return tuple(findings)


def _compares(match: Match, words: Sequence[Word]) -> bool:
    """Whether an opposite that no author wrote is said; a "more" compares what comes behind it ("it classifies more")."""
    return match.holds and words[match.at[-1]].text not in _BEFORE_ITS_NOUN


def _is_proportion(match: Match, words: Sequence[Word]) -> bool:
    """ "the bigger the model, the slower it is" says nothing of this model."""
    return any(words[index].text in _COMPARATIVES and index and words[index - 1].text == "the" for index in match.at)


def _said_closer(opposite: Match, matches_said: Sequence[Match], words: Sequence[Word]) -> bool:
    """Whether the point itself is said in the clause of an opposite, in words that stand as near each other."""
    length = opposite.at[-1] - opposite.at[0]
    in_same_clause = [
        match for match in matches_said if match.holds and {words[index].clause for index in match.at} == {words[opposite.at[0]].clause}
    ]
    return any(match.at[-1] - match.at[0] <= length for match in in_same_clause)


def _without_ids(text: str, points: Sequence[Point]) -> str:
    """The text without a list of all points by their ids, which is copied from the file and says nothing."""
    if len(points) < 2:
        return text
    id_list = re.compile(r"\W+(?:and\W+)?".join(re.escape(point.id) for point in points), re.IGNORECASE)
    return id_list.sub(lambda match: " " * len(match[0]), text)


def _copied(words: Sequence[Word], question_text: str) -> frozenset[int]:
    """The words that stand in a run of six or more which was copied from what was asked."""
    question_words = [word.text for word in words_of(question_text)]
    runs = {tuple(question_words[at : at + COPIED_WORDS]) for at in range(len(question_words) - COPIED_WORDS + 1)}
    text = [word.text for word in words]
    begins = [at for at in range(len(text)) if tuple(text[at : at + COPIED_WORDS]) in runs]
    return frozenset(at + step for at in begins for step in range(COPIED_WORDS))


def _finding(point: str, text: str, words: Sequence[Word], matches_said: Sequence[Match], against: Sequence[Match]) -> Finding:
    """A contradiction takes away what is said in the same clause; elsewhere both stand, and the student is told so."""
    opposite = {words[index].clause for match in against for index in match.at}
    good = [match for match in matches_said if match.holds and not opposite & {words[index].clause for index in match.at}]
    denied_matches = [match for match in matches_said if not match.holds and not match.phrase.denied]
    against_excerpt = _excerpt(text, words, against[0].at) if against else None
    if good:
        return Finding(
            point, True, good[0].phrase.text, _excerpt(text, words, good[0].at), bool(against), bool(denied_matches), against_excerpt
        )
    excerpt = against_excerpt if against or not denied_matches else _excerpt(text, words, denied_matches[0].at)
    return Finding(point, False, None, excerpt, bool(against), bool(denied_matches), against_excerpt)


def _excerpt(text: str, words: Sequence[Word], at: Sequence[int]) -> str:
    """The clauses in which the words stand, as they were written."""
    clauses = [words[index].clause for index in at]
    clause_words = [word for word in words if min(clauses) <= word.clause <= max(clauses)]
    excerpt = " ".join(text[clause_words[0].start : clause_words[-1].end].split())
    return excerpt if len(excerpt) <= EXCERPT_LIMIT else excerpt[: EXCERPT_LIMIT - 1].rstrip() + "…"
