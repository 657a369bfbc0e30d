"""What a lab is to the web process: what it is called, what may be set, and where its heavy code starts."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from pydantic import BaseModel, ValidationError

from optimization.errors import BadParameter, MissingLibrary
from optimization.labs import numbers_on_file
from optimization.labs.entry import at
from optimization.labs.networks import NETWORKS
from optimization.results.bets import Bet
from optimization.results.progress import Report
from optimization.results.records import LabResult

LONGEST_ECHO = 80
"""Characters of a refused value that are said back."""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """How a topic's page offers a lab: about how many minutes it takes, what it is, and when to pick it."""

    minutes: int
    words: str


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
    offer: Offer | None = None
    """What a topic's page says of it; None where it has no page of its own."""
    meets_budgets: bool = False
    """Whether its runs are judged by the budgets that topics set."""
    looks_inside: bool = False
    """Whether it opens trained networks; what it sees of some is on file."""

    @property
    def budget_networks(self) -> tuple[str, ...]:
        """The networks that a budget may name, the usual one first."""
        return tuple(NETWORKS) if self.meets_budgets else ()

    @property
    def explored(self) -> Mapping[str, numbers_on_file.Shows]:
        """The networks whose numbers texts may let explore, the usual one first, with what can be shown of each."""
        return {name: numbers_on_file.shows(name) for name in NETWORKS if self.looks_inside and name in numbers_on_file.on_file()}

    @property
    def has_page(self) -> bool:
        return self.offer is not None

    @property
    def rows(self) -> tuple[str, ...]:
        """The rows of its table, the one that others are compared with first; empty where only a run can tell."""
        return tuple(getattr(self.params, "variants", ()))

    @property
    def figures(self) -> tuple[str, ...]:
        """The figures of ``optimization.results.figures`` that every run measures."""
        return tuple(getattr(self.params, "figures", ()))

    def measured_alone(self, figure: str, settings: Mapping[str, Any]) -> tuple[str, ...]:
        """What that figure of a run with the parameters ``settings`` can be of by itself: the rows, and what the lab counts within them."""
        parts: Callable[[str, Mapping[str, Any]], tuple[str, ...]] = getattr(self.params, "parts", lambda figure, settings: ())
        return (*self.rows, *parts(figure, settings))

    @property
    def example(self) -> Mapping[str, Any]:
        """What a topic may ``set`` in it and ``compare``, as an editor shows it; empty where it compares nothing."""
        if self.bet is None:
            return {}
        changed_settings = next((dict(recipe) for recipe in self.recipes.values() if recipe), {})
        return {"set": changed_settings, "compare": {"figure": self.bet.figure, "of": self.bet.of, "against": self.bet.against}}

    def allowed(self, name: str) -> str:
        """What a parameter may be, in words."""
        return allowed_values(self.params, name)

    def parameters(self, settings: Mapping[str, Any]) -> BaseModel:
        """The validated parameters; raises BadParameter with one line that names the allowed range."""
        try:
            return self.params.model_validate(dict(settings))
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

    @property
    def libraries(self) -> tuple[str, ...]:
        """The distributions whose versions say with what a run was measured."""
        return tuple(requirement.partition("==")[0].removesuffix("-cpu") for requirement in self.needs.values())

    def load(self) -> Callable[[Any, Report], LabResult]:
        """Import the heavy entry point; raises MissingLibrary where a library is not installed."""
        missing_names = self.missing()
        if missing_names:
            raise MissingLibrary(
                f"The lab “{self.title}” needs {' and '.join(missing_names)}. Install with: pip install {' '.join(missing_names)}"
            )
        return cast("Callable[[Any, Report], LabResult]", at(self.entry))


def bad_parameter_line(params: type[BaseModel], error: ValidationError) -> str:
    """The first problem of a refused set of parameters as one line that says what is allowed."""
    first = error.errors()[0]
    name = str(first["loc"][0]) if first["loc"] else "parameters"
    input_text = repr(first["input"])
    input_text = input_text if len(input_text) <= LONGEST_ECHO else f"{input_text[:LONGEST_ECHO]}…"
    if first["type"] == "extra_forbidden":
        return f"{name}: there is no such parameter; allowed: {', '.join(params.model_fields)}"
    return f"{name}: {input_text} is not allowed; allowed: {allowed_values(params, name)}"


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


def setting(params: type[BaseModel], name: str, value: Any) -> str:
    """A parameter in words: ``Amount 90 %``, ``Pooling MaxPool``."""
    schema = params.model_json_schema()["properties"].get(name, {})
    title, shown_value = schema.get("title", name), schema.get("labels", {}).get(str(value), value)
    if isinstance(value, bool):
        shown_value = "on" if value else "off"
    elif isinstance(value, float) and schema.get("maximum", 2) <= 1:
        shown_value = f"{100 * value:g} %"
    return f"{title}: {shown_value}"
