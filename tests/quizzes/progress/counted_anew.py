"""All figures of all items counted from all rows of all learners at once: slow and plain, to compare with what is kept up to date."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any, NamedTuple

import pandas as pd

from quizzes.content.topic import Topic
from quizzes.models import Asked, Card, Item, Myth
from quizzes.progress.discrimination import ENOUGH_LEARNERS, ENOUGH_OTHERS, Discrimination, _correlation
from quizzes.progress.item_answers import Catalog, Logged, catalog_of, kind_of
from quizzes.progress.item_picks import COLUMNS, DONT_KNOW, SMALL_GROUP, _missed_ids, _text, choices, right_choices
from quizzes.progress.item_statistics import FIGURES, NO_SHARES, _discrimination_columns, _identity
from quizzes.progress.item_tally import GRADED, NEWEST_EXPLANATIONS
from quizzes.questions import OrderSteps, Problem, Prompt
from quizzes.sessions.self_test import wilson


class Answer(NamedTuple):
    """A card rated, a question answered, an explanation handed in or a bet decided. ``version`` is the item's content hash then.

    ``score`` is 0..1; ``skipped`` means "I don't know"; ``picks`` are choice ids, what was typed, or the outcome that was bet on.
    """

    learner: int
    item: str
    version: str
    at: int
    score: float
    skipped: bool
    sure: bool | None
    hints: int
    ms: int | None
    picks: tuple[str, ...]
    text: str | None = None
    overruled: frozenset[str] = frozenset()


class Reported(NamedTuple):
    """A problem that somebody reported, in their words."""

    item: str
    version: str
    at: int
    text: str


@dataclass(frozen=True)
class Gathered:
    """All answers and reports, in the order in which they were given."""

    answers: Sequence[Answer] = ()
    reports: Sequence[Reported] = ()


@dataclass
class _Reading:
    """What has to be known of the whole log before an event can be counted."""

    undone: set[tuple[str, str]] = field(default_factory=set)
    overruled: dict[tuple[str, str, str], frozenset[str]] = field(default_factory=dict)
    bets: dict[tuple[str, str, str], Logged] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)


def gather(events: Iterable[Logged], known: Catalog) -> Gathered:
    """What counts of the events, whatever their order: nothing that was undone, no bet that no run decided, no item that is gone."""
    ordered = sorted(events, key=lambda one: (one.at, one.id))
    reading = _read(ordered, known)
    answers: list[Answer] = []
    reports: list[Reported] = []
    for event in ordered:
        item = known.current.get(event.item or "")
        if item is None or (event.learner, event.id) in reading.undone:
            continue
        if event.kind == "report":
            reports.append(Reported(item, _version(event, item, known), event.at, str(event.payload.get("text", ""))))
        else:
            answer = _answer(event, item, known, reading)
            answers += [answer] if answer is not None else []
    return Gathered(answers, reports)


def _read(ordered: Sequence[Logged], known: Catalog) -> _Reading:
    reading = _Reading()
    for event in ordered:
        if event.kind == "undone":
            reading.undone.add((event.learner, str(event.payload.get("event"))))
    for event in ordered:
        key = (event.learner, event.session, known.current.get(event.item or "", ""))
        if (event.learner, event.id) in reading.undone:
            continue
        if event.kind == "overruled":
            reading.overruled[key] = reading.overruled.get(key, frozenset()) | {str(event.payload["point"])}
        elif event.kind == "bet":
            reading.bets.setdefault(key, event)
    return reading


def _answer(event: Logged, item: str, known: Catalog, reading: _Reading) -> Answer | None:
    key = (event.learner, event.session, item)
    if event.kind == "lab_run":
        return _decided(event, item, known, reading)
    if event.kind not in ("answered", "rated") or event.score is None or event.payload.get("practice"):
        return None
    learner = reading.numbers.setdefault(event.learner, len(reading.numbers))
    version, one = _version(event, item, known), known.items[item][1]
    common = (learner, item, version, event.at)
    if event.kind == "rated":
        return Answer(*common, event.score, False, None, 0, event.ms, ())
    if isinstance(one, Prompt):
        claimed = reading.overruled.get(key, frozenset())
        score = min(1.0, event.score + len(claimed) / len(one.points))
        return Answer(*common, score, False, event.sure, event.hints, event.ms, (), event.payload.get("text"), claimed)
    picks = _picks(event, one)
    return Answer(*common, 0.0 if not picks else event.score, not picks, event.sure, event.hints, event.ms, picks)


def _decided(event: Logged, item: str, known: Catalog, reading: _Reading) -> Answer | None:
    """The bet that this run decides: the first run that tells anything, once."""
    outcome, key = event.payload.get("outcome"), (event.learner, event.session, item)
    if outcome is None or key not in reading.bets:
        return None
    bet = reading.bets.pop(key)
    learner = reading.numbers.setdefault(event.learner, len(reading.numbers))
    picked = str(bet.payload.get("outcome"))
    return Answer(learner, item, _version(bet, item, known), bet.at, float(picked == outcome), False, bet.sure, 0, bet.ms, (picked,))


def _picks(event: Logged, item: Item) -> tuple[str, ...]:
    """What was chosen, each id; an order, or what was typed into all fields, is one pick. Nothing for "I don't know"."""
    choices, texts = event.payload.get("choices", ()), event.payload.get("texts", ())
    if isinstance(item, OrderSteps):
        return (" → ".join(choices),) if choices else ()
    typed = [" ".join(str(text).split()) for text in texts]
    return (" · ".join(typed),) if any(typed) else tuple(map(str, choices))


def _version(event: Logged, item: str, known: Catalog) -> str:
    found = event.content_hash or ""
    return known.versions.get((item, found), found)


@dataclass(frozen=True)
class Anew:
    """As ``ItemStatistics``."""

    table: pd.DataFrame
    picks: pd.DataFrame
    reports: pd.DataFrame
    catalog: Catalog
    explanations: Mapping[tuple[str, str], Sequence[Answer]]

    def missed_points(self, item: str, version: str) -> Mapping[str, int]:
        """Point id -> how many explanations miss it, most missed first; empty where that cannot be said."""
        prompt = self.catalog.items[item][1]
        if not isinstance(prompt, Prompt) or version != prompt.content_hash:
            return {}
        return _missed_points(self.explanations.get((item, version), ()), prompt)


def counted_anew(events: Iterable[Logged], topics: Iterable[Topic]) -> Anew:
    """The figures of all that was answered or reported, from all learners' events in any order: ``item_answers.logged`` reads them."""
    known = catalog_of(topics)
    gathered = gather(events, known)
    answers: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    for one in gathered.answers:
        answers[one.item, one.version].append(one)
    reports = Counter((one.item, one.version) for one in gathered.reports)
    told = _discrimination(gathered.answers, known)
    seen = set(answers) | set(reports)
    seen |= {(item, known.items[item][1].content_hash) for item, _ in seen}
    rows = [
        _identity(key, known)
        | _figures(answers.get(key, []), known.items[key[0]][1])
        | _discrimination_columns(told.get(key))
        | {"reports": reports[key]}
        for key in sorted(seen)
    ]
    table = pd.DataFrame(rows, columns=list(FIGURES))
    for name in ("first", "last"):
        table[name] = pd.to_datetime(table[name], unit="us", utc=True)
    table = table.sort_values(["item", "first", "version"], ignore_index=True)  # what nobody has answered yet comes last
    explained = {key: some for key, some in answers.items() if isinstance(known.items[key[0]][1], Prompt)}
    return Anew(table, _picks_of_all(gathered.answers, known), _reports(gathered.reports), known, explained)


def _figures(some: Sequence[Answer], item: Item) -> dict[str, Any]:
    """Everything of one version that needs its own answers only."""
    learners = len({one.learner for one in some})
    times = {"first": min((one.at for one in some), default=None), "last": max((one.at for one in some), default=None)}
    counted = {**NO_SHARES, **times, "answers": len(some), "learners": learners}
    if learners < SMALL_GROUP:
        return counted
    right = sum(one.score == 1.0 for one in some)
    low, high = wilson(right, len(some))
    counted |= {"right": right / len(some), "low": low, "high": high}
    took = [one.ms for one in some if one.ms is not None]
    counted["median_s"] = median(took) / 1000 if took else float("nan")
    if isinstance(item, Card):
        counted["forgot"] = 1 - right / len(some)
    elif isinstance(item, Prompt):
        counted["coverage"] = sum(one.score for one in some) / len(some)
    elif isinstance(item, Asked):
        counted["skipped"] = sum(one.skipped for one in some) / len(some)
    if isinstance(item, Problem | Prompt):
        counted["hints"] = sum(one.hints > 0 for one in some) / len(some)
    return counted | _sure_and_wrong(some)


def _sure_and_wrong(some: Sequence[Answer]) -> dict[str, float]:
    asked = [one for one in some if one.sure is not None]
    if len({one.learner for one in asked}) < SMALL_GROUP:
        return {}
    wrong = sum(bool(one.sure) and one.score < 0.5 for one in asked)
    return {"sure_wrong": wrong / len(asked), "sure_wrong_low": wilson(wrong, len(asked))[0]}


def _reports(reports: Sequence[Reported]) -> pd.DataFrame:
    found = pd.DataFrame(reports, columns=list(Reported._fields))
    return found.assign(at=pd.to_datetime(found["at"], unit="us", utc=True))


def _picks_of_all(answers: Sequence[Answer], known: Catalog) -> pd.DataFrame:
    """COLUMNS for each answer that can be given, or was, to each item and version; ``share`` (0..1) is of that version's answers.

    Nothing of a version that fewer than SMALL_GROUP learners answered; what is typed or put in order only where so many gave the same.
    """
    by_version: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    for one in answers:
        by_version[one.item, one.version].append(one)
    rows = [
        (item, version, *row)
        for (item, version), some in sorted(by_version.items())
        if len({one.learner for one in some}) >= SMALL_GROUP
        for row in _rows(some, known.items[item][1], is_current=version == known.items[item][1].content_hash)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"is_key": bool, "answers": int, "share": float})


def _rows(some: Sequence[Answer], item: Item, *, is_current: bool) -> Iterator[tuple[str, str, bool, int, float]]:
    counts = Counter(pick for one in some for pick in set(one.picks))
    offered = choices(item)
    if not offered:  # typed or put in order: whoever writes something that nobody else writes could be known by it
        givers: dict[str, set[int]] = defaultdict(set)
        for one in some:
            for pick in one.picks:
                givers[pick].add(one.learner)
        counts = Counter(
            {pick: count for pick, count in counts.items() if len(givers[pick]) >= SMALL_GROUP and not getattr(item, "inputs", None)}
        )
    elif is_current:
        counts.update(dict.fromkeys(offered, 0))
    keys = right_choices(item) if is_current and not isinstance(item, Myth) else None
    keys = keys or {pick for one in some if one.score == 1.0 for pick in one.picks}
    for pick, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        yield pick, _text(pick, item, offered), pick in keys, count, count / len(some)
    skipped = sum(one.skipped for one in some)
    if skipped:
        yield DONT_KNOW, "I don’t know", False, skipped, skipped / len(some)


def _missed_points(answers: Sequence[Answer], prompt: Prompt) -> Mapping[str, int]:
    """Point id -> how many explanations miss it, the point that is missed most first; of the newest NEWEST_EXPLANATIONS ones.

    ``answers`` are those to one version of that prompt, in order. Empty where fewer than SMALL_GROUP learners wrote one.
    """
    read = [one for one in answers if one.text is not None][-NEWEST_EXPLANATIONS:]
    if len({one.learner for one in read}) < SMALL_GROUP:
        return {}
    missed = Counter({point.id: 0 for point in prompt.points})
    for one in read:
        missed.update(_missed_ids(one.text or "", prompt.points) - one.overruled)
    places = {point.id: place for place, point in enumerate(prompt.points)}
    return dict(sorted(missed.items(), key=lambda pair: (-pair[1], places[pair[0]])))


def _discrimination(answers: Sequence[Answer], known: Catalog) -> Mapping[tuple[str, str], Discrimination]:
    """By item and version, where enough learners answered and they neither all agree nor all know the same; ``answers`` in order.

    A learner's first answer to an item counts for the version that it was given to; whoever knew an earlier version is no newcomer to the
    next.
    """
    first: dict[tuple[int, str], Answer] = {}
    for one in answers:
        if kind_of(known.items[one.item][1]) in GRADED:
            first.setdefault((one.learner, one.item), one)
    sums: dict[tuple[int, str], float] = defaultdict(float)
    counts: dict[tuple[int, str], int] = defaultdict(int)
    for one in first.values():
        seat = (one.learner, known.items[one.item][0].id)
        sums[seat] += one.score
        counts[seat] += 1
    pairs: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for one in first.values():
        seat = (one.learner, known.items[one.item][0].id)
        others = counts[seat] - 1
        if others >= ENOUGH_OTHERS:
            pairs[one.item, one.version].append((one.score, (sums[seat] - one.score) / others))
    found = {key: _correlation(*zip(*some, strict=True)) for key, some in pairs.items() if len(some) >= ENOUGH_LEARNERS}
    return {key: one for key, one in found.items() if one is not None}
