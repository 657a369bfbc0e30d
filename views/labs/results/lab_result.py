"""What a run found: one sentence and one figure, then pictures, then the table, then how we know."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from optimization.labs import titled
from optimization.results.data_sets import settles_nothing, words
from optimization.results.records import Found, LabResult
from optimization.results.scan import ScanPoint, Sensitivity
from optimization.results.timing_words import how_timed
from optimization.running.runs import RunStatus
from views.charts import chart
from views.labs.results import lab_downloads, lab_tables
from views.page import visitor
from views.shown.units import percent

TELLING_RATIO = 1.05
"""Files whose sizes differ by less have nothing to show against accuracy."""
SHOWN_LAYERS = 6
MARK = "◉ marks what was really measured by a run, not copied from a book. “How do we know?” below says how."


def draw(
    result: LabResult,
    *,
    place: str,
    bet: str | None = None,
    bet_picture: Callable[[], None] = lambda: None,
    offer: Callable[[], None] | None = None,
    again: Callable[[], None] | None = None,
    is_judged: bool = False,
) -> None:
    """The whole result, headline first.

    ``bet`` is what is said of the learner's bet, and ``bet_picture`` draws it beside what was measured; ``offer`` draws what else can
    settle it; ``again`` starts the same run once more and is offered where this one left a speed open. ``is_judged`` says that a verdict
    stands above already.
    """
    with st.container(border=not is_judged, key=f"{'measured' if is_judged else 'figure'}-{place}"):
        if is_judged:
            st.markdown(result.headline.sentence)
        else:
            st.markdown(f"## {result.headline.figure}")
            st.caption(result.headline.figure_label)
            st.markdown(f"**{result.headline.sentence}**")
        if bet is not None:
            st.markdown(bet)
            bet_picture()
        st.caption(f"◉ measured here, {visitor.local_time(result.measured_at)}, on {cpu(result)}", help=MARK)
        if result.is_former:
            st.info(settles_nothing(result.data_set))
        if again is not None and leaves_a_speed_open(result):
            st.button("Run again", icon=":material/science:", key=f"again-{place}", on_click=again)
        if offer is not None:
            offer()
    shown = result.model_copy(update={"variants": titled(result.variants, lab=result.lab, parameters=result.parameters)})
    pictures(shown)
    lab_tables.main(shown.variants, timed=_is_timed(result))
    _details(shown)
    _code(shown)
    _how(shown)
    lab_downloads.draw(result, place=place)


def cpu(result: LabResult) -> str:
    """The processor's name; called yours only where the browser is on that machine."""
    return f"{result.machine.cpu} (your computer)" if visitor.seems_local() else f"the server's {result.machine.cpu}"


def leaves_a_speed_open(result: LabResult) -> bool:
    """Whether the speed of a row is not decided."""
    return any(variant.speedup is not None and variant.speedup.verdict == "not decided" for variant in result.variants)


def so_far(status: RunStatus | Found) -> None:
    """The rows that a run has measured that is under way, or that ended before its time."""
    if isinstance(status, Found) and status.is_former:
        st.info(settles_nothing(status.data_set))
    with_speed, has_ended = bool(status.parameters.get("timed", True)), isinstance(status, Found)
    lab_tables.main(titled(status.variants, lab=status.lab, parameters=status.parameters), timed=with_speed, ended=has_ended)


def pictures(result: LabResult) -> None:
    """The pictures that this result allows, one at a time, each with a sentence."""
    pictures_drawn = [(title, draw_picture) for title, has, draw_picture in _PICTURES if has(result)]
    if len(pictures_drawn) < 2:
        for _, draw_picture in pictures_drawn:
            draw_picture(result)
        return
    for tab, (_, draw_picture) in zip(st.tabs([title for title, _ in pictures_drawn]), pictures_drawn, strict=True):
        with tab:
            draw_picture(result)


def _scan(result: LabResult) -> None:
    from views.charts import lab_charts  # Altair takes 110 MB: only where a chart is shown

    points = _points(result)
    shown_layers, other_layers = _most_sensitive(points)
    sentence = scan_sentence(points)
    rest_note = f" Thin lines without marks: {', '.join(other_layers)}." if other_layers else ""
    chart.show(lab_charts.sensitivity(points, shown=shown_layers), says=sentence)
    st.caption(f"{sentence}{rest_note}")


def _points(result: LabResult) -> Sequence[ScanPoint]:
    scanned = result.extras_as(Sensitivity)
    return scanned.scan if scanned is not None else ()


def _most_sensitive(scan: Sequence[ScanPoint]) -> tuple[list[str], list[str]]:
    """The layers whose accuracy falls furthest, most first, and the others."""
    lowest = {
        layer: min(point.accuracy for point in scan if point.layer == layer) for layer in dict.fromkeys(point.layer for point in scan)
    }
    by_lowest = sorted(lowest, key=lambda layer: lowest[layer])
    return by_lowest[:SHOWN_LAYERS], by_lowest[SHOWN_LAYERS:]


def scan_sentence(scan: Sequence[ScanPoint]) -> str:
    """Which layer suffers most and which least when it alone is pruned as far as the scan went."""
    largest_amount = max(point.amount for point in scan)
    ends = sorted((point for point in scan if point.amount == largest_amount), key=lambda point: point.accuracy)
    worst, least = ends[0], ends[-1]
    start = f"With {100 * largest_amount:.0f} % of its weights gone, and no other layer touched,"
    if len(ends) == 1 or worst.accuracy == least.accuracy:
        return f"{start} {worst.layer} leaves {percent(worst.accuracy)} of the validation pictures read correctly."
    return (
        f"{start} {worst.layer} costs most ({percent(worst.accuracy)} of the validation pictures are read correctly) "
        f"and {least.layer} least ({percent(least.accuracy)})."
    )


def _speed(result: LabResult) -> None:
    from views.charts import lab_charts  # Altair takes 110 MB: only where a chart is shown

    timed_variants = [variant for variant in result.variants if variant.speedup is not None]
    bar = timed_variants[-1].speedup.interval_name if timed_variants[-1].speedup is not None else "interval"
    says = f"Each mark is one network, the bar its {bar}. Right of the dashed line is faster than {timed_variants[0].name}."
    chart.show(lab_charts.speed(timed_variants), says=says)
    st.caption(says)


def _size_and_accuracy(result: LabResult) -> None:
    from views.charts import lab_charts  # Altair takes 110 MB: only where a chart is shown

    says = (
        f"Left is smaller, up is more accurate. The diamond is {result.variants[0].name}; "
        "(+1) says that one more lies at the same place. Names that do not fit are in the table."
    )
    chart.show(lab_charts.size_against_accuracy(result.variants), says=says)
    st.caption(says)


def _files(result: LabResult) -> None:
    from views.charts import lab_charts  # Altair takes 110 MB: only where a chart is shown

    says = "One line a network. Zeros save bytes only once the file is packed (gzip), or once they are left out."
    chart.show(lab_charts.sizes(result.variants), says=says)
    st.caption(says)


def _sizes_differ(result: LabResult) -> bool:
    sizes = [variant.raw_bytes for variant in result.variants if variant.accuracy is not None]
    return len(sizes) > 1 and max(sizes) > TELLING_RATIO * min(sizes) > 0


_PICTURES: tuple[tuple[str, Callable[[LabResult], bool], Callable[[LabResult], None]], ...] = (
    ("Sensitivity", lambda result: bool(_points(result)), _scan),
    ("Speed", lambda result: any(variant.speedup is not None for variant in result.variants), _speed),
    ("Size and accuracy", _sizes_differ, _size_and_accuracy),
    ("Files", lambda result: True, _files),
)
"""Title, whether a result has it, and how it is drawn."""


def _details(result: LabResult) -> None:
    """What the narrow table leaves out, behind headings."""
    if any(variant.changed_predictions for variant in result.variants):
        with st.expander("Pictures that are read differently now"):
            lab_tables.changes(result)
    with st.expander("Sizes, counted in every way"):
        lab_tables.sizes(result)
    if any(variant.operators for variant in result.variants):
        with st.expander("Operators of each file"):
            lab_tables.operators(result)
    if any(variant.name == "pruned" and variant.layers for variant in result.variants):
        with st.expander("Layer by layer"):
            lab_tables.layers(result)


def _code(result: LabResult) -> None:
    with_code = [variant for variant in result.variants if variant.code]
    if not with_code:
        return
    with st.expander("The code of each row"):
        for variant in with_code:
            st.markdown(lab_tables.named(variant) + (f". {variant.note}" if variant.note else ""))
            st.code(variant.code, language="python", wrap_lines=True)


def _how(result: LabResult) -> None:
    machine, first = result.machine, result.variants[0]
    with st.expander("How do we know?"):
        if _is_timed(result):
            st.markdown(how_timed(result))
            lab_tables.timings(result.variants)
        else:
            st.markdown("No latency was measured in this run.")
        if first.images:
            pictures = f"{first.images:,} pictures that no network was trained on ({words(result.data_set)})"
            st.markdown(f"Accuracy, on {pictures}, 95 % Wilson interval:")
            lab_tables.accuracies(result.variants)
        versions = ", ".join(f"{name} {version}" for name, version in machine.versions.items())
        flags = ", ".join(machine.flags) or "none of interest"
        st.caption(
            f"{machine.cpu}, {machine.cores} cores, flags: {flags}. {machine.system}, Python {machine.python}, {versions}. "
            f"Seed {result.seed}. The run took {result.took_s:.1f} s."
        )


def _is_timed(result: LabResult) -> bool:
    return any(variant.speedup is not None for variant in result.variants)
