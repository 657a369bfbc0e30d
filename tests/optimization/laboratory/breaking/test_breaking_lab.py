"""A drawing, read by all networks."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from optimization.labs.digit import SIDE, Params
from optimization.results.progress import TerminalReport

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.slow

from optimization.laboratory.breaking.lab import run  # noqa: E402
from optimization.laboratory.networks.lenet import lenet_from  # noqa: E402

ROOT = Path(__file__).resolve().parents[4]

DRAW_SAMPLES = """
import { asHex, sampleInk } from STROKES
let seed = 7
const next = () => (seed = (seed * 16807) % 2147483647) / 2147483647
const drawings = Array.from({ length: 60 }, (_, number) => asHex(sampleInk(number % 10, next)))
process.stdout.write(JSON.stringify(drawings))
"""


def hex_of(image: Any) -> str:
    return "".join(f"{round(15 * float(value)):x}" for value in image.ravel())


def read(drawing: str) -> int:
    """What the whole network reads."""
    return int(np.argmax(run(Params(drawing=drawing), TerminalReport(io.StringIO())).variants[0].scores))


def test_without_a_drawing_the_whole_network_scores_the_first_test_picture_as_the_trained_one_does(
    ready: Any, trained: Any, pictures: Any
) -> None:
    result = run(Params(), TerminalReport(io.StringIO()))
    with torch.inference_mode():
        expected = torch.softmax(lenet_from(trained)(torch.tensor(pictures.test.images[:1])[:, None]), dim=1)[0]
    assert result.variants[0].scores == pytest.approx(expected.tolist(), abs=1e-6)
    assert tuple(one.name for one in result.variants) == Params.variants
    assert all(sum(one.scores) == pytest.approx(1, abs=1e-5) for one in result.variants)
    assert result.classes == tuple("0123456789")


def test_a_test_picture_that_is_drawn_again_is_read_as_itself(ready: Any, trained: Any, pictures: Any) -> None:
    with torch.inference_mode():
        scores = torch.softmax(lenet_from(trained)(torch.tensor(pictures.test.images)[:, None]), dim=1).numpy()
    for digit in range(10):
        clear = int(np.argmax(scores[:, digit] * (pictures.test.labels == digit)))
        assert read(hex_of(pictures.test.images[clear])) == digit


def test_a_small_drawing_in_a_corner_is_read_as_the_same_drawing_in_the_middle(ready: Any) -> None:
    seven = np.zeros((SIDE, SIDE))
    seven[4:7, 6:20] = 1
    for row in range(7, 25):
        left = 18 - (row - 7) * 9 // 18
        seven[row, left : left + 3] = 1
    seven[14:17, 9:20] = 1
    corner = np.zeros((SIDE, SIDE))
    corner[:14, 14:] = seven.reshape(14, 2, 14, 2).mean(axis=(1, 3))
    assert read(hex_of(seven)) == read(hex_of(corner)) == 7


@pytest.mark.skipif(shutil.which("node") is None, reason="Node.js, which runs the page's own script, is not installed")
def test_most_of_the_digits_that_the_page_draws_for_a_student_are_read_rightly(ready: Any, tmp_path: Path) -> None:
    module = tmp_path / "strokes.mjs"
    module.write_text((ROOT / "views" / "components" / "strokes.js").read_text(encoding="utf-8"), encoding="utf-8")
    script = DRAW_SAMPLES.replace("STROKES", json.dumps(module.as_uri()))
    done = subprocess.run(["node", "--input-type=module"], input=script, capture_output=True, text=True, timeout=60, check=True)
    right = [read(drawing) == number % 10 for number, drawing in enumerate(json.loads(done.stdout))]
    assert sum(right) >= 45, right


def test_once_the_networks_are_there_a_drawing_is_read_well_within_a_second(ready: Any) -> None:
    result = run(Params(drawing="0" * 300 + "f" * 40 + "0" * 444), TerminalReport(io.StringIO()))
    assert result.took_s < 1
    assert result.timing_rounds == 0
    assert len(result.model_dump_json()) < 120_000
