"""How an item's answer is proven by running: a program, or a lab run, and what must come out."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import Discriminator, Field, Tag

from quizzes.models.base import Part
from quizzes.models.fields import Flags, Id, Line, Number, OptionalText, Text, TextById, Values

FigureName = Literal["speed", "file", "gzip", "sparse file", "accuracy", "changed", "non-zero"]
VerdictName = Literal["faster", "no difference", "slower"]


A_ROW, A_RUN = "<a row>", "<a run>"
UNSAID = (A_ROW, A_RUN)
"""What pydantic adds to the place of a fault where a value may be either; no key of a file is called so."""


class Rival(Part):
    """A second run of the same lab, whose row of the same name is the one that is compared with."""

    set: Values = Field(description="Parameters of the second run that differ from the lab's defaults.")


def _is_run(value: Any) -> str:
    return A_RUN if isinstance(value, dict | Rival) else A_ROW


class Compared(Part):
    """The figure that decides: of one row of the lab's table against another, or against the same row of a second run."""

    figure: FigureName = Field(description="What is compared; file, gzip and sparse file are times smaller.", examples=["speed"])
    of: Line = Field(description="The row of the lab's table.")
    against: Annotated[Annotated[Line, Tag(A_ROW)] | Annotated[Rival, Tag(A_RUN)], Discriminator(_is_run)] = Field(
        description="The row it is compared with, for speed the lab's first one; or a second run, {set: …}, whose row of the same name is. "
        "Of that, speed is its gain over the first row of its own run: how many times as large."
    )

    @property
    def rival(self) -> Rival | None:
        """The second run; None where one run decides."""
        return self.against if isinstance(self.against, Rival) else None

    @property
    def row(self) -> str:
        """The row that it is compared with, in the second run where there is one."""
        return self.of if isinstance(self.against, Rival) else self.against

    @property
    def is_timed(self) -> bool:
        """Whether a clock decides, which wants a quiet machine."""
        return self.figure == "speed"

    @property
    def about(self) -> str:
        """What is compared, for the shell: ``pruned against dense``, or ``pruned against a run with pooling = max``."""
        settings = ", ".join(f"{name} = {value}" for name, value in self.rival.set.items()) if self.rival is not None else ""
        return f"{self.of} against {f'a run with {settings}' if settings else self.row}"


CLOCKS = frozenset({"time", "timeit"})


class Measure(Part):
    """A program that decides by the number it prints."""

    code: Text = Field(
        description="Python, run in a process of its own with the limits of the labs; its chance is seeded. It prints one number; or one a "
        "line where it measures several times: then the middle one counts, and they all have to lie in one outcome.",
        examples=["print(2 ** 10)"],
    )
    figure: Literal["printed"] = Field("printed", description="What is read of it: the number that it prints.", examples=["printed"])
    show: str = Field(
        "", description="How the number is written: .1f, .0f, ,.0f and so on; with three digits where it is left out.", examples=[".2f"]
    )
    unit: Annotated[str, Field(max_length=40)] = Field(
        "", description="What stands behind the number, with its space.", examples=[" times smaller"]
    )

    of: ClassVar[str] = ""
    row: ClassVar[str] = ""
    rival: ClassVar[Rival | None] = None
    """It has no rows, and decides alone."""
    about: ClassVar[str] = "printed"

    @property
    def is_timed(self) -> bool:
        """Whether it imports a clock, and so wants a quiet machine."""
        try:
            nodes = [*ast.walk(ast.parse(self.code))]
        except (SyntaxError, ValueError):
            return False
        names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        return bool(CLOCKS & (names | {node.module for node in nodes if isinstance(node, ast.ImportFrom)}))

    @property
    def settings(self) -> dict[str, Any]:
        """What a run of it is given."""
        return {"code": self.code, "unit": self.unit, **({"show": self.show} if self.show else {})}


class LabRun(NamedTuple):
    """The run that decides an item: the lab (None for a program), what is set in it, and the figure that is read."""

    lab: str | None
    set: Mapping[str, Any]
    compare: Compared | Measure


class Shown(Part):
    """What a lab run shows where a choice is right: a range, or for speed a verdict."""

    verdict: VerdictName | None = Field(None, description="For speed: the verdict.", examples=["no difference"])
    at_least: Number | None = Field(None, description="From this value on; for speed, how many times as fast.", examples=[3.5])
    below: Number | None = Field(None, description="Under this value.", examples=[4.5])


class Proof(Part):
    """A program or a lab run that decides which answer is right. Run by ``python -m quizzes prove``, never by a student."""

    code: OptionalText = Field(
        None,
        description="Python, run in a process of its own. What it prints must read as the right answer, unless prints or output says more.",
        examples=["import torch\nprint(int((torch.zeros(4) == 0).sum()))"],
    )
    prints: TextById = Field(
        {}, description="Choice id -> what the program prints where that choice is right.", examples=[{"all": "4", "none": "0"}]
    )
    output: OptionalText = Field(None, description="What the program must print, for an item that has no choices.", examples=["4"])
    lab: Id | None = Field(None, description="Id of the lab whose run decides.")
    set: Values = Field({}, description="Parameters of that lab that differ from its defaults.")
    compare: Compared | None = Field(None, description="The figure of the lab run that decides.")
    shows: dict[Id, Shown] = Field(
        {}, description="Choice id -> what the lab run shows where that choice is right.", examples=[{"same": {"verdict": "no difference"}}]
    )
    outcome: Id | None = Field(None, description="Of a claim to bet on: the outcome that its lab run must have.", examples=["same"])
    needs: Flags = Field(
        (),
        description="CPU flags such as avx2, avx512_vnni, neon, or two_idle_cores; on a machine without them it is not provable.",
        examples=[["avx512_vnni"]],
    )
