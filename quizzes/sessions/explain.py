"""Explain it: write from memory, tick what one thinks was covered, then compare with what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from quizzes.attempts import flow
from quizzes.attempts.actions import Action, Draft, GoOn, Overrule, ShowHint, Tick, Write
from quizzes.attempts.attempt import Attempt, Moment, elapsed_ms, still_there
from quizzes.attempts.flow import Path
from quizzes.attempts.mode import Beginning
from quizzes.content.topic import Topic
from quizzes.events.event import Event
from quizzes.models import Item
from quizzes.questions import Prompt
from quizzes.questions.explain import grading

MODE = "explain"
TEXT_LIMIT = 5_000

Phase = Literal["writing", "ticking", "comparing", "finished"]


@dataclass(frozen=True)
class State(Path[Prompt]):
    """By prompt id: ``drafts`` (by number), ``texts`` handed in, points ticked in ``ticks``, "I did say this" in ``overruled``."""

    drafts: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    ticks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    overruled: Mapping[str, frozenset[str]] = field(default_factory=dict)
    hints: frozenset[str] = frozenset()

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        return self.items

    @property
    def prompt(self) -> Prompt | None:
        return self.current

    @property
    def phase(self) -> Phase:
        if self.prompt is None:
            return "finished"
        if self.prompt.id not in self.texts:
            return "writing"
        return "comparing" if self.prompt.id in self.ticks else "ticking"

    @property
    def draft(self) -> str:
        """What was written for the current prompt and not handed in."""
        texts = self.drafts.get(self.prompt.id) if self.prompt else None
        return texts[max(texts)] if texts else ""

    @property
    def hint_shown(self) -> bool:
        return self.prompt is not None and self.prompt.id in self.hints

    @property
    def right(self) -> int:
        """How many prompts were explained in full."""
        return sum(self.coverage(prompt).complete for prompt in self.prompts if prompt.id in self.texts)

    def coverage(self, prompt: Prompt) -> grading.Coverage:
        """What was found in the text of a prompt, with what the learner overruled."""
        return grading.coverage(prompt, self.texts.get(prompt.id, ""), overruled=self.overruled.get(prompt.id, frozenset()))


def deck(topic: Topic, beginning: Beginning) -> tuple[Item, ...]:
    """All prompts in the file's order."""
    return topic.explain


def restore(attempt: Attempt, topic: Topic, events: Sequence[Event]) -> State:
    """The state after ``events``; their order does not matter."""
    state = State(attempt, still_there(attempt, topic.explain), attempt.started_at)
    return flow.restore(state, topic.explain, events, apply)


def apply(state: State, event: Event) -> State:
    """The state once ``event`` has happened."""
    item = state.attempt.item_of(event)
    if event.kind == "answered":
        return replace(state, texts={**state.texts, item: event.payload.get("text") or ""}, shown_at=state.seen_until(event))
    if event.kind == "rated":
        return replace(state, ticks={**state.ticks, item: frozenset(event.payload["covered"])})
    if event.kind == "hinted":
        return replace(state, hints=state.hints | {item})
    if event.kind == "drafted":
        drafts = {**state.drafts.get(item, {}), flow.number_of(event): event.payload["text"]}
        return replace(state, drafts={**state.drafts, item: drafts})
    if event.kind == "overruled":
        points = state.overruled.get(item, frozenset()) | {event.payload["point"]}
        return replace(state, overruled={**state.overruled, item: points})
    return flow.gone_on(state, event) if event.kind == "went_on" else state


def step(state: State, action: Action, moment: Moment) -> tuple[State, tuple[Event, ...]]:
    """Do what the learner asked where it is possible; anything else changes nothing."""
    prompt = state.prompt
    event = _event(state, prompt, action, moment) if prompt is not None else None
    return flow.step(state, [event] if event is not None else [], apply, moment)


def _event(state: State, prompt: Prompt, action: Action, moment: Moment) -> Event | None:
    attempt, points = state.attempt, {point.id for point in prompt.points}
    if isinstance(action, ShowHint) and state.phase == "writing" and not state.hint_shown:
        return attempt.event("hinted", prompt, moment, token="hint")
    if isinstance(action, Draft) and state.phase == "writing":
        number = max(state.drafts.get(prompt.id, {}), default=0) + 1
        text = action.text[:TEXT_LIMIT]
        return attempt.event("drafted", prompt, moment, token=f"draft-{number}", payload={"text": text})
    if isinstance(action, Write) and state.phase == "writing" and action.text.strip():
        text = action.text[:TEXT_LIMIT]
        score = grading.coverage(prompt, text).score
        payload = {"text": text, **attempt.practice}
        values = {"score": score, "hints": int(state.hint_shown), "ms": elapsed_ms(state.shown_at, moment), "payload": payload}
        return attempt.event("answered", prompt, moment, token="answered", **values)
    if isinstance(action, Tick) and state.phase == "ticking":
        return attempt.event("rated", prompt, moment, token="ticked", payload={"covered": sorted(points & set(action.covered))})
    if isinstance(action, Overrule) and state.phase == "comparing" and action.point in points:
        return attempt.event("overruled", prompt, moment, token=f"overrule-{action.point}", payload={"point": action.point})
    if isinstance(action, GoOn) and state.phase == "comparing":
        return flow.go_on(state, prompt, moment)
    return None
