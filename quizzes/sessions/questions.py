"""Choice questions one after another; the flow that Quick check, Self-test and Worked problems share.

With feedback, a question is left by going on; without, by answering it. Where a mode has missed questions return, they come again after the
others until they are right once, which counts nowhere. A worked problem has a hint and steps besides. After a wrong choice the learner may
say why they think so before they read the reason; that counts nowhere.
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

AGAIN = "again"
"""Stands in the token of what is done with a question that has come again, before how many times it has."""

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
    ``whys`` what was said, empty where the learner went straight on. ``returns`` says that missed questions come again: ``again`` maps the
    id of one, with how many times it had come again by then, to its answer, ``left_again`` are those that were left. A session that
    ``is_closed`` asks nothing again."""

    feedback: bool
    answers: Mapping[str, Answer] = field(default_factory=dict)
    sure: Mapping[str, bool] = field(default_factory=dict)
    hints: frozenset[str] = frozenset()
    steps: Mapping[str, int] = field(default_factory=dict)
    filled: Mapping[tuple[str, int], Filled] = field(default_factory=dict)
    why_asked: frozenset[str] = frozenset()
    whys: Mapping[str, str] = field(default_factory=dict)
    returns: bool = False
    again: Mapping[tuple[str, int], Answer] = field(default_factory=dict)
    left_again: frozenset[tuple[str, int]] = frozenset()
    is_closed: bool = False

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
    def returning(self) -> Sequence[Asked]:
        if not self.returns or self.is_closed or self.position < len(self.items):
            return ()
        return sorted(filter(self._is_open, self.items), key=self.times_again)

    def _is_open(self, question: Asked) -> bool:
        """Whether it was missed and has not been right since."""
        later = [self.again[item, time] for item, time in self.left_again if item == question.id]
        return self.first_grade(question).score < 1.0 and all(grade(question, answer).score < 1.0 for answer in later)

    def times_again(self, question: Asked) -> int:
        """How many times the question has come again and was left."""
        return sum(item == question.id for item, _ in self.left_again)

    @property
    def is_last(self) -> bool:
        """Whether nothing comes after the current question, as far as that is known now."""
        question = self.question
        if question is None:
            return True
        will_return = self.returns and self.answered and self.grade(question).score < 1.0
        if self.is_returning:
            return len(self.returning) == 1 and not will_return
        missed = self.returns and any(self._is_open(one) for one in self.items if one.id in self.left)
        return self.position + 1 == len(self.items) and not will_return and not missed

    @property
    def answered(self) -> bool:
        """Whether the current question was answered, so that its feedback may be seen once the learner was asked why."""
        question = self.question
        if question is not None and self.is_returning:
            return (question.id, self.times_again(question) + 1) in self.again
        return question is not None and question.id in self.answers

    def token(self, done: str) -> str:
        """What tells that which is ``done`` with the current question from what was done when it was asked before."""
        return f"{done}-{AGAIN}-{self.times_again(self.question) + 1}" if self.question is not None and self.is_returning else done

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
        """The grade of a question, by the newest answer to one that is asked again now; no answer counts as "I don't know"."""
        if self.is_returning and question is self.question:
            return grade(question, self.again.get((question.id, self.times_again(question) + 1), Answer()))
        return self.first_grade(question)

    def first_grade(self, question: Asked) -> Grade:
        """The grade of the first answer to a question, which is the one that counts."""
        return grade(question, self.answers.get(question.id, Answer()))

    def recognised(self, question: Asked) -> because.Recognised | None:
        """The mistaken idea that what the learner said about their choice shows; None where none is recognised, or nothing was said."""
        reason = self.whys.get(question.id, "")
        return because.recognised(question, self.answers[question.id], reason) if reason and question.id in self.answers else None

    @property
    def right(self) -> int:
        """How many questions were answered right."""
        return sum(self.first_grade(question).score == 1.0 for question in self.questions if question.id in self.answers)


def restore(attempt: Attempt, pool: Sequence[Asked], events: Sequence[Event], *, feedback: bool, returns: bool = False) -> State:
    """The state after ``events``; their order does not matter."""
    questions = tuple(resolve(question, seed=attempt.seed) for question in still_there(attempt, pool))
    return flow.restore(State(attempt, questions, attempt.started_at, feedback, returns=returns), pool, events, apply)


def apply(state: State, event: Event) -> State:
    """The state once ``event`` has happened."""
    item, time = state.attempt.item_of(event), _time_again(event)
    if event.kind == "finished":
        return replace(state, is_closed=True)
    if event.kind == "answered":
        answer = Answer(choices=tuple(event.payload.get("choices", ())), texts=tuple(event.payload.get("texts", ())))
        if time:
            return replace(state, again={**state.again, (item, time): answer}, shown_at=state.seen_until(event))
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
    if event.kind == "went_on" and time:
        return replace(state, left_again=state.left_again | {(item, time)}, shown_at=state.seen_until(event))
    return flow.gone_on(state, event) if event.kind == "went_on" else state


def _time_again(event: Event) -> int:
    """How many times the event's question had come again by then; 0 when it was asked first."""
    return flow.number_of(event) if f"-{AGAIN}-" in event.id.rpartition(":")[2] else 0


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
        return flow.go_on(state, question, moment, token=state.token("next"))
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
    marks = {"asks_why": True} if action.asks_why and state.feedback and is_choice and score < 1.0 and not state.is_returning else {}
    practice = {"practice": True} if state.is_returning else state.attempt.practice
    values: dict[str, Any] = {
        "score": score,
        "sure": action.sure,
        "hints": int(state.hint_shown),
        "ms": elapsed_ms(state.shown_at, moment),
        "payload": {"choices": list(answer.choices), "texts": list(answer.texts), **marks, **practice},
    }
    return state.attempt.event("answered", question, moment, token=state.token("answered"), **values)
