"""Words that refuse what was said before them, and whether they say that it is not needed or does not count: "is no problem"."""

from __future__ import annotations

from collections.abc import Sequence

from quizzes.questions.explain.sentences import ASKING, AUXILIARIES, CONTRAST, FIRM, GLUE, RELATIVE, SOFT, VERBS, Word
from quizzes.questions.explain.tokens import word_set

_PREDICATES = word_set(
    "necessary needed required happen occur exist true correct possible affected used done help work matter apply appear"
)
_ROLES = word_set(
    "problem issue bottleneck limit limiting limited reason cause culprit trouble concern answer solution useful helpful relevant important"
    " decisive deciding involved blame responsible interesting role count influence case factor"
)
"""After "is not (the)" they say that what stands before is no part of it."""
_BEFORE_ROLE = word_set("a an the my our so very that much play have really main real big biggest actual of any here")
_NO_FACTOR = word_set(
    "problem issue factor role effect influence impact difference use matter importance bottleneck concern trouble worry time sense point"
)
"""After "no" they deny what stands before: "memory is no problem", "the batch plays no role"."""
DECIDING = word_set("count counts matter matters decide decides important help helps")
_NEED = word_set("necessary needed required matter help work apply")
_NEEDLESS = word_set("unnecessary superfluous needless")
REFUSALS = word_set("unnecessary superfluous needless wrong false untrue myth none nonexistent")
DISMISSALS = word_set(
    "irrelevant unimportant negligible unlimited infinite endless pointless insignificant secondary useless uninteresting free"
    " forgotten neglected waste"
)
"""Of what stands before them in their clause they say that it does not count."""
COUNTING = word_set("cost costs matter matters add adds bring brings")
"""With "nothing" they dismiss all that stands before them: "moving data costs nothing"."""
_COSTING = word_set("cost costs waste wastes take takes disturb disturbs distort distorts confuse confuses slow")
"""After "would only" they dismiss what stands before: "a control would only cost time"."""
_CARE = word_set("care worry bother mind")
_WHOEVER = word_set("you we one i need nobody")
_BEFORE_RELATIVE = word_set("in on at for with of by to")
_FINE = word_set("better fairer honest fine ok okay fair simpler")
GROUNDS = word_set("because since as bc cuz cos")
_POINTERS = word_set("this that it which but not a")


def _alone(words: Sequence[Word], at: int) -> bool:
    return all(word.clause != words[at].clause for word in (*words[at - 1 : at], *words[at + 1 : at + 2]))


def refused_from(words: Sequence[Word], at: int) -> int:
    """The first word of the refused clause; "(but) that is wrong" refuses the sentence before it."""
    begin = at
    while begin and words[begin - 1].clause == words[at].clause and words[begin - 1].text not in FIRM:
        begin -= 1
    while begin and words[begin].opener in RELATIVE and words[begin - 1].text in _BEFORE_RELATIVE:
        clause = words[begin - 1].clause  # "the order in which they run is not important"
        begin = next(index for index in range(begin) if words[index].clause == clause)
    while begin and words[begin].opener == "and" and words[begin - 1].part == words[at].part:
        same_clause = [index for index in range(begin) if words[index].clause == words[begin - 1].clause]
        if VERBS & {words[index].text for index in same_clause}:
            break
        begin = same_clause[0]  # "latency and battery are irrelevant"
    if not {word.text for word in words[begin:at]} - AUXILIARIES - _POINTERS and begin:
        part = words[begin - 1].part if words[begin - 1].text not in CONTRAST else words[begin - 1].part - 1
        while begin and words[begin - 1].part >= part:
            begin -= 1
    return begin


def ends_a_clause(words: Sequence[Word], at: int) -> bool:
    """ "accuracy counts, time does not": nothing behind the "not" could be denied."""
    if words[at].text != "not" or not at or words[at - 1].text not in AUXILIARIES or words[at - 1].clause != words[at].clause:
        return False
    return at + 1 == len(words) or words[at + 1].clause != words[at].clause


def is_denying_object(words: Sequence[Word], at: int) -> bool:
    """ "it changes nothing": what stands behind a verb denies the verb."""
    previous = words[at - 1] if at else None
    if previous is None or words[at].text not in ("nothing", "none") or previous.clause != words[at].clause:
        return False
    return previous.text not in GLUE | FIRM | SOFT


def refuses(words: Sequence[Word], at: int) -> bool:
    """Whether the words before are refused: "fine-tuning is not necessary", "accuracy loss: none"."""
    previous = words[at - 1] if at else None
    if previous is None:
        return False
    if _alone(words, at) and words[at].text in ("none", "no", "nothing"):
        return previous.part == words[at].part
    begin = next((index for index in range(at, 0, -1) if words[index - 1].clause != words[at].clause), 0)
    content_words = [word for word in words[begin:at] if word.text not in GLUE | _POINTERS]
    if words[at].text in DISMISSALS:
        verb = any(word.text in AUXILIARIES for word in words[begin:at])
        return verb and bool(content_words) and previous.clause == words[at].clause and previous.text != "for"
    if words[at].text == "no" and previous.clause == words[at].clause:
        factor = next((word.text for word in words[at + 1 : at + 4] if word.text not in _BEFORE_ROLE), "")
        return bool(content_words) and factor in _NO_FACTOR
    if words[at].text in REFUSALS:
        return previous.clause == words[at].clause and any(word.text in AUXILIARIES for word in words[max(at - 3, 0) : at])
    if words[at].text not in FIRM or previous.text not in AUXILIARIES or previous.clause != words[at].clause:
        return False
    texts_ahead = [word.text for word in words[at + 1 : at + 5] if word.clause == words[at].clause]
    if not content_words and words[begin].opener in RELATIVE and begin and words[begin].start - words[begin - 1].end == 1:
        return False  # "the weights which do not matter" tells which ones
    if "that" in [word.text for word in words[at + 1 : at + 4] if word.part == words[at].part]:
        return False  # "it is not true that": what is refused comes behind
    role = next((word for word in texts_ahead if word not in _BEFORE_ROLE), "")
    return bool(_PREDICATES & set(texts_ahead[:3])) or (bool(content_words) and role in _ROLES)


def dismisses(words: Sequence[Word], at: int) -> bool:
    """Whether a refusal says that the words before it are not needed or do not count, not only that they are not so."""
    texts_ahead = [word.text for word in words[at + 1 : at + 5] if word.clause == words[at].clause]
    role = next((word for word in texts_ahead if word not in _BEFORE_ROLE), "")
    return words[at].text in DISMISSALS | _NEEDLESS or words[at].text == "no" or bool(_NEED & set(texts_ahead[:3])) or role in _ROLES


def is_needless(words: Sequence[Word], at: int) -> bool:
    """ "no warm-up is needed", "neither the memory nor the kernels are a reason"."""
    words_ahead = [word for word in words[at + 1 :] if word.part == words[at].part]
    if words[at].text == "not":
        texts_before = {word.text for word in words[max(at - 3, 0) : at]}
        return bool(texts_before & _WHOEVER) and any(word.text in _CARE for word in words_ahead[:3])
    if words[at].text == "no":
        return any(word.text in ("needed", "necessary", "required") and word.clause == words[at].clause for word in words_ahead)
    return any(word.text in _NEED | DECIDING | _ROLES for word in words_ahead)


def is_only_a_cost(words: Sequence[Word], at: int) -> bool:
    """ "a warm-up would just waste time"."""
    near_texts = [word.text for word in words[max(at - 1, 0) : at + 2] if word.clause == words[at].clause]
    return len(near_texts) == 3 and near_texts[0] in ("would", "will") and near_texts[1] in ("only", "just") and near_texts[2] in _COSTING


def is_better_off(words: Sequence[Word], at: int) -> bool:
    """ "without a warm-up the result is more honest": what it goes without is not needed."""
    words_ahead = [word for word in words[at + 1 : at + 10] if word.part == words[at].part]
    reach = next((index for index, word in enumerate(words_ahead) if word.opener in GROUNDS), len(words_ahead))
    texts = {word.text for word in words_ahead[:reach]}
    return words[at].text == "without" and bool(texts & _FINE) and not texts & FIRM


def is_about_what_follows(words: Sequence[Word], at: int) -> bool:
    """ "it does not matter how long it takes": what does not count comes behind."""
    texts_before, texts_after = [word.text for word in words[max(at - 2, 0) : at]], [word.text for word in words[at + 1 : at + 2]]
    if words[at].text != "not" or texts_after not in (["matter"], ["matters"]) or texts_before[:1] != ["it"]:
        return False
    return any(word.text in ASKING for word in words[at + 2 : at + 4] if word.part == words[at].part)


def end_of_clause(words: Sequence[Word], at: int) -> int:
    return next((index for index in range(at, len(words)) if words[index].clause != words[at].clause), len(words))


def end_of_asking(words: Sequence[Word], at: int) -> int:
    end = at
    while end < len(words) and words[end].part == words[at].part and (words[end].clause == words[at].clause or words[end].opener != ","):
        end += 1
    return end
