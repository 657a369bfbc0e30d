"""What a lab run found: plain frozen records that travel as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, JsonValue, ValidationError, model_validator

from optimization.results import data_sets

Verdict = Literal["faster", "slower", "no difference", "not decided"]
"""What may be said of a speed: ``no difference`` where the whole interval lies within 5 % of 1, ``not decided`` where it is too wide to
say anything."""

ClockName = Literal["thread", "process", "wall"]
"""What a latency is counted in: the CPU time of the thread that runs the network, that of the whole process, or time on the wall."""

FORMER_VERDICTS = {"too noisy": "not decided"}
"""Verdicts under the names that older results give them."""


def read_verdict(value: object) -> object:
    """A verdict as it is called today; what is no verdict comes back as it is."""
    return FORMER_VERDICTS.get(value, value) if isinstance(value, str) else value


class Record(BaseModel):
    """Base of all result records: frozen, and strict about unknown keys so that an old file is noticed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


AnyRecord = TypeVar("AnyRecord", bound=Record)

FORMER_EXTRAS = {"scan", "inside"}
"""Findings of one lab that were fields of every result."""


class Speedup(Record):
    """How many times as fast as the first variant: the median of the per-round ratios, and the interval between ``low`` and ``high``
    that holds it with the probability ``confidence``. ``clock`` is what both were timed by. (The defaults are those of older results.)"""

    ratio: float
    low: float
    high: float
    verdict: Annotated[Verdict, BeforeValidator(read_verdict)]
    confidence: float = 0.95
    clock: ClockName = "wall"

    @property
    def bounds(self) -> str:
        """The interval in words, "between 0.99× and 1.72×"; what a verdict of "not decided" says of the speed."""
        return bounds(self.low, self.high)

    @property
    def interval_name(self) -> str:
        """``99 % interval``"""
        return interval_name(self.confidence)

    @property
    def in_words(self) -> str:
        """The verdict as people read it everywhere; one that is not decided says its bounds."""
        return in_words(self.verdict, self.low, self.high)


VERDICT_WORDS: Mapping[Verdict, str] = {
    "faster": "faster",
    "slower": "slower",
    "no difference": "no difference of 5 % or more",
    "not decided": "not decided",
}
"""The four verdicts as people read them everywhere."""


def in_words(verdict: Verdict, low: float, high: float) -> str:
    """A verdict on a speed whose interval goes from ``low`` to ``high``: ``not decided, between 0.99× and 1.72×``."""
    return VERDICT_WORDS[verdict] + (f", {bounds(low, high)}" if verdict == "not decided" else "")


def interval_name(confidence: float) -> str:
    """What an interval is called that holds the truth with that probability: ``99 % interval``."""
    return f"{100 * confidence:.0f} % interval"


def bounds(low: float, high: float) -> str:
    """An interval of speeds in words: ``between 0.99× and 1.72×``."""
    return f"between {times(low)} and {times(high)}"


def times(ratio: float) -> str:
    """A ratio in words: "1.72×", and with two significant digits where little is left: "0.043×"."""
    return f"{ratio:.2f}×" if ratio >= 0.1 else f"{ratio:.2g}×"


class LayerCount(Record):
    """The weights of one convolution or linear layer (biases are not counted)."""

    layer: str
    shape: tuple[int, ...]
    nonzero_weights: int
    total_weights: int


class ChangedImage(Record):
    """A held-out picture that the first variant and this one read differently; labels are indices in the result's ``classes``."""

    index: int
    label: int
    before: int
    after: int
    png: str
    """The picture, as a PNG file in base64."""


class OperatorCount(Record):
    """How often an operator stands in a .tflite file."""

    name: str
    count: int


class Variant(Record):
    """One network as it was built and measured; ``None`` means not measured yet (a run shows figures as they come).

    For .tflite variants a weight is counted as non-zero when its stored integer differs from the zero point. ``sparse_bytes`` is a
    file that holds only the non-zero weights with their places, ``ideal_bytes`` the bits of those weights alone: counted, not a file.
    """

    name: str
    label: str
    nonzero_weights: int
    total_weights: int
    raw_bytes: int
    gzip_bytes: int
    sparse_bytes: int | None = None
    ideal_bytes: int | None = None
    accuracy: float | None = None
    accuracy_interval: tuple[float, float] | None = None
    images: int | None = None
    changed_predictions: int | None = None
    right_to_wrong: int | None = None
    wrong_to_right: int | None = None
    latency_us: float | None = None
    """The median of single calls, by the clock of the run."""
    latency_interval_us: tuple[float, float] | None = None
    wall_us: float | None = None
    """What a user waits for one call; None where the machine was too busy to tell."""
    speedup: Speedup | None = None
    layers: tuple[LayerCount, ...] = ()
    changed: tuple[ChangedImage, ...] = ()
    operators: tuple[OperatorCount, ...] = ()
    """Of a .tflite file, most frequent first."""
    partitions: int | None = None
    """Into how many pieces the interpreter cuts a .tflite file for its fast kernels (XNNPACK); None where that is not known."""
    scores: tuple[float, ...] = ()
    """For one given picture: the softmax of each class, in the order of the result's ``classes``."""
    code: str = ""
    note: str = ""


class Machine(Record):
    """Where and with what a run was measured."""

    cpu: str
    cores: int
    threads: int
    flags: tuple[str, ...]
    system: str
    python: str
    versions: dict[str, str]


QUIET = 0.9
"""Share of the time of the timed calls that they must have had the processor before a machine is called quiet."""


class Conditions(Record):
    """Under what conditions the latencies of a run were measured.

    ``why`` says in words why the clock is not that of the thread, if so; ``rounds`` in which every row that was not decided yet had its
    turn took ``took_s``. ``load`` is how many processes wanted each core and ``running`` the share of the time of the timed calls in
    which they had the processor; None where the system does not tell.
    """

    clock: ClockName
    why: str = ""
    rounds: int
    took_s: float
    load: float | None = None
    running: float | None = None

    @property
    def busy(self) -> bool:
        """Whether others wanted the processor meanwhile."""
        if self.running is not None:
            return self.running < QUIET
        return self.load is not None and self.load > 1


class Headline(Record):
    """The sentence and the figure that a lab page says first."""

    sentence: str
    figure: str
    figure_label: str


class Found(Record):
    """What a run has found, to its end or not, with these validated parameters on the pictures of that id ("" where there were none)."""

    lab: str
    parameters: dict[str, Any]
    variants: tuple[Variant, ...]
    data_set: str

    @model_validator(mode="before")
    @classmethod
    def _read_former_data_set(cls, contents: Any) -> Any:
        return data_sets.with_the_former(contents)

    @property
    def is_former(self) -> bool:
        """Whether it was measured on pictures that no run is measured on any more: it settles nothing."""
        return data_sets.is_former(self.data_set)

    def variant(self, name: str) -> Variant:
        """The variant of that name; KeyError where the run has none."""
        for variant in self.variants:
            if variant.name == name:
                return variant
        raise KeyError(name)

    @property
    def has_measured(self) -> bool:
        """Whether a network was read with or timed; weights and bytes are counted when it is built, before anything is measured."""
        return any(variant.accuracy is not None or variant.speedup is not None for variant in self.variants)


class LabResult(Found):
    """Everything one finished run found; ``classes`` names what a picture can show.

    ``extras`` is what this lab alone finds besides rows: the fields of a record in the lab's own light module, as JSON.
    """

    seed: int
    machine: Machine
    measured_at: datetime
    took_s: float
    timing_rounds: int
    timing: Conditions | None = None
    """None where nothing was timed, and in older results, which were timed on the wall in blocks of calls."""
    headline: Headline
    classes: tuple[str, ...] = ()
    extras: dict[str, JsonValue] = {}

    @model_validator(mode="before")
    @classmethod
    def _read_former_extras(cls, contents: Any) -> Any:
        """The form before had a field for each lab, in the results of all of them."""
        if not isinstance(contents, Mapping) or not FORMER_EXTRAS.intersection(contents):
            return contents
        former = {name: value for name, value in contents.items() if name in FORMER_EXTRAS and value}
        common = {name: value for name, value in contents.items() if name not in FORMER_EXTRAS}
        return common | {"extras": {**contents.get("extras", {}), **former}}

    def extras_as(self, record: type[AnyRecord]) -> AnyRecord | None:
        """What the lab found besides rows, as its record; None where this run has nothing of the kind, or another version's form of it."""
        if not self.extras:
            return None
        try:
            return record.model_validate(self.extras)
        except ValidationError:
            return None


Reason = Literal["stopped", "over time", "over memory", "lost", "failed", "app ended"]
"""Why a run has no result: the learner stopped it, it reached a limit, its process was lost, it failed, or the app ended under it."""


class Unfinished(Found):
    """What a run had found when it ended before its time; a figure that is there was measured to its end.

    ``message`` is a full sentence for the learner, ``step`` what the run was doing. ``instead`` are settings (parameter -> value) with
    which it should fit the limit that it reached; empty where no limit was reached or nothing is known.
    """

    reason: Reason
    message: str
    step: str
    ended_at: datetime
    took_s: float
    instead: dict[str, Any] = {}

    @property
    def measured_at(self) -> datetime:
        """Until when it was measured."""
        return self.ended_at
