"""Denials in a text and how far each reaches: "not", "without", "it is a myth that", "is not needed"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from quizzes.questions.explain.refusals import (
    COUNTING,
    DECIDING,
    DISMISSALS,
    GROUNDS,
    REFUSALS,
    dismisses,
    end_of_asking,
    end_of_clause,
    ends_a_clause,
    is_about_what_follows,
    is_better_off,
    is_denying_object,
    is_needless,
    is_only_a_cost,
    refused_from,
    refuses,
)
from quizzes.questions.explain.sentences import AUXILIARIES, CONTRAST, FIRM, GLUE, RELATIVE, SOFT, VERBS, Word
from quizzes.questions.explain.tokens import word_set

_DENYING_VERBS = word_set("unable fail fails failed avoid avoids avoiding prevent prevents preventing doubt deny forget")
_AFTER_OTHER = {
    "not": word_set("only just merely simply solely surprisingly surprising bad free least mention"),
    "no": word_set("matter doubt wonder problem question surprise free"),
}
"""Denials that deny nothing, by the word that follows: "not only", "no doubt", "no free lunch"."""
_CLAIMS = word_set(
    "doubt deny forget true mean means say claim think believe imply implies case happen happens way wrong false untrue myth"
)
GRADED = word_set(
    "accurate precise exact reliable good well fast quick quickly efficient responsive correct correctly right smart sharp clear compact"
    " light big large heavy slow difficult complicated expensive hot noisy useful"
)
"""What "less" denies: "less fast"; before other words it is an amount ("less memory")."""
_IN_THOUGHT = word_set("think expect assume believe suppose hope guess imagine")
_FORMERLY = word_set("before ever always now was were")
_MAYBE = word_set("would might could may")
_OTHERS = word_set("some many people others most someone somebody one you")
_SAYING = word_set("say says said claim claims think thinks believe believes assume expect argue") | _IN_THOUGHT
_PUT_RIGHT = CONTRAST | word_set("no actually experience reality fact truth")
"""Where "some say that A" goes on so, the writer does not say A."""
_FARTHEST = 12
"""A denial reaches this many words."""


@dataclass(frozen=True, slots=True)
class Denial:
    """Words ``start`` to ``stop`` are denied by the word ``at``; ``most``: only a match that lies more than half in there is.

    ``behind``: half is enough, for what is refused was said before. ``likeness``: "as fast as before" and "is no problem", which
    a phrasing with a denial of its own does not mean. ``dismisses``: it says that what it reaches is not needed or does not count.
    ``until``: half is not enough for a match that goes on behind this word.
    """

    at: int
    start: int
    stop: int
    soft: bool = False
    most: bool = False
    behind: bool = False
    likeness: bool = False
    dismisses: bool = False
    until: int | None = None

    def covers(self, at: Sequence[int]) -> bool:
        if self.at in at:  # "less" in "less accurate" is what the phrasing looks for
            return False
        reached_count = sum(self.start <= index < self.stop for index in at)
        goes_on = self.until is not None and max(at) >= self.until  # "weights are useless, so they are removed"
        return reached_count * 2 >= len(at) + (not self.behind or goes_on) if self.most or self.behind else reached_count > 0


def denials(words: Sequence[Word]) -> Iterator[Denial]:
    """Every denial with the words it reaches. Two denials of the same words cancel, so they are kept apart."""
    void = _needed_for(words)
    for at, word in enumerate(words):
        next_text = words[at + 1].text if at + 1 < len(words) else ""
        if is_about_what_follows(words, at):
            yield Denial(at, at + 2, end_of_asking(words, at + 2), dismisses=True)
            continue
        if refuses(words, at):
            begin = refused_from(words, at)
            same_clause, needless = words[begin].clause == word.clause, dismisses(words, at)
            until = end_of_clause(words, at) if word.text in DISMISSALS else None
            yield Denial(at, begin, at, most=True, behind=same_clause, likeness=word.text == "no", dismisses=needless, until=until)
            if word.text == "no":
                continue
        elif is_denying_object(words, at):
            counts = words[at - 1].text in COUNTING
            yield Denial(at, refused_from(words, at) if counts else at - 1, at, likeness=counts, dismisses=counts)
        elif is_only_a_cost(words, at):
            yield Denial(at, refused_from(words, at), at, behind=True, dismisses=True)
        elif ends_a_clause(words, at):
            begin = refused_from(words, at)
            yield Denial(
                at, begin, at, behind=True, dismisses=any(word_before.text in DECIDING for word_before in words[max(begin - 4, 0) : begin])
            )
        if (
            at in void
            or next_text in _AFTER_OTHER.get(word.text, ())
            or [word_before.text for word_before in words[at + 1 : at + 3]] == ["for", "free"]
        ):
            continue
        if word.text in ("instead", "rather") and next_text in ("of", "than"):
            yield Denial(at, at + 2, _stop(words, at + 1, short=True), most=True)
        elif word.text in FIRM | SOFT | _DENYING_VERBS and not (word.text == "doubt" and at and words[at - 1].text == "no"):
            loose = _is_loose(words, at)
            short = loose or word.opener in RELATIVE
            stop = _stop(words, at, short=short)
            needless = is_better_off(words, at) or (word.text in ("no", "neither", "nor", "not") and is_needless(words, at))
            yield Denial(at, at + 1, stop, soft=word.text in SOFT, most=loose or word.text == "without", dismisses=needless)
        elif word.text in REFUSALS and next_text == "that":
            yield Denial(at, at + 2, _stop(words, at, short=False))
        elif word.text == "less" and next_text in GRADED:
            yield Denial(at, at + 1, at + 2)
        elif word.text == "as" and [word_before.text for word_before in words[at + 2 : at + 3]] == ["as"] and _unchanged(words, at + 3):
            yield Denial(at, at + 1, at + 2, likeness=True)
        elif _is_said_by_others(words, at):
            yield Denial(at, at + 1, _stop(words, at, short=False))


def _needed_for(words: Sequence[Word]) -> frozenset[int]:
    """Denials that deny nothing: "without A it is not B" and "not B without A" say that B comes of A."""
    void: set[int] = set()
    firsts = [at for at, word in enumerate(words) if at == 0 or words[at - 1].part != word.part]
    for begin, end in pairwise([*firsts, len(words)]):
        firm = [at for at in range(begin, end) if words[at].text in FIRM]
        later_denials = [at for at in firm if words[at].text != "without" and words[at].opener not in GROUNDS]
        if words[begin].text == "without" and later_denials:
            void |= {at for at in firm if words[at].text == "without"} | {later_denials[0]}
        for at, next_at in pairwise(firm):
            is_near = words[at].clause == words[next_at].clause or words[at].text == "nobody"
            if words[at].text != "without" and words[next_at].text == "without" and is_near:
                void |= {at, next_at}
    return frozenset(void)


def _is_loose(words: Sequence[Word], at: int) -> bool:
    """A "not" without a verb before it denies what follows, not the sentence: "integers not floats", "weights not needed are cut"."""
    if words[at].text != "not" and [next_word.text for next_word in words[at : at + 2]] != ["no", "longer"]:
        return False
    return at > 0 and words[at - 1].clause == words[at].clause and words[at - 1].text not in AUXILIARIES | FIRM | {"need", "needs"}


def _stop(words: Sequence[Word], at: int, *, short: bool) -> int:
    """The end of what a denial reaches: its clause, a list after a comma, and the clause of a denied claim ("not true that")."""
    next_texts = [word.text for word in words[at : at + 4] if word.part == words[at].part]
    claims = bool(_CLAIMS & set(next_texts)) or next_texts[1:2] == ["that"]
    content = words[at].text in ("nothing", "none")
    for index in range(at + 1, min(at + 1 + _FARTHEST, len(words))):
        word = words[index]
        if word.part != words[at].part or word.text == "nor":
            return index
        if word.clause != words[index - 1].clause:
            goes_on = _list_goes_on(words, index) if word.opener == "," else claims and word.opener != "and"
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


def _unchanged(words: Sequence[Word], at: int) -> bool:
    """Whether "as fast as" goes on with "before": then nothing became fast."""
    return any(word.text in _FORMERLY for word in words[at : at + 3] if word.clause == words[at].clause)


def _is_said_by_others(words: Sequence[Word], at: int) -> bool:
    """ "you would think that ..." and "some say ..., but": what the writer takes back."""
    texts_before = [word.text for word in words[max(at - 3, 0) : at] if word.clause == words[at].clause]
    if words[at].text in _IN_THOUGHT and texts_before[-1:] and texts_before[-1] in _MAYBE:
        return True
    if words[at].text not in _SAYING or not _OTHERS & set(texts_before) or FIRM & set(texts_before):
        return False
    next_part = next((index for index in range(at, len(words)) if words[index].part != words[at].part), len(words))
    is_refused = any(word.text in REFUSALS for word in words[next_part : next_part + 5])  # "but that is wrong" denies it by itself
    return not is_refused and any(word.text in _PUT_RIGHT for word in words[next_part : next_part + 3])


def denied(at: Sequence[int], denials: Sequence[Denial]) -> str:
    """ "firm" or "soft" where the words are denied, "" where they are not or where two denials of the same word cancel."""
    covering = [denial for denial in denials if denial.covers(at)]
    depth = max((sum(denial.start <= index < denial.stop for denial in covering) for index in at), default=0)
    return "" if depth % 2 == 0 else "soft" if covering[0].soft else "firm"


def dismissed(at: Sequence[int], denials: Sequence[Denial]) -> bool:
    """Whether the words are said not to be needed, or not to count."""
    return any(denial.dismisses and denial.covers(at) for denial in denials) and bool(denied(at, denials))
