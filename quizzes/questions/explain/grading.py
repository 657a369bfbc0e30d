"""An explanation in the student's own words: which points it covers. It is called coverage, never a grade."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from quizzes.questions.explain.coverage import Finding, cover
from quizzes.questions.explain.model import Point, Prompt


@dataclass(frozen=True)
class Coverage:
    """Findings in the order of the prompt's points; ``overruled`` holds the points of which the student said "I did say this"."""

    findings: tuple[Finding, ...]
    overruled: frozenset[str] = frozenset()

    @property
    def covered(self) -> frozenset[str]:
        """Ids of the points that were found or claimed."""
        return frozenset(finding.point for finding in self.findings if finding.found or finding.point in self.overruled)

    @property
    def score(self) -> float:
        """Share of the points that are covered, 0..1."""
        return grade(self.findings, overruled=self.overruled)

    @property
    def complete(self) -> bool:
        return len(self.covered) == len(self.findings)

    @property
    def sentence(self) -> str:
        """ "You covered 2 of 3." """
        return f"You covered {len(self.covered)} of {len(self.findings)}."

    @property
    def feedback(self) -> tuple[str, ...]:
        """What to say at once; what was missed is said point by point."""
        return (self.sentence,)

    def missed(self, prompt: Prompt) -> tuple[Point, ...]:
        """The prompt's points that are not covered, with what to say about them."""
        return tuple(point for point in prompt.points if point.id not in self.covered)


def coverage(prompt: Prompt, text: str, *, overruled: AbstractSet[str] = frozenset()) -> Coverage:
    """What ``text`` covers of the prompt's points."""
    return Coverage(findings(prompt, text), frozenset(overruled))


def findings(prompt: Prompt, text: str) -> tuple[Finding, ...]:
    """What ``text`` holds of each point, in their order."""
    question_text = f"{prompt.prompt}\n\n{prompt.hint}" if text != prompt.answer else ""
    return cover(text, prompt.points, words=prompt.groups, question_text=question_text)


FEWEST_WORDS = 3
TOO_SHORT = "That is no sentence yet: write what you remember in three words or more, or show the hint."


def is_sentence(text: str) -> bool:
    """Whether there is enough to compare: three words; where words are not parted by spaces, ten letters of them."""
    words = text.split()
    return len(words) >= FEWEST_WORDS or any(len(word) >= 10 and not word.isascii() for word in words)


def grade(findings: Sequence[Finding], *, overruled: AbstractSet[str] = frozenset()) -> float:
    """Share of the points that were found or claimed, 0..1; 0 where there are none."""
    covered_count = sum(finding.found or finding.point in overruled for finding in findings)
    return covered_count / len(findings) if findings else 0.0
