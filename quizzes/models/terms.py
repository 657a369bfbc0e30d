"""Words that a student may not know, each with one plain sentence: ``terms.yaml`` above the tracks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from quizzes.models.base import Part
from quizzes.models.fields import Line, Texts, core_value
from quizzes.models.item import Item

CONCEPT_PATTERN = r"^[a-z0-9-]+/[a-z0-9-]+/[a-z0-9-]+$"
ASKED_FOR = re.compile(r"\bwhat(?:’s|'s| is| are| was| does| do)\s+(?:an?\s+|the\s+)?[*_“\"]*$", re.IGNORECASE)
"""What stands before a word that a question asks for."""
ASKS_DIFFERENCE = re.compile(r"\bdifference between\b|\bdiffer\b", re.IGNORECASE)


class Term(Part):
    """A word with what it means."""

    term: Line = Field(description="The word as it is explained.", examples=["kernel"])
    also: Texts = Field((), description="Its other forms: plural, spellings, a longer name.", examples=[["kernels"]])
    says: Line = Field(description="One plain sentence, without Markdown.", examples=["The routine that computes one layer."])
    picture: Line | None = Field(
        None,
        description="A picture that helps, with words for it; its path begins at the content folder.",
        examples=["![Five weights, two of them crossed out](computer-vision/mask.svg)"],
    )
    concept: Annotated[Line, Field(pattern=CONCEPT_PATTERN)] | None = Field(
        None,
        description="The concept that brings it: track/topic/concept.",
        examples=["computer-vision/model-optimization/counting-a-mask"],
    )

    @property
    def forms(self) -> tuple[str, ...]:
        """The word and its other forms."""
        return (self.term, *self.also)


@dataclass(frozen=True)
class Use:
    """A term in a text, from ``start`` to ``end``."""

    start: int
    end: int
    term: Term


class Terms(Part):
    """All terms of a content folder."""

    format: Annotated[Literal[1], BeforeValidator(core_value)] = Field(description="The version of this format.", examples=[1])
    terms: Annotated[tuple[Term, ...], Field(min_length=1)] = Field(
        description="The words that are explained.", examples=[[{"term": "kernel", "says": "The routine that computes one layer."}]]
    )
    jargon: Texts = Field(
        (), description="Words that no text may use as long as they are no term: check warns of each.", examples=[["im2col"]]
    )

    @cached_property
    def by_form(self) -> dict[str, Term]:
        """A form as ``folded`` makes it -> its term."""
        return {folded(form): term for term in self.terms for form in term.forms}

    @cached_property
    def _forms(self) -> re.Pattern[str]:
        return words([form for term in self.terms for form in term.forms])

    def uses(self, text: str) -> Iterator[Use]:
        """Where a text uses terms, in order; the longest form counts, and only whole words."""
        for match in self._forms.finditer(text):
            yield Use(match.start(), match.end(), self.by_form[folded(match[0])])

    def given_away(self, item: Item, topic: str) -> frozenset[Term]:
        """The terms that explain what the item asks: those of its own concept, and those that it names as plain."""
        own = f"{topic}/{item.concept}"
        plain = {folded(word) for word in item.plain}
        return frozenset(term for term in self.terms if term.concept == own or plain & {folded(form) for form in term.forms})


def folded(form: str) -> str:
    """A form as it is compared: on one line, and in small letters unless it is an abbreviation such as VNNI."""
    form = " ".join(form.split())
    return form if form[1:] != form[1:].lower() else form.lower()


def words(forms: list[str]) -> re.Pattern[str]:
    """Finds these forms as whole words, the longest first; one that begins with a small letter also at the beginning of a sentence."""
    by_length = sorted(dict.fromkeys(forms), key=lambda form: -len(form))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(_form, by_length))})(?![\w-])" if by_length else r"(?!)")


def _form(form: str) -> str:
    spaced = r"\s".join(re.escape(part) for part in form.split())
    return spaced if folded(form) != form.lower() else f"(?i:{spaced})"


def is_asked_for(text: str, use: Use) -> bool:
    """Whether a question asks what this very word means."""
    return bool(ASKED_FOR.search(text[: use.start]) or ASKS_DIFFERENCE.search(text))
