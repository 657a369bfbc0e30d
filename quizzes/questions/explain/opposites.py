"""The opposite of a phrasing, where it compares: "more memory" of "less memory", "better accuracy" of "worse accuracy"."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from quizzes.questions.explain.lexicon import LEXICON
from quizzes.questions.explain.phrasings import Phrase, runs_of
from quizzes.questions.explain.sentences import GLUE
from quizzes.questions.explain.tokens import word_set

_MORE_WORDS = word_set(
    "more higher bigger larger greater heavier increase grow grew grown rise rose up gain add additional extra double twice"
)
_BETTER = word_set("better improve higher rise rose increase grow up gain more perfect")
_FEWER_WORDS = frozenset(LEXICON["fewer"]) - word_set("minus part plus quarter half tenth third fraction")
_PAIRS: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (_FEWER_WORDS, _MORE_WORDS),
    (frozenset(LEXICON["worse"]) - word_set("pay penalty price hit risk expense cost trade"), _BETTER),
    (frozenset(LEXICON["fast"]), word_set("slow* sluggish lag* longer")),
    (frozenset(LEXICON["slow"]), word_set("fast* quick* sooner")),
    (_MORE_WORDS, word_set("fewer less lower reduc*")),
    (frozenset(LEXICON["remove"]), word_set("keep add insert introduce preserve")),
)
"""Words that compare -> those that say the opposite."""
_SHARE = 0.5
"""A place of a phrasing compares where this share of its words stands in one of the rows."""
_NOT_IN = runs_of(
    word_set("original unpruned old otherwise was were without if would finetun* fine retrain* again back recover* afterwards")
)


@lru_cache(maxsize=2_000)
def opposites(phrase: Phrase) -> tuple[Phrase, ...]:
    """The phrasing with each of its comparing places turned round, one at a time; none of a single word or a denial.

    ``bigger`` alone says nothing ("the bigger the network"), and the opposite of "needs no memory" is written by the author.
    """
    if phrase.denied or len(phrase.slots) < 2:
        return ()
    turned = []
    for place, slot in enumerate(phrase.slots):
        words = [run[0] for run in slot if len(run) == 1]
        opposite = _opposite(words)
        if opposite and 2 * len(words) >= len(slot):
            kept_slots = [tuple(run for run in slot if not GLUE.issuperset(run)) for slot in phrase.slots]
            slots = (*kept_slots[:place], runs_of(sorted(opposite)), *kept_slots[place + 1 :])
            turned.append(replace(phrase, slots=slots, barred=(*phrase.barred, *_NOT_IN)))
    return tuple(turned)


def _opposite(words: list[str]) -> frozenset[str]:
    """The words that say the opposite of most of these; empty where they do not compare."""
    shares = [sum(word in row for word in words) / max(len(words), 1) for row, _ in _PAIRS]
    best = max(shares)
    return _PAIRS[shares.index(best)][1] if best >= _SHARE else frozenset()
