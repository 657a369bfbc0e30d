"""The shell side: ``python -m quizzes check|prove|new|schema|import|export|backup|restore …``; ``--help`` names them all."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from optimization.errors import LabError, MissingLibrary
from optimization.labs import LABS
from optimization.results.figures import figure
from optimization.results.machine import FLAGS_THAT_MATTER, cpu_flags, has_idle_cores
from optimization.results.records import LabResult
from optimization.running.own_process import LimitReached, run_in_own_process
from quizzes.authoring.desk import NotWritten
from quizzes.content.schema import schema_text
from quizzes.environment import BadEnvironment, read_environment
from quizzes.events import backup
from quizzes.exports.items_csv import csv_columns
from quizzes.models import Compared
from quizzes.proofs.evidence import Measured
from quizzes.proofs.process import MEMORY_LIMIT_BYTES, Failed, NotHere, memory_limit, run_programs
from quizzes.proofs.prover import Engines
from quizzes.release import version
from quizzes.shell import check, export, import_table, new, prove

TWO_IDLE_CORES = "two_idle_cores"
LAB_PARAMETERS = {lab.id: lab.params for lab in LABS.values()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    given = _parser().parse_args(arguments)
    folder = _relative(getattr(given, "folder", None) or read_environment().content_dir)
    try:
        return int(given.run(given, folder))
    except KeyboardInterrupt:
        return 130


def _check(given: argparse.Namespace, folder: Path) -> int:
    if given.watch:
        check.watch(folder, labs=LAB_PARAMETERS)
        return 0
    return check.check(folder, labs=LAB_PARAMETERS, form=given.format, strict=given.strict)


def _new(given: argparse.Namespace, folder: Path) -> int:
    try:
        path = new.new_topic(given.topic, folder=folder, labs=LAB_PARAMETERS)
    except NotWritten as error:
        return _refused(str(error))
    print(f"{path}: written; check it with: python -m quizzes check")
    return 0


def _schema(given: argparse.Namespace, folder: Path) -> int:
    return _written(given.output, schema_text(LAB_PARAMETERS).encode())


def _prove(given: argparse.Namespace, folder: Path) -> int:
    tasks, problems = prove.tasks_of(folder, labs=LAB_PARAMETERS)
    if problems and not given.items:
        return _refused("\n".join(map(str, problems)))
    try:
        wanted = prove.chosen(tasks, given.items)
    except prove.UnknownItem as error:
        broken = "\n".join(map(str, problems))
        return _refused(f"{error}\n{broken}" if broken else str(error), code=1 if broken else 2)
    if not wanted:
        return _refused("No item carries a proof.", code=2)
    try:
        return prove.prove_and_say(wanted, engines=engines(), record=tasks if given.record else (), strict=given.strict)
    except OSError as error:
        return _refused(f"The record cannot be written: {error}.")


def engines() -> Engines:
    """What runs proofs on this machine: programs in processes of their own, and the labs."""
    return Engines(programs=run_programs, measures=LabFigures(), offers=offers, needs=(TWO_IDLE_CORES, *FLAGS_THAT_MATTER))


def offers(need: str) -> bool:
    """Whether this machine has what a proof needs: a CPU flag, or two cores that nothing else uses now."""
    return has_idle_cores(2) if need == TWO_IDLE_CORES else need in cpu_flags()


class LabFigures:
    """Reads figures from lab runs; items that name the same run share it."""

    def __init__(self) -> None:
        self._results: dict[str, LabResult] = {}

    def __call__(self, lab: str, settings: Mapping[str, Any], compared: Compared, *, again: int) -> Measured:
        key = json.dumps([lab, dict(settings), again], sort_keys=True)
        limit = read_environment()
        try:
            if key not in self._results:
                before = memory_limit(max(limit.lab_memory_bytes, MEMORY_LIMIT_BYTES))
                self._results[key] = run_in_own_process(LABS[lab], settings, limit_s=limit.lab_limit_s, before=before)
            result = self._results[key]
            found = figure(result, compared.figure, of=compared.of, against=compared.against)
        except (MissingLibrary, LimitReached) as error:
            raise NotHere(str(error)) from None
        except LabError as error:
            raise Failed(str(error)) from None
        interval = "" if found.low is None or found.high is None else f" [{found.low:.2f}, {found.high:.2f}]"
        return Measured(
            value=found.value,
            verdict=found.verdict,
            text=f"{compared.of} against {compared.against}: {found.text}{interval}",
            machine=result.machine.cpu,
            python=result.machine.python,
            versions={name: version.partition("+")[0] for name, version in result.machine.versions.items()},
        )


def _back_up(given: argparse.Namespace, folder: Path) -> int:
    try:
        rows = backup.back_up(read_environment().database_url, given.file)
    except (backup.NotDone, BadEnvironment) as error:
        return _refused(str(error))
    print(f"{given.file}: {_rows(rows)}. Keep it like a file of passwords: whoever reads it can be any of its learners.")
    return 0


def _restore(given: argparse.Namespace, folder: Path) -> int:
    try:
        restored = backup.restore(read_environment().database_url, given.file, now=datetime.now(UTC))
    except (backup.NotDone, BadEnvironment) as error:
        return _refused(str(error))
    print(f"Put back: {_rows(restored.rows)}." + (f" What was there is kept in {restored.kept}." if restored.kept else ""))
    return 0


def _rows(count: int) -> str:
    return f"{count:,} row{'s' * (count != 1)}"


def _export(given: argparse.Namespace, folder: Path) -> int:
    try:
        data, said = export.exported(given.what, given.topic, folder=folder, labs=LAB_PARAMETERS)
    except export.NoSuchTopic as error:
        return _refused(str(error))
    code = _written(given.output, data)
    if code == 0:
        print(f"{given.output}: {said}", file=sys.stderr if given.output is None else sys.stdout)
    return code


def _import(given: argparse.Namespace, folder: Path) -> int:
    if given.columns:
        print("\n".join(f"{name}: {what}" for name, what in csv_columns()))
        return 0
    if given.table is None or given.topic is None:
        return _refused("Give a table and a topic: python -m quizzes import FILE.csv TRACK/TOPIC", code=2)
    try:
        return import_table.import_table(given.table, given.topic, folder=folder, labs=LAB_PARAMETERS)
    except (import_table.NotImported, NotWritten) as error:
        return _refused(str(error))


def _written(output: Path | None, data: bytes) -> int:
    if output is None:
        sys.stdout.buffer.write(data)
        return 0
    try:
        output.write_bytes(data)
    except OSError as error:
        return _refused(f"{output} cannot be written: {error.strerror}.")
    return 0


def _refused(why: str, *, code: int = 1) -> int:
    print(why, file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m quizzes", description="Tools for those who write content or run the app.")
    parser.add_argument("--version", action="version", version=f"Featherweight {version()}")
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="check all topic files of a folder")
    checking.add_argument("folder", nargs="?", type=Path, default=None, help="default: CONTENT_DIR, or content/")
    checking.add_argument("--watch", action="store_true", help="check again whenever something is saved")
    checking.add_argument("--format", choices=check.FORMATS, default="text", help="github: annotations beside the lines in a CI run")
    checking.add_argument("--strict", action="store_true", help="warnings fail too")
    checking.set_defaults(run=_check)
    starting = commands.add_parser("new", help="write a commented starter file")
    starting.add_argument("topic", metavar="TRACK/TOPIC")
    starting.set_defaults(run=_new)
    describing = commands.add_parser("schema", help="the JSON Schema that editors check topic files by")
    describing.add_argument("-o", "--output", type=Path, default=None, help="default: standard output")
    describing.set_defaults(run=_schema)
    proving = commands.add_parser("prove", help="run the proofs of items and compare with their answers")
    proving.add_argument("items", nargs="*", metavar="ITEM", help="an item, TRACK/TOPIC or TRACK/TOPIC/ITEM; default: all")
    proving.add_argument("--record", action="store_true", help="write what was proven beside the topics, where students see it")
    proving.add_argument(
        "--strict", action="store_true", help="fail too where an item could not be run, unless this machine lacks its needs"
    )
    proving.set_defaults(run=_prove)
    importing = commands.add_parser("import", help="take the items of a CSV or TSV file into a topic")
    importing.add_argument("table", nargs="?", type=Path, metavar="FILE")
    importing.add_argument("topic", nargs="?", metavar="TRACK/TOPIC", help="a topic that is there, or a new one")
    importing.add_argument("--columns", action="store_true", help="print every column and what it is")
    importing.set_defaults(run=_import)
    backing_up = commands.add_parser("backup", help="write all answers to a new file, also while the app runs")
    backing_up.add_argument("file", type=Path, metavar="FILE")
    backing_up.set_defaults(run=_back_up)
    restoring = commands.add_parser("restore", help="put a backup back; what was there is kept beside it")
    restoring.add_argument("file", type=Path, metavar="FILE")
    restoring.set_defaults(run=_restore)
    exporting = commands.add_parser("export", help="write what others can use")
    exporting.add_argument("what", choices=[*export.EXPORTS])
    exporting.add_argument("topic", help="TRACK/TOPIC")
    exporting.add_argument("-o", "--output", type=Path, required=True, help="the file to write")
    exporting.set_defaults(run=_export)
    return parser


def _relative(folder: Path) -> Path:
    """The folder as seen from here where that is shorter to read and click on."""
    try:
        return folder.resolve().relative_to(Path.cwd())
    except (ValueError, OSError, RuntimeError):  # RuntimeError: a loop of symbolic links, before Python 3.13
        return folder


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        sys.exit(main())
    except BrokenPipeError:
        os._exit(1)
