"""``prove`` and figures: what is measured, what is written, and what fails."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quizzes.__main__ import main
from quizzes.content.starter import starter
from quizzes.figures.record import record_path

FIGURES = """figures:
  - {id: bits, says: The bits of a weight, code: print(4 * 8)}
  - {id: slow, says: A number that takes long, code: print(7), nightly: true}
recall:"""
CITING = '"{{figure.bits.value / 4:.0f}} of {{figure.bits}} bits, {{figure.slow}} times."'


@pytest.fixture
def topic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "track" / "topic.yaml"
    path.parent.mkdir()
    text = starter("track/topic").replace("\nrecall:", f"\n{FIGURES}", 1)
    path.write_text(text.replace("8, a quarter of the 32 bits of a float32 weight.", CITING, 1), encoding="utf-8")
    monkeypatch.setenv("CONTENT_DIR", str(tmp_path))
    return path


def prove(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str]]:
    code = main(["prove", *words])
    return code, capsys.readouterr().out.splitlines()


def record_of(topic: Path) -> dict[str, float]:
    whole = json.loads(record_path(topic).read_text(encoding="utf-8"))
    return {name: one["seen"]["any"]["value"] for name, one in whole.items()}


def test_figures_are_recorded_before_the_items_that_show_them_are_proven(topic: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(topic.parent.parent)]) == 1
    assert "it was never recorded; run: python -m quizzes prove track/topic --record" in capsys.readouterr().out
    code, lines = prove(capsys, "--record")
    assert code == 0
    assert lines[0].endswith("figure bits: new: measured 32; nothing is on record for it")
    assert "figures: 0 agree, 0 differ on this CPU, 0 contradict, 2 new, 0 not measurable here" in lines, (
        "also what is measured nightly else"
    )
    assert lines[-1] == "1 proven, 0 false, 0 not provable here"
    assert record_of(topic) == {"bits": 32.0, "slow": 7.0}
    assert main(["check", "--strict", str(topic.parent.parent)]) == 0


def test_a_run_that_another_topic_has_on_record_is_shown_as_it_is_there(topic: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prove(capsys, "--record")
    other = topic.with_name("other.yaml")
    other.write_text(topic.read_text(encoding="utf-8").replace("track/topic", "track/other"), encoding="utf-8")
    assert prove(capsys, "track/other", "--record")[0] == 0
    assert record_path(other).read_text(encoding="utf-8") == record_path(topic).read_text(encoding="utf-8"), "the moment too"


def test_a_record_that_a_run_contradicts_fails_with_file_and_line(topic: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prove(capsys, "--record")
    path = record_path(topic)
    path.write_text(path.read_text().replace("32.0", "33.0"), encoding="utf-8")
    code, lines = prove(capsys, "--strict")
    line = topic.read_text().splitlines().index("  - {id: bits, says: The bits of a weight, code: print(4 * 8)}") + 1
    wrong = "contradicts: measured 32, but the record says 33; allowed: 0 apart"
    assert (code, lines[0]) == (1, f"{topic.as_posix()}:{line}:5: figure bits: {wrong}")
    assert prove(capsys, "--record")[0] == 0, "who records accepts what is measured now"
    assert record_of(topic)["bits"] == 32.0


def test_what_takes_long_is_measured_again_nightly_or_by_its_name(topic: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prove(capsys, "--record")
    path = record_path(topic)
    path.write_text(path.read_text().replace("7.0", "8.0"), encoding="utf-8")
    code, lines = prove(capsys, "--strict")
    assert (code, lines[1]) == (
        0,
        "figures: 1 agree, 0 differ on this CPU, 0 contradict, 0 new, 0 not measurable here, 1 left for --nightly",
    )
    assert prove(capsys, "--strict", "--nightly")[0] == 1
    for name in ("slow", "track/topic/slow"):
        code, lines = prove(capsys, name)
        assert code == 1
        assert len(lines) == 2, "and nothing else"


def test_a_definition_that_changed_asks_for_a_new_record_and_one_that_went_is_forgotten(
    topic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prove(capsys, "--record")
    topic.write_text(topic.read_text().replace("print(4 * 8)", "print(8 * 8)"), encoding="utf-8")
    assert main(["check", str(topic.parent.parent)]) == 1
    assert "'bits': what is run for it has changed since it was recorded" in capsys.readouterr().out
    assert prove(capsys, "--strict")[0] == 1
    text = topic.read_text().replace("  - {id: slow, says: A number that takes long, code: print(7), nightly: true}\n", "")
    topic.write_text(text.replace(", {{figure.slow}} times", ""), encoding="utf-8")
    assert prove(capsys, "track/topic", "--record")[0] == 0
    assert record_of(topic) == {"bits": 64.0}


def test_a_program_that_fails_is_told_and_records_nothing(topic: Path, capsys: pytest.CaptureFixture[str]) -> None:
    topic.write_text(topic.read_text().replace("print(7)", "print(1 / 0)"), encoding="utf-8")
    code, lines = prove(capsys, "--record")
    assert code == 1
    assert lines[1].endswith("figure slow: contradicts: ZeroDivisionError: division by zero")
    assert record_of(topic) == {"bits": 32.0}


def test_a_topic_without_a_proof_is_named_and_its_figures_are_measured_all_the_same(
    topic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    topic.write_text(topic.read_text(encoding="utf-8").partition("    proof:")[0], encoding="utf-8")
    code, lines = prove(capsys, "track/topic", "--record")
    assert (code, lines[-1]) == (0, "track/topic: no item of this topic has a proof")
    assert record_of(topic).keys() == {"bits", "slow"}
    assert main(["prove", "track/topics"]) == 2
    assert "'track/topics'" in capsys.readouterr().err
