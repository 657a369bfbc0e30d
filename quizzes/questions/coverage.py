"""Which ideas of an explanation are there: coverage, never a grade.

A point lists phrasings. One phrasing is a line of words that must all stand near each other in one sentence, in any order:

- ``remove/delete weight``   a slash separates alternatives; any word form counts (removes, removal) and so do small typos
- ``fast* small*``           a star takes every ending (fast, faster, fastest)
- ``8-bit get-rid``          a hyphen keeps words next to each other, in that order (8 bits, "get rid")
- ``not need memory``        with not / no / never / without the rest must be denied; else a denied match does not count
- ``lose precision !bit``    an exclamation mark names a word that must not stand in the same clause

Words that only glue (the, of, is, to, ...) may be written and are not looked for. ``check_phrase`` says what is wrong with a phrasing.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, pairwise, zip_longest

import snowballstemmer  # type: ignore[import-untyped]
from rapidfuzz.distance import OSA

from quizzes.content.models import Point

TEXT_LIMIT = 5_000
EXCERPT_LIMIT = 200
WORDS_LIMIT = 8
REACH = 6
"""A phrasing's words may stand this many words further apart than they are many; glue words are not counted."""


def _set(line: str) -> frozenset[str]:
    return frozenset(line.split())


FIRM = _set("not no never none nothing nobody neither nor without")
SOFT = _set("hardly barely scarcely")
_DENYING_VERBS = _set("unable fail fails failed avoid avoids avoiding prevent prevents preventing doubt deny forget")
_AUXILIARIES = _set(
    "is are was were be been am has have had do does did can could will would shall should may might must"
    " get gets got become becomes became"
)
_VERBS = _AUXILIARIES | _set(
    "make makes need needs take takes run runs lose loses loose save saves use uses fit fits drop drops fall falls go goes work works"
    " stay stays keep keeps remain remains reduce reduces remove removes shrink shrinks gain gains give gives cost costs turn turns"
)
GLUE = _AUXILIARIES | _set(
    "a an the this that these those it its their your our my his of to in on at by with for from as into and or also too very quite so"
    " which who there then than both all any some just really actually we you they i"
)
_CONTRAST = _set("but however whereas although though yet nevertheless")
_ASIDES = _set("however though")
_RELATIVE = _set("that which who whose")
_OPENERS = _RELATIVE | _set("because since when while if where unless until then thus therefore hence we they i he she you there")
_AFTER_OTHER = {
    "not": _set("only just merely simply solely surprisingly surprising bad free least mention"),
    "no": _set("matter doubt wonder problem question surprise free"),
}
"""Denials that deny nothing, by the word that follows: "not only", "no doubt", "no free lunch"."""
_CLAIMS = _set("doubt deny forget true mean means say claim think believe imply implies case wrong false untrue myth")
_PREDICATES = _set("necessary needed required happen occur exist true correct possible affected used done help work matter apply")
_REFUSALS = _set("unnecessary superfluous needless wrong false untrue myth none nonexistent")
_POINTERS = _set("this that it which but not a")
_CONTRACTIONS = {f"{verb}nt": (verb, "not") for verb in _set("do does did is are was were has have would could should must")}
_CONTRACTIONS |= dict.fromkeys(("cannot", "cant", "can't"), ("can", "not")) | dict.fromkeys(("wont", "won't"), ("will", "not"))
_NUMBERS = {"zero": "0", "two": "2", "four": "4", "eight": "8", "ten": "10"}
_SIGNS = {"+": "plus", "↑": "up", "↓": "down"}
_ABBREVIATIONS = _set("e g i eg ie etc vs approx ca")
_NO_TYPO = _set("retain retained retains remote trail trails lager quiet modal")
"""Words that are one letter from a usual word of a phrasing and are not that word."""

_TOKEN = re.compile(r"1/\d+|[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*|\n|[^\w\s]")
_PIECE = re.compile(r"[a-z]+\*?|\d+")
_TERM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\*?")
_BULLET = re.compile(r"\s*(?:[-*•+–]|\d+[.)])\s")
_SHORT_LINE = 50
_FARTHEST = 12
"""A denial reaches this many words."""


@dataclass(frozen=True)
class Finding:
    """What an explanation holds of one point.

    ``phrase`` is the phrasing that matched; ``excerpt`` the student's own words there, or, where the point was only denied, the words
    that deny it. ``contradicted``: the idea is denied or its opposite is said somewhere, even where it was also found.
    """

    point: str
    found: bool
    phrase: str | None = None
    excerpt: str | None = None
    contradicted: bool = False


def cover(text: str, points: Sequence[Point]) -> tuple[Finding, ...]:
    """One finding a point, in their order; of a text over 5,000 characters only the beginning is read."""
    return _cover(text[:TEXT_LIMIT], tuple(points))


def check_phrase(text: str) -> str | None:
    """What is wrong with a phrasing, None where nothing is."""
    for slot in text.lower().split():
        for term in slot.removeprefix("!").split("/"):
            if not term:
                return f"an empty alternative in {slot!r}; write a/b"
            if not _TERM.fullmatch(term):
                return f"{term!r} is no word; allowed: letters, digits, - inside, * at the end"
            if term.endswith("*") and len(_PIECE.findall(term)[-1]) < 4:
                return f"{term!r} takes nearly every word; give three letters or more before *"
    wanted = len(_read(text).slots)
    if not wanted:
        return "no word to look for; allowed: at least one word besides not, !word and words such as the, of, is"
    if wanted > WORDS_LIMIT:
        return f"{wanted} words must all be there; at most {WORDS_LIMIT}"
    return None


@dataclass(frozen=True)
class _Phrase:
    """``slots`` hold alternatives, each a run of words, the last of which may end in ``*``; ``denied`` holds "firm" or "soft"."""

    text: str
    slots: tuple[tuple[tuple[str, ...], ...], ...]
    barred: tuple[tuple[str, ...], ...]
    denied: frozenset[str]


@dataclass(frozen=True)
class _Match:
    """Indexes of the words that matched; ``holds`` where they are said, not denied (or denied, where the phrasing wants that)."""

    phrase: _Phrase
    at: tuple[int, ...]
    holds: bool


@lru_cache(maxsize=64)
def _cover(text: str, points: tuple[Point, ...]) -> tuple[Finding, ...]:
    words = _words(text)
    phrases = {line: _read(line) for point in points for line in (*point.phrases, *point.contradictions)}
    places = _places(words, phrases.values())
    denials = tuple(_denials(words))
    findings = []
    for point in points:
        said = [match for line in point.phrases for match in _matches(phrases[line], words, places, denials)]
        against = [match for line in point.contradictions for match in _matches(phrases[line], words, places, denials, one_clause=True)]
        findings.append(_finding(point.id, text, words, said, [match for match in against if match.holds]))
    return tuple(findings)


def _finding(point: str, text: str, words: Sequence[_Word], said: Sequence[_Match], against: Sequence[_Match]) -> Finding:
    """A contradiction takes away what is said in the same clause; elsewhere both stand, and the student is told so."""
    opposite = {words[index].clause for match in against for index in match.at}
    good = [match for match in said if match.holds and not opposite & {words[index].clause for index in match.at}]
    denied = [match for match in said if not match.holds and not match.phrase.denied]
    contradicted = bool(against or denied)
    if good:
        return Finding(point, True, good[0].phrase.text, _excerpt(text, words, good[0].at), contradicted)
    shown = next(iter((*against, *denied)), None)
    return Finding(point, False, None, _excerpt(text, words, shown.at) if shown else None, contradicted)


def _excerpt(text: str, words: Sequence[_Word], at: Sequence[int]) -> str:
    """The clauses in which the words stand, as they were written."""
    clauses = [words[index].clause for index in at]
    inside = [word for word in words if min(clauses) <= word.clause <= max(clauses)]
    cut = " ".join(text[inside[0].start : inside[-1].end].split())
    return cut if len(cut) <= EXCERPT_LIMIT else cut[: EXCERPT_LIMIT - 1].rstrip() + "…"


# Phrasings and where they stand


@lru_cache(maxsize=2_000)
def _read(line: str) -> _Phrase:
    slots: list[tuple[tuple[str, ...], ...]] = []
    barred: list[tuple[str, ...]] = []
    denied: set[str] = set()
    for slot in line.lower().split():
        terms = slot.removeprefix("!").split("/")
        runs = tuple(run for term in terms if (run := tuple(_number(piece) for piece in _PIECE.findall(term))))
        if slot.startswith("!"):
            barred.extend(runs)
        elif all(term in FIRM | SOFT for term in terms):
            denied |= {"soft" if term in SOFT else "firm" for term in terms}
        elif runs and not all(term in GLUE for term in terms):
            joined = tuple(("".join(run),) for run in runs if len(run) > 1 and "".join(run).rstrip("*").isalpha())
            slots.append(runs + joined)
    return _Phrase(line, tuple(slots), tuple(barred), frozenset(denied))


def _number(word: str) -> str:
    """Digits for a written number: "eight" is found as 8, "zeros" and "zeroed" as 0."""
    return _NUMBERS.get(word) or _NUMBERS.get(_stem(word), word)


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    stem: str = snowballstemmer.stemmer("english").stemWord(word)
    return stem


def _places(words: Sequence[_Word], phrases: Iterable[_Phrase]) -> Mapping[str, frozenset[int]]:
    """Where each word of the phrasings stands in the text. A word that is one of them as it stands is no typo of another."""
    runs = (run for phrase in phrases for run in chain(phrase.barred, *phrase.slots))
    wanted = sorted(set(chain.from_iterable(runs)))
    forms: dict[str, set[str]] = {}
    for word in {word.text for word in words}:
        same = [term for term in wanted if _same(word, term)]
        if not same and word not in _NO_TYPO | _VERBS | GLUE | FIRM | SOFT:
            same = [term for term in wanted if term[0] == word[0] and _typo(word, term)]
        for term in same:
            forms.setdefault(term, set()).add(word)
    return {term: frozenset(at for at, word in enumerate(words) if word.text in known) for term, known in forms.items()}


def _same(word: str, term: str) -> bool:
    if term.endswith("*"):
        return word.startswith(term[:-1])
    return word == term or (term.isalpha() and _stem(word) == _stem(term))


def _typo(word: str, term: str) -> bool:
    """Whether ``word`` may be a slip for ``term``."""
    if not (word.isalpha() and term.rstrip("*").isalpha()):
        return False
    if term.endswith("*"):
        start = term[:-1]
        return len(start) > 4 and any(_slip(word[: len(start) + more], start) for more in (-1, 0, 1))
    return _slip(word, term) or _slip(_stem(word), _stem(term))


def _slip(word: str, term: str) -> bool:
    """The fewer letters, the less is forgiven; below seven another letter makes another word (spend, speed), a lost or swapped one not."""
    shorter, longer = sorted((len(word), len(term)))
    if shorter < 4 or longer < 5 or longer - shorter > 2:
        return False
    distance = OSA.distance(word, term, score_cutoff=2)
    if shorter < 7:
        return distance == 1 and (shorter != longer or sorted(word) == sorted(term))
    return distance <= (1 if shorter < 9 else 2)


def _matches(
    phrase: _Phrase, words: Sequence[_Word], places: Mapping[str, frozenset[int]], denials: Sequence[_Denial], *, one_clause: bool = False
) -> Iterator[_Match]:
    """Every place where all words of the phrasing stand near each other, from each of its words to the right."""
    found = [sorted(set(chain.from_iterable(_spots(run, places) for run in slot))) for slot in phrase.slots]
    if not all(found):
        return
    one_clause = one_clause or bool(phrase.denied)
    barred = {words[spot[0]].clause for run in phrase.barred for spot in _spots(run, places)}
    for first in sorted(set(chain.from_iterable(found))):
        at = _nearest(first, found, words)
        clauses = {words[index].clause for index in at}
        if at and not clauses & barred and (len(clauses) == 1 or not one_clause):
            denied = _denied(at, denials)
            yield _Match(phrase, at, denied in phrase.denied if phrase.denied else not denied)


def _denied(at: Sequence[int], denials: Sequence[_Denial]) -> str:
    """ "firm" or "soft" where the words are denied, "" where they are not or where two denials of the same word cancel."""
    covering = [denial for denial in denials if denial.covers(at)]
    depth = max((sum(denial.start <= index < denial.stop for denial in covering) for index in at), default=0)
    return "" if depth % 2 == 0 else "soft" if covering[0].soft else "firm"


def _spots(run: Sequence[str], places: Mapping[str, frozenset[int]]) -> Iterator[tuple[int, ...]]:
    following = [places.get(term, frozenset()) for term in run[1:]]
    for at in places.get(run[0], frozenset()):
        if all(at + step in spots for step, spots in enumerate(following, 1)):
            yield tuple(range(at, at + len(run)))


def _nearest(first: tuple[int, ...], found: Sequence[Sequence[tuple[int, ...]]], words: Sequence[_Word]) -> tuple[int, ...]:
    """One spot for each slot, beginning with ``first``, in its sentence and near it; empty where a slot stays open."""
    start = words[first[0]]
    reach = start.place + len(found) + REACH
    taken = set(first)
    own = next(index for index, spots in enumerate(found) if first in spots)
    for index, spots in enumerate(found):
        if index == own:
            continue
        near = (spot for spot in spots[bisect(spots, first) :] if not taken & set(spot))
        spot = next(near, None)
        if spot is None or words[spot[-1]].part != start.part or words[spot[-1]].place > reach:
            return ()
        taken |= set(spot)
    return tuple(sorted(taken))


# Words, clauses and denials


@dataclass(frozen=True, slots=True)
class _Word:
    """``part`` numbers the sentences (and what a "but" divides), ``clause`` what commas or "which" divide, ``opener`` what opened it."""

    text: str
    start: int
    end: int
    part: int
    clause: int
    place: int
    opener: str


@dataclass(frozen=True, slots=True)
class _Denial:
    """Words ``start`` to ``stop`` are denied by the word ``at``; ``most``: only a match that lies more than half in there is."""

    at: int
    start: int
    stop: int
    soft: bool = False
    most: bool = False

    def covers(self, at: Sequence[int]) -> bool:
        reached = sum(self.start <= index < self.stop for index in at)
        return reached * 2 > len(at) if self.most else reached > 0


@dataclass(frozen=True, slots=True)
class _Raw:
    """A word and what stands before it: "." the end of a sentence, "," a lesser stop, "" nothing."""

    text: str
    start: int
    end: int
    stop: str


def _words(text: str) -> tuple[_Word, ...]:
    raw = _without_asides(tuple(_raw(text)))
    words: list[_Word] = []
    part = clause = place = 0
    opener = ""
    for index, one in enumerate(raw):
        hard = one.stop == "." or _contrasts(raw, index)
        if hard or one.stop or _opens(raw, index):
            part, clause = part + hard, clause + 1
            opener = one.text if one.text in _OPENERS else one.stop or one.text
        place += one.text not in GLUE
        words.append(_Word(one.text, one.start, one.end, part, clause, place, opener))
    return tuple(words)


def _raw(text: str) -> Iterator[_Raw]:
    stop = before = ""
    for token in _TOKEN.finditer(text):
        piece, start, end = token[0].lower().replace("’", "'"), token.start(), token.end()
        piece = "fraction" if piece.startswith("1/") else piece
        sign = _sign(piece, text, start, end)
        if sign or piece[0].isalnum():
            for one in (sign,) if sign else _written_out(piece):
                yield _Raw(_number(one), start, end, stop)
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
    return raw[index].text in _CONTRAST and before != "not" and after != "also"


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
    if word in ("it", "one"):
        return bool(ahead) and ahead[0] in _VERBS
    if word in ("by", "through"):
        return bool(ahead) and ahead[0].endswith("ing")
    if word != "and":
        return False
    singular = [one for one in ahead[:-1][:2] if len(one) > 3 and one.endswith("s") and not one.endswith("ss")]
    return any(one in _VERBS | FIRM | {"it", "we", "you", "they"} for one in ahead) or bool(singular)


def _until_stop(raw: Sequence[_Raw], index: int, count: int) -> Iterator[_Raw]:
    for one in raw[index : index + count]:
        if one.stop:
            return
        yield one


def _denials(words: Sequence[_Word]) -> Iterator[_Denial]:
    """Every denial with the words it reaches. Two denials of the same words cancel, so they are kept apart."""
    void = _needed_for(words)
    for at, word in enumerate(words):
        following = words[at + 1].text if at + 1 < len(words) else ""
        if at in void or following in _AFTER_OTHER.get(word.text, ()) or [one.text for one in words[at + 1 : at + 3]] == ["for", "free"]:
            continue
        if word.text in ("instead", "rather") and following in ("of", "than"):
            yield _Denial(at, at + 2, _stop(words, at + 1, short=True), most=True)
        elif word.text in FIRM | SOFT | _DENYING_VERBS and not (word.text == "doubt" and at and words[at - 1].text == "no"):
            loose = _is_loose(words, at)
            short = loose or word.opener in _RELATIVE
            yield _Denial(at, at + 1, _stop(words, at, short=short), soft=word.text in SOFT, most=loose or word.text == "without")
        elif word.text in _REFUSALS and following == "that":
            yield _Denial(at, at + 2, _stop(words, at, short=False))
        if _refuses(words, at):
            yield _Denial(at, _refused_from(words, at), at, most=True)


def _needed_for(words: Sequence[_Word]) -> frozenset[int]:
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


def _is_loose(words: Sequence[_Word], at: int) -> bool:
    """A "not" without a verb before it denies what follows, not the sentence: "integers not floats", "weights not needed are cut"."""
    if words[at].text != "not" and [one.text for one in words[at : at + 2]] != ["no", "longer"]:
        return False
    return at > 0 and words[at - 1].clause == words[at].clause and words[at - 1].text not in _AUXILIARIES


def _stop(words: Sequence[_Word], at: int, *, short: bool) -> int:
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
        if short and content and word.text in _AUXILIARIES:
            return index
        content = content or word.text not in GLUE
    return min(at + 1 + _FARTHEST, len(words))


def _list_goes_on(words: Sequence[_Word], index: int) -> bool:
    """ "no weights, neurons or filters": a comma inside a list does not end a denial."""
    for word in words[index : index + 4]:
        if word.text in ("or", "nor"):
            return True
        if (word.clause != words[index].clause and word.opener != ",") or word.text in _VERBS:
            return False
    return False


def _alone(words: Sequence[_Word], at: int) -> bool:
    return all(word.clause != words[at].clause for word in (*words[at - 1 : at], *words[at + 1 : at + 2]))


def _refused_from(words: Sequence[_Word], at: int) -> int:
    """The first word of the refused clause; "(but) that is wrong" refuses the sentence before it."""
    begin = at
    while begin and words[begin - 1].clause == words[at].clause:
        begin -= 1
    if not {word.text for word in words[begin:at]} - _AUXILIARIES - _POINTERS and begin:
        part = words[begin - 1].part if words[begin - 1].text not in _CONTRAST else words[begin - 1].part - 1
        while begin and words[begin - 1].part >= part:
            begin -= 1
    return begin


def _refuses(words: Sequence[_Word], at: int) -> bool:
    """Whether the words before are refused: "fine-tuning is not necessary", "accuracy loss: none"."""
    before = words[at - 1] if at else None
    if before is None:
        return False
    if _alone(words, at) and words[at].text in ("none", "no", "nothing"):
        return before.part == words[at].part
    if words[at].text in _REFUSALS:
        return before.clause == words[at].clause and any(word.text in _AUXILIARIES for word in words[max(at - 3, 0) : at])
    if words[at].text not in FIRM or before.text not in _AUXILIARIES or before.clause != words[at].clause:
        return False
    return any(word.text in _PREDICATES for word in words[at + 1 : at + 4] if word.clause == words[at].clause)
