"""Opens, resumes and records sessions: the one place where a mode's pure steps meet the event log."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from quizzes.attempts import pinned
from quizzes.attempts.actions import Action
from quizzes.attempts.asides import is_aside
from quizzes.attempts.attempt import Attempt, Moment, Options, attempt_of
from quizzes.attempts.mode import AnyMode, Mode, Scope, State, Wanted
from quizzes.attempts.succession import following
from quizzes.content.topic import Topic
from quizzes.events.event import Event
from quizzes.events.log import EventLog
from quizzes.schedule.days import day_of
from quizzes.schedule.memory import Memory, replay
from quizzes.sessions.register import MODES, index

EARLIER = ("started", "answered", "rated", "undone", "known", "lab_run")
"""The kinds of rows that a new session may depend on."""


LOOKED_AT = (1, 500)
"""Newest sessions among which the one that is gone on with is looked for: nearly always it is the first."""


class Study:
    """A learner's sessions on one log. ``token`` makes unguessable session ids, ``seed`` the seeds of shuffles."""

    def __init__(self, log: EventLog, *, token: Callable[[], str], seed: Callable[[], int]) -> None:
        self._log = log
        self._token = token
        self._seed = seed

    def begin(
        self,
        mode: Mode[State],
        scope: Scope,
        *,
        learner: str,
        moment: Moment,
        options: Options | None = None,
        memories: Mapping[str, Memory] | None = None,
        item_names: Sequence[str] = (),
    ) -> State:
        """Start a new session and record that it began.

        ``memories`` by full id order what is asked; without them they are replayed. ``item_names`` are the full ids that a session over all
        topics is to ask, in order.
        """
        moment = following(self._log, learner, moment)

        @cache
        def rows(topic: str) -> Sequence[Event]:
            return self._log.of_learner(learner, kinds=EARLIER, topic=topic)

        def remembered() -> Mapping[str, Memory]:
            earlier = [row for topic in scope.topics for row in rows(topic) if row.mode == mode.id or row.kind == "lab_run"]
            return replay(earlier, index(scope.topics.values())) if memories is None else memories

        seed, day = self._seed(), day_of(moment.at, moment.utc_offset_min)
        request = Wanted(
            options=options or {}, seed=seed, day=day, rows=lambda topic: rows(topic.id), memories=remembered, asked=item_names
        )
        beginning = mode.begin(scope, request)
        attempt = Attempt(
            learner=learner,
            session=self._token(),
            mode=mode.id,
            topic=scope.id,
            seed=seed,
            items=tuple((name, item.content_hash) for name, item in beginning.items),
            started_at=moment.at,
            options=beginning.options,
        )
        if beginning.items:
            self._log.keep_versions(item for _, item in beginning.items)
            self._log.append([attempt.started(moment)])
        return mode.restore(attempt, scope, ())

    def resume(self, mode: Mode[State], scope: Scope, *, learner: str, session: str) -> State | None:
        """That session as it was left, or None where it is not this learner's or not of this mode and scope."""
        events = self._log.session(learner, session)
        start = next((event for event in events if event.kind == "started"), None)
        if start is None or start.mode != mode.id or start.item != scope.id:
            return None
        attempt = attempt_of(start)
        return mode.restore(attempt, self._as_begun(mode, scope, attempt), events)

    def unfinished(
        self,
        mode: Mode[State],
        scope: Scope,
        *,
        learner: str,
        moment: Moment,
        options: Options | None = None,
        item_names: Sequence[str] | None = None,
    ) -> State | None:
        """The learner's newest session of this mode and scope where it is not at its end; with ``options``, only one begun with them.

        Asides are looked over; an aside that is asked for, by its options or by its ``item_names``, is the newest of its own
        kind. One of a mode that lasts a day counts on the day on which it began.
        """
        wanted_options = options or {}

        def is_of_its_kind(start: Event) -> bool:
            began_with = start.payload["options"]
            if item_names is not None:
                return is_aside(began_with) and [item["id"] for item in start.payload["items"]] == list(item_names)
            return dict(began_with) == dict(wanted_options) if is_aside(wanted_options) else not is_aside(began_with)

        start = self._newest(mode.id, scope.id, learner=learner, fits=is_of_its_kind)
        if start is None or (options is not None and dict(start.payload["options"]) != dict(options)):
            return None
        if mode.lasts_a_day and day_of(start.at, start.utc_offset_min) != day_of(moment.at, moment.utc_offset_min):
            return None
        session = self.resume(mode, scope, learner=learner, session=start.session)
        return None if session is None or session.finished else session

    def _newest(self, mode: str, topic: str, *, learner: str, fits: Callable[[Event], bool]) -> Event | None:
        """The beginning of the newest session that ``fits``; None where there is none."""
        for count in LOOKED_AT:
            starts = self._log.last_started(learner, mode=mode, topic=topic, count=count)
            start = next(filter(fits, starts), None)
            if start is not None or len(starts) < count:
                return start
        return None

    def act(self, session: State, scope: Scope, action: Action, moment: Moment) -> State:
        """Take one step and record it; the state that comes back is read from the log.

        Where another tab was faster, its answer stays, and this tab sees it.
        """
        mode = mode_of(session)
        next_state, events = mode.step(session, action, following(self._log, session.attempt.learner, moment))
        if not events:
            return next_state
        self._log.append(events)
        stored_state = self.resume(mode, scope, learner=session.attempt.learner, session=session.attempt.session)
        return stored_state if stored_state is not None else next_state

    def _as_begun(self, mode: AnyMode, scope: Scope, attempt: Attempt) -> Scope:
        """The topics with what an attempt is pinned to as it was when the attempt began."""
        hashes_of: dict[str, list[tuple[str, str]]] = {}
        for name, content_hash in attempt.items:
            topic, _, item = (name if not scope.id else f"{scope.id}/{name}").rpartition("/")
            hashes_of.setdefault(topic, []).append((item, content_hash))
        topics = {
            name: self._topic_as_begun(topic, hashes_of[name], mode) if name in hashes_of else topic for name, topic in scope.topics.items()
        }
        return Scope(scope.id, topics)

    def _topic_as_begun(self, topic: Topic, item_hashes: Sequence[tuple[str, str]], mode: AnyMode) -> Topic:
        changed_items = pinned.changed(topic, item_hashes)
        versions = self._log.versions(changed_items.values()) if changed_items else {}
        items_then = {item: versions[content_hash] for item, content_hash in changed_items.items() if content_hash in versions}
        return pinned.as_begun(topic, items_then, PINNED_SECTIONS, into=mode.section if mode.is_pinned else None) if items_then else topic


PINNED_SECTIONS = tuple(mode.section for mode in MODES.values() if mode.is_pinned and mode.section is not None)
"""The sections whose items an attempt keeps as it began with them."""


def mode_of(session: State) -> Mode[State]:
    """The mode of a session, as the register has it."""
    mode: Mode[Any] = MODES[session.attempt.mode]
    return mode
