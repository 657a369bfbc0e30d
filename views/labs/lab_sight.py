"""What a lab panel shows: the run under way, the result of its settings, an earlier one, or none, so that there is something to bet on."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from optimization.errors import LabError
from optimization.labs import Lab
from optimization.results.bets import Bet
from optimization.results.records import LabResult
from optimization.running.runs import RunStatus
from views.labs import lab_form, lab_log, lab_run
from views.page import state, visitor
from views.page.services import services


@dataclass(frozen=True, kw_only=True)
class Place:
    """A lab where it stands on a page: ``name`` tells several on one page apart, ``fixed`` parameters keep their preset, ``bet`` is what is
    asked before a run."""

    lab: Lab
    name: str
    preset: Mapping[str, Any]
    topic: str | None
    fixed: Collection[str]
    bet: Bet | None


@dataclass(frozen=True, kw_only=True)
class Sight:
    """``settings`` are what the form holds, None where that is not allowed; ``result`` is shown, and ``result_run`` this learner's run that
    it is of; it is ``is_current`` where it has the settings of the form, and the pictures that are read today. ``hidden`` has them too, and
    would give the bet away."""

    lab: Lab
    settings: dict[str, Any] | None
    run_id: str | None
    status: RunStatus | None
    result: LabResult | None = None
    result_run: str | None = None
    is_current: bool = False
    hidden: LabResult | None = None

    @property
    def is_busy(self) -> bool:
        """Whether the panel's own run is under way."""
        return self.status is not None and not self.status.ended

    @property
    def has_ended(self) -> bool:
        """Whether the panel's own run has ended, with or without a result."""
        return self.status is not None and self.status.ended

    @property
    def is_same(self) -> bool:
        """Whether the panel's own run has, or had, the settings of the form."""
        return self.status is not None and (self.settings is None or lab_log.complete(self.lab, self.status.parameters) == self.settings)


def of(place: Place, run_id: str | None, status: RunStatus | None) -> Sight:
    """To be asked once the form is drawn."""
    plain = Sight(lab=place.lab, settings=_settings(place), run_id=run_id, status=status)
    if plain.is_busy:
        return plain
    own = status.result if status is not None and status.lab == place.lab.id else None
    if own is not None and plain.is_same and not own.is_former:
        return _with(plain, own, run_id, is_current=True)
    if plain.has_ended and own is None and plain.is_same:
        return plain
    mine = _found_before(place, plain.settings)
    if mine is not None:
        return _with(plain, mine[0], mine[1], is_current=True)
    latest = None if plain.settings is None else lab_run.latest(place.lab, plain.settings)
    if latest is not None and (place.bet is None or _name(place, plain.settings) in state.load().looked_at):
        return _with(plain, latest, None, is_current=True)
    return _with(plain, own, run_id if own is not None else None, hidden=latest)


def _with(sight: Sight, result: LabResult | None, run: str | None, *, is_current: bool = False, hidden: LabResult | None = None) -> Sight:
    return replace(sight, result=result, result_run=run, is_current=is_current, hidden=hidden)


def _settings(place: Place) -> dict[str, Any] | None:
    """What the form holds, as a run keeps it; None where it holds something that is not allowed."""
    try:
        settings = lab_form.values(place.lab.params, preset=place.preset, place=place.name, fixed=place.fixed)
        return place.lab.parameters(settings).model_dump(mode="json")
    except LabError:
        return None


def _found_before(place: Place, settings: Mapping[str, Any] | None) -> tuple[LabResult, str] | None:
    """This learner's newest result of these settings that is still kept, and its run."""
    runs = [] if settings is None else lab_log.runs_with(services().log, place.lab, settings, learner=visitor.learner())
    for run_id in runs[:3]:
        result = result_of(run_id)
        if result is not None and result.lab == place.lab.id and not result.is_former:
            return result, run_id
    return None


def result_of(run_id: str) -> LabResult | None:
    """The stored result of a run; None where there is none."""
    return lab_run.status(run_id).result


def look(place: Place, settings: Mapping[str, Any] | None) -> None:
    """Show what was measured with these settings, for callbacks; from then on nobody is asked to bet on them in this session."""
    state.change(looked_at=state.load().looked_at | {_name(place, settings)})


def _name(place: Place, settings: Mapping[str, Any] | None) -> str:
    return f"{place.lab.id}:{json.dumps(settings, sort_keys=True)}"
