"""Numbers that look measured and were typed, and figures that nothing cites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from quizzes.content.draft import Draft
from quizzes.content.lint.finding import Finding
from quizzes.content.source.document import Path
from quizzes.content.topic import SECTIONS
from quizzes.figures.shown import how, number
from quizzes.markup.explorables import in_prose, without_prose
from quizzes.markup.pictures import CODE
from quizzes.models import Part
from quizzes.models.figures import Figure
from quizzes.variants.templates import FORMAT, TEMPLATE

MEASURED = re.compile(
    r"(?<![\w.,{])[-+−±~]?(?P<number>\d[\d,.]*)(?:\s?(?:–|-|−|to|and|or)\s?(?P<upper>\d[\d,.]*))?"
    r"[\s\N{NO-BREAK SPACE}]?(?:%|×(?!\s?\d)|x(?!\w)|ms\b|µs\b|us\b|ns\b|kB\b|MB\b|GB\b|(?:percentage )?points?\b)"
)
"""A number with the unit of something measured; ``3x3`` and ``28 × 28`` are shapes."""
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
NOT_READ = frozenset(
    "id was concept concepts source notes silence type level inputs let set lab proof snippet compare phrases contradictions accept "
    "examples network url said_by".split()
)
"""Keys below which there is no prose: what is run, drawn, or only compared with."""
SETTINGS = frozenset("set inputs let proof snippet outcomes most_kb least_accuracy least_speed tolerance shows".split())
"""Keys below which numbers are what the item sets, draws or proves: naming them again in its words types nothing."""
TELLING_DIGITS = 3
OUTSIDE = ("summary", "learn")
"""Fields of the header that students read."""


def typed_figure(draft: Draft) -> Iterator[Finding]:
    """Numbers with a unit in prose, and those that a figure of the topic has, that no figure, source, draw or setting of the item stands
    behind."""
    if draft.document is None or not isinstance(draft.document.written, dict):
        return
    written, known = draft.document.written, _known(draft)
    header = (draft.header,) if draft.header is not None else ()
    for name in OUTSIDE:
        for path, words, nth in _typed(written.get(name), (name,), frozenset(), known):
            yield _finding(path, words, nth, header)
    for section in SECTIONS:
        for path, part in draft.entries.get(section, ()):
            entry = written[path[0]][path[1]]
            for inner, words, nth in _typed(entry, path, frozenset(_numbers(entry, is_setting=False)), known):
                yield _finding(inner, words, nth, (part, *header))


def _finding(path: Path, words: str, nth: int, holders: tuple[Part, ...]) -> Finding:
    mend = "cite {{figure.<id>}} or {{cite.<source>: …}}, or write {{given: …}} where it is a setting"
    return Finding("typed-figure", path, f"{words!r} was typed", mend, holders, words=words, nth=nth)


def _known(draft: Draft) -> re.Pattern[str] | None:
    """The numbers of the topic's figures: with a unit that is not looked for anyway, or without one where they are long enough to be
    theirs alone."""
    shown: set[str] = set()
    for figure in (part for _, part in draft.entries.get("figures", ()) if isinstance(part, Figure)):
        recorded, (form, unit) = draft.filled.record.get(figure.id), how(figure)
        is_shown = recorded is not None and FORMAT.match(form) is not None
        texts = [number(figure, seen) + unit for seen in recorded.seen.values()] if recorded is not None and is_shown else []
        is_telling = bool(unit.strip()) or all(len(re.sub(r"\D", "", text)) >= TELLING_DIGITS for text in texts)
        shown |= {text.strip() for text in texts if is_telling and not MEASURED.fullmatch(text.strip())}
    return re.compile(rf"(?<![\w.,])(?:{'|'.join(map(re.escape, sorted(shown)))})(?![\w]|[.,]\d)") if shown else None


def _typed(value: Any, path: Path, settings: frozenset[float], known: re.Pattern[str] | None) -> Iterator[tuple[Path, str, int]]:
    """The place and the words of each such number, and how often the same words stand before it in the text."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in NOT_READ:
                yield from _typed(inner, (*path, key), settings, known)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _typed(inner, (*path, index), settings, known)
    elif isinstance(value, str):
        prose = CODE.sub(_blank, TEMPLATE.sub(_blank, in_prose(value)))
        for words, start in _measured(prose, settings, known):
            yield path, words, value.count(words, 0, start)


def _measured(prose: str, settings: frozenset[float], known: re.Pattern[str] | None) -> Iterator[tuple[str, int]]:
    for found in MEASURED.finditer(prose):
        numbers = [_number(one) for one in (found["number"], found["upper"]) if one is not None]
        if not all(one in settings or one / 100 in settings for one in numbers):
            yield found[0].strip(), found.start()
    for same in known.finditer(prose) if known is not None else ():
        if _number(same[0].split()[0]) not in settings:
            yield same[0], same.start()


def _blank(found: re.Match[str]) -> str:
    """As many spaces: what stands behind stays where it is."""
    return " " * len(found[0])


def _numbers(value: Any, *, is_setting: bool) -> Iterator[float]:
    """Every number that stands in what an entry sets, draws or runs."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _numbers(inner, is_setting=is_setting or key in SETTINGS)
    elif isinstance(value, list):
        for inner in value:
            yield from _numbers(inner, is_setting=is_setting)
    elif isinstance(value, str):
        text = value if is_setting else " ".join(found[0] for found in CODE.finditer(without_prose(value)))
        yield from (_number(found) for found in NUMBER.findall(text))


def _number(text: str) -> float:
    plain = text.replace(",", "").rstrip(".")
    return float(plain) if re.fullmatch(r"\d+(\.\d+)?", plain) else -1.0


def unused_figure(draft: Draft) -> Iterator[Finding]:
    for path, figure in draft.entries.get("figures", ()):
        if isinstance(figure, Figure) and figure.id not in draft.filled.cited:
            holders = (draft.header,) if draft.header is not None else ()
            yield Finding("unused-figure", path, f"no text cites {figure.id!r}", "cite it, or take it out", holders)
