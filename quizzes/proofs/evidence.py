"""What came out of running a proof, and what it says of the answer key. Running and judging are apart: one run can judge any key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, field_validator

from quizzes.models import Asked, Item, Myth, Shown
from quizzes.questions import allows, grade, has_shape, printed_answer, right_answer
from quizzes.questions.answers import Answer, PickOne
from quizzes.questions.bet import FORMERLY, NOT_DECIDED, outcome_of
from quizzes.questions.outputs import printed
from quizzes.variants import draws, resolve_draw


class Printed(BaseModel):
    """What a program printed, once for each draw of a variant in their order; else once."""

    model_config = ConfigDict(frozen=True)

    outputs: tuple[str, ...]
    python: str
    versions: Mapping[str, str]


class Measured(BaseModel):
    """The figure of a lab run that decides; ``verdict`` for speed only, ``text`` in words with its unit and interval."""

    model_config = ConfigDict(frozen=True)

    value: float
    verdict: str | None
    text: str
    machine: str
    python: str
    versions: Mapping[str, str]

    @field_validator("verdict")
    @classmethod
    def _as_it_is_called_today(cls, verdict: str | None) -> str | None:
        return NOT_DECIDED if verdict == FORMERLY else verdict


Evidence = Printed | Measured


class Judged(BaseModel):
    """``says`` is what came out, and where the answer is false also what was expected."""

    model_config = ConfigDict(frozen=True)

    state: Literal["proven", "false", "not provable here"]
    says: str


def program_of(item: Item) -> str | None:
    """The program whose output decides: the proof's own, else the question's snippet where its output is given."""
    proof = item.proof
    if proof is not None and proof.code is not None:
        return proof.code
    snippet = item.snippet if isinstance(item, Asked) else None
    if snippet is None or (proof is not None and (proof.lab is not None or proof.outcome is not None)):
        return None
    return snippet.text if snippet.prints is not None or proof is not None else None


def carries_proof(item: Item) -> bool:
    """Whether ``prove`` has something to run for it."""
    return item.proof is not None or program_of(item) is not None


def as_drawn(item: Item) -> Sequence[Item]:
    """The item in each of its draws; the item alone where it draws nothing."""
    return [resolve_draw(item, drawn) for drawn in draws(item)] if isinstance(item, Asked) and item.inputs else [item]


def proof_hash(item: Item) -> str:
    """Changes when what is run does: 16 hex digits over the proof, the snippet and a claim's lab run."""
    parts: dict[str, Any] = {"proof": item.proof.model_dump(mode="json") if item.proof is not None else None}
    if isinstance(item, Asked):
        parts |= {"inputs": item.inputs, "let": item.let, "snippet": item.snippet.model_dump() if item.snippet is not None else None}
    if isinstance(item, Myth):
        parts |= {"lab": item.lab, "set": item.set, "compare": item.compare.model_dump()}
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def judge(item: Item, evidence: Evidence) -> Judged:
    """Whether the evidence gives the item's own answer key, and no other answer."""
    if isinstance(evidence, Measured):
        return _judge_figure(item, evidence)
    drawn = as_drawn(item)
    if len(drawn) != len(evidence.outputs):
        return Judged(state="false", says=f"there are {len(drawn)} draws, but {len(evidence.outputs)} were run")
    for one, output in zip(drawn, evidence.outputs, strict=True):
        wrong = _wrong_output(one, output)
        if wrong is not None:
            return Judged(state="false", says=f"it printed {said(output)}{_draw(one)}; {wrong}")
    more = f" (and right in all {len(drawn)} draws)" if len(drawn) > 1 else ""
    return Judged(state="proven", says=f"printed {said(evidence.outputs[0])}{more}")


def said(output: str) -> str:
    """An output on one line, cut to 120 characters."""
    shown = " / ".join(printed(output).splitlines()) or "nothing"
    return shown if len(shown) <= 120 else shown[:119] + "…"


def _draw(item: Item) -> str:
    template = item.template
    if not isinstance(template, Asked):
        return ""
    found = next((drawn for drawn in draws(template) if resolve_draw(template, drawn) == item), {})
    return f" for {', '.join(f'{name}={value}' for name, value in found.items())}"


def _wrong_output(item: Item, output: str) -> str | None:
    """What the output should have been; None where it gives the item's answer and no other. Nothing printed proves nothing."""
    if not printed(output):
        return "expected something"
    proof = item.proof
    if not isinstance(item, Asked):
        wanted = (proof.output if proof is not None else None) or ""
        return None if printed(output) == printed(wanted) else f"expected {said(wanted)}"
    shown = item.snippet.prints if item.snippet is not None and (proof is None or proof.code is None) else None
    if shown is not None and printed(output) != printed(shown):
        return f"the file says {said(shown)}"
    given = printed_answer(item, output)
    if allows(item, given) and grade(item, given).is_right:
        return None
    right = grade(item, Answer())
    if not has_shape(item, PickOne):
        return f"the file says {said(right.right_text)}"
    told = " and ".join(map(repr, given.choices)) or "none of the choices"
    hint = "" if given.choices or (proof is not None and proof.prints) else "; give “prints:” what it prints for each choice"
    return f"that is {told}, but the file says {right.right.choices[0]!r}{hint}"


def _judge_figure(item: Item, measured: Measured) -> Judged:
    if measured.verdict == NOT_DECIDED:
        return Judged(state="not provable here", says=f"not decided: {measured.text}")
    if isinstance(item, Myth):
        found = outcome_of(item, value=measured.value, verdict=measured.verdict)
        fitting, key = ([found.id] if found is not None else []), item.proof.outcome if item.proof is not None else None
    elif has_shape(item, PickOne) and item.proof is not None:
        fitting = [choice for choice, shown in item.proof.shows.items() if _shows(shown, measured)]
        key = right_answer(item).choices[0]
    else:
        return Judged(state="false", says="this item cannot be proven by a lab run")
    if fitting == [key]:
        return Judged(state="proven", says=f"measured {measured.text}: {key}")
    return Judged(
        state="false",
        says=f"measured {measured.text}: that is {' and '.join(map(repr, fitting)) or 'none of them'}, but the file says {key!r}",
    )


def _shows(shown: Shown, measured: Measured) -> bool:
    if shown.verdict is not None:
        return shown.verdict == measured.verdict
    high_enough = shown.at_least is None or measured.value >= shown.at_least
    return high_enough and (shown.below is None or measured.value < shown.below)
