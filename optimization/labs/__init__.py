"""The labs there are: what each is called, what may be set, and where its heavy code starts."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from pydantic import BaseModel, ValidationError

from optimization.errors import BadParameter, MissingLibrary, UnknownLab
from optimization.labs import budget, digit, inside, prune, quantize
from optimization.labs.fields import LabParams
from optimization.results.bets import Bet
from optimization.results.progress import Report
from optimization.results.records import LabResult, Variant


@dataclass(frozen=True, kw_only=True)
class Lab:
    """A lab as the web process sees it; ``entry`` ("module:function") is imported by workers only."""

    id: str
    title: str
    summary: str
    params: type[BaseModel]
    entry: str
    needs: Mapping[str, str]
    """Import name of each heavy library -> the requirement that installs it."""
    recipes: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: {"default": {}})
    """Name -> the parameters that differ from the defaults."""
    bet: Bet | None = None
    """What a student may bet on before a run with settings of one's own; None where the lab claims nothing."""
    work: Callable[[Any], Mapping[str, float]] = lambda params: {}
    """Validated parameters -> the parts of the run whose length they decide, by how the names of their stages begin, with the units of
    work in each (epochs, files)."""
    lighter: Mapping[str, int | bool] = field(default_factory=dict)
    """The parameters that make a run shorter -> the least that is worth a run."""

    def parameters(self, given: Mapping[str, Any]) -> BaseModel:
        """The validated parameters; raises BadParameter with one line that names the allowed range."""
        try:
            return self.params.model_validate(dict(given))
        except ValidationError as error:
            raise BadParameter(bad_parameter_line(self.params, error)) from None

    def recipe(self, name: str) -> Mapping[str, Any]:
        """The parameters of a named recipe; raises BadParameter naming the ones there are."""
        if name not in self.recipes:
            raise BadParameter(f"--recipe {name}: the lab {self.id} has no such recipe; allowed: {', '.join(self.recipes)}")
        return self.recipes[name]

    def missing(self) -> list[str]:
        """The requirements to install before this lab can run in this Python."""
        return [requirement for name, requirement in self.needs.items() if importlib.util.find_spec(name) is None]

    def load(self) -> Callable[[Any, Report], LabResult]:
        """Import the heavy entry point; raises MissingLibrary where a library is not installed."""
        missing = self.missing()
        if missing:
            raise MissingLibrary(f"The lab “{self.title}” needs {' and '.join(missing)}. Install with: pip install {' '.join(missing)}")
        module, function = self.entry.split(":")
        return cast("Callable[[Any, Report], LabResult]", getattr(importlib.import_module(module), function))


# The CPU build has no wheel for macOS, where the full package is small.
_TENSORFLOW = "tensorflow==2.21.0" if sys.platform == "darwin" else "tensorflow-cpu==2.21.0"

_TORCH = {"torch": "torch==2.13.0", "sklearn": "scikit-learn==1.9.1"}
_PRUNING = {**_TORCH, "torch_pruning": "torch-pruning==1.6.1"}
_LITERT = {
    "tensorflow": _TENSORFLOW,
    "keras": "keras==3.15.1",
    "ai_edge_litert": "ai-edge-litert==2.3.0",
    "litert_quantizer": "litert-quantizer==0.11.0",
}

LABS: Mapping[str, Lab] = {
    lab.id: lab
    for lab in (
        Lab(
            id="prune",
            title="Prune it",
            summary="Remove weights or whole channels from a trained network and measure what is left.",
            params=prune.Params,
            entry="optimization.laboratory.pruning.lab:run",
            needs=_PRUNING,
            recipes={
                "default": {},
                "half the channels": {"method": "structured", "amount": 0.5, "finetune_epochs": 2},
                "one threshold": {"method": "global_unstructured", "amount": 0.95, "finetune_epochs": 2},
                "in steps": {"amount": 0.97, "steps": 4, "finetune_epochs": 1},
                "sensitivity": {"scan": True, "amount": 0.8},
                "mask left in": {"mask_removed": "never"},
                "trained after remove": {"mask_removed": "before", "finetune_epochs": 1},
                "signs": {"network": "signs", "amount": 0.5, "finetune_epochs": 1},
            },
            bet=Bet(question="Against the dense network, the pruned one will be…", figure="speed", of="pruned", against="dense"),
            work=prune.work,
            lighter={"finetune_epochs": 1, "steps": 1, "scan": False},
        ),
        Lab(
            id="quantize",
            title="Quantize it",
            summary="Convert a trained network to LiteRT with fewer bits per number and measure each file.",
            params=quantize.Params,
            entry="optimization.laboratory.quantization.lab:run",
            needs={**_TORCH, **_LITERT},
            recipes={
                "default": {},
                "usual formats": {"more_formats": False},
                "wrong calibration": {"preprocessing": "wrong", "more_formats": False},
                "average pooling": {"pooling": "average", "more_formats": False},
                "two threads": {"threads": 2, "more_formats": False},
                "signs": {"network": "signs"},
            },
            bet=Bet(question="Against the float32 file, calibrated int8 will be…", figure="speed", of="int8 static", against="float32"),
            work=quantize.work,
            lighter={"more_formats": False},
        ),
        Lab(
            id="budget",
            title="Beat the budget",
            summary="Prune, fine-tune, quantize or share and code: the smallest file and the fastest network that still work.",
            params=budget.Params,
            entry="optimization.laboratory.pipeline.lab:run",
            needs={**_PRUNING, **_LITERT},
            recipes={
                "default": {},
                "half width, float": {"removed": 0.5, "format": "float32", "fast_epochs": 3, "coded_epochs": 5, "rounds": 2},
                "half width, int8": {"removed": 0.5, "fast_epochs": 3, "coded_epochs": 5, "rounds": 2},
                "signs": {"network": "signs", "sparsity": 0.85, "rounds": 3, "coded_epochs": 6, "removed": 0.5, "fast_epochs": 6},
            },
            bet=Bet(question="Against the float file, the fast network will be…", figure="speed", of="fast", against="float"),
            work=budget.work,
            lighter={"coded_epochs": 1, "fast_epochs": 1},
        ),
        Lab(
            id="digit",
            title="Break it",
            summary="Draw a digit and let networks with fewer weights and fewer bits read it, until one fails.",
            params=digit.Params,
            entry="optimization.laboratory.breaking.lab:run",
            needs=_TORCH,
        ),
        Lab(
            id="inside",
            title="Look inside",
            summary="The weights and activations of a trained network, before anything is removed.",
            params=inside.Params,
            entry="optimization.laboratory.networks.inside:run",
            needs=_TORCH,
        ),
    )
}


LONGEST_ECHO = 80
"""Characters of a refused value that are said back."""


def lab_named(lab_id: str) -> Lab:
    """The lab of that id; raises UnknownLab naming the ones there are."""
    if lab_id not in LABS:
        raise UnknownLab(f"There is no lab {lab_id!r}; there are: {', '.join(LABS)}.")
    return LABS[lab_id]


def row_title(lab_id: str, parameters: Mapping[str, Any], row: str) -> str:
    """What the row of that id is called where a run had those parameters; its id where the lab is not known here."""
    title = getattr(LABS[lab_id].params, "row_title", None) if lab_id in LABS else None
    return row if title is None else str(title(row, parameters))


def in_words(lab_id: str, parameters: Mapping[str, Any]) -> str:
    """What a run was set to, in a few words: ``59 %, single weights``; empty where an older version kept what the lab no longer takes."""
    if lab_id not in LABS:
        return ""
    try:
        params = LABS[lab_id].parameters(parameters)
    except BadParameter:
        return ""
    return params.in_words() if isinstance(params, LabParams) else ""


def titled(variants: Sequence[Variant], *, lab: str, parameters: Mapping[str, Any]) -> tuple[Variant, ...]:
    """The same rows, each under the title that people read instead of its id."""
    return tuple(one.model_copy(update={"name": row_title(lab, parameters, one.name)}) for one in variants)


def bad_parameter_line(params: type[BaseModel], error: ValidationError) -> str:
    """The first problem of a refused set of parameters as one line that says what is allowed."""
    first = error.errors()[0]
    name = str(first["loc"][0]) if first["loc"] else "parameters"
    given = repr(first["input"])
    given = given if len(given) <= LONGEST_ECHO else f"{given[:LONGEST_ECHO]}…"
    if first["type"] == "extra_forbidden":
        return f"{name}: there is no such parameter; allowed: {', '.join(params.model_fields)}"
    return f"{name}: {given} is not allowed; allowed: {allowed_values(params, name)}"


def allowed_values(params: type[BaseModel], name: str) -> str:
    """What a parameter may be, in words ("a number from 0 to 0.99", "l1_unstructured, structured")."""
    schema = params.model_json_schema()["properties"][name]
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    if schema.get("type") == "boolean":
        return "true or false"
    if "allowed" in schema:
        return str(schema["allowed"])
    kind = {"integer": "a whole number", "number": "a number"}.get(schema.get("type", ""), "a value")
    low, high = schema.get("minimum"), schema.get("maximum")
    return f"{kind} from {low:g} to {high:g}" if low is not None and high is not None else kind
