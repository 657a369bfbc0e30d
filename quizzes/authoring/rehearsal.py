"""An item tried out by its author: the flow of its own mode, of which nothing is recorded."""

from __future__ import annotations

from datetime import UTC, datetime

from quizzes.content.topic import Topic
from quizzes.models import Asked, Card, Item
from quizzes.questions import Problem, Prompt
from quizzes.questions.explain.coverage import cover
from quizzes.sessions import explain, practice, quick_check, recall
from quizzes.sessions.attempt import COUNTS, REHEARSAL, Attempt
from quizzes.sessions.study import MODES, Session

MODE_OF: tuple[tuple[type[Item], str, str], ...] = (
    (Card, recall.MODE, "recall"),
    (Problem, practice.MODE, "practice"),
    (Prompt, explain.MODE, "explain"),
    (Asked, quick_check.MODE, "quick_check"),
)
"""Kind of item -> the mode that it is tried in, and the section that this mode takes its items from."""


def rehearse(item: Item, topic: Topic, *, seed: int) -> Session | None:
    """A session of that item alone, with the figures of that seed; None for a kind that needs a lab run."""
    found = next(((mode, section) for kind, mode, section in MODE_OF if isinstance(item, kind)), None)
    if found is None:
        return None
    mode, section = found
    attempt = Attempt(
        learner="author",
        session=f"rehearsal-{seed}",
        mode=mode,
        topic=topic.id,
        seed=seed,
        items=((item.id, item.content_hash),),
        started_at=datetime.now(UTC),
        options={COUNTS: False},
        within=REHEARSAL,
    )
    return MODES[mode].restore(attempt, topic.model_copy(update={section: (item,)}), ())


def phrasings(prompt: Prompt, text: str) -> list[tuple[str, str, str]]:
    """Point, phrasing, and what it found in the text: a row for each phrasing; ``✓``, ``contradicts`` or nothing."""
    rows: list[tuple[str, str, str]] = []
    for point in prompt.points:
        for phrase in point.phrases:
            (found,) = cover(text, [point.model_copy(update={"phrases": (phrase,)})])
            rows.append(
                (
                    point.name,
                    phrase,
                    f"✓ “{found.excerpt}”" if found.found else "denied" if found.denied or found.contradicted else "",
                )
            )
        for phrase in point.contradictions:
            (found,) = cover(text, [point.model_copy(update={"phrases": (phrase,), "contradictions": ()})])
            rows.append((point.name, f"not: {phrase}", f"contradicts “{found.excerpt}”" if found.found else ""))
    return rows
