"""A student's text as single words and signs, each with the stop that stands before it, and which word may be a slip for another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import Stemmer

from quizzes.questions.explain.spellings import usual


def word_set(line: str) -> frozenset[str]:
    return frozenset(line.split())


_CONTRACTIONS = {f"{verb}nt": (verb, "not") for verb in word_set("do does did is are was were has have would could should must")}
_CONTRACTIONS |= dict.fromkeys(("cannot", "cant", "can't"), ("can", "not")) | dict.fromkeys(("wont", "won't"), ("will", "not"))
_ENDINGS = {"d": "would", "ll": "will", "re": "are", "ve": "have"}
_NUMBERS = {"zero": "0", "two": "2", "four": "4", "eight": "8", "ten": "10"}
_SIGNS = {"+": "plus", "↑": "up", "↓": "down"}
_SHORTHANDS = {"w/o": "without", "w/": "with", "no.": "number", "$": "dollar", "€": "euro", "£": "pound"}
_ABBREVIATIONS = word_set("e g i eg ie etc vs approx ca")
_TOKEN = re.compile(r"\bw/o\b|\bw/|\bno\.(?= of)|[$€£]|1/\d+|[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*|\n|[^\w\s]")
_CODE = re.compile(r"\b\w+\([^()\n]{0,60}\)\s*=+\s*\w+|</?\w{1,30}>")
"""A call with a value after it ("found(turns) = True") and a tag are no sentence."""
_BULLET = re.compile(r"\s*(?:[-*•+–]|\d+[.)])\s")
_SHORT_LINE = 50


_FEWER, _HIGHER = "fewer", "higher"
_IN_PLACE = {"instead": 2, "rather": 2, "place": 2, "longer": 1, "not": 1}
"""So many words before the second number they say that it was there before: "in place of 7", "no longer 30"."""
_BETWEEN = 5
"""So many words may stand between the two numbers."""
_THOUSANDS = re.compile(r",(?=\d{3}$)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Raw:
    """A word and what stands before it: "." the end of a sentence, "," a lesser stop, "" nothing."""

    text: str
    start: int
    end: int
    stop: str


def raw_words(text: str) -> Iterator[Raw]:
    """The words of a text in their usual spelling; code and tags are left out."""
    stop = former = ""
    for token in _TOKEN.finditer(_CODE.sub(lambda match: " " * len(match[0]), text)):
        piece, start, end = token[0].lower().replace("’", "'"), token.start(), token.end()
        piece = "fraction" if piece.startswith("1/") else _SHORTHANDS.get(piece, piece)
        sign = _sign(piece, text, start, end)
        if sign or piece[0].isalnum():
            for word in (sign,) if sign else _written_out(piece):
                yield Raw(number(usual(word)), start, end, stop)
                stop, former = "", word
        elif piece == "\n":
            stop = "." if _line_ends(text, start) else stop
        elif piece in ".!?;":
            is_inside = piece == "." and (former in _ABBREVIATIONS or text[end : end + 1].isalnum())
            stop = stop if is_inside else "."
        elif piece in ",:()=—→>…•" or (piece in "-–" and text[start - 1 : start].isspace()):
            stop = stop or ","


def _written_out(piece: str) -> tuple[str, ...]:
    if piece in _CONTRACTIONS:
        return _CONTRACTIONS[piece]
    if piece.endswith("n't"):
        return (piece[:-3], "not") if piece[:-3] else ("not",)
    base, _, suffix = piece.partition("'")
    if suffix in _ENDINGS:
        return (base, _ENDINGS[suffix])
    return (base, "is") if suffix == "s" and base in ("it", "that", "there", "what") else (base,)


def _sign(piece: str, text: str, start: int, end: int) -> str:
    """The word for a sign of terse notes: "+ speed, - accuracy" (a dash is a minus only where a plus is near)."""
    if piece in _SIGNS:
        return _SIGNS[piece]
    is_sign = not text[max(start - 1, 0) : start].strip(" ,(\n")
    return "minus" if piece in "-–−" and is_sign and "+" in text and text[end : end + 2].strip()[:1].isalpha() else ""


def _line_ends(text: str, at: int) -> bool:
    """Whether a line break ends a sentence: before a bullet or an empty line, or after a short line."""
    begin = text.rfind("\n", 0, at) + 1
    return at - begin < _SHORT_LINE or text[at + 1 : at + 2] == "\n" or _BULLET.match(text, at + 1) is not None


def number(word: str) -> str:
    """Digits for a written number: "eight" is found as 8, "zeros" and "zeroed" as 0."""
    return _NUMBERS.get(word) or _NUMBERS.get(stem(word), word)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    stemmed: str = Stemmer.Stemmer("english").stemWord(word)
    return stemmed


def compared(raw: Sequence[Raw]) -> Mapping[int, str]:
    """Two compared numbers ("from 98 to 96.5", "3 ms instead of 7"): the word behind which it belongs -> whether there are fewer now."""
    match: dict[int, str] = {}
    numbers = [at for at, word in enumerate(raw) if _NUMBER.fullmatch(word.text)]
    for first, second in pairwise(numbers):
        between = [word.text for word in raw[first + 1 : second]]
        if len(between) > _BETWEEN or any(word.stop == "." for word in raw[first + 1 : second + 1]):
            continue
        former, value_after = _value(raw[first]), _value(raw[second])
        unit = second + (second + 1 < len(raw) and not raw[second + 1].stop)
        told_at = next((at for at in (second - 1, second - 2) if at > first and _IN_PLACE.get(raw[at].text) == second - at), None)
        if told_at is not None:
            former, value_after = value_after, former
            unit = told_at - 1 - (raw[told_at - 1].text == "no")  # not behind "instead of" or "no longer", which deny
        elif not ("now" in between or ("to" in between and "from" in [word.text for word in raw[max(first - 2, 0) : first]])):
            continue
        if former != value_after:
            match[unit] = _FEWER if value_after < former else _HIGHER
    return match


def _value(word: Raw) -> float:
    return float(_THOUSANDS.sub("", word.text).replace(",", "."))


_USUAL_WORDS = frozenset(
    map(
        stem,
        word_set(
            "along always apply area aside away bear begin beginner black broke cause chose classic coincidence collect collection"
            " compatible compete complain complaint complete complex complexity complicated compress compression content conversion"
            " counter crop direction drive entry ever exception feed fill filler fine finer flat float forth fourth free freeze"
            " fully grind halve hand handful handle handy ideal inference influence lager last latex latter lean learn learner least"
            " lie lightning lunch mastery match mean memorize modal mode multiple occupy overhead overheat pace patience patient"
            " percentage percentile place play posit position program protect pure quantity quiet raise read ready recall remote"
            " reorder replay respond retain retrain sack said say says seed seem send sent serve server settle sever several ship"
            " short shot sit slide sometimes sort starter steep strange stranger streak suffice suit thanks thin thing think though"
            " three tie timer trail tree turn understand unused unusual user utilization variant wait warning where wider width"
            " world write"
        ),
    )
)
"""Usual words, in all their forms, that are one letter from a word of many phrasings: who writes "learn" does not mean "lean"."""


def is_slip(word: str, term: str) -> bool:
    """Whether ``word`` may be a slip for ``term``."""
    if not (word.isalpha() and term.rstrip("*").isalpha()) or stem(word) in _USUAL_WORDS:
        return False
    if term.endswith("*"):
        start = term[:-1]
        return len(start) > 5 and any(_slip(word[: len(start) + more], start) for more in (-1, 0, 1))
    return _slip(word, term) or _slip(stem(word), stem(term))


def _slip(word: str, term: str) -> bool:
    """The fewer letters, the less is forgiven; below seven another letter makes another word (spend, speed), a lost or swapped one not."""
    shorter, longer = sorted((len(word), len(term)))
    if shorter < 4 or longer < 5 or longer - shorter > 2:
        return False
    from rapidfuzz.distance import OSA  # here, because only answers with a typo in them need its 40 modules

    distance = OSA.distance(word, term, score_cutoff=2)
    if shorter < 7:
        return distance == 1 and (shorter != longer or sorted(word) == sorted(term))
    return distance <= (1 if shorter < 9 else 2)
