"""The labs there are: what each is called, what may be set, and where its heavy code starts."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from pydantic import BaseModel, ValidationError

from optimization.errors import BadParameter, MissingLibrary, UnknownLab
from optimization.labs import prune, quantize
from optimization.progress import Report
from optimization.results import LabResult


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

    def parameters(self, given: Mapping[str, Any]) -> BaseModel:
        """The validated parameters; raises BadParameter with one line that names the allowed range."""
        try:
            return self.params.model_validate(dict(given))
        except ValidationError as error:
            raise BadParameter(bad_parameter_line(self.params, error)) from None

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

LABS: Mapping[str, Lab] = {
    lab.id: lab
    for lab in (
        Lab(
            id="prune",
            title="Prune it",
            summary="Remove weights or whole channels from a trained LeNet-5 and measure what is left.",
            params=prune.Params,
            entry="optimization.pruning.lab:run",
            needs={"torch": "torch==2.13.0", "torch_pruning": "torch-pruning==1.6.1", "sklearn": "scikit-learn==1.9.1"},
        ),
        Lab(
            id="quantize",
            title="Quantize it",
            summary="Convert the same LeNet-5 to LiteRT with fewer bits per number and measure each file.",
            params=quantize.Params,
            entry="optimization.quantization.lab:run",
            needs={
                "torch": "torch==2.13.0",
                "tensorflow": _TENSORFLOW,
                "keras": "keras==3.15.1",
                "ai_edge_litert": "ai-edge-litert==2.3.0",
                "litert_quantizer": "litert-quantizer==0.11.0",
                "sklearn": "scikit-learn==1.9.1",
            },
        ),
    )
}


def lab_named(lab_id: str) -> Lab:
    """The lab of that id; raises UnknownLab naming the ones there are."""
    if lab_id not in LABS:
        raise UnknownLab(f"There is no lab {lab_id!r}; there are: {', '.join(LABS)}.")
    return LABS[lab_id]


def bad_parameter_line(params: type[BaseModel], error: ValidationError) -> str:
    """The first problem of a refused set of parameters as one line that says what is allowed."""
    first = error.errors()[0]
    name = str(first["loc"][0]) if first["loc"] else "parameters"
    if first["type"] == "extra_forbidden":
        return f"{name}: there is no such parameter; allowed: {', '.join(params.model_fields)}"
    return f"{name}: {first['input']!r} is not allowed; allowed: {allowed_values(params, name)}"


def allowed_values(params: type[BaseModel], name: str) -> str:
    """What a parameter may be, in words ("a number from 0 to 0.99", "l1_unstructured, structured")."""
    schema = params.model_json_schema()["properties"][name]
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    if schema.get("type") == "boolean":
        return "true or false"
    kind = {"integer": "a whole number", "number": "a number"}.get(schema.get("type", ""), "a value")
    low, high = schema.get("minimum"), schema.get("maximum")
    return f"{kind} from {low:g} to {high:g}" if low is not None and high is not None else kind
