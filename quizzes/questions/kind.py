"""What a question type hands on: its model, how it asks and grades, and answers with the scores they must get."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from quizzes.models import Item
from quizzes.questions.answers import Answer, Shape
from quizzes.questions.faults import Fault, none

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

    from quizzes.moodle.frame import Entry


class Graded(Protocol):
    """What every grade offers: a score 0..1 and what to say, most important first."""

    @property
    def score(self) -> float: ...

    @property
    def feedback(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, kw_only=True)
class Kind:
    """``name`` is what ``type`` says in a file; ``item`` the model; ``grade`` gives the grade of (item, answer); ``samples`` answers with
    their scores.

    ``ask`` gives the shape of (item, seed), ``allows`` whether (item, answer) can be handed in; ``guessable`` where a right answer may
    be luck. Explanations are asked and compared in a flow of their own, so they have neither.
    """

    name: str
    item: type[Item]
    grade: Callable[[Any, Any], Graded]
    samples: Callable[[Any], Iterator[tuple[Any, float]]]
    example: Mapping[str, Any]
    """An item of this type as a file has it, with all that the type offers, and a proof."""
    ask: Callable[..., Shape] | None = None
    allows: Callable[[Any, Answer], bool] | None = None
    guessable: bool = False
    fault: Callable[[Any, Answer], str | None] | None = None
    """What keeps an answer from being handed in, in words that help; only where a type can tell."""
    moodle: Callable[[Any, Entry], ET.Element] | str
    """Writes the item as a Moodle question, or says why there is none like it."""
    text: Callable[[Any], str] | None = None
    """The text of (item) that stands below what is asked, as long as it is open; where a type has one, as gaps do."""
    filled: Callable[[Any], str] | None = None
    """The same text with the answers in it."""
    faults: Callable[[Any], Iterator[Fault]] = none
    """What ``check`` refuses beyond the fields. Refused for every type: ids that stand twice in a list, options that read the same."""
    shape: type[Shape] | None = None
    """The class of what ``ask`` gives."""
    printed: Callable[[Any, str], Answer] | None = None
    """The answer that an output of a program gives, for proofs."""
    printing: str = "what the program prints is compared with the answer"
    """How a program has to print the answer."""


def written_by(module: str) -> Callable[[Any, Entry], ET.Element]:
    """The function ``moodle`` of that module, which is imported where a question is first written for Moodle: no page needs XML."""

    def write(item: Any, entry: Entry) -> ET.Element:
        element: ET.Element = import_module(module).moodle(item, entry)
        return element

    return write
