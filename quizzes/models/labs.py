"""What content has to know of a lab. The labs come in from outside: nothing here knows one by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from pydantic import BaseModel

Explored = Mapping[str, Mapping[str, Sequence[str]]]
"""Network -> kind of an explorable -> the layers that it can show; none where it shows the network as a whole."""


class Lab(Protocol):
    """A lab as topics name it."""

    @property
    def params(self) -> type[BaseModel]:
        """The model of what may be set."""

    def allowed(self, name: str) -> str:
        """What may be set as the parameter ``name``, in words: "a whole number from 0 to 10"."""

    @property
    def rows(self) -> Sequence[str]:
        """The rows of its table, the one that others are compared with first; empty where a topic cannot name them."""

    @property
    def figures(self) -> Sequence[str]:
        """What every run of it measures, so that it can be bet on."""

    def measured_alone(self, figure: str, settings: Mapping[str, Any]) -> Sequence[str]:
        """What that figure of a run with the parameters ``settings`` can be of by itself: the rows, and what the lab counts within them."""

    @property
    def budget_networks(self) -> Sequence[str]:
        """The networks that a budget may name, the usual one first; empty where the lab meets no budget."""

    @property
    def explored(self) -> Explored:
        """The networks whose numbers texts may let explore, the usual one first; empty where the lab opens none."""

    @property
    def example(self) -> Mapping[str, Any]:
        """``set``: what may be set in it, and ``compare``: a figure ``of`` one row ``against`` another; empty where it compares none."""

    @property
    def has_page(self) -> bool:
        """Whether it has a page, which a topic's page may offer."""


Labs = Mapping[str, Lab]
"""Lab id -> the lab, in the order in which they are named to people."""


def budget_networks(labs: Labs) -> Sequence[str]:
    """The networks that a budget may name, the usual one first; empty where no lab meets a budget."""
    return next((lab.budget_networks for lab in labs.values() if lab.budget_networks), ())


def explored(labs: Labs) -> Explored:
    """The networks whose numbers texts may let explore, the usual one first; empty where no lab opens one."""
    return next((lab.explored for lab in labs.values() if lab.explored), {})


def offered(labs: Labs) -> list[str]:
    """The ids of the labs that a topic's page may offer."""
    return [name for name, lab in labs.items() if lab.has_page]
