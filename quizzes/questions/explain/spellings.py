"""One spelling for one word: abbreviations of notes, British spelling, and idioms whose nouns mean nothing ("a bit", "in order to")."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

SILENT = "…"
"""What stands for a word of an idiom: no phrasing looks for it."""

_SHORT_FOR: Mapping[str, str] = {
    short: word
    for line in """
        acc accuracy; param parameter; params parameters; mem memory; quant quantization; quants quantization; wt weight; wts weights
        mult multiplication; mults multiplications; muls multiplications; perf performance; lat latency; img image; imgs images
        pic picture; pics pictures; calib calibration; bw bandwidth; conv convolution; convs convolutions; calc calculation
        calcs calculations; num number; nums numbers; nr number; info information; avg average; diff difference; prec precision
        hw hardware; sw software; sec second; secs seconds; net network; nets networks; nn network; comp computation
        dl download; config configuration; mod model; kbytes kb; kbs kb; kib kb
        mbs mb; mbytes mb; msecs ms; mib mb; msec ms; coz because; cos because
        ops operations; op operation; mcus mcu; uc mcu; $ dollar; € euro; £ pound
    """.replace("\n", ";").split(";")
    if line.strip()
    for short, word in [line.split()]
}
_BRITISH = re.compile(r"(?<=[a-z]{2})(is|ys)(e|ed|es|ing|er|ers|ation|ations)$")
_NOT_BRITISH = ("precis", "concis", "nois", "rais", "promis", "compris", "exercis", "otherwis", "likewis", "expertis", "revis", "advis")
_OUR = {
    word: word.replace("our", "or") for word in "colour colours behaviour behaviours favour favours labour neighbour neighbours".split()
} | {"centre": "center", "centres": "centers", "grey": "gray", "metre": "meter"}

IDIOMS: Mapping[tuple[str, ...], tuple[int, ...]] = {
    tuple(word.strip("()") for word in line.split()): tuple(
        number for number, word in enumerate(line.split()) if word.startswith("(")
    )
    for line in """
        a (bit); a little (bit); a tiny (bit); a wee (bit); quite a (bit); every (bit); (bit) by (bit); a (number) of; any (number) of
        in (order) to; (turns) out; (turned) out; (turn) out; (sort) of; (kind) of; (sorts) of; the (point) is; (point) of view
        as a (whole); on the (whole); all the (time); from (time) to (time); in (time); the (same) goes; all the (same); just the (same)
        on the other (hand); on the one (hand); by (hand); in the long (run); in the short (run); in a (row); step by (step)
        in the (light) of; in (short); for (short); (little) by (little); (more) or (less); once (more); any (more); right (away)
        at (first); (first) of all; in the (first) place; for the (first) time; a (chance) to; the (chance) to; no (chance) to
        (take) into account; (taken) into account; (taking) into account; (take) advantage; (take) care; (takes) care; in (part)
        as (long) as; so (long) as; at (once) again; in (turn)
    """.replace("\n", ";").split(";")
    if line.strip()
}  # fmt: skip
"""Words that stand in this order -> which of them mean nothing there."""
_LONGEST = max(map(len, IDIOMS))


@lru_cache(maxsize=20_000)
def usual(word: str) -> str:
    """The spelling that phrasings and answers are compared in."""
    word = _SHORT_FOR.get(word) or _OUR.get(word, word)
    if len(word) > 6 and not word.startswith(_NOT_BRITISH):
        return _BRITISH.sub(lambda match: match[1][0] + "z" + match[2], word)
    return word


def silent(words: Sequence[str]) -> frozenset[int]:
    """Which words of a run without a stop stand in an idiom and mean nothing there."""
    places: set[int] = set()
    for at in range(len(words)):
        for length in range(2, _LONGEST + 1):
            places |= {at + step for step in IDIOMS.get(tuple(words[at : at + length]), ())}
    return frozenset(places)
