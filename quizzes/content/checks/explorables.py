"""What is wrong with the blocks ``explore`` in the texts of a topic, each at its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath

from pydantic import BaseModel, ValidationError

from quizzes.content.checks.refusals import refusals, shown
from quizzes.content.source.document import Document, Path, Unreadable, read_document, where
from quizzes.content.source.images import picture_fault, texts_of
from quizzes.content.source.problems import Place, Refusal
from quizzes.markup.explorables import BEGINS, Block, blocks, looks_like_one
from quizzes.markup.pictures import pictures
from quizzes.models.explorables import KINDS, Explorable
from quizzes.models.labs import Labs, explored
from quizzes.models.suggestions import did_you_mean

CODE = "explorable"
HOLDERS = frozenset({"front", "back", "question", "prompt", "says", "why", "hint", "answer", "check", "text"})
"""The fields that are drawn as texts of their own."""
NOT_WITHIN = frozenset({"outcomes", "points", "examples", "figures", "budgets", "blank"})
MOST = 2
"""In one text: each of them is as high as a phone."""


def explorable_faults(document: Document, path: Path, part: BaseModel, *, labs: Labs, images: FilePath) -> Iterator[Refusal]:
    """A refusal for everything in such a block that could not be drawn, and for each that stands where none can."""
    for inner, text in texts_of(part, path):
        found = list(blocks(text))
        if looks_like_one(text) != len(found):
            wrong = "this block is not written as one that is drawn"
            mend = f"begin its first line with {BEGINS} and end it with ```, both without a space before them"
            yield Refusal(document.place_inside(inner, "explore"), where(inner), wrong, mend, CODE)
        if found:
            yield from _misplaced(document, inner, text, found)
        for number, block in enumerate(found):
            around = _Around(document, inner, document.place_inside(inner, BEGINS, nth=number), labs, images)
            yield from around.faults(block)


def _misplaced(document: Document, path: Path, text: str, found: list[Block]) -> Iterator[Refusal]:
    place = document.place_inside(path, BEGINS)
    if not may_hold(path):
        wrong, mend = "nothing can be explored here", "put it into a card's back, a reason, a step, a screen or the cheat sheet"
        yield Refusal(place, where(path), wrong, mend, CODE)
    elif not text[: found[0].start].strip():
        yield Refusal(place, where(path), "a text begins with words", "write a sentence before the block", CODE)
    if len(found) > MOST:
        yield Refusal(place, where(path), f"{len(found)} blocks stand in one text", f"at most {MOST}", CODE)


def may_hold(path: Path) -> bool:
    """Whether the text at that path is drawn as a text of its own, so that something with a slider can stand in it."""
    names = [part for part in path if isinstance(part, str)]
    if not names or names[-1] not in HOLDERS or NOT_WITHIN & set(names[:-1]):
        return False
    return names[-1] != "text" or names[0] == "cheat_sheet" or names[-2:] == ["steps", "text"]


@dataclass(frozen=True)
class _Around:
    """What stands around a block: the text at ``path``, in which it begins at ``start``."""

    document: Document
    path: Path
    start: Place
    labs: Labs
    images: FilePath

    def faults(self, block: Block) -> Iterator[Refusal]:
        try:
            inside = read_document(block.body)
        except Unreadable as error:
            yield self._moved(error.refusal)
            return
        yield from map(self._moved, inside.refusals)
        if not isinstance(inside.value, dict):
            yield self._at((), inside, f"{shown(inside.value)} is not a mapping", f"write keys and values: kind: {next(iter(KINDS))}")
            return
        kind = inside.value.get("kind")
        if not isinstance(kind, str) or kind not in KINDS:
            wrong = "this key is missing" if kind is None else f"{shown(kind)} is not known"
            yield self._at(("kind",), inside, wrong, did_you_mean(str(kind or ""), KINDS))
            return
        try:
            found = KINDS[kind].model_validate(inside.value)
        except ValidationError as error:
            yield from map(self._moved, refusals(error, model=KINDS[kind], base=(), document=inside))
            return
        yield from self._unknown(found, inside)

    def _unknown(self, found: Explorable, inside: Document) -> Iterator[Refusal]:
        """A network, a layer or a picture that is not there."""
        networks = explored(self.labs)
        able = [name for name, shows in networks.items() if found.kind in shows]
        network = found.network if found.network is not None else next(iter(able), None)
        if network is None or network not in able:
            at = ("network",) if found.network is not None else ("kind",)
            yield self._at(at, inside, f"{shown(network)} is no network that {found.kind!r} can show", did_you_mean(str(network), able))
        elif found.layer is not None and found.layer not in networks[network][found.kind]:
            wrong = f"{shown(found.layer)} is no layer that {found.kind!r} can show of {network!r}"
            yield self._at(("layer",), inside, wrong, did_you_mean(found.layer, networks[network][found.kind]))
        if found.still is not None:
            yield from self._no_picture(found.still, inside)

    def _no_picture(self, still: str, inside: Document) -> Iterator[Refusal]:
        pictured = list(pictures(still))
        if [picture.written for picture in pictured] != [still]:
            yield self._at(("still",), inside, f"{shown(still)} is no picture", "write it as ![what it shows](file.svg), in quotes")
        elif wrong := picture_fault(pictured[0].file, self.images):
            yield self._at(("still",), inside, f"the image {shown(pictured[0].file)} {wrong}", "allowed: a file beside the topic")

    def _at(self, path: Path, inside: Document, wrong: str, allowed: str) -> Refusal:
        return self._moved(Refusal(inside.place(path), where(path) if path else "", wrong, allowed))

    def _moved(self, refusal: Refusal) -> Refusal:
        """From the block's own lines to those of the file; to where the text begins, where an escape hides the block."""
        line, column = self.start
        is_seen = [one.strip() for one in self.document.lines[line - 1 : line]] == [BEGINS]
        inner = (line + refusal.place[0], column - 1 + refusal.place[1])
        named = refusal.where if refusal.where not in ("topic", "file", "syntax", "") else ""
        inside = f"{where(self.path)}.{named}" if named else where(self.path)
        return Refusal(inner if is_seen else self.start, inside, refusal.wrong, refusal.allowed, CODE)
