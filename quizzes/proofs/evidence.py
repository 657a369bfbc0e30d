"""What came out of running a proof, and what it says of the answer key. Running and judging are apart: one run can judge any key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, field_validator, model_serializer

from quizzes.models import Asked, Item, Myth, Shown
from quizzes.models.figures import pictures_behind
from quizzes.questions import allows, grade, has_shape, printed_answer, right_answer
from quizzes.questions.answers import Answer, PickOne
from quizzes.questions.bet import FORMERLY, NOT_DECIDED, decides_speed, holds, outcome_of
from quizzes.questions.outputs import printed
from quizzes.variants import draws, resolve_draw


class Printed(BaseModel):
    """What a program printed, once for each draw of a variant in their order; else once."""

    model_config = ConfigDict(frozen=True)

    outputs: tuple[str, ...]
    python: str
    versions: Mapping[str, str]


class Measured(BaseModel):
    """The figure of a lab run that decides; ``verdict`` for a speed within one run only, ``text`` in words with its unit and interval."""

    model_config = ConfigDict(frozen=True)

    value: float
    verdict: str | None
    low: float | None = None
    high: float | None = None
    """Its interval, where it was timed; older records name it in the text alone."""
    text: str
    machine: str
    python: str
    versions: Mapping[str, str]

    @field_validator("verdict")
    @classmethod
    def _as_it_is_called_today(cls, verdict: str | None) -> str | None:
        return NOT_DECIDED if verdict == FORMERLY else verdict

    @model_serializer(mode="wrap")
    def _as_older_ones_are_written(self, whole: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in whole(self).items() if name not in ("low", "high") or value is not None}

    @property
    def interval(self) -> tuple[float, float] | None:
        return None if self.low is None or self.high is None else (self.low, self.high)

    @property
    def is_timed(self) -> bool:
        """Whether another run may come out otherwise, because a time decides."""
        return self.verdict is not None or self.interval is not None


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
    return [resolve_draw(item, draw) for draw in draws(item)] if isinstance(item, Asked) and item.inputs else [item]


def proof_hash(item: Item) -> str:
    """Changes when what is run does: 16 hex digits over the proof, the snippet, a claim's lab run, and the pictures it reads."""
    parts: dict[str, Any] = {"proof": item.proof.model_dump(mode="json") if item.proof is not None else None}
    comparison = item.compare if isinstance(item, Myth) else item.proof.compare if item.proof is not None else None
    if comparison is not None:
        parts |= pictures_behind(comparison.figure)
    if isinstance(item, Asked):
        parts |= {"inputs": item.inputs, "let": item.let, "snippet": item.snippet.model_dump() if item.snippet is not None else None}
    if isinstance(item, Myth):
        lab, settings, decides = item.run
        parts |= {"lab": lab, "set": dict(settings), "compare": decides.model_dump(exclude={"code", "show", "unit"})}
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def judge(item: Item, evidence: Evidence) -> Judged:
    """Whether the evidence gives the item's own answer key, and no other answer."""
    if isinstance(evidence, Measured):
        return _judge_figure(item, evidence)
    instances = as_drawn(item)
    if len(instances) != len(evidence.outputs):
        return Judged(state="false", says=f"there are {len(instances)} draws, but {len(evidence.outputs)} were run")
    for instance, output in zip(instances, evidence.outputs, strict=True):
        wrong = _wrong_output(instance, output)
        if wrong is not None:
            return Judged(state="false", says=f"it printed {said(output)}{_draw(instance)}; {wrong}")
    draws_note = f" (and right in all {len(instances)} draws)" if len(instances) > 1 else ""
    return Judged(state="proven", says=f"printed {said(evidence.outputs[0])}{draws_note}")


def said(output: str) -> str:
    """An output on one line, cut to 120 characters."""
    line = " / ".join(printed(output).splitlines()) or "nothing"
    return line if len(line) <= 120 else line[:119] + "…"


def _draw(item: Item) -> str:
    template = item.template
    if not isinstance(template, Asked):
        return ""
    parameters = next((draw for draw in draws(template) if resolve_draw(template, draw) == item), {})
    return f" for {', '.join(f'{name}={value}' for name, value in parameters.items())}"


def _wrong_output(item: Item, output: str) -> str | None:
    """What the output should have been; None where it gives the item's answer and no other. Nothing printed proves nothing."""
    if not printed(output):
        return "expected something"
    proof = item.proof
    if not isinstance(item, Asked):
        output_wanted = (proof.output if proof is not None else None) or ""
        return None if printed(output) == printed(output_wanted) else f"expected {said(output_wanted)}"
    file_output = item.snippet.prints if item.snippet is not None and (proof is None or proof.code is None) else None
    if file_output is not None and printed(output) != printed(file_output):
        return f"the file says {said(file_output)}"
    answer = printed_answer(item, output)
    if allows(item, answer) and grade(item, answer).is_right:
        return None
    right = grade(item, Answer())
    if not has_shape(item, PickOne):
        return f"the file says {said(right.right_text)}"
    choices = " and ".join(map(repr, answer.choices)) or "none of the choices"
    hint = "" if answer.choices or (proof is not None and proof.prints) else "; give “prints:” what it prints for each choice"
    return f"that is {choices}, but the file says {right.right.choices[0]!r}{hint}"


def _judge_figure(item: Item, measurement: Measured) -> Judged:
    fitting = told(item, measurement)
    if fitting is None:
        return Judged(state="not provable here", says=f"not decided: {measurement.text}")
    if isinstance(item, Myth):
        key = item.proof.outcome if item.proof is not None else None
    elif has_shape(item, PickOne) and item.proof is not None:
        key = right_answer(item).choices[0]
    else:
        return Judged(state="false", says="this item cannot be proven by a lab run")
    if fitting == (key,):
        return Judged(state="proven", says=f"measured {measurement.text}: {key}")
    return Judged(
        state="false",
        says=f"measured {measurement.text}: that is {' and '.join(map(repr, fitting)) or 'none of them'}, but the file says {key!r}",
    )


def told(item: Item, measurement: Measured) -> tuple[str, ...] | None:
    """The outcomes of a claim, or the choices, that a measurement makes true; None where its interval is too wide to tell."""
    if isinstance(item, Myth):
        outcome = outcome_of(item, value=measurement.value, verdict=measurement.verdict, interval=measurement.interval)
        fitting: tuple[str, ...] = (outcome.id,) if outcome is not None else ()
        by_verdict = any(outcome.verdict is not None for outcome in item.outcomes)
    else:
        shows = item.proof.shows if item.proof is not None else {}
        fitting = tuple(choice for choice, span in shows.items() if _shows(span, measurement))
        by_verdict = any(span.verdict is not None for span in shows.values())
    is_open = measurement.verdict == NOT_DECIDED if by_verdict else not fitting and measurement.is_timed
    return None if is_open else fitting


def _shows(span: Shown, measurement: Measured) -> bool:
    if span.verdict is not None or measurement.is_timed:
        return decides_speed(span, verdict=measurement.verdict, interval=measurement.interval)
    return holds(span, measurement.value)
