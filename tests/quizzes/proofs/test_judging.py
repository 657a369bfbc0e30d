"""What evidence says of an answer key, by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quizzes.content.draft import read_draft
from quizzes.content.starter import starter
from quizzes.models import Item, Myth, figures
from quizzes.proofs.evidence import Judged, Measured, Printed, as_drawn, judge, program_of, proof_hash
from quizzes.questions import Question

CHOICES = [
    {"id": "kept", "text": "`1,000`", "correct": True, "why": "It is so."},
    {"id": "gone", "text": "4,000 of them", "why": "It is not."},
    {"id": "all", "text": "5,000", "why": "It is not."},
]


def question(proof: dict[str, Any] | None = None, **more: Any) -> Question:
    return Question.model_validate(
        {"id": "q", "concept": "c", "level": "easy", "question": "How many?", "choices": CHOICES, "proof": proof} | more
    )


def printed(*outputs: str) -> Printed:
    return Printed(outputs=outputs, python="3.11", versions={})


def measured(value: float, verdict: str | None = None) -> Measured:
    return Measured(value=value, verdict=verdict, text=f"{value}", machine="a CPU", python="3.11", versions={})


@pytest.mark.parametrize(
    ("output", "state"), [("1,000\n", "proven"), ("4,000 of them\n", "false"), ("5,000", "false"), ("1,0000", "false"), ("", "false")]
)
def test_an_output_is_the_choice_that_reads_the_same(output: str, state: str) -> None:
    assert judge(question({"code": "print(1)"}), printed(output)).state == state


@pytest.mark.parametrize("text", ["-5 dB", "\N{MINUS SIGN}5", "1/5 of them", "$10^5$", "3 × 10^5", "not 4 but 5", "5 000", "5 %", "` `"])
def test_a_choice_that_only_holds_the_output_somewhere_is_not_proven_by_it(text: str) -> None:
    one = question({"code": "print(5)"}, choices=[{**CHOICES[0], "text": text}, *CHOICES[1:]])
    assert judge(one, printed("5\n")).state == "false"
    assert judge(one, printed("\n")).state == "false"


def test_what_would_be_printed_is_looked_up_where_the_proof_says_it() -> None:
    one = question({"code": "print(1)", "prints": {"kept": "yes", "gone": "no"}})
    assert judge(one, printed("yes\n")) == Judged(state="proven", says="printed yes")
    assert judge(one, printed("no")).says == "it printed no; that is 'gone', but the file says 'kept'"
    assert judge(one, printed("perhaps")).says == "it printed perhaps; that is none of the choices, but the file says 'kept'"


def test_a_snippet_has_to_print_what_the_file_says_and_the_right_choice() -> None:
    one = question(snippet={"text": "print(1)", "prints": "1,000"})
    assert program_of(one) == "print(1)"
    assert judge(one, printed("1,000\n")).state == "proven"
    assert judge(one, printed("4,000\n")).says == "it printed 4,000; the file says 1,000"


def last_item(text: str) -> Item:
    """The item of that text, as the last one of the self-test."""
    draft = read_draft(starter("track/topic") + text, relative=Path("track/topic.yaml"), images=Path("."), labs={})
    assert draft.problems("topic.yaml") == ()
    return [item for _, item in draft.items()][-1]


def test_a_variant_is_proven_only_where_every_draw_is() -> None:
    draft = read_draft(starter("track/topic"), relative=Path("track/topic.yaml"), images=Path("."), labs={})
    variant = next(item for _, item in draft.items() if item.id == "st-bits")
    right = ["500", "1000", "32000", "64000"]
    assert [program_of(one) for one in as_drawn(variant)][:2] == ["print(1000 * 4 // 8)", "print(1000 * 8 // 8)"]
    assert judge(variant, printed(*right)).says == "printed 500 (and right in all 4 draws)"
    wrong = judge(variant, printed("500", "1000", "32001", "64000"))
    assert (wrong.state, wrong.says) == ("false", "it printed 32001 for weights=64000, bits=4; the file says 32000 bytes")
    assert judge(variant, printed("500")).state == "false"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (
            "  - {id: x, type: several-choices, concept: first-idea, level: easy, question: Which?, proof: {code: print(1)}, choices: "
            "[{id: a, text: A, correct: true, why: B}, {id: b, text: B, correct: true, why: A}, {id: c, text: C, why: D}]}",
            "b\na",
            "a",
        ),
        (
            "  - {id: x, type: order-steps, concept: first-idea, level: easy, question: Order?, why: So., proof: {code: print(1)}, steps: "
            "[{id: a, text: A}, {id: b, text: B}, {id: c, text: C}]}",
            "a\nb\nc",
            "b\na\nc",
        ),
        (
            '  - {id: x, type: fill-blank, concept: first-idea, level: easy, question: Fill., text: "[[a]] and [[b]]", '
            "proof: {code: print(1)}, blanks: [{id: a, accept: [8, eight], why: So.}, {id: b, accept: 32, why: So.}]}",
            "eight\n32",
            "eight\n33",
        ),
        (
            "  - {id: x, type: predict-output, concept: first-idea, level: easy, question: What?, why: So., "
            "snippet: {text: print(8), prints: 8}}",
            "8",
            "9",
        ),
    ],
)
def test_every_type_of_question_is_judged_by_its_own_answer(text: str, right: str, wrong: str) -> None:
    item = last_item(text + "\n")
    assert judge(item, printed(right)).state == "proven"
    assert judge(item, printed(wrong)).state == "false"


def test_a_card_is_proven_by_the_output_that_it_names() -> None:
    draft = read_draft(
        starter("track/topic").replace("    level: beginner", '    proof: {code: print(8), output: "8"}\n    level: beginner', 1),
        relative=Path("track/topic.yaml"),
        images=Path("."),
        labs={},
    )
    item = next(item for _, item in draft.items() if item.id == "card-first")
    assert judge(item, printed("8\n")).state == "proven"
    assert judge(item, printed("9\n")).says == "it printed 9; expected 8"


VERDICTS = ("faster", "no difference", "slower")
MYTH = Myth.model_validate(
    {
        "id": "m",
        "concept": "c",
        "level": "easy",
        "claim": "Fast.",
        "question": "How fast?",
        "lab": "prune",
        "compare": {"figure": "speed", "of": "pruned", "against": "dense"},
        "outcomes": [{"id": word.replace(" ", "-"), "text": word, "verdict": word, "why": word} for word in VERDICTS],
        "proof": {"outcome": "no-difference"},
    }
)


def test_a_bet_is_proven_by_the_outcome_that_its_run_has() -> None:
    assert judge(MYTH, measured(1.0, "no difference")).state == "proven"
    assert judge(MYTH, measured(2.0, "faster")).says == "measured 2.0: that is 'faster', but the file says 'no-difference'"
    assert judge(MYTH, measured(1.0, "not decided")).state == "not provable here"


GAIN = MYTH.model_copy(
    update={
        "compare": MYTH.compare.model_validate({"figure": "speed", "of": "pruned", "against": {"set": {"amount": 0.5}}}),
        "outcomes": tuple(
            type(MYTH.outcomes[0]).model_validate({"id": name, "text": name, "why": name, **bounds})
            for name, bounds in (("no-difference", {"at_least": 0.9}), ("less", {"below": 0.9}))
        ),
    }
)


@pytest.mark.parametrize(("low", "high", "state"), [(0.95, 1.0, "proven"), (0.7, 0.8, "false"), (0.85, 0.95, "not provable here")])
def test_ranges_of_a_speed_are_judged_by_the_interval(low: float, high: float, state: str) -> None:
    found = Measured(value=0.9, verdict=None, low=low, high=high, text="0.9", machine="a CPU", python="3.11", versions={})
    assert judge(GAIN, found).state == state
    shows = {"kept": {"at_least": 0.9}, "gone": {"below": 0.9}}
    compare = {"figure": "speed", "of": "pruned", "against": {"set": {"amount": 0.5}}}
    assert judge(question({"lab": "prune", "compare": compare, "shows": shows}), found).state == state


def test_the_hash_of_a_proof_changes_with_the_second_run_too() -> None:
    other = GAIN.compare.model_validate({"figure": "speed", "of": "pruned", "against": {"set": {"amount": 0.6}}})
    assert len({proof_hash(one) for one in (MYTH, GAIN, GAIN.model_copy(update={"compare": other}))}) == 3


def test_what_an_older_record_calls_too_noisy_is_read_as_not_decided() -> None:
    recorded = measured(1.0, "no difference").model_dump_json().replace("no difference", "too noisy")
    assert Measured.model_validate_json(recorded).verdict == "not decided"
    assert judge(MYTH, Measured.model_validate_json(recorded)).state == "not provable here"


def test_a_question_is_proven_by_what_a_lab_run_shows() -> None:
    compare = {"figure": "file", "of": "pruned", "against": "dense"}
    shows = {"kept": {"at_least": 3.5}, "gone": {"at_least": 1.5, "below": 3.5}, "all": {"below": 1.5}}
    one = question({"lab": "prune", "compare": compare, "shows": shows})
    assert [judge(one, measured(value)).state for value in (3.5, 3.49, 1.0)] == ["proven", "false", "false"]


def test_the_hash_of_a_proof_changes_with_what_is_run_only() -> None:
    one = question({"code": "print(1)"})
    assert proof_hash(one) == proof_hash(question({"code": "print(1)"}, question="How many now?"))
    assert proof_hash(one) != proof_hash(question({"code": "print(2)"}))
    assert one.content_hash == question({"code": "print(2)"}).content_hash


@pytest.mark.parametrize("figure", ["accuracy", "changed", "gzip", "non-zero", "sparse file", "speed", "file"])
def test_what_was_learned_from_other_pictures_proves_nothing_any_more_but_a_speed_and_a_raw_file_stay(
    figure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shows = {"kept": {"at_least": 3.5}, "gone": {"at_least": 1.5, "below": 3.5}, "all": {"below": 1.5}}
    one = question({"lab": "prune", "compare": {"figure": figure, "of": "pruned", "against": "dense"}, "shows": shows})
    program = question({"code": "print(1)"})
    before = (proof_hash(one), proof_hash(program))
    monkeypatch.setattr(figures, "LAB_PICTURES", "others")
    assert (proof_hash(one) == before[0]) is (figure in ("speed", "file"))
    assert proof_hash(program) == before[1]
