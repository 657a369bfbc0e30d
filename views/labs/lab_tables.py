"""The tables of a result: a narrow one for everybody, and the details that wait behind a heading."""

from __future__ import annotations

import base64
from collections.abc import Sequence

import streamlit as st

from optimization.results.records import ChangedImage, LabResult, Variant
from views.shown.units import MISSING, count, interval, markdown_table, percent, size, times

SHOWN_PICTURES = 8
NEVER = "–"
"""What stands for a figure that a run did not come to."""


def main(variants: Sequence[Variant], *, timed: bool = True, ended: bool = False) -> None:
    """One row a variant, narrow enough for a phone; what is not measured yet is an ellipsis, and a dash where the run has ``ended``.
    Not ``timed``, no speed is to come."""
    rows = [
        (
            f"**{one.name}**",
            count(one.nonzero_weights),
            size(one.raw_bytes),
            percent(one.accuracy),
            count(one.changed_predictions),
            *[times(one.speedup)] * timed,
        )
        for one in variants
    ]
    if ended:
        rows = [tuple(NEVER if cell == MISSING else cell for cell in row) for row in rows]
    lacks_some = any(NEVER in row for row in rows)
    st.markdown(markdown_table(("network", "weights ≠ 0", "file", "accuracy", "changed", *["speed"] * timed), rows))
    images = variants[0].images
    pictures = f"{images} held-out pictures" if images else "held-out pictures"
    st.caption(
        f"Accuracy on {pictures}; changed: how many of them are read differently than by {variants[0].name}"
        + (f"; speed: against {variants[0].name}." if timed else ".")
        + f" {NEVER} was not measured." * lacks_some
    )


def named(one: Variant) -> str:
    """A row with what it is in words, where its name does not say that already."""
    return f"**{one.name}**" + (f": {one.label}" if one.label.casefold() != one.name.casefold() else "")


def sizes(result: LabResult) -> None:
    """Every way to count the bytes of a variant."""
    variants = result.variants
    counted = any(one.ideal_bytes is not None for one in variants)
    sparse = any(one.sparse_bytes is not None for one in variants)
    head = ("network", "file", "gzip", *["zeros left out"] * sparse, *["ideal, not a file"] * counted)
    rows = [
        (
            f"**{one.name}**",
            size(one.raw_bytes),
            size(one.gzip_bytes),
            *["–" if one.sparse_bytes is None else size(one.sparse_bytes)] * sparse,
            *["–" if one.ideal_bytes is None else size(one.ideal_bytes)] * counted,
        )
        for one in variants
    ]
    st.markdown(markdown_table(head, rows))
    says = ["Sizes in powers of ten. gzip: the same file after gzip, which must be unpacked before it runs."]
    says += ["Zeros left out: a file of the non-zero weights and their positions."] * sparse
    says += ["Ideal: the bits of the weights without their positions, counted; not a file."] * counted
    st.caption(" ".join(says))


def operators(result: LabResult) -> None:
    """What each .tflite file is made of, and into how many pieces the interpreter cuts it."""
    for one in (one for one in result.variants if one.operators):
        pieces = "" if one.partitions is None else f" · {one.partitions} fast {'piece' if one.partitions == 1 else 'pieces'}"
        names = ", ".join(f"`{operator.name}`{f' ×{operator.count}' if operator.count > 1 else ''}" for operator in one.operators)
        st.markdown(f"**{one.name}**{pieces}: {names}")
    st.caption(
        "Fast pieces: the interpreter hands as much of the file as it can to its fast kernels (XNNPACK). One operator without such a "
        "kernel cuts the rest into two pieces, and what is left over runs on slower ones."
    )


def layers(result: LabResult) -> None:
    """Shapes and non-zero weights of each layer, of the first variant and of the one that was pruned."""
    before = {one.layer: one for one in result.variants[0].layers}
    rows = [
        (
            one.layer,
            "×".join(map(str, before[one.layer].shape)),
            "×".join(map(str, one.shape)),
            f"{one.nonzero_weights:,} of {one.total_weights:,}",
        )
        for one in result.variant("pruned").layers
        if one.layer in before
    ]
    st.markdown(markdown_table(("layer", "shape before", "shape after", "non-zero weights after"), rows))


def changes(result: LabResult) -> None:
    """How many pictures went from right to wrong and back, and the pictures themselves, right → wrong first."""
    changed = [one for one in result.variants if one.changed_predictions]
    rows = [
        (f"**{one.name}**", count(one.changed_predictions), count(one.right_to_wrong), count(one.wrong_to_right), _other_wrong(one))
        for one in changed
    ]
    st.markdown(markdown_table(("network", "changed", "right → wrong", "wrong → right", "wrong → wrong"), rows))
    classes = result.classes or tuple(map(str, range(10)))
    for one in (one for one in changed if one.changed):
        st.markdown(named(one))
        pictures = sorted(one.changed, key=_right_to_wrong_first)[:SHOWN_PICTURES]
        says = [f"{_sign(picture)} {classes[picture.before]} → {classes[picture.after]}" for picture in pictures]
        alt = [f"A picture of: {classes[picture.label]}" for picture in pictures]
        st.image([base64.b64decode(picture.png) for picture in pictures], caption=says, width=72, alt=alt)
    st.caption(f"How {result.variants[0].name} read it → how this network reads it. ✗ right → wrong, ✓ wrong → right, · wrong both times.")


def _other_wrong(one: Variant) -> str:
    if one.changed_predictions is None or one.right_to_wrong is None or one.wrong_to_right is None:
        return MISSING
    return count(one.changed_predictions - one.right_to_wrong - one.wrong_to_right)


def _right_to_wrong_first(picture: ChangedImage) -> int:
    return 0 if picture.before == picture.label else 1 if picture.after == picture.label else 2


def _sign(picture: ChangedImage) -> str:
    return ("✗", "✓", "·")[_right_to_wrong_first(picture)]


def timings(variants: Sequence[Variant]) -> None:
    """Latency, speed with its interval, and the verdict of each variant that was timed."""
    rows = [
        (one.name, one.speedup.in_words, MISSING if one.latency_us is None else f"{one.latency_us:,.0f} µs", interval(one.speedup))
        for one in variants
        if one.speedup
    ]
    names = {one.speedup.interval_name for one in variants if one.speedup}
    st.markdown(markdown_table(("network", "verdict", "one picture", f"speed, {' or '.join(sorted(names))}"), rows, left=2))


def accuracies(variants: Sequence[Variant]) -> None:
    """The accuracy of each variant with its interval."""
    rows = [
        (one.name, f"{percent(one.accuracy)} ({percent(one.accuracy_interval[0])} – {percent(one.accuracy_interval[1])})")
        for one in variants
        if one.accuracy is not None and one.accuracy_interval is not None
    ]
    st.markdown(markdown_table(("network", "accuracy, 95 % interval"), rows))
