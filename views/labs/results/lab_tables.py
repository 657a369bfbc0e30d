"""The tables of a result: a narrow one for everybody, and the details that wait behind a heading."""

from __future__ import annotations

import base64
from collections.abc import Sequence

import streamlit as st

from optimization.results.records import ChangedImage, LabResult, Variant
from views.shown.units import NO_VALUE, count, interval, markdown_table, percent, size, times

SHOWN_PICTURES = 8
NEVER = "–"
"""What stands for a figure that a run did not come to."""


def main(variants: Sequence[Variant], *, timed: bool = True, ended: bool = False) -> None:
    """One row a variant, narrow enough for a phone; what is not measured yet is an ellipsis, and a dash where the run has ``ended``.
    Not ``timed``, no speed is to come."""
    rows = [
        (
            f"**{variant.name}**",
            count(variant.nonzero_weights),
            size(variant.raw_bytes),
            percent(variant.accuracy),
            count(variant.changed_predictions),
            *[times(variant.speedup)] * timed,
        )
        for variant in variants
    ]
    if ended:
        rows = [tuple(NEVER if cell == NO_VALUE else cell for cell in row) for row in rows]
    lacks_some = any(NEVER in row for row in rows)
    st.markdown(markdown_table(("network", "weights ≠ 0", "file", "accuracy", "changed", *["speed"] * timed), rows))
    images = variants[0].images
    pictures = f"{images:,} held-out pictures" if images else "held-out pictures"
    st.caption(
        f"Accuracy on {pictures}; changed: how many of them are read differently than by {variants[0].name}"
        + (f"; speed: against {variants[0].name}." if timed else ".")
        + f" {NEVER} was not measured." * lacks_some
    )


def named(variant: Variant) -> str:
    """A row with what it is in words, where its name does not say that already."""
    return f"**{variant.name}**" + (f": {variant.label}" if variant.label.casefold() != variant.name.casefold() else "")


def sizes(result: LabResult) -> None:
    """Every way to count the bytes of a variant."""
    variants = result.variants
    has_ideal = any(variant.ideal_bytes is not None for variant in variants)
    sparse = any(variant.sparse_bytes is not None for variant in variants)
    head = ("network", "file", "gzip", *["zeros left out"] * sparse, *["ideal, not a file"] * has_ideal)
    rows = [
        (
            f"**{variant.name}**",
            size(variant.raw_bytes),
            size(variant.gzip_bytes),
            *["–" if variant.sparse_bytes is None else size(variant.sparse_bytes)] * sparse,
            *["–" if variant.ideal_bytes is None else size(variant.ideal_bytes)] * has_ideal,
        )
        for variant in variants
    ]
    st.markdown(markdown_table(head, rows))
    says = ["Sizes in powers of ten. gzip: the same file after gzip, which must be unpacked before it runs."]
    says += ["Zeros left out: a file of the non-zero weights and their positions."] * sparse
    says += ["Ideal: the bits of the weights without their positions, counted; not a file."] * has_ideal
    st.caption(" ".join(says))


def operators(result: LabResult) -> None:
    """What each .tflite file is made of, and into how many pieces the interpreter cuts it."""
    for variant in (variant for variant in result.variants if variant.operators):
        pieces = "" if variant.partitions is None else f" · {variant.partitions} fast {'piece' if variant.partitions == 1 else 'pieces'}"
        names = ", ".join(f"`{operator.name}`{f' ×{operator.count}' if operator.count > 1 else ''}" for operator in variant.operators)
        st.markdown(f"**{variant.name}**{pieces}: {names}")
    st.caption(
        "Fast pieces: the interpreter hands as much of the file as it can to its fast kernels (XNNPACK). One operator without such a "
        "kernel cuts the rest into two pieces, and what is left over runs on slower ones."
    )


def layers(result: LabResult) -> None:
    """Shapes and non-zero weights of each layer, of the first variant and of the one that was pruned."""
    layers_before = {layer.layer: layer for layer in result.variants[0].layers}
    rows = [
        (
            layer.layer,
            "×".join(map(str, layers_before[layer.layer].shape)),
            "×".join(map(str, layer.shape)),
            f"{layer.nonzero_weights:,} of {layer.total_weights:,}",
        )
        for layer in result.variant("pruned").layers
        if layer.layer in layers_before
    ]
    st.markdown(markdown_table(("layer", "shape before", "shape after", "non-zero weights after"), rows))


def changes(result: LabResult) -> None:
    """How many pictures went from right to wrong and back, and the pictures themselves, right → wrong first."""
    changed_variants = [variant for variant in result.variants if variant.changed_predictions]
    rows = [
        (
            f"**{variant.name}**",
            count(variant.changed_predictions),
            count(variant.right_to_wrong),
            count(variant.wrong_to_right),
            _other_wrong(variant),
        )
        for variant in changed_variants
    ]
    st.markdown(markdown_table(("network", "changed", "right → wrong", "wrong → right", "wrong → wrong"), rows))
    classes = result.classes or tuple(map(str, range(10)))
    for variant in (variant for variant in changed_variants if variant.changed):
        st.markdown(named(variant))
        pictures = sorted(variant.changed, key=_right_to_wrong_first)[:SHOWN_PICTURES]
        says = [f"{_sign(picture)} {classes[picture.before]} → {classes[picture.after]}" for picture in pictures]
        alt = [f"A picture of: {classes[picture.label]}" for picture in pictures]
        st.image([base64.b64decode(picture.png) for picture in pictures], caption=says, width=72, alt=alt)
    st.caption(f"How {result.variants[0].name} read it → how this network reads it. ✗ right → wrong, ✓ wrong → right, · wrong both times.")


def _other_wrong(variant: Variant) -> str:
    if variant.changed_predictions is None or variant.right_to_wrong is None or variant.wrong_to_right is None:
        return NO_VALUE
    return count(variant.changed_predictions - variant.right_to_wrong - variant.wrong_to_right)


def _right_to_wrong_first(picture: ChangedImage) -> int:
    return 0 if picture.before == picture.label else 1 if picture.after == picture.label else 2


def _sign(picture: ChangedImage) -> str:
    return ("✗", "✓", "·")[_right_to_wrong_first(picture)]


def timings(variants: Sequence[Variant]) -> None:
    """Latency, speed with its interval, and the verdict of each variant that was timed."""
    rows = [
        (
            variant.name,
            variant.speedup.in_words,
            NO_VALUE if variant.latency_us is None else f"{variant.latency_us:,.0f} µs",
            interval(variant.speedup),
        )
        for variant in variants
        if variant.speedup
    ]
    names = {variant.speedup.interval_name for variant in variants if variant.speedup}
    st.markdown(markdown_table(("network", "verdict", "one picture", f"speed, {' or '.join(sorted(names))}"), rows, left_columns=2))


def accuracies(variants: Sequence[Variant]) -> None:
    """The accuracy of each variant with its interval."""
    rows = [
        (variant.name, f"{percent(variant.accuracy)} ({percent(variant.accuracy_interval[0])} – {percent(variant.accuracy_interval[1])})")
        for variant in variants
        if variant.accuracy is not None and variant.accuracy_interval is not None
    ]
    st.markdown(markdown_table(("network", "accuracy, 95 % interval"), rows))
