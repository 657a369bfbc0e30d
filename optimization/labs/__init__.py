"""The labs there are. Each is a light module here, which says all that the web process knows of it, and a heavy one in the laboratory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from optimization.errors import BadParameter, UnknownLab
from optimization.labs import budget, digit, inside, program, prune, quantize, sweep
from optimization.labs.fields import LabParams
from optimization.labs.lab import Lab, Offer, setting
from optimization.results.records import Variant

__all__ = ["LABS", "RUNNABLE", "Lab", "Offer", "different", "in_words", "lab_named", "row_title", "setting", "titled"]

LABS: Mapping[str, Lab] = {module.LAB.id: module.LAB for module in (prune, quantize, budget, digit, inside)}
"""The register: a lab that is not in this line is not there, for topics, pages, forms and addresses."""
RUNNABLE: Mapping[str, Lab] = {**LABS, program.LAB.id: program.LAB, sweep.LAB.id: sweep.LAB}
"""What workers run: also the programs of claims, which nothing can ask for but a claim of the content, and what an explorer shows beside
its slider."""


def lab_named(lab_id: str) -> Lab:
    """The lab of that id; raises UnknownLab naming the ones there are."""
    if lab_id not in RUNNABLE:
        raise UnknownLab(f"There is no lab {lab_id!r}; there are: {', '.join(LABS)}.")
    return RUNNABLE[lab_id]


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


def different(lab_id: str, parameters: Mapping[str, Any], other_parameters: Mapping[str, Any]) -> str:
    """How ``parameters`` set a run otherwise than ``other_parameters``, in the words of the lab's form: ``Pooling: MaxPool``."""
    lab = lab_named(lab_id)
    ours, theirs = (lab.parameters(settings).model_dump() for settings in (parameters, other_parameters))
    return ", ".join(setting(lab.params, name, value) for name, value in ours.items() if value != theirs.get(name))


def titled(variants: Sequence[Variant], *, lab: str, parameters: Mapping[str, Any]) -> tuple[Variant, ...]:
    """The same rows, each under the title that people read instead of its id."""
    return tuple(variant.model_copy(update={"name": row_title(lab, parameters, variant.name)}) for variant in variants)
