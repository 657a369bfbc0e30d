"""Explain it: write from memory, tick what one thinks was covered, then compare with what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from quizzes.content.topic import Topic
from quizzes.events.log import Event
from quizzes.models import Item
from quizzes.questions import Prompt
from quizzes.questions.explain import grading
from quizzes.sessions.actions import Action, Draft, GoOn, Overrule, ShowHint, Tick, Write
from quizzes.sessions.attempt import Attempt, Moment, Options, as_now, elapsed_ms, still_there

MODE = "explain"
TEXT_LIMIT = 5_000

Phase = Literal["writing", "ticking", "comparing", "finished"]


@dataclass(frozen=True)
class State:
    """By prompt id: ``drafts`` (by number), ``texts`` handed in, points ticked in ``ticks``, "I did say this" in ``overruled``."""

    attempt: Attempt
    prompts: tuple[Prompt, ...]
    shown_at: datetime
    drafts: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    ticks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    overruled: Mapping[str, frozenset[str]] = field(default_factory=dict)
    hints: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()

    @property
    def position(self) -> int:
        """Index of the current prompt; equals ``len(prompts)`` at the end."""
        return next((index for index, one in enumerate(self.prompts) if one.id not in self.left), len(self.prompts))

    @property
    def prompt(self) -> Prompt | None:
        """The current prompt, None at the end."""
        return self.prompts[self.position] if self.position < len(self.prompts) else None

    @property
    def finished(self) -> bool:
        return self.prompt is None

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
        kept = self.drafts.get(self.prompt.id) if self.prompt else None
        return kept[max(kept)] if kept else ""

    @property
    def hint_shown(self) -> bool:
        return self.prompt is not None and self.prompt.id in self.hints

    def coverage(self, prompt: Prompt) -> grading.Coverage:
        """What was found in the text of a prompt, with what the learner overruled."""
        return grading.coverage(prompt, self.texts.get(prompt.id, ""), overruled=self.overruled.get(prompt.id, frozenset()))


def deck(topic: Topic, earlier: Sequence[Event], *, options: Options, seed: int) -> tuple[Item, ...]:
    """All prompts in the file's order."""
    return topic.explain


def restore(attempt: Attempt, topic: Topic, events: Sequence[Event]) -> State:
    """The state after ``events``; their order does not matter."""
    state = State(attempt, still_there(attempt, topic.explain), attempt.started_at)
    for event in as_now(attempt, topic.explain, events):
        state = apply(state, event)
    return state


def apply(state: State, event: Event) -> State:
    """The state once ``event`` has happened."""
    item = state.attempt.item_of(event)
    later = max(state.shown_at, event.at)
    if event.kind == "answered":
        return replace(state, texts={**state.texts, item: event.payload.get("text") or ""}, shown_at=later)
    if event.kind == "rated":
        return replace(state, ticks={**state.ticks, item: frozenset(event.payload["covered"])})
    if event.kind != "moved":
        return state
    to = event.payload["to"]
    if to == "hint":
        return replace(state, hints=state.hints | {item})
    if to == "draft":
        number = int(event.id.rpartition("-")[2])
        return replace(state, drafts={**state.drafts, item: {**state.drafts.get(item, {}), number: event.payload["text"]}})
    if to == "overrule":
        said = state.overruled.get(item, frozenset()) | {event.payload["point"]}
        return replace(state, overruled={**state.overruled, item: said})
    return replace(state, left=state.left | {item}, shown_at=later)


def step(state: State, action: Action, now: Moment) -> tuple[State, tuple[Event, ...]]:
    """Do what the learner asked where it is possible; anything else changes nothing."""
    prompt = state.prompt
    made = _event(state, prompt, action, now) if prompt is not None else None
    if made is None:
        return state, ()
    after = apply(state, made)
    if after.finished:
        full = sum(after.coverage(one).complete for one in after.prompts)
        return after, (made, state.attempt.finished(now, right=full, of=len(after.prompts)))
    return after, (made,)


def _event(state: State, prompt: Prompt, action: Action, now: Moment) -> Event | None:
    attempt, points = state.attempt, {point.id for point in prompt.points}
    if isinstance(action, ShowHint) and state.phase == "writing" and not state.hint_shown:
        return attempt.event("moved", prompt, now, token="hint", payload={"to": "hint"})
    if isinstance(action, Draft) and state.phase == "writing":
        number = max(state.drafts.get(prompt.id, {}), default=0) + 1
        text = action.text[:TEXT_LIMIT]
        return attempt.event("moved", prompt, now, token=f"draft-{number}", payload={"to": "draft", "text": text})
    if isinstance(action, Write) and state.phase == "writing" and action.text.strip():
        text = action.text[:TEXT_LIMIT]
        score = grading.coverage(prompt, text).score
        payload = {"text": text, **attempt.practice}
        values = {"score": score, "hints": int(state.hint_shown), "ms": elapsed_ms(state.shown_at, now), "payload": payload}
        return attempt.event("answered", prompt, now, token="answered", **values)
    if isinstance(action, Tick) and state.phase == "ticking":
        return attempt.event("rated", prompt, now, token="ticked", payload={"covered": sorted(points & set(action.covered))})
    if isinstance(action, Overrule) and state.phase == "comparing" and action.point in points:
        return attempt.event("moved", prompt, now, token=f"overrule-{action.point}", payload={"to": "overrule", "point": action.point})
    if isinstance(action, GoOn) and state.phase == "comparing":
        return attempt.event("moved", prompt, now, token="next", payload={"to": "next"})
    return None
