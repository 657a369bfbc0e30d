"""A small topic for the tests of sessions, built from models, and moments that pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from quizzes.attempts.attempt import Attempt, Moment
from quizzes.content.lesson import LessonPart
from quizzes.content.topic import Topic
from quizzes.events.event import Event
from quizzes.models import Card, Item, Myth, Part
from quizzes.questions import Problem, Prompt, Question

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
LEVELS = ("easy", "medium", "hard")
CHOICES = [
    {"id": "right", "text": "The right one", "correct": True, "why": "This is so."},
    {"id": "wrong", "text": "A wrong one", "why": "This is not so."},
    {"id": "other", "text": "Another wrong one", "why": "Nor is this."},
    {"id": "last", "text": "The last wrong one", "why": "Nor that."},
]
POINTS = [
    {"id": "smaller", "name": "Smaller", "phrases": ["the model becomes smaller"], "missed": "It becomes smaller."},
    {"id": "accuracy", "name": "Accuracy", "phrases": ["it loses some accuracy"], "missed": "It loses accuracy."},
]
OUTCOMES = [
    {"id": "faster", "text": "faster", "verdict": "faster", "why": "Less to do."},
    {"id": "same", "text": "just as fast", "verdict": "no difference", "why": "As much to do."},
    {"id": "slower", "text": "slower", "verdict": "slower", "why": "More to do."},
]
SAID_BOTH = "The model becomes smaller. It loses some accuracy."
SAID_ONE = "The model becomes smaller."


def at(second: float) -> Moment:
    """That many seconds after the start, for a learner two hours east of UTC."""
    return Moment(START + timedelta(seconds=second), 120)


def card(card_id: str, concept: str = "alpha", **fields: Any) -> Card:
    return Card.model_validate({"id": card_id, "concept": concept, "level": "beginner", "front": "Front?", "back": "Back."} | fields)


def question(question_id: str, concept: str = "alpha", level: str = "easy", **fields: Any) -> Question:
    given = {"id": question_id, "concept": concept, "level": level, "question": "Which?", "choices": CHOICES}
    return Question.model_validate(given | fields)


def problem(problem_id: str, **fields: Any) -> Problem:
    steps = [{"id": f"step-{number}", "heading": f"Step {number}", "text": "Do it."} for number in (1, 2)]
    given = {"id": problem_id, "concept": "alpha", "level": "easy", "question": "Which?", "choices": CHOICES}
    solution = {"hint": "Think.", "steps": steps, "answer": "So.", "check": "Indeed.", "mistakes": ["Not so."]}
    return Problem.model_validate(given | solution | fields)


def prompt(prompt_id: str, **fields: Any) -> Prompt:
    given = {"id": prompt_id, "concept": "alpha", "level": "easy", "prompt": "Explain.", "hint": "Think."}
    return Prompt.model_validate(given | {"points": POINTS, "answer": SAID_BOTH} | fields)


def myth(myth_id: str, concept: str = "alpha", **fields: Any) -> Myth:
    given = {"id": myth_id, "concept": concept, "level": "easy", "claim": "Zeros are fast.", "question": "It will be…", "lab": "prune"}
    compared = {"compare": {"figure": "speed", "of": "pruned", "against": "dense"}, "outcomes": OUTCOMES}
    return Myth.model_validate(given | compared | fields)


def lesson_part(part_id: str, *screens: str, concepts: Sequence[str] = ("alpha",)) -> LessonPart:
    """A part whose screens each ask one choice."""
    asked = {"question": "Which?", "choices": CHOICES}
    return LessonPart.model_validate(
        {"id": part_id, "title": part_id.title(), "concepts": list(concepts)}
        | {"screens": [{"id": screen, "says": f"What {screen} says.", "ask": asked} for screen in screens]}
    )


def topic(**sections: Sequence[Part]) -> Topic:
    """A topic with these sections; concepts alpha to nu, each group holding a few."""
    names = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "my", "nu"]
    header: Mapping[str, Any] = {
        "format": 1,
        "id": "track/topic",
        "title": "Topic",
        "track": "Track",
        "subject": "ml",
        "minutes": 5,
        "summary": "A topic.",
        "learn": ["Something."],
        "groups": [{"id": "first", "name": "First"}, {"id": "second", "name": "Second"}, {"id": "unasked", "name": "Unasked"}],
        "concepts": [{"id": name, "name": name.title(), "group": "first" if name in names[:5] else "second"} for name in names],
    }
    return Topic.model_validate({**header, **{name: tuple(items) for name, items in sections.items()}})


def pool(*, a_level: int = 5) -> tuple[Question, ...]:
    """Self-test questions, so many of each level, each of its own concept as far as the concepts go."""
    concepts = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "my", "nu"]
    kinds = [(level, number) for number in range(a_level) for level in LEVELS]
    return tuple(question(f"st-{level}-{number}", concepts[index % len(concepts)], level) for index, (level, number) in enumerate(kinds))


def whole_topic() -> Topic:
    """Something of everything."""
    return topic(
        lesson=[lesson_part("l-one", "s-one", "s-two", "s-three"), lesson_part("l-two", "s-four", "s-five", concepts=["beta", "gamma"])],
        recall=[card("c-one"), card("c-two", "beta"), card("c-three", "gamma")],
        quick_check=[question("q-one"), question("q-two", "beta")],
        explain=[prompt("e-one"), prompt("e-two", concept="beta")],
        practice=[problem("p-one"), problem("p-two", concept="beta")],
        self_test=pool(),
        myths=[myth("m-one"), myth("m-two", "beta")],
    )


def attempt(mode: str, items: Sequence[Item], *, seed: int = 7, options: Mapping[str, str | int | bool] | None = None) -> Attempt:
    """A session of these items that began at START."""
    return Attempt(
        learner="ann",
        session=f"{mode}-session",
        mode=mode,
        topic="track/topic",
        seed=seed,
        items=tuple((item.id, item.content_hash) for item in items),
        started_at=START,
        options=options or {},
    )


def kinds(events: Sequence[Event]) -> list[str]:
    return [one.kind for one in events]
