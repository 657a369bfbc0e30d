"""Figures that texts cite: numbers which a lab run or a program gives, recorded and measured again, and never typed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from quizzes.models.base import Part
from quizzes.models.fields import Flags, Id, Line, Number, OptionalText, Truth, Values, Whole
from quizzes.models.proof import FigureName

OwnName = Literal[FigureName, "latency"]
"""What a row of a lab's table has by itself, or against another row."""

TIMED_FIGURES = ("speed", "latency")
"""Figures that a clock gives: they depend on the CPU, and on what else it does."""

LAB_PICTURES = "mnist"
"""Changed when the labs measure on other pictures: what a network had learned from the former ones says nothing any more. (It was not
there while the digits were scikit-learn's.)"""
WHATEVER_WAS_LEARNED = ("speed", "latency", "file")
"""Figures of a lab that are the same whatever a network has learned, so that those on record stay."""


def pictures_behind(figure: str) -> dict[str, str]:
    """What a figure of a lab depends on beside the run's settings: the pictures, where it does on what a network learned from them."""
    return {} if figure in WHATEVER_WAS_LEARNED else {"pictures": LAB_PICTURES}


class Figure(Part):
    """One number and how it comes about: a lab run, or a program that prints it."""

    id: Id = Field(description="Texts cite it as {{figure.<id>}}.", examples=["zeros-95"])
    says: Line = Field(description="What it is, in a line.", examples=["The accuracy with 95 % zeros, before any fine-tuning"])
    lab: Id | None = Field(None, description="Id of the lab whose run gives it.")
    set: Values = Field({}, description="Parameters of that lab that differ from its defaults.")
    figure: OwnName | None = Field(
        None,
        description="Which figure of the run. Without against: accuracy in percent, file, gzip and sparse file in kB, non-zero as a number "
        "of weights, latency in µs. With against: as in compare.",
        examples=["accuracy"],
    )
    of: Line | None = Field(None, description="The row of the lab's table, or what the lab measures within it: a layer, a point of a scan.")
    against: Line | None = Field(None, description="The row it is compared with; left out for a figure of the row itself.")
    seeds: Annotated[tuple[Whole, ...], Field(max_length=10)] = Field(
        (), description="Run once with each of these seeds; the middle value counts, and the spread is kept.", examples=[[0, 1, 2]]
    )
    code: OptionalText = Field(
        None,
        description="Python, run in a process of its own, whose last line is the number; behind it its two bounds, where there are some.",
        examples=["print(2 ** 10)"],
    )
    show: str = Field(
        "", description="How it is written: .1f, .0f, ,.0f and so on; what its figure usually takes where it is left out.", examples=[".0f"]
    )
    unit: str | None = Field(
        None,
        max_length=20,
        description="What stands behind it, with its space; what its figure usually takes where it is left out.",
        examples=[" kB"],
    )
    tolerance: Annotated[Number, Field(ge=0)] = Field(
        0, description="How far a later run may be off and still agree, in the figure's own unit.", examples=[0.5]
    )
    by_machine: Truth = Field(
        False,
        description="Whether it depends on the kind of CPU: it is then recorded for each kind, and shown with it. Times always do.",
        examples=[True],
    )
    nightly: Truth = Field(
        False,
        description="Whether its run takes minutes: it is then measured again with --nightly only.",
        examples=[True],
    )
    needs: Flags = Field((), description="As in a proof: on a machine without these it is not measured.", examples=[["two_idle_cores"]])

    @property
    def is_timed(self) -> bool:
        return self.figure in TIMED_FIGURES

    @property
    def is_by_machine(self) -> bool:
        """Whether each kind of CPU has a number of its own."""
        return self.by_machine or self.is_timed

    @property
    def differs_by_cpu(self) -> bool:
        """Whether another CPU may come to another number: it has another speed, and training on it another rounding."""
        return self.is_by_machine or (self.lab is not None and self.figure not in WHATEVER_WAS_LEARNED)

    @property
    def is_nightly(self) -> bool:
        """Whether a quick look leaves it out: what is timed wants a quiet machine, what takes minutes wants patience."""
        return self.nightly or self.is_by_machine
