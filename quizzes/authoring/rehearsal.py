"""An item tried out by its author: the flow of its own mode, of which nothing is recorded."""

from __future__ import annotations

from datetime import UTC, datetime

from quizzes.attempts.attempt import COUNTS, REHEARSAL, Attempt
from quizzes.attempts.mode import AnyMode, Scope, Session
from quizzes.content.topic import Topic
from quizzes.models import Asked, Card, Item
from quizzes.questions import Point, Problem, Prompt
from quizzes.questions.explain import trial
from quizzes.questions.explain.coverage import cover
from quizzes.sessions.register import EXPLAIN, PRACTICE, QUICK_CHECK, RECALL

MODE_OF: tuple[tuple[type[Item], AnyMode], ...] = ((Card, RECALL), (Problem, PRACTICE), (Prompt, EXPLAIN), (Asked, QUICK_CHECK))
"""Kind of item -> the mode that it is tried in."""


def rehearse(item: Item, topic: Topic, *, seed: int) -> Session | None:
    """A session of that item alone, with the figures of that seed; None for a kind that needs a lab run."""
    mode = next((mode for kind, mode in MODE_OF if isinstance(item, kind)), None)
    if mode is None or mode.section is None:
        return None
    attempt = Attempt(
        learner="author",
        session=f"rehearsal-{seed}",
        mode=mode.id,
        topic=topic.id,
        seed=seed,
        items=((item.id, item.content_hash),),
        started_at=datetime.now(UTC),
        options={COUNTS: False},
        within=REHEARSAL,
    )
    session: Session = mode.restore(attempt, Scope.of(topic.model_copy(update={mode.section: (item,)})), ())
    return session


def phrasings(prompt: Prompt, text: str) -> list[tuple[str, str, str]]:
    """Point, phrasing, and what it found in the text: a row for each phrasing; ``✓``, ``denied``, ``contradicts`` or nothing."""
    rows: list[tuple[str, str, str]] = []
    for point in prompt.points:
        for phrase in point.phrases:
            rows.append((point.name, phrase, _seen(point.model_copy(update={"phrases": (phrase,)}), prompt, text)))
        for phrase in point.contradictions:
            (coverage,) = cover(text, [point.model_copy(update={"phrases": (phrase,), "contradictions": ()})], words=prompt.groups)
            rows.append((point.name, f"not: {phrase}", f"contradicts “{coverage.excerpt}”" if coverage.found else ""))
    return rows


def _seen(point: Point, prompt: Prompt, text: str) -> str:
    """What the only phrasing of ``point`` finds in the text, by itself and beside the opposites of the point."""
    (alone,) = cover(text, [point.model_copy(update={"contradictions": ()})], words=prompt.groups)
    (whole,) = cover(text, [point], words=prompt.groups)
    if whole.found:
        return f"✓ “{whole.excerpt}”"
    if alone.contradicted:
        return f"contradicts “{alone.against}”"
    return f"denied “{whole.excerpt or alone.excerpt}”" if alone.found or alone.denied else ""


def examples(prompt: Prompt) -> list[tuple[str, str]]:
    """The text of each example, and ``✓`` where it is seen as it says itself, else which points are found or overlooked against it."""
    rows: list[tuple[str, str]] = []
    for example in prompt.examples:
        wrong = [f"{miss.finding.point} {'found' if miss.finding.found else 'not found'}" for miss in trial.misses(prompt, example)]
        rows.append((example.text, ", ".join(wrong) or "✓"))
    return rows
