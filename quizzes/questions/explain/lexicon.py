"""Groups of words that say nearly the same in plain English, for phrasings: ``~remove`` stands for all ways to take something away.

A prompt adds groups of its own under ``words:``; a group there goes before one of the same name here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

MARKS = "!?@"
"""What may stand before a place of a phrasing and makes it a condition (``phrasings.py``)."""

LEXICON: Mapping[str, tuple[str, ...]] = {
    name: tuple(words.split())
    for name, words in {
        "remove": "remove delete eliminate discard strip erase trim dispose weed throw thrown toss kick chop exclude omit disable"
        " deactivate cut drop ditch kill axe lop snip sever bin scrap slash purge wipe hack rip get-rid gets-rid"
        " getting-rid got-rid take-out takes-out taken-out taking-out take-away taken-away leave-out leaves-out left-out"
        " leaving-out sort-out sorted-out sorts-out drop-out disappear vanish chuck chucks",
        "fewer": "fewer less lower low reduce reduc* decrease save shrink cut small* halve quarter half tenth third fraction minus little"
        " spare slim* trim drop shave fall fell sink sank shrank shrunk down decline diminish lessen tiny minimal compact light* short*"
        " modest cheap*",
        "part": "fraction tenth quarter half third fourth fifth sixth eighth twentieth fortieth part share",
        "more": "more additional extra higher increase plus another added further",
        "small": "small* tiny little compact light* lean slim* slender mini* short*",
        "fast": "fast* quick* speed* swift* rapid* instant* snappy accelerat* responsive real-time",
        "slow": "slow* sluggish lag* longer late",
        "worse": "lose loses losing lost loss loose drop fall fell dip decrease reduc* degrade suffer worse worsen lower less decline"
        " sacrifice hurt harm damage minus down diminish deteriorate pay penalty price hit decay compromise risk gone expense cost trade"
        " weaken poor* fewer shave sink slip",
        "wrong": "wrong* incorrect* false* mistake* error misclassif* misrecogni* misread confuse* mix-up mixes-up",
        "effort": "work effort labor hour hours day days week weeks evening expertise experiment experiments",
        "need": "need require take cost use occupy want call-for",
        "leave-out": "discard drop ignore skip leave exclude throw thrown bin toss omit cut forget disregard delete remove chuck",
        "vary": "change vary varies fluctuate drift differ swing wobble jump",
        "limit": "bound limit bottleneck constrain* dominate decide starve* wait* stall* slow* idle",
        "money": "money dollar euro pound cost price cheap* expensive budget bill bucks pay paid",
        "decide": "decide count matter important critical crucial limit scarce tight priority first",
        "same": "same identical equal unchanged alike still original full",
    }.items()
}


@lru_cache(maxsize=4_000)
def expanded(line: str, words: tuple[tuple[str, tuple[str, ...]], ...] = ()) -> str:
    """The phrasing with each ``~group`` replaced by its words; an unknown group stays as it is."""
    groups = {**LEXICON, **dict(words)}
    return " ".join(_slot(slot, groups) for slot in line.split())


def _slot(slot: str, groups: Mapping[str, Iterable[str]]) -> str:
    if "~" not in slot:
        return slot
    bar = marks_of(slot)
    terms = [term for one in slot.removeprefix(bar).split("/") for term in groups.get(one[1:], (one,) if one else ())]
    return bar + "/".join(dict.fromkeys(terms))


def marks_of(slot: str) -> str:
    """What stands before the words of a place: "!!" of "!!quantiz*"."""
    return slot[: len(slot) - len(slot.lstrip(MARKS))]
