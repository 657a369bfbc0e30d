"""A prompt's phrasings tried on answers of which it is known what they say: precision and recall."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from quizzes.questions.explain.coverage import Finding
from quizzes.questions.explain.grading import findings
from quizzes.questions.explain.model import Example, Prompt


@dataclass(frozen=True)
class Tally:
    """Counts over pairs of an answer and a point: found correctly, found and not said, said and not found."""

    found: int = 0
    invented: int = 0
    overlooked: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.found + other.found, self.invented + other.invented, self.overlooked + other.overlooked)

    @property
    def precision(self) -> float:
        """Of what was found, the share that was said, 0..1; 1 where nothing was found."""
        return self.found / (self.found + self.invented) if self.found or self.invented else 1.0

    @property
    def recall(self) -> float:
        """Of what was said, the share that was found, 0..1; 1 where nothing was said."""
        return self.found / (self.found + self.overlooked) if self.found or self.overlooked else 1.0

    @property
    def sentence(self) -> str:
        """ "Of what was found, 100 % was said (precision); of what was said, 92 % was found (recall)." """
        said, found = f"{self.precision:.0%}".replace("%", " %"), f"{self.recall:.0%}".replace("%", " %")
        return f"Of what was found, {said} was said (precision); of what was said, {found} was found (recall)."

    def __str__(self) -> str:
        return f"precision {self.precision:.3f}, recall {self.recall:.3f}"


@dataclass(frozen=True)
class Miss:
    """The finding that differs from what the example says of the point at ``place``: ``has`` or ``not``, and its number there."""

    place: tuple[str, int]
    finding: Finding


def tally(seen: Iterable[Finding], has: AbstractSet[str], has_not: AbstractSet[str]) -> Tally:
    """How well ``seen``, the findings of one answer, agree with the points that it has and has not."""
    counted = Tally()
    for finding in seen:
        said = finding.point in has
        if said or finding.point in has_not:
            counted += Tally(said and finding.found, finding.found and not said, said and not finding.found)
    return counted


def tried(prompt: Prompt) -> Tally:
    """All examples of a prompt together."""
    each = (tally(findings(prompt, one.text), set(one.has), set(one.has_not)) for one in prompt.examples)
    return sum(each, Tally())


def misses(prompt: Prompt, example: Example) -> Iterator[Miss]:
    """Where the matcher sees the example otherwise than it says itself."""
    seen = {finding.point: finding for finding in findings(prompt, example.text)}
    for name, points, wanted in (("has", example.has, True), ("not", example.has_not, False)):
        for number, point in enumerate(points):
            if point in seen and seen[point].found != wanted:
                yield Miss((name, number), seen[point])
