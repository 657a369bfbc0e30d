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
        precision, recall = f"{self.precision:.0%}".replace("%", " %"), f"{self.recall:.0%}".replace("%", " %")
        return f"Of what was found, {precision} was said (precision); of what was said, {recall} was found (recall)."

    def __str__(self) -> str:
        return f"precision {self.precision:.3f}, recall {self.recall:.3f}"


@dataclass(frozen=True)
class Miss:
    """The finding that differs from what the example says of the point at ``place``: ``has`` or ``not``, and its number there."""

    place: tuple[str, int]
    finding: Finding


def tally(answer_findings: Iterable[Finding], has: AbstractSet[str], has_not: AbstractSet[str]) -> Tally:
    """How well ``answer_findings``, those of one answer, agree with the points that it has and has not."""
    total = Tally()
    for finding in answer_findings:
        is_said = finding.point in has
        if is_said or finding.point in has_not:
            total += Tally(is_said and finding.found, finding.found and not is_said, is_said and not finding.found)
    return total


def tried(prompt: Prompt) -> Tally:
    """All examples of a prompt together."""
    tallies = (tally(findings(prompt, example.text), set(example.has), set(example.has_not)) for example in prompt.examples)
    return sum(tallies, Tally())


def misses(prompt: Prompt, example: Example) -> Iterator[Miss]:
    """Where the matcher sees the example otherwise than it says itself."""
    finding_of = {finding.point: finding for finding in findings(prompt, example.text)}
    for name, points, is_wanted in (("has", example.has, True), ("not", example.has_not, False)):
        for number, point in enumerate(points):
            if point in finding_of and finding_of[point].found != is_wanted:
                yield Miss((name, number), finding_of[point])
