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
        undone_at = [at for part in self.parts if isinstance(part, recall.State) for at in part.undone.values()]
        return None if newest is None or any(at > newest[0].at for at in undone_at) else newest[1]

    @property
    def right(self) -> int:
        """How many items were remembered, answered right or explained in full."""
        return sum(part.right for part in self.parts)


def full_id(part: Part) -> str:
    """``track/topic/item`` of the item that a part asks."""
    return part.attempt.full_id(part.items[0])


def begin(scope: Scope, request: Wanted) -> Begun:
    """The items that were chosen, of those that the topics hold, and how far each worked problem among them is faded."""
    items_by_name = scope.items()
    items = [(name, items_by_name[name]) for name in request.asked if name in items_by_name]
    chosen_names = {name for name, _ in items}
    with_problems = [
        topic for topic in scope.topics.values() if any(f"{topic.id}/{problem.id}" in chosen_names for problem in topic.practice)
    ]
    decided_rows = [row for topic in with_problems for row in request.rows(topic) if row.kind == "answered"]
    return Begun(items, {**stages(request.asked, scope.topics, decided_rows), **request.options})


def stages(items: Sequence[str], topics: Mapping[str, Topic], earlier: Sequence[Event]) -> Options:
    """Option names with the items' full ids -> how far each worked problem among them is faded; ``earlier`` are the learner's decisions."""
    stage_of: dict[str, str | int | bool] = {}
    for topic in topics.values():
        about = [event for event in earlier if event.mode == practice.MODE and (event.item or "").startswith(f"{topic.id}/")]
        for name, count in fading.stages(topic, about).items():
            full = f"{topic.id}/{name.removeprefix(fading.PREFIX)}"
            if full in items:
                stage_of[f"{fading.PREFIX}{full}"] = count
    return stage_of


def restore(attempt: Attempt, scope: Scope, events: Sequence[Event], *, modes: Parts) -> State:
    """The state after ``events``, whose order does not matter; ``scope`` holds the topics as they are now."""
    items_index = index(scope.topics.values(), modes.values())
    parts: list[Part] = []
    seen_at = attempt.started_at
    for part_attempt, full in _attempts(attempt, items_index, modes):
        own_events = [event for event in events if items_index.current.get(event.item or "") == full]
        part: Part = modes[part_attempt.mode].restore(part_attempt, Scope.of(scope.topics[part_attempt.topic]), own_events)
        parts.append(replace(part, shown_at=max(part.shown_at, seen_at)))
        seen_at = max([seen_at, *(event.at for event in own_events)])
    state = State(attempt, tuple(parts))
    for event in events:
        state = _apply_own(state, event)
    return state


def _attempts(attempt: Attempt, items_index: Index, modes: Parts) -> Iterator[tuple[Attempt, str]]:
    """The attempt of each part with the full id that its item has now; items that are gone, or came together in one, are left out."""
    names: set[str] = set()
    for number, (full_then, content_hash) in enumerate(attempt.items):
        full = items_index.current.get(full_then)
        entry = items_index.entries.get(full or "")
        if full is None or entry is None or full in names:
            continue
        names.add(full)
        item = full.removeprefix(f"{entry.topic}/")
        options = _options(attempt, modes[entry.mode].alone, full_then, item)
        part = replace(attempt, mode=entry.mode, topic=entry.topic, items=((item, content_hash),), options=options, within=MODE)
        yield replace(part, place=f"{number}."), full


def _options(attempt: Attempt, mode_options: Options, full_then: str, item: str) -> Options:
    """What a part begins with: ``mode_options`` (its mode’s for a single item), how far a problem is faded, and whether ratings count."""
    own_options = {**mode_options, **({} if attempt.counts else {COUNTS: False})}
    faded = attempt.options.get(f"{fading.PREFIX}{full_then}")
    return own_options if faded is None else {**own_options, f"{fading.PREFIX}{item}": faded}


def _apply_own(state: State, event: Event) -> State:
    """The state once something about the whole session has happened."""
    if event.item != state.attempt.topic:
        return state
    if event.kind == "finished":
        return replace(state, ends=state.ends | {event.id})
    return replace(state, reopened=state.reopened | {event.payload["event"]}) if event.kind == "undone" else state


def step(state: State, action: Action, moment: Moment, *, modes: Parts) -> tuple[State, tuple[Event, ...]]:
    """Do what the learner asked with the current part, or take the last rating back; anything that is not possible changes nothing."""
    number = state.undoable if isinstance(action, Undo) else state.position
    if number is None or number >= len(state.parts):
        return state, ()
    part = state.parts[number]
    next_part, events = modes[part.attempt.mode].step(part, action, moment)
    all_events = list(events)
    shown_at = max((event.at for event in all_events), default=part.shown_at)
    later_parts = tuple(
        replace(later_part, shown_at=max(later_part.shown_at, shown_at)) if all_events else later_part
        for later_part in state.parts[number + 1 :]
    )
    state = replace(state, parts=(*state.parts[:number], next_part, *later_parts))
    all_events += _frame(state, moment) if all_events else []
    for event in all_events:
        state = _apply_own(state, event)
    return state, tuple(all_events)


def _frame(state: State, moment: Moment) -> list[Event]:
    """The rows about the whole session: that it is finished now, or that it is not any more."""
    open_ends = sorted(state.ends - state.reopened)
    if state.finished and not open_ends:
        return [state.attempt.finished(moment, right=state.right, of=len(state.parts), closings_before=len(state.ends))]
    if state.finished:
        return []
    payloads = [{"event": end} for end in open_ends]
    return [state.attempt.event("undone", None, moment, token=f"reopened-{len(state.ends)}", payload=payload) for payload in payloads]
