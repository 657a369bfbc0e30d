"""Checks that a proof says what runs and what must come out, and that what comes out can be only one of the answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import inf

from pydantic import ValidationError

from quizzes.content.checks.programs import python_faults
from quizzes.content.source.document import Document, Path, where
from quizzes.content.source.problems import Refusal
from quizzes.models import Asked, Budget, Item, Myth, Proof, Shown
from quizzes.models.suggestions import did_you_mean
from quizzes.questions import has_shape, kind_of, options, right_answer
from quizzes.questions.answers import PickOne
from quizzes.questions.outputs import printed
from quizzes.variants import draws, resolve_draw
from quizzes.variants.expressions import BadExpression


def proof_faults(document: Document, path: Path, item: Item) -> Iterator[Refusal]:
    """What is wrong with an item's proof beyond its fields and its lab; ``path`` is the item's own."""
    proof = item.proof
    if isinstance(item, Asked) and item.snippet is not None and item.snippet.prints is not None:
        yield from _syntax_faults(document, (*path, "snippet", "text"), item)
    if proof is None:
        return
    inner = (*path, "proof")
    if isinstance(item, Budget):
        yield _refusal(document, inner, "a budget has no answer to prove", "leave the proof out")
    elif isinstance(item, Myth):
        yield from _bet_faults(document, inner, item, proof)
    elif proof.outcome is not None:
        yield _refusal(document, (*inner, "outcome"), "only a claim to bet on has outcomes", "give code, or lab and compare")
    elif (proof.code is not None or _snippet(item) is not None) == (proof.lab is not None):
        wrong = "both a program and a lab" if proof.lab is not None else "neither a program nor a lab"
        yield _refusal(document, inner, f"there is {wrong}", "give code, or lab and compare")
    elif proof.lab is None:
        yield from _program_faults(document, inner, item, proof)
    else:
        yield from _lab_faults(document, inner, item, proof)


def _snippet(item: Item) -> str | None:
    snippet = item.snippet if isinstance(item, Asked) else None
    return None if snippet is None or (item.proof is not None and item.proof.lab is not None) else snippet.text


def _bet_faults(document: Document, path: Path, myth: Myth, proof: Proof) -> Iterator[Refusal]:
    outcome_ids = [outcome.id for outcome in myth.outcomes]
    if proof.outcome is None:
        yield _refusal(document, path, "the proof of a claim names its outcome", f"add “outcome:” {', '.join(outcome_ids)}")
    elif proof.outcome not in outcome_ids:
        yield _refusal(document, (*path, "outcome"), f"{proof.outcome!r} is not known", did_you_mean(proof.outcome, outcome_ids))
    for field in ("code", "prints", "output", "lab", "set", "compare", "shows"):
        if getattr(proof, field):
            yield _refusal(document, (*path, field), "a claim is proven by its own run", "keep outcome and needs only")


def _program_faults(document: Document, path: Path, item: Item, proof: Proof) -> Iterator[Refusal]:
    for field in ("set", "compare", "shows"):
        if getattr(proof, field):
            yield _refusal(document, (*path, field), f"{field} belongs to a lab", "add “lab:”, or leave it out")
    if proof.prints and not has_shape(item, PickOne):
        yield _refusal(document, (*path, "prints"), "prints needs a question with one right choice", _printing(item))
    elif proof.prints and isinstance(item, Asked):
        yield from _keys(document, (*path, "prints"), list(proof.prints), item)
        for key, other_key in combinations(proof.prints, 2):
            if printed(proof.prints[key]) == printed(proof.prints[other_key]):
                wrong = f"{key!r} and {other_key!r} would print the same"
                yield _refusal(document, (*path, "prints", other_key), wrong, "let the program print something else for each")
    if proof.output is not None and isinstance(item, Asked):
        yield _refusal(document, (*path, "output"), "this question has an answer of its own", _printing(item))
    if proof.output is None and not isinstance(item, Asked):
        yield _refusal(document, path, "what the program must print is missing", "add “output:”")
    if proof.code is not None:
        yield from _syntax_faults(document, (*path, "code"), item)


def _printing(item: Item) -> str:
    kind = kind_of(item)
    return "what the program prints is compared with the answer" if kind is None else kind.printing


def _syntax_faults(document: Document, path: Path, item: Item) -> Iterator[Refusal]:
    try:
        resolved = resolve_draw(item, draws(item)[0]) if isinstance(item, Asked) and item.inputs else item
    except (BadExpression, ValidationError, IndexError):
        return  # the variant itself is refused
    if path[-1] == "text":
        code = resolved.snippet.text if isinstance(resolved, Asked) and resolved.snippet is not None else None
    else:
        code = resolved.proof.code if resolved.proof is not None else None
    yield from python_faults(document, path, code or "")


def _lab_faults(document: Document, path: Path, item: Item, proof: Proof) -> Iterator[Refusal]:
    for field in ("prints", "output"):
        if getattr(proof, field):
            yield _refusal(document, (*path, field), f"{field} belongs to a program", "use shows")
    if not has_shape(item, PickOne):
        yield _refusal(document, path, "a lab run proves questions with one right choice", "give code and output")
        return
    if proof.compare is None:
        yield _refusal(document, path, "the figure that decides is missing", "add “compare: {figure: …, of: …, against: …}”")
        return
    yield from _keys(document, (*path, "shows"), list(proof.shows), item)
    spans = {key: _span(span) for key, span in proof.shows.items()}
    for key, span in proof.shows.items():
        may_be_verdict = proof.compare.figure == "speed" and proof.compare.rival is None
        has_range = span.at_least is not None or span.below is not None
        if (span.verdict is not None) == has_range or (span.verdict is not None and not may_be_verdict):
            allowed = "write verdict, or at_least, below, or both" if may_be_verdict else "write at_least, below, or both"
            yield _refusal(document, (*path, "shows", key), f"this does not decide {proof.compare.figure!r}", allowed)
    for first_key, other_key in combinations(proof.shows, 2):
        if _meet(proof.shows[first_key], proof.shows[other_key], spans[first_key], spans[other_key]):
            yield _refusal(
                document,
                (*path, "shows", other_key),
                f"a run may show both {first_key!r} and {other_key!r}",
                "let each value be one choice's",
            )


def _keys(document: Document, path: Path, keys: Sequence[str], item: Asked) -> Iterator[Refusal]:
    option_ids = list(options(item))
    for key in keys:
        if key not in option_ids:
            yield _refusal(document, (*path, key), f"{key!r} is no choice", did_you_mean(key, option_ids))
    right = right_answer(item).choices
    if not set(right) & set(keys):
        yield _refusal(document, path, f"the right choice {right[0]!r} is missing", "say what comes out where it is right")


def _span(span: Shown) -> tuple[float, float]:
    return (-inf if span.at_least is None else span.at_least, inf if span.below is None else span.below)


def _meet(span: Shown, other_span: Shown, value_range: tuple[float, float], other_range: tuple[float, float]) -> bool:
    if span.verdict is not None or other_span.verdict is not None:
        return span.verdict == other_span.verdict
    return max(value_range[0], other_range[0]) < min(value_range[1], other_range[1])


def _refusal(document: Document, path: Path, wrong: str, allowed: str) -> Refusal:
    return Refusal(document.place(path), where(path), wrong, allowed)
