"""The notation of phrasings, and where a phrasing matches in a text.

One phrasing is a line of words that must all stand near each other in one sentence, in any order:

- ``remove/delete weight``   a slash separates alternatives; any word form counts (removes, removal) and so do small typos
- ``fast* small*``           a star takes every ending (fast, faster, fastest)
- ``8-bit get-rid``          a hyphen keeps words next to each other, in that order (8 bits, "get rid")
- ``not need memory``        with not / no / never / without the rest must be denied; else a denied match does not count
- ``~remove weight``       a wave takes all words of a group: of the prompt's own ``words``, or of ``lexicon.py`` (kill, cut, throw, ...)
- ``lose precision !bit``    an exclamation mark names a word that must not stand in the same clause (of a contradiction: sentence)
- ``needs int8 ?phone``     a question mark names a word that must stand somewhere in the answer, however far away
- ``prun* bit !!quantiz*``   two name one that must not stand in the same clause of a contradiction either

In a contradiction all words must stand in one clause. Of a phrasing of several words that compares, the opposite is told by itself
(``opposites.py``). A question says nothing. Words that only glue (the, of, is, to, ...) may be written and are not looked for.
``check_phrase`` says what is wrong with a phrasing.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice, takewhile

from quizzes.models.suggestions import did_you_mean
from quizzes.questions.explain.denials import GRADED, Denial, denied, dismissed
from quizzes.questions.explain.lexicon import LEXICON, MARKS, expanded, marks_of
from quizzes.questions.explain.sentences import FIRM, GLUE, SOFT, VERBS, Word
from quizzes.questions.explain.spellings import usual
from quizzes.questions.explain.subjects import changes_subject, is_about
from quizzes.questions.explain.tokens import is_slip, number, stem

LENGTH_LIMIT = 400
ALTERNATIVES_LIMIT = 60
VOCABULARY_LIMIT, TERMS_LIMIT = 900, 6_000
"""Words that all phrasings of one prompt may look for, each of which is compared with each word of an answer, and how often they stand."""
WORDS_LIMIT = 8
REACH = 4
"""A phrasing's words may stand this many words further apart than they are many; glue words are not counted."""

Groups = tuple[tuple[str, tuple[str, ...]], ...]
"""Name of a group of words -> its words."""
_PIECE = re.compile(r"[a-z]+\*?|\d+")
_TERM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\*?")


@dataclass(frozen=True)
class Phrase:
    """``slots`` hold alternatives, each a run of words, the last of which may end in ``*``; ``denied`` holds "firm" or "soft"."""

    text: str
    slots: tuple[tuple[tuple[str, ...], ...], ...]
    barred: tuple[tuple[str, ...], ...]
    barred_near: tuple[tuple[str, ...], ...]
    anywhere: tuple[tuple[str, ...], ...]
    about: tuple[tuple[str, ...], ...]
    denied: frozenset[str]


@dataclass(frozen=True)
class Match:
    """Indexes of the words that matched; ``holds`` where they are said, not denied (or denied, where the phrasing wants that).

    ``dismissed``: it is said not to be needed, or not to count.
    """

    phrase: Phrase
    at: tuple[int, ...]
    holds: bool
    dismissed: bool = False


def check_phrase(text: str, words: Groups = ()) -> str | None:
    """What is wrong with a phrasing, None where nothing is; ``words`` are the prompt's own groups."""
    if len(text) > LENGTH_LIMIT:
        return f"it has {len(text)} characters; at most {LENGTH_LIMIT}"
    for slot in text.lower().split():
        marks, terms = marks_of(slot), slot.lstrip(MARKS).split("/")
        if marks not in ("", "!", "!!", "?", "@"):
            return f"{slot!r} begins with {marks!r}; allowed: !, !!, ? or @"
        if len(terms) > ALTERNATIVES_LIMIT:
            return f"{len(terms)} alternatives in one place; at most {ALTERNATIVES_LIMIT}"
        if 0 < sum(term in FIRM | SOFT for term in terms) < len(terms):
            return f"{slot!r} mixes a denial with other words; write two phrasings"
        for term in terms:
            if term.startswith("~"):
                group_names = [*dict(words), *LEXICON]
                if term[1:] not in group_names:
                    return f"{term!r} is no group of words; {did_you_mean(term[1:], group_names)}"
                continue
            if not term:
                return f"an empty alternative in {slot!r}; write a/b"
            if not _TERM.fullmatch(term):
                return f"{term!r} is no word; allowed: letters, digits, - inside, * at the end"
            if term.endswith("*") and len(_PIECE.findall(term)[-1]) < 4:
                return f"{term!r} takes nearly every word; give three letters or more before *"
    slot_count = len(read(text, words).slots)
    if not slot_count:
        return "no word to look for; allowed: at least one word besides not, !word and words such as the, of, is"
    if slot_count > WORDS_LIMIT:
        return f"{slot_count} words must all be there; at most {WORDS_LIMIT}"
    return None


def check_all(lines: Sequence[str], words: Groups = ()) -> tuple[str, str] | None:
    """What is wrong with all phrasings of one prompt together, and what is allowed; None where nothing is."""
    terms = [term for line in lines for term in re.split(r"[\s/!?@]+", expanded(line.lower(), words)) if term]
    if len(set(terms)) <= VOCABULARY_LIMIT and len(terms) <= TERMS_LIMIT:
        return None
    wrong = f"the phrasings of one prompt look for {len(set(terms)):,} words in {len(terms):,} places"
    return wrong, f"at most {VOCABULARY_LIMIT:,} words in {TERMS_LIMIT:,} places"


@lru_cache(maxsize=2_000)
def read(line: str, words: Groups = ()) -> Phrase:
    slots: list[tuple[tuple[str, ...], ...]] = []
    runs_by_mark: dict[str, list[tuple[str, ...]]] = {"!": [], "!!": [], "?": [], "@": []}
    denial: set[str] = set()
    for slot in expanded(line.lower(), words).split():
        marks = marks_of(slot)
        terms = slot.removeprefix(marks).split("/")
        runs = runs_of(terms)
        if marks in runs_by_mark:
            runs_by_mark[marks].extend(runs)
        elif all(term in FIRM | SOFT for term in terms):
            denial |= {"soft" if term in SOFT else "firm" for term in terms}
        elif runs and not all(term in GLUE for term in terms):
            joined_runs = tuple(("".join(run),) for run in runs if len(run) > 1 and "".join(run).rstrip("*").isalpha())
            slots.append(runs + joined_runs)
    return Phrase(
        line,
        tuple(slots),
        tuple(runs_by_mark["!"]),
        tuple(runs_by_mark["!!"]),
        tuple(runs_by_mark["?"]),
        tuple(runs_by_mark["@"]),
        frozenset(denial),
    )


def runs_of(terms: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Each alternative of a place as the words that stand next to each other."""
    return tuple(run for term in terms if (run := tuple(number(usual(piece)) for piece in _PIECE.findall(term))))


def places(words: Sequence[Word], phrases: Iterable[Phrase]) -> Mapping[str, frozenset[int]]:
    """Where each word of the phrasings stands in the text. A word that is one of them as it stands is no typo of another."""
    runs = (run for phrase in phrases for run in chain(phrase.barred, phrase.barred_near, phrase.anywhere, phrase.about, *phrase.slots))
    terms = sorted(set(chain.from_iterable(runs)))
    starts = [term for term in terms if term.endswith("*")]
    stems: dict[str, list[str]] = {}
    for term in terms:
        stems.setdefault(stem(term) if term.isalpha() else term, []).append(term)
    forms: dict[str, set[str]] = {}
    for word in {word.text for word in words}:
        same = stems.get(stem(word) if word.isalpha() else word, [])
        if not same and word not in VERBS | GLUE | FIRM | SOFT:
            same = [term for term in terms if term[0] == word[0] and is_slip(word, term)]
        same = [*same, *(term for term in starts if word.startswith(term[:-1]))]
        for term in same:
            forms.setdefault(term, set()).add(word)
    return {term: frozenset(at for at, word in enumerate(words) if word.text in forms_of_term) for term, forms_of_term in forms.items()}


def matches(
    phrase: Phrase,
    words: Sequence[Word],
    places: Mapping[str, frozenset[int]],
    denials: Sequence[Denial],
    *,
    one_clause: bool = False,
    reach: int = REACH,
) -> Iterator[Match]:
    """Every place where all words of the phrasing stand near each other, from each of its words to the right."""
    spots_of_slots = [sorted(set(chain.from_iterable(_spots(run, places) for run in slot))) for slot in phrase.slots]
    if not all(spots_of_slots) or (phrase.anywhere and not any(True for run in phrase.anywhere for _ in _spots(run, places))):
        return
    barring = [spot[0] for run in phrase.barred for spot in _spots(run, places)]
    barred = {words[at].clause for at in barring}
    if one_clause:  # an opposite: what makes it true may stand anywhere in its sentence
        barred = {word.clause for word in words if word.part in {words[at].part for at in barring}}
    barred |= {words[spot[0]].clause for run in phrase.barred_near for spot in _spots(run, places)}
    about = {index for run in phrase.about for spot in _spots(run, places) for index in spot}
    one_clause = one_clause or bool(phrase.denied)
    if phrase.denied:
        denials = [denial for denial in denials if not denial.likeness]
    for first in sorted(set(chain.from_iterable(spots_of_slots))):
        at = _nearest(first, spots_of_slots, words, reach)
        clauses = {words[index].clause for index in at}
        if phrase.denied and any(words[index - 1].text in ("less", "fewer") and index - 1 not in at for index in at if index):
            continue  # "does not need less memory" is not "needs no memory"
        if any(_belongs_to_another(words, index, at) for index in at):
            continue
        if phrase.about and at and not is_about(words, at, about):
            continue
        if at and not clauses & barred and (len(clauses) == 1 or not (one_clause or changes_subject(words, at))):
            kind = denied(at, denials)
            holds = kind in phrase.denied if phrase.denied else not kind
            yield Match(phrase, at, holds, not phrase.denied and dismissed(at, denials))


def _belongs_to_another(words: Sequence[Word], index: int, at: Sequence[int]) -> bool:
    """Whether a "less" says something of a word that no phrasing looked for: "less accurate: the milliseconds" is not fewer of them."""
    if words[index].text not in ("less", "more") or index + 1 in at or index + 1 == len(words):
        return False
    return words[index + 1].text in GRADED


def _spots(run: Sequence[str], places: Mapping[str, frozenset[int]]) -> Iterator[tuple[int, ...]]:
    later_places = [places.get(term, frozenset()) for term in run[1:]]
    for at in places.get(run[0], frozenset()):
        if all(at + step in spots for step, spots in enumerate(later_places, 1)):
            yield tuple(range(at, at + len(run)))


def _nearest(
    first: tuple[int, ...], spots_of_slots: Sequence[Sequence[tuple[int, ...]]], words: Sequence[Word], reach: int
) -> tuple[int, ...]:
    """One spot for each slot, beginning with ``first``, in its sentence and near it; empty where a slot stays open."""
    start = words[first[0]]
    farthest = start.place + len(spots_of_slots) + reach
    nearby_spots = []
    for spots in spots_of_slots:
        later_spots = islice(spots, bisect(spots, first), None)
        nearby_spots.append(
            list(takewhile(lambda spot: words[spot[-1]].part == start.part and words[spot[-1]].place <= farthest, later_spots))
        )
    for own, spots in enumerate(spots_of_slots):
        if first in spots:
            filling = _filled(sorted((*nearby_spots[:own], *nearby_spots[own + 1 :]), key=len), frozenset(first))
            if filling:
                return tuple(sorted(filling))
    return ()


def _filled(slots: Sequence[Sequence[tuple[int, ...]]], taken_places: frozenset[int]) -> frozenset[int]:
    """``taken_places`` with one spot of each slot, no word used twice; empty where that cannot be.

    Two slots may look for the same word: in "measure only the first run" a "measurement" must not take the word that "measure" needs.
    """
    if not slots:
        return taken_places
    for spot in slots[0]:
        filling = _filled(slots[1:], taken_places | set(spot)) if not taken_places & set(spot) else frozenset()
        if filling:
            return filling
    return frozenset()
