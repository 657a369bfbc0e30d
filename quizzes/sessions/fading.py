"""How many steps of a worked problem are left blank: the one place of this rule.

Steps that a learner can do are taken from the shown solution one by one (Renkl, Atkinson & Große 2004). Which end to fade first is
disputed (Moreno, Reisslein & Ozogul 2009); here the last steps go first.
"""

from __future__ import annotations

from collections.abc import Sequence

from quizzes.attempts.attempt import Options, current_ids
from quizzes.content.topic import Topic
from quizzes.events.event import Event
from quizzes.questions import Problem

RULE = (
    "The first time you see every step. Each time you decide a problem of this kind correctly, one more step, from the end, is left for "
    "you to fill in; a wrong decision gives one back. “Show me the step” is always there."
)
"""The rule as the app says it."""

PREFIX = "fade:"


def stages(topic: Topic, earlier: Sequence[Event]) -> Options:
    """Option name -> how many blanks each problem with blanks has now; ``earlier`` are the learner's answers to the topic, in order.

    A problem with inputs is one kind: each attempt draws other figures.
    """
    id_now = current_ids(topic.practice)
    most_blanks = {problem.id: blanks(problem) for problem in topic.practice}
    stage: dict[str, int] = {}
    for event in earlier:
        item = id_now.get((event.item or "").removeprefix(f"{topic.id}/"))
        if event.kind == "answered" and item is not None and not event.payload.get("practice"):
            stage[item] = min(most_blanks[item], max(0, stage.get(item, 0) + (1 if event.score == 1.0 else -1)))
    return {f"{PREFIX}{problem.id}": stage[problem.id] for problem in topic.practice if stage.get(problem.id)}


def blanks(problem: Problem) -> int:
    """How many steps of a problem can be left blank."""
    return sum(step.blank is not None for step in problem.steps)


def blank_steps(problem: Problem, options: Options) -> frozenset[int]:
    """Indices of the steps that are blank in an attempt begun with these options: the last ones that can be."""
    count = int(options.get(f"{PREFIX}{problem.id}", 0))
    can = [index for index, step in enumerate(problem.steps) if step.blank is not None]
    return frozenset(can[len(can) - count :]) if count else frozenset()
