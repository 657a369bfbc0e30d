"""A student's text as words, with their sentences and clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

import Stemmer


def word_set(line: str) -> frozenset[str]:
    return frozenset(line.split())


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
    " which who there then than both all any some just really actually we you they i"
)
CONTRAST = word_set("but however whereas although though yet nevertheless")
_ASIDES = word_set("however though")
RELATIVE = word_set("that which who whose")
_OPENERS = RELATIVE | word_set(
    "because bc cuz cos since when while if where unless until then thus therefore hence we they i he she you there"
)
_SUBJECTS = word_set("it its they we you i he she there this the a our your my")
"""After "so", they begin a clause: "so it is smaller", "so its smaller"; "so small" and "so that" do not."""
_CONTRACTIONS = {f"{verb}nt": (verb, "not") for verb in word_set("do does did is are was were has have would could should must")}
_CONTRACTIONS |= dict.fromkeys(("cannot", "cant", "can't"), ("can", "not")) | dict.fromkeys(("wont", "won't"), ("will", "not"))
_NUMBERS = {"zero": "0", "two": "2", "four": "4", "eight": "8", "ten": "10"}
_SIGNS = {"+": "plus", "↑": "up", "↓": "down"}
_ABBREVIATIONS = word_set("e g i eg ie etc vs approx ca")

_TOKEN = re.compile(r"1/\d+|[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*|\n|[^\w\s]")
_BULLET = re.compile(r"\s*(?:[-*•+–]|\d+[.)])\s")
_SHORT_LINE = 50


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


@dataclass(frozen=True, slots=True)
class _Raw:
    """A word and what stands before it: "." the end of a sentence, "," a lesser stop, "" nothing."""

    text: str
    start: int
    end: int
    stop: str


def words_of(text: str) -> tuple[Word, ...]:
    raw = _without_asides(tuple(_raw(text)))
    words: list[Word] = []
    part = clause = place = 0
    opener = ""
    for index, one in enumerate(raw):
        hard = one.stop == "." or _contrasts(raw, index)
        if hard or one.stop or _opens(raw, index):
            part, clause = part + hard, clause + 1
            opener = one.text if one.text in _OPENERS else one.stop or one.text
        place += one.text not in GLUE
        words.append(Word(one.text, one.start, one.end, part, clause, place, opener))
    return tuple(words)


def _raw(text: str) -> Iterator[_Raw]:
    stop = before = ""
    for token in _TOKEN.finditer(text):
        piece, start, end = token[0].lower().replace("’", "'"), token.start(), token.end()
        piece = "fraction" if piece.startswith("1/") else piece
        sign = _sign(piece, text, start, end)
        if sign or piece[0].isalnum():
            for one in (sign,) if sign else _written_out(piece):
                yield _Raw(number(one), start, end, stop)
                stop, before = "", one
        elif piece == "\n":
            stop = "." if _line_ends(text, start) else stop
        elif piece in ".!?;":
            inside = piece == "." and (before in _ABBREVIATIONS or text[end : end + 1].isalnum())
            stop = stop if inside else "."
        elif piece in ",:()=—→>…•" or (piece in "-–" and text[start - 1 : start].isspace()):
            stop = stop or ","


def _without_asides(raw: Sequence[_Raw]) -> Sequence[_Raw]:
    """Leaves out ", however," inside a sentence, so that it parts nothing."""
    kept: list[_Raw] = []
    left_out = False
    for one, then in zip_longest(raw, raw[1:]):
        stop = "" if left_out else one.stop
        left_out = one.text in _ASIDES and one.stop == "," and then is not None and then.stop == ","
        if not left_out:
            kept.append(replace(one, stop=stop))
    return kept


def _contrasts(raw: Sequence[_Raw], index: int) -> bool:
    """A "but" parts a sentence; "not only ... but also" and "not yet" do not."""
    before, after = (raw[index - 1].text if index else ""), (raw[index + 1].text if index + 1 < len(raw) else "")
    return raw[index].text in CONTRAST and before != "not" and after != "also"


def _written_out(piece: str) -> tuple[str, ...]:
    if piece in _CONTRACTIONS:
        return _CONTRACTIONS[piece]
    if piece.endswith("n't"):
        return (piece[:-3], "not") if piece[:-3] else ("not",)
    base, _, ending = piece.partition("'")
    return (base, "is") if ending == "s" and base in ("it", "that", "there", "what") else (base,)


def _sign(piece: str, text: str, start: int, end: int) -> str:
    """The word for a sign of terse notes: "+ speed, - accuracy" (a dash is a minus only where a plus is near)."""
    if piece in _SIGNS:
        return _SIGNS[piece]
    alone = not text[max(start - 1, 0) : start].strip(" ,(\n")
    return "minus" if piece in "-–−" and alone and "+" in text and text[end : end + 2].strip()[:1].isalpha() else ""


def _line_ends(text: str, at: int) -> bool:
    """Whether a line break ends a sentence: before a bullet or an empty line, or after a short line."""
    begin = text.rfind("\n", 0, at) + 1
    return at - begin < _SHORT_LINE or text[at + 1 : at + 2] == "\n" or _BULLET.match(text, at + 1) is not None


def _opens(raw: Sequence[_Raw], index: int) -> bool:
    """Whether a clause begins at this word without a stop before it."""
    word = raw[index].text
    if word in _OPENERS:
        return True
    ahead = [one.text for one in _until_stop(raw, index + 1, 3)]
    if word == "so":
        return bool(ahead) and ahead[0] in _SUBJECTS
    if word in ("it", "one"):
        return bool(ahead) and ahead[0] in VERBS
    if word in ("by", "through"):
        return bool(ahead) and ahead[0].endswith("ing")
    if word != "and":
        return False
    singular = [one for one in ahead[:-1][:2] if len(one) > 3 and one.endswith("s") and not one.endswith("ss")]
    return any(one in VERBS | FIRM | {"it", "we", "you", "they"} for one in ahead) or bool(singular)


def _until_stop(raw: Sequence[_Raw], index: int, count: int) -> Iterator[_Raw]:
    for one in raw[index : index + count]:
        if one.stop:
            return
        yield one


def number(word: str) -> str:
    """Digits for a written number: "eight" is found as 8, "zeros" and "zeroed" as 0."""
    return _NUMBERS.get(word) or _NUMBERS.get(stem(word), word)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    stemmed: str = Stemmer.Stemmer("english").stemWord(word)
    return stemmed
