"""How an answer of any mode becomes a rating of the schedule: the one place of this rule.

Cards rate themselves. Everything else enters carefully, because a right choice may be luck and a right answer shortly after the
explanation shows that one can read (retrieval practice works by effort: Schwieren et al. 2017; see also Bjork & Bjork on storage and
retrieval strength).
"""

from __future__ import annotations

from dataclasses import dataclass

from quizzes.events.rating import Rating

RULE = (
    "Cards count as you rate them. Other answers enter carefully: a correct choice counts as Hard at most, because it may be luck; "
    "other correct answers as Got it. Not being sure lowers that by one, but not below Hard; each hint lowers it by one. A wrong answer "
    "counts as Forgot, and so does one that was sure and wrong. A correct answer lengthens nothing on a day on which the concept was "
    "already taught or asked; an item you see for the first time only enters, as Hard at most where it may be luck. A first bet, and a "
    "test before you learned the concept, never count as forgetting."
)
"""The rule as the app says it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """An answer with what the rule has to know of it.

    ``score`` is 0..1; ``sure`` is None where that was not asked; ``first`` where this learner never met the item before;
    ``taught_before`` where an item of its concept was met before at all, ``taught_today`` where that was on the same learner's day.
    """

    mode: str
    score: float
    guessable: bool
    sure: bool | None = None
    hints: int = 0
    first: bool = False
    taught_before: bool = False
    taught_today: bool = False


def rating_of(answer: Given) -> Rating | None:
    """The rating that an answer (not a card's, which rates itself) counts as; None where it changes nothing."""
    if answer.score < 0.5:
        return Rating.HARD if _is_before_learning(answer) else Rating.AGAIN
    if answer.taught_today and not answer.first:
        return None
    best = Rating.HARD if answer.guessable or answer.score < 1.0 else Rating.GOOD
    lowest = Rating.AGAIN if answer.hints and not _is_before_learning(answer) else Rating.HARD
    return Rating(max(lowest, best - int(answer.sure is False) - answer.hints))


def _is_before_learning(answer: Given) -> bool:
    """A bet on something never met, or a test of a concept that was never taught: there was nothing to forget."""
    return answer.first and (answer.mode == "myths" or (answer.mode == "self-test" and not answer.taught_before))
