"""Parameters that several labs share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer
from pydantic_core import PydanticKnownError

from optimization.labs.networks import NETWORKS


def _known_network(network: str) -> str:
    if network not in NETWORKS:
        raise PydanticKnownError("literal_error", {"expected": " or ".join(map(repr, NETWORKS))})
    return network


Network = Annotated[
    str,
    AfterValidator(_known_network),
    Field(
        title="Network",
        description=f"{'; '.join(network.about for network in NETWORKS.values())}.",
        json_schema_extra={"enum": [*NETWORKS], "labels": {network.id: network.label for network in NETWORKS.values()}},
    ),
]
"""The id of one of the networks there are."""
Seed = Annotated[
    int,
    Field(
        ge=0,
        le=9999,
        title="Seed",
        description="Fixes the training, the random choices and the order of the timing rounds.",
        json_schema_extra={"more": True},
    ),
]


def listed(*parts: str | bool) -> str:
    """The parts that say something, with commas between them."""
    return ", ".join(part for part in parts if isinstance(part, str) and part)


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.isdecimal() else value


FromShell = BeforeValidator(_whole)
"""For a choice among whole numbers, which the shell hands over as text."""


class LabParams(BaseModel):
    """Base of every lab's parameters: frozen, unknown names are refused; the defaults are the recipe that the lab opens with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    figures: ClassVar[tuple[str, ...]] = ()
    """The figures of ``optimization.results.figures`` that every run measures, so that they can be bet on."""

    def in_words(self) -> str:
        """The settings of a run in a few words, those that matter first: ``59 %, single weights``; empty where they say nothing."""
        return ""

    @classmethod
    def row_title(cls, row: str, parameters: Mapping[str, Any]) -> str:
        """What a run with those parameters, which an older version may have kept, calls the row of that id. Ids never change: claims,
        budgets and logs name rows by them."""
        return row


TimedFlag = Annotated[bool, Field(title="Latency measured", description="Off where only bytes and accuracy are asked for.")]


class TimedParams(LabParams):
    """Base of the parameters of a lab that measures the latency of its rows, and may leave that out where nobody asks for it.

    Each has the field ``timed``. A run that measures it has the parameters that it had before this could be left out, so that its key
    stays the same.
    """

    @model_serializer(mode="wrap")
    def _without_what_is_usual(self, whole: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in whole(self).items() if name != "timed" or not value}


NOT_IN_FORMS = ("timed",)
"""Parameters that whoever starts the run sets, not the learner."""
