"""Choice questions one after another; the flow that Quick check, Self-test and Worked problems share.

With feedback, a question is left by going on; without, by answering it. A worked problem has a hint and steps besides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from quizzes.events.log import Event
from quizzes.models import Asked
from quizzes.questions import Problem, StepBlank, allows, ask, grade, step_blank
from quizzes.questions.answers import Answer, Grade, Shape
from quizzes.sessions import fading
from quizzes.sessions.actions import Action, FillStep, GoOn, HandIn, ShowHint, ShowStep
from quizzes.sessions.attempt import Attempt, Moment, as_now, elapsed_ms, still_there
from quizzes.variants import resolve

LONGEST_TEXT = 500
"""Characters of a typed answer that are kept."""


@dataclass(frozen=True)
class Filled:
    """What was typed into the blank of a step."""

    text: str
    right: bool


@dataclass(frozen=True)
class State:
    """``answers`` maps question ids to answers (empty: "I don't know"); ``sure`` holds how sure, where that was asked; ``left`` holds the
    questions that are behind; ``filled`` maps a problem and the index of a step to what was typed into its blank."""

    attempt: Attempt
    questions: tuple[Asked, ...]
    shown_at: datetime
    feedback: bool
    answers: Mapping[str, Answer] = field(default_factory=dict)
    sure: Mapping[str, bool] = field(default_factory=dict)
    left: frozenset[str] = frozenset()
    hints: frozenset[str] = frozenset()
    steps: Mapping[str, int] = field(default_factory=dict)
    filled: Mapping[tuple[str, int], Filled] = field(default_factory=dict)

    @property
    def position(self) -> int:
        """Index of the current question; equals ``len(questions)`` at the end."""
        return next((index for index, one in enumerate(self.questions) if not self._behind(one.id)), len(self.questions))

    def _behind(self, question_id: str) -> bool:
        return question_id in self.left or (not self.feedback and question_id in self.answers)

    @property
    def question(self) -> Asked | None:
        """The current question, None at the end."""
        return self.questions[self.position] if self.position < len(self.questions) else None

    @property
    def finished(self) -> bool:
        return self.question is None

    @property
    def answered(self) -> bool:
        """Whether the current question was answered, so that its feedback may be seen."""
        return self.question is not None and self.question.id in self.answers

    @property
    def hint_shown(self) -> bool:
        return self.question is not None and self.question.id in self.hints

    @property
    def steps_shown(self) -> int:
        """How many solution steps of the current problem are open."""
        return self.steps.get(self.question.id, 0) if self.question else 0

    @property
    def next_blank(self) -> StepBlank | None:
        """What is to be filled in before the next step is shown; None where it is simply shown, or there is none."""
        problem, index = self.question, self.steps_shown
        if not isinstance(problem, Problem) or index not in fading.blank_steps(problem, self.attempt.options):
            return None
        return problem.steps[index].blank

    def ask(self, question: Asked) -> Shape:
        """How the question is asked in this attempt."""
        return ask(question, seed=self.attempt.seed)

    def grade(self, question: Asked) -> Grade:
        """The grade of a question; one that was not answered counts as "I don't know"."""
        return grade(question, self.answers.get(question.id, Answer()))

    @property
    def right(self) -> int:
        """How many questions were answered right."""
        return sum(self.grade(question).score == 1.0 for question in self.questions if question.id in self.answers)


def restore(attempt: Attempt, pool: Sequence[Asked], events: Sequence[Event], *, feedback: bool) -> State:
    """The state after ``events``; their order does not matter."""
    drawn = tuple(resolve(question, seed=attempt.seed) for question in still_there(attempt, pool))
    state = State(attempt, drawn, attempt.started_at, feedback)
    for event in as_now(attempt, pool, events):
        state = apply(state, event)
    return state


def apply(state: State, event: Event) -> State:
    """The state once ``event`` has happened."""
    item = state.attempt.item_of(event)
    later = max(state.shown_at, event.at)
    if event.kind == "answered":
        answer = Answer(choices=tuple(event.payload.get("choices", ())), texts=tuple(event.payload.get("texts", ())))
        sure = state.sure if event.sure is None else {**state.sure, item: event.sure}
        return replace(state, answers={**state.answers, item: answer}, sure=sure, shown_at=later)
    if event.kind != "moved":
        return state
    if event.payload["to"] == "hint":
        return replace(state, hints=state.hints | {item})
    if event.payload["to"] == "step":
        opened = replace(state, steps={**state.steps, item: state.steps.get(item, 0) + 1})
        if event.payload.get("text") is None:
            return opened
        index = int(event.id.rpartition("-")[2]) - 1
        return replace(opened, filled={**state.filled, (item, index): Filled(event.payload["text"], event.score == 1.0)})
    return replace(state, left=state.left | {item}, shown_at=later)


def step(state: State, action: Action, now: Moment) -> tuple[State, tuple[Event, ...]]:
    """Do what the learner asked where it is possible; anything else changes nothing."""
    question = state.question
    made = _event(state, question, action, now) if question is not None else None
    if made is None:
        return state, ()
    after = apply(state, made)
    if after.finished:
        return after, (made, state.attempt.finished(now, right=after.right, of=len(after.questions)))
    return after, (made,)


def _event(state: State, question: Asked, action: Action, now: Moment) -> Event | None:
    attempt = state.attempt
    if isinstance(action, HandIn) and not state.answered:
        return _answered(state, question, action, now)
    if isinstance(action, GoOn) and state.feedback and state.answered:
        return attempt.event("moved", question, now, token="next", payload={"to": "next"})
    if not isinstance(question, Problem):
        return None
    if isinstance(action, ShowHint) and not state.answered and not state.hint_shown:
        return attempt.event("moved", question, now, token="hint", payload={"to": "hint"})
    if isinstance(action, FillStep) and state.answered and state.next_blank is not None and action.text.strip():
        text = action.text[:LONGEST_TEXT]
        score = 1.0 if step_blank.is_right(state.next_blank, text) else 0.0
        return attempt.event(
            "moved", question, now, token=f"step-{state.steps_shown + 1}", score=score, payload={"to": "step", "text": text}
        )
    if isinstance(action, ShowStep) and state.answered and state.steps_shown < len(question.steps):
        return attempt.event("moved", question, now, token=f"step-{state.steps_shown + 1}", payload={"to": "step"})
    return None


def _answered(state: State, question: Asked, action: HandIn, now: Moment) -> Event | None:
    answer = replace(action.answer, texts=tuple(text[:LONGEST_TEXT] for text in action.answer.texts))
    if not allows(question, answer):
        return None
    values: dict[str, Any] = {
        "score": grade(question, answer).score,
        "sure": action.sure,
        "hints": int(state.hint_shown),
        "ms": elapsed_ms(state.shown_at, now),
        "payload": {"choices": list(answer.choices), "texts": list(answer.texts), **state.attempt.practice},
    }
    return state.attempt.event("answered", question, now, token="answered", **values)
