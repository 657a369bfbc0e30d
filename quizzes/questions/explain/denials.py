"""Denials in a text and how far each reaches: "not", "without", "it is a myth that", "is not needed"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from quizzes.questions.explain.sentences import AUXILIARIES, CONTRAST, FIRM, GLUE, RELATIVE, SOFT, VERBS, Word, word_set

_DENYING_VERBS = word_set("unable fail fails failed avoid avoids avoiding prevent prevents preventing doubt deny forget")
_AFTER_OTHER = {
    "not": word_set("only just merely simply solely surprisingly surprising bad free least mention"),
    "no": word_set("matter doubt wonder problem question surprise free"),
}
"""Denials that deny nothing, by the word that follows: "not only", "no doubt", "no free lunch"."""
_CLAIMS = word_set("doubt deny forget true mean means say claim think believe imply implies case wrong false untrue myth")
_PREDICATES = word_set("necessary needed required happen occur exist true correct possible affected used done help work matter apply")
_REFUSALS = word_set("unnecessary superfluous needless wrong false untrue myth none nonexistent")
_POINTERS = word_set("this that it which but not a")
_FARTHEST = 12
"""A denial reaches this many words."""


@dataclass(frozen=True, slots=True)
class Denial:
    """Words ``start`` to ``stop`` are denied by the word ``at``; ``most``: only a match that lies more than half in there is."""

    at: int
    start: int
    stop: int
    soft: bool = False
    most: bool = False

    def covers(self, at: Sequence[int]) -> bool:
        reached = sum(self.start <= index < self.stop for index in at)
        return reached * 2 > len(at) if self.most else reached > 0


def denials(words: Sequence[Word]) -> Iterator[Denial]:
    """Every denial with the words it reaches. Two denials of the same words cancel, so they are kept apart."""
    void = _needed_for(words)
    for at, word in enumerate(words):
        following = words[at + 1].text if at + 1 < len(words) else ""
        if at in void or following in _AFTER_OTHER.get(word.text, ()) or [one.text for one in words[at + 1 : at + 3]] == ["for", "free"]:
            continue
        if word.text in ("instead", "rather") and following in ("of", "than"):
            yield Denial(at, at + 2, _stop(words, at + 1, short=True), most=True)
        elif word.text in FIRM | SOFT | _DENYING_VERBS and not (word.text == "doubt" and at and words[at - 1].text == "no"):
            loose = _is_loose(words, at)
            short = loose or word.opener in RELATIVE
            yield Denial(at, at + 1, _stop(words, at, short=short), soft=word.text in SOFT, most=loose or word.text == "without")
        elif word.text in _REFUSALS and following == "that":
            yield Denial(at, at + 2, _stop(words, at, short=False))
        if _refuses(words, at):
            yield Denial(at, _refused_from(words, at), at, most=True)


def _needed_for(words: Sequence[Word]) -> frozenset[int]:
    """Denials that deny nothing: "without A it is not B" and "not B without A" say that B comes of A."""
    void: set[int] = set()
    firsts = [at for at, word in enumerate(words) if at == 0 or words[at - 1].part != word.part]
    for begin, end in pairwise([*firsts, len(words)]):
        firm = [at for at in range(begin, end) if words[at].text in FIRM]
        later = [at for at in firm if words[at].text != "without"]
        if words[begin].text == "without" and later:
            void |= {at for at in firm if words[at].text == "without"} | {later[0]}
        for at, then in pairwise(firm):
            if words[at].text == "not" and words[then].text == "without" and words[at].clause == words[then].clause:
                void |= {at, then}
    return frozenset(void)


def _is_loose(words: Sequence[Word], at: int) -> bool:
    """A "not" without a verb before it denies what follows, not the sentence: "integers not floats", "weights not needed are cut"."""
    if words[at].text != "not" and [one.text for one in words[at : at + 2]] != ["no", "longer"]:
        return False
    return at > 0 and words[at - 1].clause == words[at].clause and words[at - 1].text not in AUXILIARIES


def _stop(words: Sequence[Word], at: int, *, short: bool) -> int:
    """The end of what a denial reaches: its clause, a list after a comma, and the clause of a denied claim ("not true that")."""
    claims = any(word.text in _CLAIMS for word in words[at : at + 4] if word.part == words[at].part)
    content = words[at].text in ("nothing", "none")
    for index in range(at + 1, min(at + 1 + _FARTHEST, len(words))):
        word = words[index]
        if word.part != words[at].part or word.text == "nor":
            return index
        if word.clause != words[index - 1].clause:
            goes_on = _list_goes_on(words, index) if word.opener == "," else claims
            if not goes_on:
                return index
        if short and content and word.text in AUXILIARIES:
            return index
        content = content or word.text not in GLUE
    return min(at + 1 + _FARTHEST, len(words))


def _list_goes_on(words: Sequence[Word], index: int) -> bool:
    """ "no weights, neurons or filters": a comma inside a list does not end a denial."""
    for word in words[index : index + 4]:
        if word.text in ("or", "nor"):
            return True
        if (word.clause != words[index].clause and word.opener != ",") or word.text in VERBS:
            return False
    return False


def _alone(words: Sequence[Word], at: int) -> bool:
    return all(word.clause != words[at].clause for word in (*words[at - 1 : at], *words[at + 1 : at + 2]))


def _refused_from(words: Sequence[Word], at: int) -> int:
    """The first word of the refused clause; "(but) that is wrong" refuses the sentence before it."""
    begin = at
    while begin and words[begin - 1].clause == words[at].clause:
        begin -= 1
    if not {word.text for word in words[begin:at]} - AUXILIARIES - _POINTERS and begin:
        part = words[begin - 1].part if words[begin - 1].text not in CONTRAST else words[begin - 1].part - 1
        while begin and words[begin - 1].part >= part:
            begin -= 1
    return begin


def _refuses(words: Sequence[Word], at: int) -> bool:
    """Whether the words before are refused: "fine-tuning is not necessary", "accuracy loss: none"."""
    before = words[at - 1] if at else None
    if before is None:
        return False
    if _alone(words, at) and words[at].text in ("none", "no", "nothing"):
        return before.part == words[at].part
    if words[at].text in _REFUSALS:
        return before.clause == words[at].clause and any(word.text in AUXILIARIES for word in words[max(at - 3, 0) : at])
    if words[at].text not in FIRM or before.text not in AUXILIARIES or before.clause != words[at].clause:
        return False
    return any(word.text in _PREDICATES for word in words[at + 1 : at + 4] if word.clause == words[at].clause)


def denied(at: Sequence[int], denials: Sequence[Denial]) -> str:
    """ "firm" or "soft" where the words are denied, "" where they are not or where two denials of the same word cancel."""
    covering = [denial for denial in denials if denial.covers(at)]
    depth = max((sum(denial.start <= index < denial.stop for denial in covering) for index in at), default=0)
    return "" if depth % 2 == 0 else "soft" if covering[0].soft else "firm"
