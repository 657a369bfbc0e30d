"""A result as a Python program that redoes its run with the public libraries alone.

The program is put together from the laboratory's own source (``optimization.bundling``): ``laboratory/scripts/<lab>.py`` says in which
order, and every step is the very code that the lab ran, so that the two cannot drift apart. What belongs to the app and not to the
run is left out: the cache of trained networks, progress bars, records, notes and headlines.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Sequence
from functools import lru_cache

from pydantic import BaseModel

from optimization.bundling.bundle import bundled
from optimization.bundling.gathering import PACKAGE, Rules
from optimization.bundling.source import module_files
from optimization.labs import LABS, Lab
from optimization.labs import program as programs
from optimization.labs.networks import NETWORKS, USUAL
from optimization.results.records import LabResult, Machine

REGISTER = "optimization.laboratory.networks.register"

RECORDS = ("ClockName", "Conditions", "Record", "Speedup", "Verdict")
STAND_INS = {
    ("optimization.results.progress", "Report"): ("optimization.laboratory.scripts.progress", "Report"),
    ("optimization.results.progress", "Part"): ("optimization.laboratory.scripts.progress", "Part"),
    **{("optimization.results.records", name): ("optimization.laboratory.scripts.records", name) for name in RECORDS},
    **{("optimization.laboratory.networks.twins", name): ("optimization.laboratory.scripts.twins", name) for name in ("Twin", "twin_at")},
    ("optimization.laboratory.findings", "Findings"): ("optimization.laboratory.scripts.findings", "Findings"),
    ("optimization.results.records", "LabResult"): ("optimization.laboratory.scripts.findings", "LabResult"),
    ("optimization.laboratory.networks.training", "trained"): ("optimization.laboratory.scripts.training", "trained"),
    ("optimization.laboratory.quantization.twin", "float_tflite"): ("optimization.laboratory.scripts.export", "float_tflite"),
    (REGISTER, "NETWORKS"): ("networks", "NETWORKS"),
    (REGISTER, "AVERAGING"): ("networks", "AVERAGING"),
    ("optimization.labs.networks", "TRAINING_EPOCHS"): ("epochs", "TRAINING_EPOCHS"),
}
"""Without a cache, without pydantic, and with one network."""

DESCRIBED = frozenset(("optimization.laboratory.networks.network", name) for name in ("Network", "Recipe"))
HEADINGS = {
    "optimization.errors": "What is raised where something is not as it must be.",
    "optimization.laboratory.networks.network": "The network: its pictures, its shape, and how it is trained.",
    "optimization.laboratory.networks.training": "Trains a network.",
    "optimization.results.progress": "For how long is timed.",
    "optimization.results.records": "What is counted.",
    REGISTER: "The network of this run.",
}
"""In place of what is true of the whole module only."""

PROGRAMS = "optimization.laboratory.scripts"
"""Below it stands the program of a lab under its id; one that has none there runs as it does in the app."""
OF_THE_LAB = """\
\"\"\"The run, as the lab does it.\"\"\"

from {module} import {run}
from {programs}.progress import Report
from {light} import Params


def main(params: Params) -> None:
    \"\"\"Redo the run that ``params`` describe, and print what was found.\"\"\"
    {run}(params, Report()).printed()


if __name__ == "__main__":
    main(Params())
"""
LINE_LENGTH = 110


def script_of(result: LabResult) -> str | None:
    """The program that redoes the run of ``result``: it prints a table, or with ``--json`` the same as one line of JSON.

    On the same machine with the same versions its counts, sizes and accuracies are those of ``result``; latencies are measured again.
    None where the lab is not known here, and where nothing reads the pictures of that run any more.
    """
    if result.lab == programs.LAB.id:
        return _own_program(result)
    lab = LABS.get(result.lab)
    if lab is None or result.is_former:
        return None
    return f"{_header(lab, result)}\n{_program(lab.id, lab.parameters(result.parameters))}"


@lru_cache(maxsize=32)
def _program(lab_id: str, params: BaseModel) -> str:
    lab = LABS[lab_id]
    network = NETWORKS[str(getattr(params, "network", USUAL))]
    texts = {
        "parameters": _parameters_text(lab, params),
        "networks": f"""\
from {REGISTER} import AVERAGE_{network.in_code}, {network.in_code}

NETWORKS = {{"{network.id}": {network.in_code}}}
AVERAGING = {{"{network.id}": AVERAGE_{network.in_code}}}
""",
        "epochs": f'"""For how many epochs it is trained from scratch."""\n\nTRAINING_EPOCHS = {{"{network.id}": {network.epochs}}}\n',
    }
    light = lab.params.__module__
    stand_ins = STAND_INS | {(light, "Params"): ("parameters", "Params")}
    program = f"{PROGRAMS}.{lab.id}"
    if program not in module_files(PACKAGE):
        module, _, run = lab.entry.partition(":")
        program = "program"
        texts[program] = OF_THE_LAB.format(module=module, run=run, programs=PROGRAMS, light=light)
    rules = Rules(stand_ins=stand_ins, texts=texts, headings=HEADINGS, register=REGISTER, described=DESCRIBED)
    return bundled(program, rules=rules)


def _parameters_text(lab: Lab, params: BaseModel) -> str:
    """The parameters of the run as the text of a module."""
    lines = [
        '"""The parameters of this run."""',
        "",
        "from dataclasses import dataclass",
        "",
        "",
        "@dataclass(frozen=True)",
        "class Params:",
    ]
    for name, field in lab.params.model_fields.items():
        value = getattr(params, name)
        about = f"{field.title or name}. {field.description or ''}".strip()
        lines += textwrap.wrap(about, LINE_LENGTH, initial_indent="    # ", subsequent_indent="    # ")
        lines.append(f"    {name}: {type(value).__name__} = {json.dumps(value) if isinstance(value, str) else value}")
    return "\n".join(lines) + "\n"


def _own_program(result: LabResult) -> str:
    """The program of a claim as it ran, with its seeds."""
    params = programs.LAB.parameters(result.parameters)
    assert isinstance(params, programs.Params)
    installed = _requirements(programs.lab_of(params.code), result.machine, besides=())
    lines = [
        "The program that decides a claim of Featherweight. It prints the number, or one a line where it measures several times.",
        f"{result.headline.sentence} {_measured_line(result)}",
        *([f"pip install {' '.join(installed)}"] if installed else []),
        "python this_file.py",
    ]
    return f"{_comment(lines)}\n\n{programs.seeded(params.code, params.seed)}"


def _measured_line(result: LabResult) -> str:
    """When and on what."""
    machine = result.machine
    return (
        f"Measured {result.measured_at:%Y-%m-%d %H:%M} UTC on {machine.cpu}, {machine.cores} cores, threads used: {machine.threads}"
        f"{', ' if machine.flags else ''}{' '.join(machine.flags)}; {machine.system}, Python {machine.python}."
    )


def _header(lab: Lab, result: LabResult) -> str:
    """What the program redoes, where that was measured, what it needs and how it is run, as a comment."""
    machine = result.machine
    paragraphs = [
        f"Redoes one run of the lab “{lab.title}” of Featherweight, with public libraries alone.",
        "It was put together from the lab's own source: what that run used, and nothing else. With the same versions on the same kind of "
        "machine the weights, the bytes and the accuracy come out equal; latencies are measured again, and differ a little.",
        _measured_line(result),
        f"pip install {' '.join(_requirements(lab, machine))}",
        "python this_file.py           prints a table",
        "python this_file.py --json    prints the same as JSON",
    ]
    return _comment(paragraphs)


def _comment(paragraphs: Sequence[str]) -> str:
    """The paragraphs as a comment; one that begins with a command is indented and not wrapped."""
    lines: list[str] = []
    for number, paragraph in enumerate(paragraphs):
        command = paragraph.startswith(("python ", "pip "))
        if number and not paragraph.startswith("python this_file.py --"):
            lines.append("#")
        text = paragraph if command else " ".join(paragraph.split())
        lines += [f"#     {text}"] if command else textwrap.wrap(text, LINE_LENGTH, initial_indent="# ", subsequent_indent="# ")
    return "\n".join(lines)


def _requirements(lab: Lab, machine: Machine, *, besides: Sequence[str] = ("numpy",)) -> list[str]:
    """What to install, in the versions that this run was measured with; also of ``besides``, which the lab does not name."""
    names = [requirement.partition("==")[0] for requirement in lab.needs.values()]
    # A local part such as "+cpu" names a build that the public index does not have.
    versions = {name: version.partition("+")[0] for name, version in machine.versions.items() if re.fullmatch(r"[\w.+-]+", version)}
    requirements = {}
    for name in [*names, *besides]:
        # The CPU build of TensorFlow is recorded under the library's own name.
        version = versions.get(name) or versions.get(name.removesuffix("-cpu"))
        requirements[name] = f"{name}=={version}" if version else name
    return list(requirements.values())
