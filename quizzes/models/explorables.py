"""What may stand in a fenced block ``explore``: something with a slider, which answers in the browser on the numbers of a real network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from quizzes.models.base import Part
from quizzes.models.fields import Line, Number, Text, Whole, core_value

Bits = Annotated[Whole, Field(ge=2, le=8)]
FormatBits = Annotated[Literal[32, 16, 8, 4, 2], BeforeValidator(core_value)]

LAYER = "A layer of the network; where none is named, the first that the kind can show."


class Explorable(Part):
    """What all kinds share. Where nothing can be moved, in an export or on paper, ``says`` stands in its place, or ``still``."""

    kind: Line = Field(description="What is shown: python -m quizzes check names the kinds.", examples=["weights"])
    says: Annotated[Text, Field(max_length=400)] = Field(
        description="What there is to see, in a sentence or two: it stands below, and alone where nothing can be moved.",
        examples=["Most weights lie close to zero, so that a small threshold takes most of them."],
    )
    still: Line | None = Field(
        None,
        description="A picture beside the topic that stands in its place on paper and in exports.",
        examples=["pictures/threshold.svg"],
    )
    network: Line | None = Field(None, description="The network whose numbers are shown; the usual one if none is named.")
    layer: Line | None = Field(None, description=LAYER, examples=["conv1"])

    @property
    def begins_with_a_layer(self) -> bool:
        """Whether it shows one layer at a time, the first if none is named."""
        return True


class Weights(Explorable):
    """The weights of a layer, or of all, as a histogram, and a threshold that takes the smallest."""

    kind: Literal["weights"] = Field(description="A histogram of weights with a threshold.", examples=["weights"])
    layer: Line | None = Field(None, description="A layer; the whole network if none is named.", examples=["fc1"])
    amount: Annotated[Number, Field(ge=0, le=0.99)] = Field(
        0.5, description="The share of the weights that is zero to begin with.", examples=[0.9]
    )

    @property
    def begins_with_a_layer(self) -> bool:
        return False


class Rounding(Explorable):
    """The weights of a layer on a line, and the grid of a few bits that they are rounded to."""

    kind: Literal["rounding"] = Field(description="A number line and its grid.", examples=["rounding"])
    bits: Bits = Field(4, description="Bits a weight to begin with.", examples=[4])


class Filters(Explorable):
    """The filters of a convolution, and what is left when whole ones go."""

    kind: Literal["filters"] = Field(description="Filters, of which whole ones go.", examples=["filters"])
    amount: Annotated[Number, Field(ge=0, le=0.95)] = Field(
        0.5, description="The share of the filters that is gone to begin with.", examples=[0.5]
    )


class Calibration(Explorable):
    """The activations of a layer, and the range that a grid of a few bits covers."""

    kind: Literal["calibration"] = Field(
        description="Activations under a grid: clipping against the size of a step.", examples=["calibration"]
    )
    bits: Bits = Field(4, description="Bits an activation.", examples=[4])
    covers: Annotated[Number, Field(ge=0.05, le=1)] = Field(
        1.0, description="The share of the range that the grid covers to begin with.", examples=[0.6]
    )


class Bytes(Explorable):
    """Where the bytes of a network's weights go, beside a budget."""

    kind: Literal["bytes"] = Field(description="Bytes beside a budget, a row a layer or a row a format.", examples=["bytes"])
    by: Literal["layer", "format"] = Field("layer", description="What the rows are.", examples=["format"])
    bits: FormatBits = Field(32, description="Bits a weight where the rows are layers.", examples=[8])
    kb: Annotated[Number, Field(ge=1, le=4000)] = Field(250, description="The budget to begin with, in kB of 1,000 bytes.", examples=[60])
    layer: None = Field(None, description="It shows all layers.", examples=[None])


class FeatureMaps(Explorable):
    """A picture, a filter of the first convolution, and the map that it answers with."""

    kind: Literal["feature-maps"] = Field(description="A picture through a convolution.", examples=["feature-maps"])
    filter: Annotated[Whole, Field(ge=1, le=64)] = Field(1, description="The filter to begin with.", examples=[3])
    picture: Annotated[Whole, Field(ge=0, le=9)] = Field(3, description="The class of the picture to begin with.", examples=[7])


KINDS: Mapping[str, type[Explorable]] = {
    "weights": Weights,
    "rounding": Rounding,
    "filters": Filters,
    "calibration": Calibration,
    "bytes": Bytes,
    "feature-maps": FeatureMaps,
}
"""Kind -> what may stand in a block of that kind."""
