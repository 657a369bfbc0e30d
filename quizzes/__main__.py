"""The shell side: ``python -m quizzes check|new|schema|export …``; ``--help`` names them all."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from optimization.labs import LABS
from quizzes.content.schema import schema_text
from quizzes.environment import read_environment
from quizzes.shell import check, export, new

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
    except new.NotWritten as error:
        return _refused(str(error))
    print(f"{path}: written; check it with: python -m quizzes check")
    return 0


def _schema(given: argparse.Namespace, folder: Path) -> int:
    return _written(given.output, schema_text(LAB_PARAMETERS).encode())


def _export(given: argparse.Namespace, folder: Path) -> int:
    try:
        data, said = export.exported(given.what, given.topic, folder=folder, labs=LAB_PARAMETERS)
    except export.NoSuchTopic as error:
        return _refused(str(error))
    code = _written(given.output, data)
    if code == 0:
        print(f"{given.output}: {said}", file=sys.stderr if given.output is None else sys.stdout)
    return code


def _written(output: Path | None, data: bytes) -> int:
    if output is None:
        sys.stdout.buffer.write(data)
        return 0
    try:
        output.write_bytes(data)
    except OSError as error:
        return _refused(f"{output} cannot be written: {error.strerror}.")
    return 0


def _refused(why: str) -> int:
    print(why, file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m quizzes", description="Tools for those who write content.")
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
