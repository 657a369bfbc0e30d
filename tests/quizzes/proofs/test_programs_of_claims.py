"""A claim that a program decides is proven by running it, as one that a lab decides is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quizzes.__main__ import LabFigures, main
from quizzes.models import Myth
from quizzes.proofs.evidence import Measured, judge, proof_hash
from quizzes.proofs.process import Failed, NotHere
from quizzes.proofs.prover import Engines, Task, prove
from quizzes.proofs.record import read_record, record_path
from quizzes.questions.bet import outcome_of

OUTCOMES = [
    {"id": "less", "text": "less", "below": 2, "why": "So."},
    {"id": "more", "text": "more", "at_least": 2, "why": "So."},
]


def claim(code: str = "print(2.5)", *, outcome: str = "more", **measure: Any) -> Myth:
    return Myth.model_validate(
        {
            "id": "m",
            "concept": "c",
            "level": "easy",
            "claim": "It is so.",
            "question": "How much?",
            "measure": {"code": code, "show": ".1f", "unit": " times", **measure},
            "outcomes": OUTCOMES,
            "proof": {"outcome": outcome},
        }
    )


def proven(one: Myth) -> str:
    engines = Engines(programs=pytest.fail, measures=LabFigures(), offers=lambda need: True, needs=())  # type: ignore[arg-type]
    (ended,) = prove([Task("t", "t.yaml", (1, 1), one)], engines=engines)
    return f"{ended.judged.state}: {ended.judged.says}"


def test_its_program_is_run_and_the_outcome_compared_with_the_files() -> None:
    assert proven(claim()) == "proven: measured printed: 2.5 times: more"
    assert proven(claim(outcome="less")) == "false: measured printed: 2.5 times: that is 'more', but the file says 'less'"


def test_repeats_prove_where_one_outcome_holds_them_all() -> None:
    assert proven(claim("print(2.5)\nprint(3)")) == "proven: measured printed: 2.8 times [2.5, 3.0]: more"
    assert proven(claim("print(1)\nprint(3)")).startswith("not provable here: not decided by 3 runs (printed: 2.0 times [1.0, 3.0]")


@pytest.mark.parametrize(
    ("interval", "outcome"), [(None, "more"), ((2.1, 2.9), "more"), ((2.0, 2.9), "more"), ((1.9, 2.9), None), ((1.0, 1.9), "less")]
)
def test_a_bet_is_settled_by_the_number_or_by_all_of_its_repeats(interval: tuple[float, float] | None, outcome: str | None) -> None:
    value = 2.5 if interval is None else sum(interval) / 2
    told = outcome_of(claim(), value=value, interval=interval)
    assert (told.id if told is not None else None) == outcome


def test_a_program_that_fails_is_false_and_one_without_its_library_is_not_provable_here() -> None:
    assert proven(claim("print(1 / 0)")) == "false: The program ended with an error: ZeroDivisionError: division by zero (line 1)."
    assert proven(claim("import no_such_library")).startswith("not provable here: The program needs no_such_library")
    with pytest.raises(Failed, match="each line has to be a number"):
        LabFigures()(None, claim("print('x')").run.set, claim().run.compare, repetition=0)
    with pytest.raises(NotHere):
        LabFigures()(None, claim("import no_such_library").run.set, claim().run.compare, repetition=0)


def test_the_record_is_of_this_program_and_no_other() -> None:
    assert proof_hash(claim()) == proof_hash(claim())
    others = [claim("print(3)"), claim(unit=" kB"), claim(outcome="less")]
    assert len({proof_hash(one) for one in [claim(), *others]}) == 4


def test_what_is_timed_waits_for_a_quiet_machine() -> None:
    assert Task("t", "t.yaml", (1, 1), claim("import time\nprint(time.perf_counter())")).is_timed
    assert not Task("t", "t.yaml", (1, 1), claim()).is_timed


def test_the_command_proves_and_records_it(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from quizzes.content.starter import starter

    text = starter("track/topic")
    text += """
myths:
  - id: zipped
    concept: NAME
    level: easy
    claim: Ones are packed well.
    question: How many times smaller?
    measure:
      code: |
        import gzip
        ones = bytes([1]) * 10_000
        print(len(ones) / len(gzip.compress(ones)))
      unit: " times smaller"
    outcomes:
      - {id: a-bit, text: A bit, below: 10, why: So.}
      - {id: much, text: Much, at_least: 10, why: So.}
    proof: {outcome: much}
""".replace("NAME", text.partition("concept: ")[2].split()[0])
    place = tmp_path / "track" / "topic.yaml"
    place.parent.mkdir()
    place.write_text(text, encoding="utf-8")
    monkeypatch.setenv("CONTENT_DIR", str(tmp_path))
    assert main(["prove", "track/topic/zipped", "--record"]) == 0, capsys.readouterr()
    assert "zipped: proven: measured printed:" in capsys.readouterr().out
    (evidence,) = [one.evidence for one in read_record(record_path(place)).values()]
    assert isinstance(evidence, Measured)
    assert judge(claim(), evidence).state == "proven"
