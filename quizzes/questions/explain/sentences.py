"""A student's text as words, with their sentences and clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile, zip_longest

from quizzes.questions.explain.spellings import SILENT, silent
from quizzes.questions.explain.tokens import Raw, compared, raw_words, word_set

FIRM = word_set("not no never none nothing nobody neither nor without")
SOFT = word_set("hardly barely scarcely")
AUXILIARIES = word_set(
    "is are was were be been am has have had do does did can could will would shall should may might must"
    " get gets got become becomes became"
)
VERBS = AUXILIARIES | word_set(
    "make makes need needs take takes run runs lose loses loose save saves use uses fit fits drop drops fall falls go goes work works"
    " stay stays keep keeps remain remains reduce reduces remove removes shrink shrinks gain gains give gives cost costs turn turns"
)
GLUE = AUXILIARIES | word_set(
    "a an the this that these those it its their your our my his of to in on at by with for from as into and or also too very quite so"
    " which who there then than both all any some just really actually we you they i " + SILENT
)
CONTRAST = word_set("but however whereas although though yet nevertheless")
_ASIDES = word_set("however though")
RELATIVE = word_set("that which who whose")
_OPENERS = RELATIVE | word_set(
    "because bc cuz cos since when while if where unless until then thus therefore hence we they i he she you there"
)
_SUBJECTS = word_set("it its they we you i he she there this the a our your my")
"""After "so", they begin a clause: "so it is smaller", "so its smaller"; "so small" and "so that" do not."""

_PLACING = word_set("on in at for with")
"""After "and" they begin a clause where a verb follows: "and on a phone the latency does not matter"."""
TURNS = "alternating"
_LETTERS_IN_TURN = re.compile(r"([a-z])(?!\1)([a-z])(?:\1\2)+\1?")
_NO_PATTERN = word_set("papa mama dodo coco tata nana haha hihi")
_BETWEEN = word_set("then and the one next again run") | {SILENT}
_BARE = word_set("do does did is are was were will would can could should must might may has have had")
_BEING = word_set("is are was were")
ASKING = word_set("what how why who whose where which if whether when as than")
_QUESTION_BEGINS = word_set("is are was were do does did can could will would should shall why how what which who where when")
_BEFORE_QUESTION = word_set("and or so but well then")
_PLACING_FIRST = word_set("on in at for with by under")
_PRONOUNS = word_set("we they i he she you there it")
_PLACE_WORDS = 6
_HEADING_WORDS = 2
_NO_HEADING = FIRM | CONTRAST | {SILENT, "yes"}
_CLEFT = [[verb, "the", noun] for verb in ("is", "was") for noun in ("one", "step", "method", "part")]
"""What follows belongs to what stands before: "pruning is the one that cuts"."""
_TRAILING = word_set("not too also either instead though however") | {SILENT}
_COUNTING = word_set("first firstly second secondly third thirdly 1st 2nd 3rd")
"""Before a comma or a colon they count reasons, and name no run and no second."""


@dataclass(frozen=True, slots=True)
class Word:
    """``part`` numbers the sentences (and what a "but" divides), ``clause`` what commas or "which" divide, ``opener`` what opened it."""

    text: str
    start: int
    end: int
    part: int
    clause: int
    place: int
    opener: str


def words_of(text: str) -> tuple[Word, ...]:
    raw = _filled_in(_under_headings(_without_idioms(_without_asides(tuple(raw_words(text)))), text))
    raw = _without_questions(raw, text)
    words: list[Word] = []
    part = clause = place = 0
    opener = ""
    for index, word_raw in enumerate(raw):
        hard = word_raw.stop == "." or _contrasts(raw, index)
        if hard or (word_raw.stop and not _is_place(words, clause)) or (_opens(raw, index) and not _is_placed(words, clause, word_raw)):
            part, clause = part + hard, clause + 1
            opener = word_raw.text if word_raw.text in _OPENERS else word_raw.stop or word_raw.text
        place += word_raw.text not in GLUE
        words.append(Word(word_raw.text, word_raw.start, word_raw.end, part, clause, place, opener))
    return tuple(words)


def _without_asides(raw: Sequence[Raw]) -> Sequence[Raw]:
    """Leaves out ", however," inside a sentence, so that it parts nothing."""
    outside_asides: list[Raw] = []
    is_aside = False
    for word, next_word in zip_longest(raw, raw[1:]):
        stop = "" if is_aside else word.stop
        is_aside = word.text in _ASIDES and word.stop == "," and next_word is not None and next_word.stop == ","
        if not is_aside:
            outside_asides.append(replace(word, stop=stop))
    return outside_asides


def _without_idioms(raw: Sequence[Raw]) -> Sequence[Raw]:
    """The nouns of idioms fall silent, and so do "First," and "Second:" where they only count."""
    words = list(raw)
    begin = 0
    for end in range(1, len(raw) + 1):
        if end == len(raw) or raw[end].stop:
            for at in silent([word.text for word in raw[begin:end]]):
                words[begin + at] = replace(raw[begin + at], text=SILENT)
            if end - begin == 1 and raw[begin].text in _COUNTING and end < len(raw):
                words[begin] = replace(raw[begin], text=SILENT)
            begin = end
    return words


def _under_headings(raw: Sequence[Raw], text: str) -> Sequence[Raw]:
    """What "Phone: battery, heat" says of the phone in each of its clauses."""
    words: list[Raw] = []
    begins = [at for at, word in enumerate(raw) if at == 0 or word.stop]
    heading: Sequence[Raw] = ()
    for begin, end in zip_longest(begins, begins[1:], fillvalue=len(raw)):
        text_behind = text[raw[end - 1].end : raw[end].start if end < len(raw) else None].strip()
        short = end - begin <= _HEADING_WORDS and not _NO_HEADING & {word.text for word in raw[begin:end]}
        if text_behind[:1] in (":", "=") and short:
            heading = raw[begin:end]
            words += heading
            continue
        if raw[begin].stop == ".":
            heading = ()
        if heading and words[-len(heading) :] == list(heading):
            words.append(replace(raw[begin], stop=""))
        else:
            words += [Raw(word.text, raw[begin].start, raw[begin].start, "" if at else raw[begin].stop) for at, word in enumerate(heading)]
            words.append(replace(raw[begin], stop="" if heading else raw[begin].stop))
        words += raw[begin + 1 : end]
    return words


def _filled_in(raw: Sequence[Raw]) -> Sequence[Raw]:
    """With the words that are meant and not written: what "... will not, ... will" leaves out, and "in turns" for "A B A B"."""
    words: list[Raw] = []
    begins = [at for at, word in enumerate(raw) if at == 0 or word.stop or word.text in CONTRAST]
    turns, amounts = _alternations(raw), compared(raw)
    earlier: Sequence[Raw] = ()
    for begin, end in zip_longest(begins, begins[1:], fillvalue=len(raw)):
        clause = raw[begin:end]
        added = _left_out(clause, earlier) or _put_right(clause, earlier)
        for at, word in enumerate(clause, begin):
            words.append(replace(word, stop=".") if added and at == begin else word)  # what it says, it says without the one before
            if at in turns:
                words.append(Raw(TURNS, word.end, word.end, ""))
            if at in amounts:
                words.append(Raw(amounts[at], word.end, word.end, ""))
        words += [Raw(word.text, clause[-1].end, clause[-1].end, "") for word in added]
        earlier = clause if len(clause) > 2 else earlier
    return words


def _left_out(clause: Sequence[Raw], earlier: Sequence[Raw]) -> Sequence[Raw]:
    """What a clause that ends in "will", "do not" or "is too" takes over from the clause before it."""
    words = [word.text for word in clause]
    while words and words[-1] in _TRAILING:
        words.pop()
    if len(words) < 2 or words[-1] not in _BARE or ASKING & set(words):
        return ()
    verbs = [at for at, word in enumerate(earlier) if word.text in _BARE and (word.text in _BEING) == (words[-1] in _BEING)]
    predicate = earlier[verbs[0] + 1 :] if verbs else ()
    return [word for word in predicate if word.text not in FIRM | SOFT | CONTRAST]


def _put_right(clause: Sequence[Raw], earlier: Sequence[Raw]) -> Sequence[Raw]:
    """What "but B" takes over from "on a phone it is not A that decides, but B": all except A."""
    words, texts_before = [word.text for word in clause], [word.text for word in earlier]
    if words[0] != "but" or "not" not in texts_before or words[1:2] == ["also"]:
        return ()
    if VERBS & set(words) and not ASKING & set(words[1:2]):
        return ()
    denied_at = texts_before.index("not")
    relative = next((at for at in range(denied_at + 2, len(texts_before)) if texts_before[at] in RELATIVE), len(texts_before))
    return (*earlier[:denied_at], *earlier[relative:])


def _without_questions(raw: Sequence[Raw], text: str) -> Sequence[Raw]:
    """The words of a question fall silent: who asks "does it get faster?" says nothing; "a cache, perhaps?" is no question."""
    words = list(raw)
    begins = [at for at, word in enumerate(raw) if at == 0 or word.stop == "."]
    for begin, end in zip_longest(begins, begins[1:], fillvalue=len(raw)):
        text_behind = text[raw[end - 1].end : raw[end].start if end < len(raw) else None]
        first = next((at for at in range(begin, end) if raw[at].text not in _BEFORE_QUESTION), begin)
        if "?" in text_behind and raw[first].text in _QUESTION_BEGINS and [word.text for word in raw[first + 1 : first + 2]] != ["not"]:
            words[begin:end] = [replace(word, text=SILENT) for word in raw[begin:end]]
    return words


def _alternations(raw: Sequence[Raw]) -> frozenset[int]:
    """The last word of "old new old new", "A, B, A, B" and "ABAB"."""
    places = {at for at, word in enumerate(raw) if _LETTERS_IN_TURN.fullmatch(word.text) and word.text not in _NO_PATTERN}
    candidates = [at for at, word in enumerate(raw) if word.text not in _BETWEEN]
    for at in range(3, len(candidates)):
        first, second, third, fourth = (raw[candidates[at - steps_back]].text for steps_back in (3, 2, 1, 0))
        single = len(first) == len(second) == 1
        if first == third != second == fourth and (single or not {first, second} & (GLUE | FIRM)):
            places.add(candidates[at])
    return frozenset(places)


def _contrasts(raw: Sequence[Raw], index: int) -> bool:
    """A "but" parts a sentence; "not only ... but also" and "not yet" do not."""
    text_before, text_after = (raw[index - 1].text if index else ""), (raw[index + 1].text if index + 1 < len(raw) else "")
    return raw[index].text in CONTRAST and text_before != "not" and text_after != "also"


def _opens(raw: Sequence[Raw], index: int) -> bool:
    """Whether a clause begins at this word without a stop before it."""
    word = raw[index].text
    if word in RELATIVE and [word.text for word in raw[max(index - 3, 0) : index]] in _CLEFT:
        return False
    if word in _OPENERS:
        return True
    next_texts = [word.text for word in _until_stop(raw, index + 1, 3)]
    if word == "so":
        return bool(next_texts) and next_texts[0] in _SUBJECTS
    if word == "it" or (word == "one" and not _is_named(raw, index)):
        return bool(next_texts) and next_texts[0] in VERBS
    if word in ("by", "through"):
        return bool(next_texts) and next_texts[0].endswith("ing")
    if word != "and":
        return False
    if next_texts and next_texts[0] in _PLACING:
        return any(word.text in VERBS for word in _until_stop(raw, index + 2, 7))
    singular = [word for word in next_texts[:-1][:2] if len(word) > 3 and word.endswith("s") and not word.endswith("ss")]
    if (
        len(next_texts) == 3
        and next_texts[0] in ("the", "a", "an")
        and not next_texts[1].endswith("s")
        and re.fullmatch(r"\w{3,}[^s]s", next_texts[2])
    ):
        return True  # "and the microcontroller wants"
    return any(word in VERBS | FIRM | {"it", "we", "you", "they"} for word in next_texts) or bool(singular)


def _is_place(words: Sequence[Word], clause: int) -> bool:
    """ "in pruning, ...", "on a server, ...": what stands behind the comma is said of that place."""
    clause_words = list(takewhile(lambda word: word.clause == clause, reversed(words[-_PLACE_WORDS:])))
    return (
        1 < len(clause_words) < _PLACE_WORDS - 1
        and clause_words[-1].text in _PLACING_FIRST
        and not VERBS & {word.text for word in clause_words}
    )


def _is_placed(words: Sequence[Word], clause: int, raw_word: Raw) -> bool:
    """ "on a server there is", "with pruning we": the clause whose place was named goes on."""
    clause_texts = [word.text for word in words[-_PLACE_WORDS:] if word.clause == clause]
    return raw_word.text in _PRONOUNS and clause_texts[:1] != [] and clause_texts[0] in _PLACING_FIRST and not VERBS & set(clause_texts)


def _is_named(raw: Sequence[Raw], index: int) -> bool:
    """ "the int8 one": here "one" stands for a thing that was named, and begins nothing."""
    return index > 0 and not raw[index].stop and raw[index - 1].text not in GLUE | CONTRAST | _OPENERS


def _until_stop(raw: Sequence[Raw], index: int, count: int) -> Iterator[Raw]:
    for word in raw[index : index + count]:
        if word.stop:
            return
        yield word
