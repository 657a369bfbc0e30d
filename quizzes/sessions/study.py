"""Opens, resumes and records sessions: the one place where a mode's pure steps meet the event log."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Protocol, cast

from quizzes.content.topic import Topic
from quizzes.events.log import Event, EventLog
from quizzes.models import Item
from quizzes.schedule.days import day_of
from quizzes.schedule.index import index
from quizzes.schedule.memory import Memory, replay
from quizzes.sessions import explain, myths, pinned, practice, quick_check, recall, self_test, today
from quizzes.sessions.actions import Action
from quizzes.sessions.asides import is_aside, names_items
from quizzes.sessions.attempt import Attempt, Moment, Options, attempt_of, current_ids
from quizzes.sessions.succession import following


class Session(Protocol):
    """What every mode's state offers."""

    @property
    def attempt(self) -> Attempt: ...

    @property
    def finished(self) -> bool: ...


class Mode(Protocol):
    """What every module in ``quizzes/sessions`` offers."""

    MODE: str

    def deck(self, topic: Topic, earlier: Sequence[Event], *, options: Options, seed: int) -> tuple[Item, ...]:
        """The items of a new session; ``earlier`` are this mode's rows of the kinds EARLIER, and every ``lab_run`` on the topic.

        Recall's deck also takes the learner's ``memories`` and ``day``, because the schedule orders it. A mode may also have a function
        ``options(topic, earlier, chosen)`` that says what a new session begins with.
        """
        ...

    def restore(self, attempt: Attempt, topic: Topic, events: Sequence[Event]) -> Session: ...

    step: Callable[[Any, Action, Moment], tuple[Any, tuple[Event, ...]]]


MODES: Mapping[str, Mode] = {module.MODE: cast("Mode", module) for module in (recall, quick_check, myths, practice, explain, self_test)}


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
        mode: str,
        topic: Topic,
        *,
        learner: str,
        now: Moment,
        options: Options | None = None,
        memories: Mapping[str, Memory] | None = None,
    ) -> Session:
        """Start a new session and record that it began. ``memories`` by full id order a deck of cards; without them they are replayed."""
        now = following(self._log, learner, now)
        known = self._log.of_learner(learner, kinds=EARLIER, topic=topic.id)
        earlier = [one for one in known if one.mode == mode or one.kind == "lab_run"]
        prepare = getattr(MODES[mode], "options", None)
        options = options or {}
        options = prepare(topic, earlier, options) if prepare is not None else options
        seed = self._seed()
        asked = without_known(topic, known)
        if mode == recall.MODE:
            memories = replay(earlier, index((topic,))) if memories is None else memories
            day = day_of(now.at, now.utc_offset_min)
            chosen = partial(recall.deck, options=options, seed=seed, memories=memories, day=day)
        else:
            chosen = partial(MODES[mode].deck, options=options, seed=seed)
        items = chosen(asked, earlier)
        if not items and names_items(options):
            items = chosen(topic, earlier)  # asked for by name, and shown though the learner knows them all
        attempt = Attempt(
            learner=learner,
            session=self._token(),
            mode=mode,
            topic=topic.id,
            seed=seed,
            items=tuple((item.id, item.content_hash) for item in items),
            started_at=now.at,
            options=options,
        )
        if items:
            self._log.keep_versions(items)
            self._log.append([attempt.started(now)])
        return MODES[mode].restore(attempt, topic, ())

    def resume(self, mode: str, topic: Topic, *, learner: str, session: str) -> Session | None:
        """That session as it was left, or None where it is not this learner's or not of this mode and topic."""
        events = self._log.session(learner, session)
        started = next((event for event in events if event.kind == "started"), None)
        if started is None or started.mode != mode or started.item != topic.id:
            return None
        attempt = attempt_of(started)
        return MODES[mode].restore(attempt, self._as_begun(topic, attempt.items, mode=attempt.mode), events)

    def unfinished(self, mode: str, topic: Topic, *, learner: str, options: Options | None = None) -> Session | None:
        """The learner's newest session of this mode and topic where it is not at its end; with ``options``, only one begun with them.

        Asides are looked over, and an aside that is asked for is the newest of its own kind.
        """

        def is_of_its_kind(begun: Event) -> bool:
            began_with = begun.payload["options"]
            return dict(began_with) == dict(wanted) if is_aside(wanted) else not is_aside(began_with)

        wanted = options or {}
        started = self._newest(mode, topic.id, learner=learner, fits=is_of_its_kind)
        if started is None or (options is not None and dict(started.payload["options"]) != dict(options)):
            return None
        session = self.resume(mode, topic, learner=learner, session=started.session)
        return None if session is None or session.finished else session

    def _newest(self, mode: str, topic: str, *, learner: str, fits: Callable[[Event], bool]) -> Event | None:
        """The beginning of the newest session that ``fits``; None where there is none."""
        for count in LOOKED_AT:
            begun = self._log.last_started(learner, mode=mode, topic=topic, count=count)
            found = next(filter(fits, begun), None)
            if found is not None or len(begun) < count:
                return found
        return None

    def act(self, session: Session, topic: Topic, action: Action, now: Moment) -> Session:
        """Take one step and record it; the state that comes back is read from the log.

        Where another tab was faster, its answer stays, and this tab sees it.
        """
        mode = MODES[session.attempt.mode]
        after, events = mode.step(session, action, following(self._log, session.attempt.learner, now))
        if not events:
            return cast("Session", after)
        self._log.append(events)
        attempt = session.attempt
        stored = self.resume(attempt.mode, topic, learner=attempt.learner, session=attempt.session)
        return stored if stored is not None else cast("Session", after)

    def begin_today(
        self, items: Sequence[str], topics: Mapping[str, Topic], *, learner: str, now: Moment, options: Options | None = None
    ) -> today.State:
        """Start a session over all topics with these items (full ids, in order) and record that it began."""
        now = following(self._log, learner, now)
        hashes = {f"{topic.id}/{item.id}": item.content_hash for topic in topics.values() for item in topic.items()}
        wanted = set(items)
        with_problems = [one for one in topics.values() if any(f"{one.id}/{problem.id}" in wanted for problem in one.practice)]
        decisions = [event for one in with_problems for event in self._log.of_learner(learner, kinds=("answered",), topic=one.id)]
        faded = today.stages(items, topics, decisions)
        attempt = Attempt(
            learner=learner,
            session=self._token(),
            mode=today.MODE,
            topic="",
            seed=self._seed(),
            items=tuple((item, hashes[item]) for item in items if item in hashes),
            started_at=now.at,
            options={**faded, **(options or {})},
        )
        if attempt.items:
            begun = {item for item, _ in attempt.items}
            self._log.keep_versions(item for topic in topics.values() for item in topic.items() if f"{topic.id}/{item.id}" in begun)
            self._log.append([attempt.started(now)])
        return today.restore(attempt, topics, ())

    def resume_today(self, topics: Mapping[str, Topic], *, learner: str, session: str) -> today.State | None:
        """That session as it was left, or None where it is not this learner's or none over all topics."""
        events = self._log.session(learner, session)
        started = next((event for event in events if event.kind == "started" and event.mode == today.MODE), None)
        if started is None:
            return None
        attempt = attempt_of(started)
        return today.restore(attempt, self._all_as_begun(topics, attempt), events)

    def unfinished_today(self, topics: Mapping[str, Topic], *, learner: str, now: Moment, only: str | None = None) -> today.State | None:
        """The learner's newest session over all topics where it began on this day and is not at its end: another day has another plan.

        Practice is looked over; with ``only``, it is the newest practice of the item with this full id alone.
        """

        def is_wanted(begun: Event) -> bool:
            if only is None:
                return not is_aside(begun.payload["options"])
            return is_aside(begun.payload["options"]) and [one["id"] for one in begun.payload["items"]] == [only]

        started = self._newest(today.MODE, "", learner=learner, fits=is_wanted)
        if started is None or day_of(started.at, started.utc_offset_min) != day_of(now.at, now.utc_offset_min):
            return None
        session = self.resume_today(topics, learner=learner, session=started.session)
        return None if session is None or session.finished else session

    def act_today(self, session: today.State, topics: Mapping[str, Topic], action: Action, now: Moment) -> today.State:
        """Take one step of a session over all topics and record it, as ``act`` does."""
        after, events = today.step(session, action, following(self._log, session.attempt.learner, now))
        if not events:
            return after
        self._log.append(events)
        stored = self.resume_today(topics, learner=session.attempt.learner, session=session.attempt.session)
        return stored if stored is not None else after

    def _as_begun(self, topic: Topic, begun: Sequence[tuple[str, str]], *, mode: str | None = None) -> Topic:
        """The topic with what an attempt is pinned to as it was when the attempt began; ``begun`` are ids and hashes."""
        other = pinned.changed(topic, begun)
        known = self._log.versions(other.values()) if other else {}
        then = {item: known[content_hash] for item, content_hash in other.items() if content_hash in known}
        return pinned.as_begun(topic, then, mode=mode) if then else topic

    def _all_as_begun(self, topics: Mapping[str, Topic], attempt: Attempt) -> Mapping[str, Topic]:
        begun: dict[str, list[tuple[str, str]]] = {}
        for full, content_hash in attempt.items:
            topic, _, item = full.rpartition("/")
            begun.setdefault(topic, []).append((item, content_hash))
        return {name: self._as_begun(topic, begun[name]) if name in begun else topic for name, topic in topics.items()}


def without_known(topic: Topic, events: Sequence[Event]) -> Topic:
    """The topic without the items of which the learner said "I know this, stop asking"; ``events`` are in order."""
    names = current_ids(tuple(topic.items()))
    known: dict[str, bool] = {}
    for event in events:
        item = names.get((event.item or "").removeprefix(f"{topic.id}/"))
        if event.kind == "known" and item is not None:
            known[item] = bool(event.payload["known"])
    gone = {item for item, is_known in known.items() if is_known}
    if not gone:
        return topic
    sections = ("recall", "quick_check", "explain", "practice", "self_test", "myths")
    return topic.model_copy(update={name: tuple(one for one in getattr(topic, name) if one.id not in gone) for name in sections})
