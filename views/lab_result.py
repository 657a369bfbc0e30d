"""What a run found: one sentence and one figure, then a picture, then the table, then how we know."""

from __future__ import annotations

import base64
from collections.abc import Sequence

import streamlit as st

from optimization.results import LabResult, Speedup, Variant
from views import visitor

VERDICTS = {
    "faster": "faster",
    "slower": "slower",
    "no difference": "no difference of 5 % or more",
    "too noisy": "too noisy to tell",
}


def draw(result: LabResult, *, place: str) -> None:
    """The whole result, headline first."""
    with st.container(border=True, key=f"figure-{place}"):
        st.markdown(f"## {result.headline.figure}")
        st.caption(result.headline.figure_label)
        st.markdown(f"**{result.headline.sentence}**")
        st.caption(f"◉ measured here, {visitor.local_time(result.measured_at)}, on {cpu(result)}")
    _picture(result)
    table(result.variants)
    _code(result)
    _layers(result)
    _changed(result)
    _how(result)


def cpu(result: LabResult) -> str:
    """The processor's name; called yours only where the browser is on that machine."""
    return f"{result.machine.cpu} (your computer)" if visitor.is_local() else f"the server's {result.machine.cpu}"


def table(variants: Sequence[Variant]) -> None:
    """One row a variant, figures right-aligned; what is not measured yet is an ellipsis."""
    head = "| network | weights ≠ 0 | file | gzip | accuracy | changed | latency | speed |\n|:--|--:|--:|--:|--:|--:|--:|--:|\n"
    st.markdown(head + "\n".join(_row(one) for one in variants))
    images = variants[0].images
    pictures = f"{images} held-out pictures" if images else "held-out pictures"
    st.caption(
        f"Accuracy on {pictures}; changed: how many of them are read differently than by the first network; speed: against the first."
    )


def _row(one: Variant) -> str:
    cells = (
        f"**{one.name}**",
        f"{one.nonzero_weights:,}",
        size(one.raw_bytes),
        size(one.gzip_bytes),
        "…" if one.accuracy is None else f"{one.accuracy:.1%}".replace("%", " %"),
        "…" if one.changed_predictions is None else str(one.changed_predictions),
        "…" if one.latency_us is None else f"{one.latency_us:,.0f} µs",
        "…" if one.speedup is None else f"{one.speedup.ratio:.2f}×",
    )
    return "| " + " | ".join([cells[0], *(cell.replace(" ", "\N{NO-BREAK SPACE}") for cell in cells[1:])]) + " |"


def size(size_bytes: int) -> str:
    """Bytes as people compare them: ``1.72 MB``, ``352 kB`` (powers of ten)."""
    return f"{size_bytes / 1e6:.2f} MB" if size_bytes >= 1_000_000 else f"{size_bytes / 1e3:.0f} kB"


def _picture(result: LabResult) -> None:
    from views import charts  # Altair takes 110 MB: only where a chart is shown

    timed = [one for one in result.variants if one.speedup is not None]
    if timed:
        st.altair_chart(charts.speed(timed), width="stretch")
        st.caption(f"Each dot is one network, the bar its 95 % interval. Right of the dashed line is faster than {timed[0].name}.")
    st.altair_chart(charts.sizes(result.variants), width="stretch")


def _code(result: LabResult) -> None:
    with_code = [one for one in result.variants if one.code]
    if not with_code:
        return
    with st.expander("The code of each row"):
        for one in with_code:
            st.markdown(f"**{one.name}**: {one.label}" + (f". {one.note}" if one.note else ""))
            st.code(one.code, language="python", wrap_lines=True)


def _layers(result: LabResult) -> None:
    last = result.variants[-1]
    if not last.layers or result.lab != "prune":
        return
    before = {count.layer: count for count in result.variants[0].layers}
    rows = [
        f"| {count.layer} | {'×'.join(map(str, before[count.layer].shape))} | {'×'.join(map(str, count.shape))} "
        f"| {count.nonzero_weights:,} of {count.total_weights:,} |"
        for count in last.layers
        if count.layer in before
    ]
    with st.expander("Layer by layer"):
        st.markdown("| layer | shape before | shape after | non-zero weights after |\n|:--|--:|--:|--:|\n" + "\n".join(rows))


def _changed(result: LabResult) -> None:
    changed = [(one, picture) for one in result.variants for picture in one.changed]
    if not changed:
        return
    classes = result.classes or tuple(map(str, range(10)))
    with st.expander("Pictures that are read differently now"):
        for one in dict.fromkeys(variant.label for variant, _ in changed):
            st.caption(one)
            pictures = [picture for variant, picture in changed if variant.label == one][:8]
            images = [base64.b64decode(picture.png) for picture in pictures]
            says = [f"{classes[picture.label]}: {classes[picture.before]} → {classes[picture.after]}" for picture in pictures]
            st.image(images, caption=says, width=72, alt=[f"A picture of: {classes[picture.label]}" for picture in pictures])
        st.caption("What it shows, then how it was read before → after.")


def _how(result: LabResult) -> None:
    machine, first = result.machine, result.variants[0]
    with st.expander("How do we know?"):
        st.markdown(
            f"Every row is a network of its own in memory. They were timed one picture at a time on {machine.threads} thread, "
            f"in {result.timing_rounds} rounds that took all rows in random order. Speed is the median of the per-round ratios, with the "
            "bootstrap 95 % interval. The control is the first network built a second time: where even its interval leaves "
            "0.95–1.05, the machine was too noisy and nothing is claimed."
        )
        rows = [f"| {one.name} | {_interval(one.speedup)} | {VERDICTS[one.speedup.verdict]} |" for one in result.variants if one.speedup]
        st.markdown("| network | speed, 95 % interval | verdict |\n|:--|--:|:--|\n" + "\n".join(rows))
        if first.images:
            st.markdown(f"Accuracy, on {first.images} pictures that no network was trained on, 95 % Wilson interval:")
            shares = [
                f"| {one.name} | {one.accuracy:.1%} ({one.accuracy_interval[0]:.1%}–{one.accuracy_interval[1]:.1%}) |".replace("%", " %")
                for one in result.variants
                if one.accuracy is not None and one.accuracy_interval is not None
            ]
            st.markdown("| network | accuracy |\n|:--|--:|\n" + "\n".join(shares))
        versions = ", ".join(f"{name} {version}" for name, version in machine.versions.items())
        flags = ", ".join(machine.flags) or "none of interest"
        st.caption(
            f"{machine.cpu}, {machine.cores} cores, flags: {flags}. {machine.system}, Python {machine.python}, {versions}. "
            f"Seed {result.seed}. The run took {result.took_s:.1f} s."
        )


def _interval(speedup: Speedup | None) -> str:
    return "" if speedup is None else f"{speedup.ratio:.2f}× ({speedup.low:.2f}–{speedup.high:.2f})"
