"""Today: items of all topics and modes, one after another, each asked as in its own mode.

The session is composed of one-item sessions of the other modes, its parts. Their events carry the item's own mode and full id, so that
schedule and statistics count them as if they had been asked there; only the session and the ids of the events are Today's.

Which modes it asks is an argument: the register, which holds Today like the others, stands above it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from quizzes.attempts.actions import Action, Undo
from quizzes.attempts.attempt import COUNTS, Attempt, Moment, Options
from quizzes.attempts.mode import AnyMode, Begun, Scope, Wanted
from quizzes.content.topic import Topic
from quizzes.events.event import Event
from quizzes.models import Item
from quizzes.schedule.index import Index, index
from quizzes.sessions import explain, fading, practice, questions, recall

MODE = "today"
MINUTES = "minutes"
"""The option that holds how many minutes the session was planned for."""

Part = recall.State | questions.State | explain.State
Parts = Mapping[str, AnyMode]
"""The modes whose items Today asks, by their ids. Claims are not among them: a bet needs a lab run."""


@dataclass(frozen=True)
class State:
    """``parts`` in their order, those left out whose item no topic holds any more; ``ends`` are the ids of the events that closed the
    session, ``reopened`` those of them that were taken back."""

    attempt: Attempt
    parts: tuple[Part, ...]
    ends: frozenset[str] = frozenset()
    reopened: frozenset[str] = frozenset()

    @property
    def position(self) -> int:
        """Index of the current part; equals ``len(parts)`` at the end."""
        return next((number for number, part in enumerate(self.parts) if not part.finished), len(self.parts))

    @property
    def part(self) -> Part | None:
        """The current part, None at the end."""
        position = self.position
        return self.parts[position] if position < len(self.parts) else None

    @property
    def items(self) -> Sequence[Item]:
        """What is asked, in order."""
        return [part.items[0] for part in self.parts]

    @property
    def current(self) -> Item | None:
        """The item that is asked now; None at the end."""
        return self.part.current if self.part is not None else None

    @property
    def current_id(self) -> str | None:
        """Its full id; None at the end."""
        return self.part.current_id if self.part is not None else None

    @property
    def finished(self) -> bool:
        return self.part is None

    @property
    def undoable(self) -> int | None:
        """Index of the part with the newest rating, which can be taken back until one was; None where there is none."""
        cards = [(part.last, number) for number, part in enumerate(self.parts) if isinstance(part, recall.State)]
        newest = max(((last, number) for last, number in cards if last is not None), default=None)
        undone = [at for part in self.parts if isinstance(part, recall.State) for at in part.undone.values()]
        return None if newest is None or any(at > newest[0].at for at in undone) else newest[1]

    @property
    def right(self) -> int:
        """How many items were remembered, answered right or explained in full."""
        return sum(part.right for part in self.parts)


def full_id(part: Part) -> str:
    """``track/topic/item`` of the item that a part asks."""
    return part.attempt.full_id(part.items[0])


def begin(scope: Scope, wanted: Wanted) -> Begun:
    """The items that were chosen, of those that the topics hold, and how far each worked problem among them is faded."""
    held = scope.items()
    items = [(name, held[name]) for name in wanted.asked if name in held]
    chosen = {name for name, _ in items}
    with_problems = [one for one in scope.topics.values() if any(f"{one.id}/{problem.id}" in chosen for problem in one.practice)]
    decided = [row for topic in with_problems for row in wanted.rows(topic) if row.kind == "answered"]
    return Begun(items, {**stages(wanted.asked, scope.topics, decided), **wanted.options})


def stages(items: Sequence[str], topics: Mapping[str, Topic], earlier: Sequence[Event]) -> Options:
    """Option names with the items' full ids -> how far each worked problem among them is faded; ``earlier`` are the learner's decisions."""
    found: dict[str, str | int | bool] = {}
    for topic in topics.values():
        about = [one for one in earlier if one.mode == practice.MODE and (one.item or "").startswith(f"{topic.id}/")]
        for name, count in fading.stages(topic, about).items():
            full = f"{topic.id}/{name.removeprefix(fading.PREFIX)}"
            if full in items:
                found[f"{fading.PREFIX}{full}"] = count
    return found


def restore(attempt: Attempt, scope: Scope, events: Sequence[Event], *, asked: Parts) -> State:
    """The state after ``events``, whose order does not matter; ``scope`` holds the topics as they are now."""
    known = index(scope.topics.values(), asked.values())
    parts: list[Part] = []
    seen_at = attempt.started_at
    for part_attempt, full in _attempts(attempt, known, asked):
        own = [event for event in events if known.current.get(event.item or "") == full]
        part: Part = asked[part_attempt.mode].restore(part_attempt, Scope.of(scope.topics[part_attempt.topic]), own)
        parts.append(replace(part, shown_at=max(part.shown_at, seen_at)))
        seen_at = max([seen_at, *(event.at for event in own)])
    state = State(attempt, tuple(parts))
    for event in events:
        state = _apply_own(state, event)
    return state


def _attempts(attempt: Attempt, known: Index, asked: Parts) -> Iterator[tuple[Attempt, str]]:
    """The attempt of each part with the full id that its item has now; items that are gone, or came together in one, are left out."""
    seen: set[str] = set()
    for number, (full_then, content_hash) in enumerate(attempt.items):
        full = known.current.get(full_then)
        entry = known.entries.get(full or "")
        if full is None or entry is None or full in seen:
            continue
        seen.add(full)
        item = full.removeprefix(f"{entry.topic}/")
        options = _options(attempt, asked[entry.mode].alone, full_then, item)
        part = replace(attempt, mode=entry.mode, topic=entry.topic, items=((item, content_hash),), options=options, within=MODE)
        yield replace(part, place=f"{number}."), full


def _options(attempt: Attempt, alone: Options, full_then: str, item: str) -> Options:
    """What a part begins with: what its mode says for one item ``alone``, how far a problem is faded, and whether ratings count."""
    own = {**alone, **({} if attempt.counts else {COUNTS: False})}
    faded = attempt.options.get(f"{fading.PREFIX}{full_then}")
    return own if faded is None else {**own, f"{fading.PREFIX}{item}": faded}


def _apply_own(state: State, event: Event) -> State:
    """The state once something about the whole session has happened."""
    if event.item != state.attempt.topic:
        return state
    if event.kind == "finished":
        return replace(state, ends=state.ends | {event.id})
    return replace(state, reopened=state.reopened | {event.payload["event"]}) if event.kind == "undone" else state


def step(state: State, action: Action, now: Moment, *, asked: Parts) -> tuple[State, tuple[Event, ...]]:
    """Do what the learner asked with the current part, or take the last rating back; anything that is not possible changes nothing."""
    number = state.undoable if isinstance(action, Undo) else state.position
    if number is None or number >= len(state.parts):
        return state, ()
    part = state.parts[number]
    after, events = asked[part.attempt.mode].step(part, action, now)
    made = list(events)
    later = max((event.at for event in made), default=part.shown_at)
    behind = tuple(replace(one, shown_at=max(one.shown_at, later)) if made else one for one in state.parts[number + 1 :])
    state = replace(state, parts=(*state.parts[:number], after, *behind))
    made += _frame(state, now) if made else []
    for event in made:
        state = _apply_own(state, event)
    return state, tuple(made)


def _frame(state: State, now: Moment) -> list[Event]:
    """The rows about the whole session: that it is finished now, or that it is not any more."""
    open_ends = sorted(state.ends - state.reopened)
    if state.finished and not open_ends:
        return [state.attempt.finished(now, right=state.right, of=len(state.parts), again=len(state.ends))]
    if state.finished:
        return []
    payloads = [{"event": end} for end in open_ends]
    return [state.attempt.event("undone", None, now, token=f"reopened-{len(state.ends)}", payload=one) for one in payloads]
