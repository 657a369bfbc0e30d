"""The shell side: ``python -m quizzes check|prove|new|schema|import|export|backup|restore …``; ``--help`` names them all."""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from optimization.errors import LabError, MissingLibrary
from optimization.labs import LABS, lab_named, program
from optimization.results.figures import Figure, alone
from optimization.results.figures import figure as compare
from optimization.results.machine import FLAGS_THAT_MATTER, cpu_flags, cpu_model, has_idle_cores, kind_of_cpu
from optimization.results.records import LabResult
from optimization.running.own_process import LimitReached, run_in_own_process
from quizzes.authoring.desk import NotWritten
from quizzes.content.schema import SCHEMAS
from quizzes.environment import BadEnvironment, read_environment
from quizzes.events import backup
from quizzes.exports.items_csv import csv_columns
from quizzes.models import Compared, Measure
from quizzes.models.figures import Figure as CitedFigure
from quizzes.proofs.evidence import Measured
from quizzes.proofs.figures import Instruments, Reading
from quizzes.proofs.process import MEMORY_LIMIT_BYTES, Failed, NotHere, memory_limit, run_programs
from quizzes.proofs.prover import Engines
from quizzes.questions.bet import NOT_DECIDED
from quizzes.release import version
from quizzes.shell import check, export, import_table, new, prove, prove_figures

TWO_IDLE_CORES = "two_idle_cores"
NEEDS = (TWO_IDLE_CORES, *FLAGS_THAT_MATTER)
ReadFigure = Callable[[LabResult], Figure]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    options = _parser().parse_args(arguments)
    folder = _relative(getattr(options, "folder", None) or read_environment().content_dir)
    try:
        return int(options.run(options, folder))
    except KeyboardInterrupt:
        return 130


def _check(options: argparse.Namespace, folder: Path) -> int:
    if options.watch:
        check.watch(folder, labs=LABS)
        return 0
    return check.check(folder, labs=LABS, form=options.format, strict=options.strict)


def _new(options: argparse.Namespace, folder: Path) -> int:
    try:
        path = new.new_topic(options.topic, folder=folder, labs=LABS)
    except NotWritten as error:
        return _say_refusal(str(error))
    print(f"{path}: written; check it with: python -m quizzes check")
    return 0


def _schema(options: argparse.Namespace, folder: Path) -> int:
    return _write_output(options.output, SCHEMAS[options.of](LABS).encode())


def _prove(options: argparse.Namespace, folder: Path) -> int:
    labs = LabFigures()
    all_figures = prove_figures.figures_of(folder, labs=LABS)
    figures = prove_figures.chosen(all_figures, options.items, nightly=options.nightly)
    try:
        tools, to_keep = instruments(labs), all_figures if figures or not options.items else []
        code = prove_figures.measure_and_say(figures, all_figures=to_keep, instruments=tools, record=options.record, strict=options.strict)
        items = prove_figures.without(options.items, figures)
        return code if options.items and not items else max(code, _prove_items(options, items, folder, labs))
    except OSError as error:
        return _say_refusal(f"The record cannot be written: {error}.")


def _prove_items(options: argparse.Namespace, names: Sequence[str], folder: Path, labs: LabFigures) -> int:
    tasks, problems = prove.tasks_of(folder, labs=LABS)
    if problems and not names:
        return _say_refusal("\n".join(map(str, problems)))
    item_names = names if problems else prove.said_of_none(tasks, names, folder)
    try:
        to_prove = prove.chosen(tasks, item_names, nightly=options.nightly or options.record) if item_names or not names else []
    except prove.UnknownItem as error:
        return _say_refusal("\n".join(map(str, [error, *problems])), code=1 if problems else 2)
    if not to_prove:
        return _say_refusal("No item carries a proof.", code=2) if not names else 0
    skips = 0 if names else len(tasks) - len(to_prove)
    return prove.prove_and_say(to_prove, engines=engines(labs), record=tasks if options.record else (), strict=options.strict, skips=skips)


def engines(labs: LabFigures) -> Engines:
    """What runs proofs on this machine: programs in processes of their own, and the labs."""
    return Engines(programs=run_programs, measures=labs, offers=offers, needs=NEEDS)


def instruments(labs: LabFigures) -> Instruments:
    """What measures figures on this machine."""
    cpu, kind = cpu_model(), kind_of_cpu(cpu_flags())
    return Instruments(programs=run_programs, reads=labs.read, offers=offers, needs=NEEDS, cpu=cpu, kind=kind)


def offers(need: str) -> bool:
    """Whether this machine has what a proof needs: a CPU flag, or two cores that nothing else uses now."""
    return has_idle_cores(2) if need == TWO_IDLE_CORES else need in cpu_flags()


class LabFigures:
    """Reads figures from lab runs; figures and items that name the same run share it."""

    def __init__(self) -> None:
        self._results: dict[str, LabResult] = {}
        self._running: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def __call__(self, lab: str | None, settings: Mapping[str, Any], comparison: Compared | Measure, *, repetition: int) -> Measured:
        read_figure = partial(self._decide, lab or "", comparison, repetition)
        result, figure = self._measure(lab or program.LAB.id, settings, repetition, read_figure, is_timed=comparison.is_timed)
        return Measured(
            value=figure.value,
            verdict=figure.verdict,
            low=figure.low,
            high=figure.high,
            text=f"{comparison.about}: {figure.said}",
            machine=result.machine.cpu,
            python=result.machine.python,
            versions=_short(result.machine.versions),
        )

    def read(self, figure: CitedFigure, *, seed: int | None) -> Reading:
        """What a run of the figure's lab gives for it."""
        lab, name, of, against = figure.lab or "", figure.figure or "", figure.of or "", figure.against
        settings = {**figure.set, **({} if seed is None else {"seed": seed})}
        read_figure = partial(alone, name=name, of=of) if against is None else partial(compare, name=name, of=of, against=against)
        result, outcome = self._measure(lab, settings, 0, read_figure, is_timed=figure.is_timed)
        is_decided = outcome.verdict != NOT_DECIDED
        return Reading(outcome.value, outcome.low, outcome.high, is_decided, result.machine.python, _short(result.machine.versions))

    def _measure(self, lab: str, settings: Mapping[str, Any], turn: int, read: ReadFigure, *, is_timed: bool) -> tuple[LabResult, Figure]:
        """The run's result, and what is read from it. Raises NotHere and Failed."""
        try:
            result = self._run(lab, settings, turn, is_timed=is_timed)
            return result, read(result)
        except (MissingLibrary, LimitReached) as error:
            raise NotHere(str(error)) from None
        except LabError as error:
            raise Failed(str(error)) from None

    def _decide(self, lab: str, comparison: Compared | Measure, repetition: int, result: LabResult) -> Figure:
        """The figure that decides, where need be beside the second run of the same lab."""
        rival = self._run(lab, comparison.rival.set, repetition, is_timed=comparison.is_timed) if comparison.rival is not None else None
        return compare(result, name=comparison.figure, of=comparison.of, against=comparison.row, rival=rival)

    def _run(self, lab: str, settings: Mapping[str, Any], repetition: int, *, is_timed: bool) -> LabResult:
        """One run; the latency is left out where nothing of it is asked."""
        settings = {**({} if is_timed or "timed" not in lab_named(lab).params.model_fields else {"timed": False}), **settings}
        key = json.dumps([lab, dict(settings), repetition], sort_keys=True)
        limit = read_environment()
        with self._running[key]:
            if key not in self._results:
                before_start = memory_limit(max(limit.lab_memory_bytes, MEMORY_LIMIT_BYTES))
                self._results[key] = run_in_own_process(lab_named(lab), settings, limit_s=limit.lab_limit_s, before_start=before_start)
        return self._results[key]


def _short(versions: Mapping[str, str]) -> dict[str, str]:
    return {name: version.partition("+")[0] for name, version in versions.items()}


def _back_up(options: argparse.Namespace, folder: Path) -> int:
    try:
        rows = backup.back_up(read_environment().database_url, options.file)
    except (backup.NotDone, BadEnvironment) as error:
        return _say_refusal(str(error))
    print(f"{options.file}: {_rows(rows)}. Keep it like a file of passwords: whoever reads it can be any of its learners.")
    return 0


def _restore(options: argparse.Namespace, folder: Path) -> int:
    try:
        restored = backup.restore(read_environment().database_url, options.file, moment=datetime.now(UTC))
    except (backup.NotDone, BadEnvironment) as error:
        return _say_refusal(str(error))
    print(f"Put back: {_rows(restored.rows)}." + (f" What was there is kept in {restored.kept}." if restored.kept else ""))
    return 0


def _rows(count: int) -> str:
    return f"{count:,} row{'s' * (count != 1)}"


def _export(options: argparse.Namespace, folder: Path) -> int:
    try:
        data, summary = export.exported(options.what, options.topic, folder=folder, labs=LABS)
    except export.NoSuchTopic as error:
        return _say_refusal(str(error))
    code = _write_output(options.output, data)
    if code == 0:
        print(f"{options.output}: {summary}", file=sys.stderr if options.output is None else sys.stdout)
    return code


def _import(options: argparse.Namespace, folder: Path) -> int:
    if options.columns:
        print("\n".join(f"{name}: {description}" for name, description in csv_columns()))
        return 0
    if options.table is None or options.topic is None:
        return _say_refusal("Give a table and a topic: python -m quizzes import FILE.csv TRACK/TOPIC", code=2)
    try:
        return import_table.import_table(options.table, options.topic, folder=folder, labs=LABS)
    except (import_table.NotImported, NotWritten) as error:
        return _say_refusal(str(error))


def _write_output(output: Path | None, data: bytes) -> int:
    if output is None:
        sys.stdout.buffer.write(data)
        return 0
    try:
        output.write_bytes(data)
    except OSError as error:
        return _say_refusal(f"{output} cannot be written: {error.strerror}.")
    return 0


def _say_refusal(reason: str, *, code: int = 1) -> int:
    print(reason, file=sys.stderr)
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
    describing = commands.add_parser("schema", help="the JSON Schema that editors check topic files, site.yaml or terms.yaml by")
    describing.add_argument("of", nargs="?", choices=tuple(SCHEMAS), default="topic", help="of which kind of file; default: topic")
    describing.add_argument("-o", "--output", type=Path, default=None, help="default: standard output")
    describing.set_defaults(run=_schema)
    proving = commands.add_parser("prove", help="measure the figures of topics again, run the proofs of items, and compare")
    proving.add_argument("items", nargs="*", metavar="ITEM", help="an item or a figure, TRACK/TOPIC or TRACK/TOPIC/ITEM; default: all")
    proving.add_argument(
        "--record", action="store_true", help="write what was measured and proven beside the topics, where students see it"
    )
    proving.add_argument("--nightly", action="store_true", help="also what is timed, or takes minutes; wants a quiet machine")
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
