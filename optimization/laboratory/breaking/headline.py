"""What a drawing's readings say first: what the whole network read, and where the first smaller one read something else."""

from __future__ import annotations

from collections.abc import Sequence

from optimization.results.records import Headline, Variant


def headline(variants: Sequence[Variant], *, classes: Sequence[str]) -> Headline:
    """The sentence for a drawing that every variant has read; the first variant is the whole network."""
    whole, smaller = variants[0], variants[1:]
    label, sure = reading(whole)
    misreading = [variant for variant in smaller if reading(variant)[0] != label]
    sentence = f"The whole network reads {article(classes[label])} (it gives it {percent(sure)})."
    first = first_broken(variants)
    if first is not None:
        sentence += f" Taking away little by little, it breaks at {first.name}: that network reads {article(classes[reading(first)[0]])}."
    else:
        sentence += " Every smaller one reads the same: this drawing survives all of them."
    return Headline(sentence=sentence, figure=f"{len(misreading)} of {len(smaller)}", figure_label="smaller networks read it differently")


def first_broken(variants: Sequence[Variant]) -> Variant | None:
    """Of the variants that read something else than the first one, the one with the most bits of weights left; None where all agree."""
    label = reading(variants[0])[0]
    misreading = [variant for variant in variants if reading(variant)[0] != label]
    return max(misreading, key=lambda variant: variant.ideal_bytes or 0) if misreading else None


def reading(variant: Variant) -> tuple[int, float]:
    """The class with the highest score, and that score."""
    best = max(range(len(variant.scores)), key=variant.scores.__getitem__)
    return best, variant.scores[best]


def percent(share: float) -> str:
    """``97 %``, ``99.6 %``; never 100 % for what is less."""
    if share >= 0.9995:
        return "more than 99.9 %"
    return f"{100 * share:.1f} %" if share >= 0.99 else f"{100 * share:.0f} %"


def article(name: str) -> str:
    """``a 3``, but ``an 8``."""
    return f"{'an' if name[0] in '8aeiou' else 'a'} {name}"
