"""The record beside a topic."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from quizzes.figures.record import Recorded, Seen, comes, read_record, record_path, write_record
from quizzes.models import figures
from quizzes.models.figures import Figure

SEEN = Seen(value=2.0, low=1.5, high=2.5, at=datetime(2026, 11, 30, tzinfo=UTC), machine="a CPU", python="3.11", versions={"torch": "2.13"})


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = record_path(tmp_path / "topic.yaml")
    assert path.name == "topic.figures.json"
    assert read_record(path) == {}
    known = {"fast": Recorded(comes="0" * 16, seen={"any": SEEN})}
    write_record(path, known)
    assert read_record(path) == known


def test_a_damaged_entry_costs_itself_only_and_a_damaged_file_raises_nothing(tmp_path: Path) -> None:
    path = tmp_path / "topic.figures.json"
    write_record(path, {one: Recorded(comes="0" * 16, seen={"any": SEEN}) for one in ("good", "bad", "typed")})
    whole = json.loads(path.read_text())
    del whole["bad"]["seen"]["any"]["machine"]
    whole["typed"]["seen"]["any"]["value"] = 7.0  # by hand, and outside of its own bounds
    path.write_text(json.dumps(whole))
    assert list(read_record(path)) == ["good"]
    path.write_text("[")
    assert read_record(path) == {}


@pytest.mark.parametrize("figure", ["accuracy", "gzip", "sparse file", "non-zero", "speed", "latency", "file"])
def test_what_was_learned_from_other_pictures_is_measured_anew_and_a_time_and_a_raw_file_stay(
    figure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Figure.model_validate({"id": "one", "says": "x", "lab": "prune", "figure": figure, "of": "pruned"})
    program = Figure(id="two", says="x", code="print(1)")
    before = (comes(one), comes(program))
    monkeypatch.setattr(figures, "LAB_PICTURES", "others")
    assert (comes(one) == before[0]) is (figure in ("speed", "latency", "file"))
    assert comes(program) == before[1]
