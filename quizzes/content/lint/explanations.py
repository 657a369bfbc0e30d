"""Prompts whose phrasings do not see what is there: in the model answer, and in the examples of students' answers."""

from __future__ import annotations

from collections.abc import Iterator

from quizzes.content.draft import Draft
from quizzes.content.lint.finding import Finding
from quizzes.content.source.document import Path
from quizzes.questions import Prompt
from quizzes.questions.explain import trial
from quizzes.questions.explain.faults import faults
from quizzes.questions.explain.grading import coverage


def _prompts(draft: Draft) -> Iterator[tuple[Path, Prompt]]:
    """Those whose phrasings can be used: the others are refused anyway."""
    return ((path, item) for path, item in draft.items() if isinstance(item, Prompt) and not any(faults(item)))


def model_answer(draft: Draft) -> Iterator[Finding]:
    """A model answer that does not cover a point, or of which the student would be told that it says the opposite."""
    for path, prompt in _prompts(draft):
        for finding in coverage(prompt, prompt.answer).findings:
            inner = (*path, "answer")
            if finding.contradicted:
                wrong = f"{finding.against!r} is taken for the opposite of {finding.point!r}"
                yield Finding("model-answer", inner, wrong, "reword it, or bar a word of the contradiction with !word", (), "error")
            if not finding.found:
                mend = "add a phrasing of the point, or say it in the answer"
                yield Finding("model-answer", inner, f"the point {finding.point!r} is not found in it", mend, (), "error")


def example(draft: Draft) -> Iterator[Finding]:
    """Points that are found in an example and do not stand in it, or the other way round."""
    for path, prompt in _prompts(draft):
        for index, sample in enumerate(prompt.examples):
            for miss in trial.misses(prompt, sample):
                inner, finding = (*path, "examples", index, *miss.place), miss.finding
                if finding.found:
                    wrong, mend = (
                        f"{finding.point!r} is found, by {finding.phrase!r}",
                        "bar a word of that phrasing with !word, or narrow it",
                    )
                else:
                    denial = f": {finding.excerpt!r} counts as denied" if finding.excerpt else ""
                    wrong, mend = f"{finding.point!r} is not found{denial}", "add a phrasing that shows it"
                yield Finding("example", inner, wrong, mend, (prompt,))
