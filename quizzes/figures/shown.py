"""How a recorded figure is written in a text."""

from __future__ import annotations

from quizzes.figures.record import ANY_MACHINE, Recorded, Seen
from quizzes.models.figures import Figure
from quizzes.variants.templates import format_number

ALONE_FORMS = {
    "accuracy": (".1f", " %"),
    "file": (",.0f", " kB"),
    "gzip": (",.0f", " kB"),
    "sparse file": (",.0f", " kB"),
    "non-zero": (",.0f", ""),
    "latency": (",.0f", " µs"),
}
COMPARED_FORMS = {
    "speed": (".1f", "x"),
    "file": (".1f", "x"),
    "gzip": (".1f", "x"),
    "sparse file": (".1f", "x"),
    "accuracy": (".1f", " points"),
    "changed": (".0f", ""),
    "non-zero": (".0f", " %"),
}
"""Figure -> how it is usually written, and its unit: of one row alone, and compared with another."""


def how(figure: Figure) -> tuple[str, str]:
    """The format and the unit of a figure."""
    form, unit = (COMPARED_FORMS if figure.against is not None else ALONE_FORMS).get(figure.figure or "", ("", ""))
    return figure.show or form, unit if figure.unit is None else figure.unit


def number(figure: Figure, measurement: Seen) -> str:
    """The value without its unit."""
    return format_number(measurement.value, how(figure)[0])


def in_text(figure: Figure, recorded_figure: Recorded) -> str:
    """What a text shows: ``91.6 %``, or one number for each kind of CPU: ``0.6x without VNNI, 2.9x with VNNI``."""
    unit = how(figure)[1]
    if not figure.is_by_machine:
        return number(figure, reference(recorded_figure)) + unit
    return ", ".join(
        f"{number(figure, measurement)}{unit} {kind}" for kind, measurement in sorted(recorded_figure.seen.items(), reverse=True)
    )


def value(figure: Figure, recorded_figure: Recorded) -> float:
    """The value to compute with: as it is shown, so that who computes with what is shown comes to the same."""
    return float(number(figure, reference(recorded_figure)).replace(",", ""))


def reference(recorded_figure: Recorded) -> Seen:
    """The one measurement of a figure that does not depend on the machine."""
    return recorded_figure.seen.get(ANY_MACHINE) or next(iter(recorded_figure.seen.values()))
