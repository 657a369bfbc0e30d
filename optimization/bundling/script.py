"""A result as a Python program that redoes its run with the public libraries alone.

The program is put together from the laboratory's own source (``optimization.bundling``): ``optimization/scripts/<lab>.py`` says in which
order, and every step is the very code that the lab ran, so that the two cannot drift apart. What belongs to the app and not to the
run is left out: the cache of trained networks, progress bars, records, notes and headlines.
"""

from __future__ import annotations

import json
import re
import textwrap
from functools import lru_cache

from pydantic import BaseModel

from optimization.bundling.bundle import bundled
from optimization.bundling.gathering import Rules
from optimization.labs import LABS, Lab
from optimization.results.records import LabResult, Machine

REGISTER = "optimization.laboratory.networks.register"
REGISTER_NAMES = {"lenet": "LENET", "signs": "SIGNS"}
AVERAGING_NAMES = {"lenet": "AVERAGE_LENET", "signs": "AVERAGE_SIGNS"}
"""Network -> its name in the register, as it is and with average pooling."""

RECORDS = ("ClockName", "Conditions", "LayerCount", "LayerInside", "ScanPoint", "Speedup", "Verdict")
STAND_INS = {
    ("optimization.results.progress", "Report"): ("optimization.laboratory.scripts.progress", "Report"),
    ("optimization.results.progress", "Part"): ("optimization.laboratory.scripts.progress", "Part"),
    **{("optimization.results.records", name): ("optimization.laboratory.scripts.records", name) for name in RECORDS},
    ("optimization.laboratory.networks.network", "Network"): ("optimization.laboratory.scripts.network", "Network"),
    ("optimization.laboratory.networks.training", "trained"): ("optimization.laboratory.scripts.training", "trained"),
    ("optimization.laboratory.quantization.twin", "float_tflite"): ("optimization.laboratory.scripts.export", "float_tflite"),
    (REGISTER, "NETWORKS"): ("networks", "NETWORKS"),
    (REGISTER, "AVERAGING"): ("networks", "AVERAGING"),
}
"""Without a cache, without pydantic, and with one network."""

DESCRIBED = frozenset({("optimization.laboratory.scripts.network", "Network"), ("optimization.laboratory.networks.network", "Recipe")})
HEADINGS = {
    "optimization.errors": "What is raised where something is not as it must be.",
    "optimization.laboratory.networks.network": "What determines a training.",
    "optimization.laboratory.networks.training": "Trains a network.",
    REGISTER: "The network of this run.",
}
"""In place of what is true of the whole module only."""

PROGRAMS = frozenset({"prune", "quantize", "budget", "digit", "inside"})
LINE_LENGTH = 110


def script_of(result: LabResult) -> str | None:
    """The program that redoes the run of ``result``: it prints a table, or with ``--json`` the same as one line of JSON.

    On the same machine with the same versions its counts, sizes and accuracies are those of ``result``; latencies are measured again.
    None where the lab has no program.
    """
    lab = LABS.get(result.lab)
    if lab is None or lab.id not in PROGRAMS:
        return None
    return f"{_header(lab, result)}\n{_program(lab.id, lab.parameters(result.parameters))}"


@lru_cache(maxsize=32)
def _program(lab_id: str, params: BaseModel) -> str:
    lab = LABS[lab_id]
    network = str(getattr(params, "network", "lenet"))
    texts = {
        "parameters": _parameters_text(lab, params),
        "networks": f"""\
from {REGISTER} import {AVERAGING_NAMES[network]}, {REGISTER_NAMES[network]}

NETWORKS = {{"{network}": {REGISTER_NAMES[network]}}}
AVERAGING = {{"{network}": {AVERAGING_NAMES[network]}}}
""",
    }
    stand_ins = STAND_INS | {(f"optimization.labs.{lab.id}", "Params"): ("parameters", "Params")}
    rules = Rules(stand_ins=stand_ins, texts=texts, headings=HEADINGS, register=REGISTER, described=DESCRIBED)
    return bundled(f"optimization.laboratory.scripts.{lab.id}", rules=rules)


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


def _header(lab: Lab, result: LabResult) -> str:
    """What the program redoes, where that was measured, what it needs and how it is run, as a comment."""
    machine = result.machine
    paragraphs = [
        f"Redoes one run of the lab “{lab.title}” of Featherweight, with public libraries alone.",
        "It was put together from the lab's own source: what that run used, and nothing else. With the same versions on the same kind of "
        "machine the weights, the bytes and the accuracy come out equal; latencies are measured again, and differ a little.",
        f"Measured {result.measured_at:%Y-%m-%d %H:%M} UTC on {machine.cpu}, {machine.cores} cores, threads used: {machine.threads}"
        f"{', ' if machine.flags else ''}{' '.join(machine.flags)}; {machine.system}, Python {machine.python}.",
        f"pip install {' '.join(_requirements(lab, machine))}",
        "python this_file.py           prints a table",
        "python this_file.py --json    prints the same as JSON",
    ]
    lines: list[str] = []
    for number, paragraph in enumerate(paragraphs):
        command = paragraph.startswith(("python ", "pip "))
        if number and not paragraph.startswith("python this_file.py --"):
            lines.append("#")
        text = paragraph if command else " ".join(paragraph.split())
        lines += [f"#     {text}"] if command else textwrap.wrap(text, LINE_LENGTH, initial_indent="# ", subsequent_indent="# ")
    return "\n".join(lines)


def _requirements(lab: Lab, machine: Machine) -> list[str]:
    """What to install, in the versions that this run was measured with."""
    names = [requirement.partition("==")[0] for requirement in lab.needs.values()]
    # A local part such as "+cpu" names a build that the public index does not have.
    measured = {name: version.partition("+")[0] for name, version in machine.versions.items() if re.fullmatch(r"[\w.+-]+", version)}
    found = {}
    for name in [*names, "numpy"]:
        # The CPU build of TensorFlow is recorded under the library's own name.
        version = measured.get(name) or measured.get(name.removesuffix("-cpu"))
        found[name] = f"{name}=={version}" if version else name
    return list(found.values())
