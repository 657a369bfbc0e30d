"""The labs from the shell: ``python -m optimization list`` and ``python -m optimization <lab> --set name=value --json``.

Progress goes to stderr and the result to stdout, so that ``--json`` can be piped. Exit codes: 0 a result, 1 a run that failed,
2 a bad parameter or command, 3 a missing library, 130 stopped with Ctrl-C. ``worker`` and ``scheduler`` start the processes that
run labs for the web app, ``keys`` makes what they need on several machines.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import NoReturn, TextIO

from optimization.errors import BadParameter, BadScheduler, LabError, MissingLibrary, UnknownLab
from optimization.labs import LABS, Lab, lab_named, titled
from optimization.labs.entry import at
from optimization.results.progress import TerminalReport
from optimization.results.records import LabResult, Variant
from optimization.running.own_process import NO_LIBRARY

PROCESSES = {
    "worker": "optimization.running.worker:main",
    "scheduler": "optimization.running.worker:scheduler_main",
    "keys": "optimization.running.lab_keys:main",
}
"""Commands with options of their own -> the function that takes the remaining arguments."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments and arguments[0] in PROCESSES:
        command = partial(at(PROCESSES[arguments[0]]), arguments[1:])
    else:
        command = partial(_command, arguments)
    try:
        return int(command() or 0)
    except (BadParameter, BadScheduler, UnknownLab) as error:
        return _say_refusal(error, code=2)
    except MissingLibrary as error:
        return _say_refusal(error, code=NO_LIBRARY)
    except LabError as error:
        return _say_refusal(error, code=1)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130


def _command(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    if options.what == "list":
        print(described_labs())
        return 0
    lab = lab_named(options.what)
    params = lab.parameters({**lab.recipe(options.recipe), **parsed_settings(options.set)})
    with _only_the_result_on_stdout() as stdout:
        run = lab.load()
        result = run(params, TerminalReport())
        print(result.model_dump_json() if options.json else table(result), file=stdout)
    return 0


def parsed_settings(settings: Sequence[str]) -> dict[str, str]:
    """``name=value`` texts as a dict; raises BadParameter for one without a name or ``=``, or for a name given twice."""
    values: dict[str, str] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not name or not equals:
            raise BadParameter(f"--set {setting}: expected name=value")
        if name in values:
            raise BadParameter(f"{name}: given twice")
        values[name] = value
    return values


def described_labs() -> str:
    """Every lab with its parameters, what each may be, its default, and its recipes."""
    return "\n\n".join(_described(lab) for lab in LABS.values())


def _described(lab: Lab) -> str:
    lines = [f"{lab.id}: {lab.summary}"]
    for name, field in lab.params.model_fields.items():
        lines.append(f"  {name}={field.default}  ({lab.allowed(name)})  {field.description or ''}".rstrip())
    lines.append("  recipes:")
    for name, values in lab.recipes.items():
        lines.append(f"    {name}: {' '.join(f'{key}={value}' for key, value in values.items()) or 'the values above'}")
    return "\n".join(lines)


def table(result: LabResult) -> str:
    """The result for people: the headline, a row per variant, and the machine."""
    head = ("variant", "weights ≠ 0", "of", "bytes", "gzip", "accuracy", "changed", "latency", "speed", "interval", "verdict")
    rows = [head, *(_row(variant) for variant in titled(result.variants, lab=result.lab, parameters=result.parameters))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = [
        "  ".join(cell.ljust(width) if i == 0 else cell.rjust(width) for i, (cell, width) in enumerate(zip(row, widths, strict=True)))
        for row in rows
    ]
    machine = result.machine
    versions = ", ".join(f"{name} {version}" for name, version in machine.versions.items())
    threads = "1 thread" if machine.threads == 1 else f"{machine.threads} threads"
    return "\n".join(
        [
            result.headline.sentence,
            f"{result.headline.figure} {result.headline.figure_label}",
            "",
            *([*lines, ""] if result.variants else []),
            f"{machine.cpu}, {machine.cores} cores, {threads} used, {' '.join(machine.flags)}; {machine.system}",
            f"Python {machine.python}, {versions}; {result.timing_rounds} timing rounds, {result.took_s:.1f} s",
        ]
    )


def _row(variant: Variant) -> tuple[str, ...]:
    speedup = variant.speedup
    return (
        variant.name,
        f"{variant.nonzero_weights:,}",
        f"{variant.total_weights:,}",
        f"{variant.raw_bytes:,}",
        f"{variant.gzip_bytes:,}",
        "" if variant.accuracy is None else f"{variant.accuracy:.1%}",
        "" if variant.changed_predictions is None else str(variant.changed_predictions),
        "" if variant.latency_us is None else f"{variant.latency_us:.0f} us",
        "" if speedup is None else f"{speedup.ratio:.2f}x",
        "" if speedup is None else f"{speedup.low:.2f}-{speedup.high:.2f}",
        "" if speedup is None else speedup.verdict,
    )


class _OneLineParser(argparse.ArgumentParser):
    """Says what is wrong in one line, as the labs do, instead of the whole usage."""

    def error(self, message: str) -> NoReturn:
        raise BadParameter(f"{message}; see python -m optimization --help")


def _parser() -> argparse.ArgumentParser:
    parser = _OneLineParser(prog="python -m optimization", description="Run a lab and print what it measured.", allow_abbrev=False)
    parser.add_argument("what", help=f"list, {', '.join(LABS)}, {' or '.join(PROCESSES)}")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="set a parameter; may be repeated")
    parser.add_argument("--recipe", default="default", help="start from a lab's named recipe instead of its defaults")
    parser.add_argument("--json", action="store_true", help="print the result as one line of JSON")
    return parser


def _say_refusal(error: LabError, *, code: int) -> int:
    print(" ".join(str(error).split()), file=sys.stderr)
    return code


@contextmanager
def _only_the_result_on_stdout() -> Iterator[TextIO]:
    """A stream to the real stdout, while everything else that is printed, by compiled libraries too, goes to stderr."""
    sys.stdout.flush()
    descriptor = os.dup(1)
    os.dup2(2, 1)
    stdout = open(descriptor, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - closed below, after the descriptor is restored
    try:
        yield stdout
    finally:
        stdout.flush()
        sys.stdout.flush()
        os.dup2(descriptor, 1)
        os.close(descriptor)


if __name__ == "__main__":
    sys.exit(main())
