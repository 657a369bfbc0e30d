"""Choice questions one after another; the flow that Quick check, Self-test and Worked problems share.

With feedback, a question is left by going on; without, by answering it. A worked problem has a hint and steps besides. After a wrong choice
the learner may say why they think so before they read the reason; that counts nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Any

from quizzes.attempts import flow
from quizzes.attempts.actions import Action, FillStep, GoOn, HandIn, SayWhy, ShowHint, ShowStep
from quizzes.attempts.attempt import Attempt, Moment, elapsed_ms, still_there
from quizzes.attempts.flow import Path
from quizzes.events.event import Event
from quizzes.models import Asked
from quizzes.questions import Problem, StepBlank, allows, ask, because, grade, has_shape, step_blank
from quizzes.questions.answers import Answer, Grade, PickOne, PickSeveral, Shape
from quizzes.sessions import fading
from quizzes.variants import resolve

LONGEST_TEXT = 500
"""Characters of a typed answer that are kept."""


@dataclass(frozen=True)
class Filled:
    """What was typed into the blank of a step."""

    text: str
    right: bool


@dataclass(frozen=True)
class State(Path[Asked]):
    """``answers`` maps question ids to answers (empty: "I don't know"); ``sure`` holds how sure, where that was asked; ``filled`` maps a
    problem and the index of a step to what was typed into its blank. ``why_asked`` are those of whose wrong choice it is asked why, and
    ``whys`` what was said, empty where the learner went straight on."""

    feedback: bool
    answers: Mapping[str, Answer] = field(default_factory=dict)
    sure: Mapping[str, bool] = field(default_factory=dict)
    hints: frozenset[str] = frozenset()
    steps: Mapping[str, int] = field(default_factory=dict)
    filled: Mapping[tuple[str, int], Filled] = field(default_factory=dict)
    why_asked: frozenset[str] = frozenset()
    whys: Mapping[str, str] = field(default_factory=dict)

    @property
    def questions(self) -> tuple[Asked, ...]:
        return self.items

    @property
    def question(self) -> Asked | None:
        return self.current

    @property
    def behind(self) -> AbstractSet[str]:
        return self.left if self.feedback else self.left | self.answers.keys()

    @property
    def answered(self) -> bool:
        """Whether the current question was answered, so that its feedback may be seen once the learner was asked why."""
        return self.question is not None and self.question.id in self.answers

    @property
    def asks_why(self) -> bool:
        """Whether the learner is asked why they chose wrongly; the reason waits for that."""
        return self.question is not None and self.question.id in self.why_asked - self.whys.keys()

    @property
    def told(self) -> bool:
        """Whether the reason of the current question is shown."""
        return self.answered and not self.asks_why

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

    def recognised(self, question: Asked) -> because.Recognised | None:
        """The mistaken idea that what the learner said about their choice shows; None where none is recognised, or nothing was said."""
        reason = self.whys.get(question.id, "")
        return because.recognised(question, self.answers[question.id], reason) if reason and question.id in self.answers else None

    @property
    def right(self) -> int:
        """How many questions were answered right."""
        return sum(self.grade(question).score == 1.0 for question in self.questions if question.id in self.answers)


def restore(attempt: Attempt, pool: Sequence[Asked], events: Sequence[Event], *, feedback: bool) -> State:
    """The state after ``events``; their order does not matter."""
    questions = tuple(resolve(question, seed=attempt.seed) for question in still_there(attempt, pool))
    return flow.restore(State(attempt, questions, attempt.started_at, feedback), pool, events, apply)


def apply(state: State, event: Event) -> State:
    """The state once ``event`` has happened."""
    item = state.attempt.item_of(event)
    if event.kind == "answered":
        answer = Answer(choices=tuple(event.payload.get("choices", ())), texts=tuple(event.payload.get("texts", ())))
        sure = state.sure if event.sure is None else {**state.sure, item: event.sure}
        why_asked = state.why_asked | ({item} if event.payload.get("asks_why") else set())
        return replace(state, answers={**state.answers, item: answer}, sure=sure, why_asked=why_asked, shown_at=state.seen_until(event))
    if event.kind == "said_why":
        return replace(state, whys={**state.whys, item: event.payload.get("text", "")})
    if event.kind == "hinted":
        return replace(state, hints=state.hints | {item})
    if event.kind == "stepped":
        next_state = replace(state, steps={**state.steps, item: state.steps.get(item, 0) + 1})
        if event.payload.get("text") is None:
            return next_state
        step_index = flow.number_of(event) - 1
        return replace(next_state, filled={**state.filled, (item, step_index): Filled(event.payload["text"], event.score == 1.0)})
    return flow.gone_on(state, event) if event.kind == "went_on" else state


def step(state: State, action: Action, moment: Moment) -> tuple[State, tuple[Event, ...]]:
    """Do what the learner asked where it is possible; anything else changes nothing."""
    question = state.question
    event = _event(state, question, action, moment) if question is not None else None
    return flow.step(state, [event] if event is not None else [], apply, moment)


def _event(state: State, question: Asked, action: Action, moment: Moment) -> Event | None:
    attempt = state.attempt
    if isinstance(action, HandIn) and not state.answered:
        return _answer_event(state, question, action, moment)
    if isinstance(action, SayWhy) and state.asks_why:
        text = " ".join(action.text.split())[:LONGEST_TEXT]
        return attempt.event("said_why", question, moment, token="why", payload={"text": text})
    if isinstance(action, GoOn) and state.feedback and state.told:
        return flow.go_on(state, question, moment)
    if not isinstance(question, Problem):
        return None
    if isinstance(action, ShowHint) and not state.answered and not state.hint_shown:
        return attempt.event("hinted", question, moment, token="hint")
    if isinstance(action, FillStep) and state.answered and state.next_blank is not None and action.text.strip():
        text = action.text[:LONGEST_TEXT]
        score = 1.0 if step_blank.is_right(state.next_blank, text) else 0.0
        return attempt.event("stepped", question, moment, token=f"step-{state.steps_shown + 1}", score=score, payload={"text": text})
    if isinstance(action, ShowStep) and state.answered and state.steps_shown < len(question.steps):
        return attempt.event("stepped", question, moment, token=f"step-{state.steps_shown + 1}")
    return None


def _answer_event(state: State, question: Asked, action: HandIn, moment: Moment) -> Event | None:
    answer = replace(action.answer, texts=tuple(text[:LONGEST_TEXT] for text in action.answer.texts))
    if not allows(question, answer):
        return None
    score = grade(question, answer).score
    is_choice = has_shape(question, PickOne, PickSeveral) and not answer.is_empty
    marks = {"asks_why": True} if action.asks_why and state.feedback and is_choice and score < 1.0 else {}
    values: dict[str, Any] = {
        "score": score,
        "sure": action.sure,
        "hints": int(state.hint_shown),
        "ms": elapsed_ms(state.shown_at, moment),
        "payload": {"choices": list(answer.choices), "texts": list(answer.texts), **marks, **state.attempt.practice},
    }
    return state.attempt.event("answered", question, moment, token="answered", **values)
