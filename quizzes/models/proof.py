"""How an item's answer is proven by running: a program, or a lab run, and what must come out."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from quizzes.models.base import Part
from quizzes.models.fields import Flags, Id, Line, Number, OptionalText, TextById, Values

FigureName = Literal["speed", "file", "gzip", "sparse file", "accuracy", "changed", "non-zero"]
VerdictName = Literal["faster", "no difference", "slower"]


class Compared(Part):
    """The figure that decides: of one row of the lab's table against another."""

    figure: FigureName = Field(description="What is compared; file, gzip and sparse file are times smaller.", examples=["speed"])
    of: Line = Field(description="The row of the lab's table.", examples=["pruned"])
    against: Line = Field(description="The row it is compared with; for speed the lab's first one.", examples=["dense"])


class Shown(Part):
    """What a lab run shows where a choice is right: a verdict for speed, a range for every other figure."""

    verdict: VerdictName | None = Field(None, description="For speed: the verdict.", examples=["no difference"])
    at_least: Number | None = Field(None, description="For other figures: from this value on.", examples=[3.5])
    below: Number | None = Field(None, description="For other figures: under this value.", examples=[4.5])


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
    lab: Id | None = Field(None, description="Id of the lab whose run decides.", examples=["prune"])
    set: Values = Field({}, description="Parameters of that lab that differ from its defaults.", examples=[{"amount": 0.9}])
    compare: Compared | None = Field(
        None, description="The figure of the lab run that decides.", examples=[{"figure": "speed", "of": "pruned", "against": "dense"}]
    )
    shows: dict[Id, Shown] = Field(
        {}, description="Choice id -> what the lab run shows where that choice is right.", examples=[{"same": {"verdict": "no difference"}}]
    )
    outcome: Id | None = Field(None, description="Of a claim to bet on: the outcome that its lab run must have.", examples=["same"])
    needs: Flags = Field(
        (),
        description="CPU flags such as avx2, avx512_vnni, neon, or two_idle_cores; on a machine without them it is not provable.",
        examples=[["avx512_vnni"]],
    )
