"""The results of finished runs on this machine, as JSON files that outlive the app."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from optimization.results.records import LabResult, Record, Unfinished
from optimization.running.effort import Rates
from optimization.running.pace import Pace, timed_parameters

logger = logging.getLogger(__name__)

RUN_ID = re.compile(r"[0-9a-f]{32}")
KEPT_RUNS = 1000

RecordType = TypeVar("RecordType", bound=Record)


def new_run_id() -> str:
    """An unguessable id of lower-case hex digits: safe in an address and on file systems that ignore case."""
    return secrets.token_hex(16)


def request_key(lab: str, parameters: Mapping[str, Any]) -> str:
    """The same text for the same lab and validated parameters, whatever their order."""
    canonical = json.dumps([lab, dict(parameters)], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:32]


class RunStore:
    """One file a run (``run-<id>.json``) and one with the newest result of each set of parameters (``latest-<key>.json``).

    ``unfinished-<id>.json`` holds what a run had measured that ended before its time. ``pace-<key>.json`` says how the newest run of a set
    of parameters went, ``pace-<lab>.json`` how the newest of a lab did, and ``rates-<lab>.json``, which may end with the name of a
    network, what each part of its runs takes.

    Files that are missing, damaged or of an older format count as absent.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, run_id: str, result: LabResult) -> None:
        """Keep a result; raises OSError where the folder cannot be written."""
        self._make_folder()
        text = result.model_dump_json()
        self._write(self._run_file(run_id), text)
        self._write(self._latest_file(request_key(result.lab, result.parameters)), text)
        self._unfinished_file(run_id).unlink(missing_ok=True)
        self._forget_old_runs()

    def save_unfinished(self, run_id: str, cut_run: Unfinished) -> None:
        """Keep what a run has measured so far, or had when it ended; raises OSError where the folder cannot be written."""
        self._make_folder()
        self._write(self._unfinished_file(run_id), cut_run.model_dump_json())
        self._forget_old_runs()

    def run(self, run_id: str) -> LabResult | None:
        """The result of that run. The id may come from an address, so nothing but a well-formed one reaches the disk."""
        return self._read_record(self._run_file(run_id), LabResult) if RUN_ID.fullmatch(run_id) else None

    def unfinished(self, run_id: str) -> Unfinished | None:
        """What that run had measured, where it ended before its time."""
        return self._read_record(self._unfinished_file(run_id), Unfinished) if RUN_ID.fullmatch(run_id) else None

    def latest(self, lab: str, parameters: Mapping[str, Any]) -> LabResult | None:
        """The newest result of the same lab and validated parameters."""
        return self._read_record(self._latest_file(request_key(lab, parameters)), LabResult)

    def keep_pace(self, lab: str, parameters: Mapping[str, Any], pace: Pace) -> None:
        """Keep how a run went, for the ones after it; raises OSError where the folder cannot be written."""
        self._make_folder()
        for name in (request_key(lab, timed_parameters(parameters)), lab):
            self._write(self._pace_file(name), pace.model_dump_json())

    def pace(self, lab: str, parameters: Mapping[str, Any]) -> Pace | None:
        """How the newest run went that should take as long as one with these parameters."""
        return self._read_record(self._pace_file(request_key(lab, timed_parameters(parameters))), Pace)

    def forget_pace(self, lab: str, parameters: Mapping[str, Any]) -> None:
        """Runs with these parameters no longer go as they did."""
        self._pace_file(request_key(lab, timed_parameters(parameters))).unlink(missing_ok=True)

    def keep_rates(self, lab: str, parameters: Mapping[str, Any], rates: Rates) -> None:
        """Keep what the parts of a run took; raises OSError where the folder cannot be written."""
        self._make_folder()
        self._write(self._rates_file(lab, parameters), rates.model_dump_json())

    def rates(self, lab: str, parameters: Mapping[str, Any]) -> Rates | None:
        """What the parts of the lab's runs took on this machine, with the network that the parameters name."""
        return self._read_record(self._rates_file(lab, parameters), Rates)

    def pace_of_lab(self, lab: str) -> Pace | None:
        """How the newest run of the lab went, whatever its parameters."""
        return self._read_record(self._pace_file(lab), Pace)

    def _run_file(self, run_id: str) -> Path:
        return self._folder / f"run-{run_id}.json"

    def _latest_file(self, key: str) -> Path:
        return self._folder / f"latest-{key}.json"

    def _pace_file(self, name: str) -> Path:
        return self._folder / f"pace-{name}.json"

    def _unfinished_file(self, run_id: str) -> Path:
        return self._folder / f"unfinished-{run_id}.json"

    def _rates_file(self, lab: str, parameters: Mapping[str, Any]) -> Path:
        network = re.sub(r"\W", "", str(parameters.get("network", "")))
        return self._folder / f"rates-{'-'.join(filter(None, (lab, network)))}.json"

    def _make_folder(self) -> None:
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        self._folder.mkdir(mode=0o700, exist_ok=True)  # what was drawn, and when, is nobody else's on this computer

    def _write(self, path: Path, text: str) -> None:
        """Replace the file in one step, so that a reader sees the old or the new one, never half of it."""
        part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        try:
            with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
                file.write(text)
            os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)

    def _read_record(self, path: Path, kind: type[RecordType]) -> RecordType | None:
        try:
            return kind.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValidationError) as error:
            logger.warning("Ignoring the stored run %s: %s", path, str(error).splitlines()[0])
            return None

    def _forget_old_runs(self) -> None:
        """Of each kind of files the newest are kept: every drawing is a set of parameters of its own."""
        for kind in ("run", "latest", "pace", "unfinished"):
            files = list(self._folder.glob(f"{kind}-*.json"))
            if len(files) <= KEPT_RUNS:
                continue
            files.sort(key=lambda path: path.stat().st_mtime)
            for path in files[:-KEPT_RUNS]:
                path.unlink(missing_ok=True)
