"""What a clause is about: whether it begins with a subject of its own, and whose property a comparison in it names."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from quizzes.questions.explain.sentences import AUXILIARIES, GLUE, RELATIVE, VERBS, Word
from quizzes.questions.explain.spellings import SILENT
from quizzes.questions.explain.tokens import word_set

_PERSONS = word_set("he she everybody everyone somebody someone people")
_ANYONE = word_set("we you one i they it nobody there")
"""They begin a clause that goes on with what was said: "…, so you remove them"."""
_POINTING_BACK = word_set("it they them those these this that such")
_CONNECTIVES = word_set(
    "and or so but because bc cuz cos since when while if where unless until then thus therefore hence whereas although though as"
    " however also now finally moreover besides only even just often usually sometimes again later afterwards"
) | {SILENT}
_ADVERBS = word_set(
    "much lot lots far bit even still now then again too also clearly considerably significantly significant way several times more less"
    " only already finally usually often always sometimes really overall alone together afterwards later today anyway not never"
    " considerable dramatically drastically slightly slight quite rather than and or but plus while because since if when"
)
"""Words between a verb and a comparison, or behind it, that name no thing: "gets a lot smaller", "is faster than"."""


_DETERMINERS = word_set("the a an his her their its our my your some every each any another most many all")
"""A noun follows, even where it is spelt as a verb: "the runs", "a gain"."""
_SAYS = VERBS | word_set(
    "come comes came move moves moved stand stands stood rise rises rose buy buys bought bring brings look looks tell tells told say says"
    " count counts decide decides matter matters grow grows grew show shows showed want wants know knows happen happens happened"
)
_ANTECEDENT = 3
"""So many words before a relative may be what it points to."""
_COMPARING = word_set(
    "smaller faster quicker lighter leaner slimmer larger bigger slower cheaper better worse simpler shorter higher lower cooler compact"
)
_NO_THINGS = GLUE | _SAYS | _ADVERBS | _CONNECTIVES | _ANYONE | _COMPARING


def changes_subject(words: Sequence[Word], at: Sequence[int]) -> bool:
    """Whether matched words stand in different clauses, of which a later one tells of something else.

    "The user removes apps, since the weights need room" removes no weights; "some weights are useless, so they are removed" does.
    """
    clauses = sorted({words[index].clause for index in at})
    return any(_tells_of_another(words, clause, clauses[0]) for clause in clauses[1:])


def _tells_of_another(words: Sequence[Word], clause: int, first: int) -> bool:
    while clause > first:
        clause_words = [word for word in words if word.clause == clause]
        texts = [word.text for word in clause_words]
        if texts[:1] == ["there"]:
            return any(word.text == "and" and word.end <= clause_words[0].start for word in words if word.clause == clause - 1)
        if texts[:1] == ["that"] and not VERBS & set(texts):
            return False  # "as the GPU does not speak | that op" points back
        if clause_words and clause_words[0].opener not in RELATIVE:
            return _has_own_subject(texts)
        clause -= 1  # "…, and the phone, which costs a lot": the clause before tells whose it is
    return False


def _has_own_subject(texts: Sequence[str]) -> bool:
    """Whether a clause says something of a thing that it names itself, and points back to nothing."""
    if texts[0] in ("on", "in", "at") and SILENT in texts[:5]:
        texts = texts[texts.index(SILENT) + 1 :]  # "on the other hand"
    begin = next((at for at, text in enumerate(texts) if text not in _CONNECTIVES), len(texts))
    verb = next((at for at in range(begin, len(texts)) if texts[at] in _SAYS and texts[max(at - 1, 0)] not in _DETERMINERS), None)
    if begin == len(texts) or set(texts) & _POINTING_BACK:
        return False
    if texts[begin] in _PERSONS:
        return True
    if verb is None:
        return False
    subject_words = [text for text in texts[begin:verb] if text not in GLUE | _ANYONE | _ADVERBS]
    return bool(subject_words) and texts[begin] not in _ANYONE


def is_about(words: Sequence[Word], at: Sequence[int], allowed_indices: AbstractSet[int]) -> bool:
    """Whether what is compared is one of the words at ``allowed_indices``, or is not named: "it gets smaller", "+ smaller"."""
    indices = _behind(words, at[-1]) if len(at) == 1 else ()
    indices = indices or _compared(words, at[0])
    return not indices or not allowed_indices.isdisjoint(indices)


def _behind(words: Sequence[Word], at: int) -> tuple[int, ...]:
    """The noun that an adjective stands before: "a smaller file"."""
    indices = []
    for index in range(at + 1, len(words)):
        if words[index].clause != words[at].clause or words[index].text in _NO_THINGS:
            break
        indices.append(index)
    return tuple(indices)


def _compared(words: Sequence[Word], at: int) -> tuple[int, ...]:
    """The object before a comparison ("makes the model smaller"), else the subject of its verb ("the model gets smaller")."""
    begin = next((index for index in range(at, 0, -1) if words[index - 1].clause != words[at].clause), 0)
    verb = next((index for index in range(at, begin - 1, -1) if words[index].text in _SAYS), None)
    if verb is None:
        indices = _things(words, range(begin, at))
        return indices if len(indices) > 1 else ()  # one alone is a heading: "pro: smaller"
    between = [index for index in range(verb + 1, at) if words[index].text not in AUXILIARIES]
    if any(words[index].text in _POINTING_BACK for index in between):
        return ()
    indices = _things(words, between)
    if indices:
        return indices
    return _subject(words, begin, verb)


def _subject(words: Sequence[Word], begin: int, verb: int) -> tuple[int, ...]:
    """What stands before a verb; where a relative or an "and" begins the clause, what the words before it name."""
    while verb > begin and words[verb - 1].text in _SAYS | _ADVERBS | RELATIVE:
        verb -= 1
    if verb > begin:
        return () if words[verb - 1].text in _ANYONE | _POINTING_BACK else _things(words, range(begin, verb))
    previous = words[begin - 1] if begin else None
    if previous is None or previous.part != words[begin].part or words[begin].opener not in RELATIVE | {"and"}:
        return ()
    first = next((index for index in range(begin - 1, 0, -1) if words[index - 1].clause != previous.clause), 0)
    if words[begin].opener in RELATIVE:
        return _things(words, range(max(first, begin - _ANTECEDENT), begin))
    says = next((index for index in range(first, begin) if words[index].text in _SAYS), begin)
    return _subject(words, first, says)


def _things(words: Sequence[Word], indexes: Sequence[int]) -> tuple[int, ...]:
    return tuple(index for index in indexes if words[index].text not in _NO_THINGS)
