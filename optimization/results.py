"""What a lab run found: plain frozen records that travel as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Verdict = Literal["faster", "slower", "no difference", "too noisy"]


class Record(BaseModel):
    """Base of all result records: frozen, and strict about unknown keys so that an old file is noticed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Speedup(Record):
    """How many times as fast as the first variant, with the bootstrap 95 % interval of the per-round ratios."""

    ratio: float
    low: float
    high: float
    verdict: Verdict


class LayerCount(Record):
    """The weights of one convolution or linear layer (biases are not counted)."""

    layer: str
    shape: tuple[int, ...]
    nonzero_weights: int
    total_weights: int


class ChangedImage(Record):
    """A held-out picture that the first variant and this one read differently; ``pixels`` are 8x8 values 0..16."""

    index: int
    label: int
    before: int
    after: int
    pixels: tuple[tuple[int, ...], ...]


class Variant(Record):
    """One network as it was built and measured; ``None`` means not measured yet (a run shows figures as they come).

    For .tflite variants a weight is counted as non-zero when its stored integer differs from the zero point.
    """

    name: str
    label: str
    nonzero_weights: int
    total_weights: int
    raw_bytes: int
    gzip_bytes: int
    accuracy: float | None = None
    accuracy_interval: tuple[float, float] | None = None
    images: int | None = None
    changed_predictions: int | None = None
    latency_us: float | None = None
    latency_interval_us: tuple[float, float] | None = None
    speedup: Speedup | None = None
    layers: tuple[LayerCount, ...] = ()
    changed: tuple[ChangedImage, ...] = ()
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


class Headline(Record):
    """The sentence and the figure that a lab page says first."""

    sentence: str
    figure: str
    figure_label: str


class LabResult(Record):
    """Everything one run found. ``parameters`` are the validated parameters that were used."""

    lab: str
    parameters: dict[str, Any]
    seed: int
    machine: Machine
    measured_at: datetime
    took_s: float
    timing_rounds: int
    headline: Headline
    variants: tuple[Variant, ...]

    def variant(self, name: str) -> Variant:
        """The variant of that name; KeyError where the run has none."""
        for variant in self.variants:
            if variant.name == name:
                return variant
        raise KeyError(name)
