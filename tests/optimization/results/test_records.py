"""Results that older versions wrote, and the words for an interval."""

import json
from typing import Any, get_args

import pytest
from fake_labs import Params, result_of

from optimization.results.records import LabResult, Speedup, Variant, Verdict


def stored(verdict: str) -> str:
    """A result as JSON, with a row that an older version judged."""
    row = result_of("patient", Params()).variants[1].model_dump(mode="json")
    row["speedup"] = {"ratio": 1.2, "low": 0.7, "high": 1.9, "verdict": verdict}
    whole: dict[str, Any] = result_of("patient", Params()).model_dump(mode="json")
    return json.dumps(whole | {"variants": [whole["variants"][0], row]})


def test_what_an_older_version_called_too_noisy_is_read_as_not_decided() -> None:
    row: Variant = LabResult.model_validate_json(stored("too noisy")).variants[1]
    assert row.speedup is not None
    assert row.speedup.verdict == "not decided"
    assert (row.speedup.low, row.speedup.high) == (0.7, 1.9)


@pytest.mark.parametrize("verdict", ["noisy", "", "Faster"])
def test_what_was_never_a_verdict_is_still_refused(verdict: str) -> None:
    with pytest.raises(ValueError, match="verdict"):
        LabResult.model_validate_json(stored(verdict))


def test_too_noisy_is_no_verdict_any_more() -> None:
    assert get_args(Verdict) == ("faster", "slower", "no difference", "not decided")


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(0.99, 1.72, "between 0.99× and 1.72×"), (0.0412, 0.0587, "between 0.041× and 0.059×"), (8.0, 12.345, "between 8.00× and 12.35×")],
)
def test_an_interval_is_said_by_its_bounds(low: float, high: float, words: str) -> None:
    assert Speedup(ratio=(low + high) / 2, low=low, high=high, verdict="not decided").bounds == words
