import io
from typing import Any

from optimization.results.progress import Part, TerminalReport


def test_a_part_maps_its_progress_into_the_whole(report: Any) -> None:
    part = Part(Part(report, 0.0, 0.5), 0.5, 1.0)
    part.step("half", 0.5)
    assert report.steps == [("half", 0.375)]
    assert part.timing_s == report.timing_s


def test_the_terminal_shows_a_step_once() -> None:
    stream = io.StringIO()
    shown = TerminalReport(stream)
    for _ in range(3):
        shown.step("Pruning", 0.5)
    assert stream.getvalue() == " 50%  Pruning\n"
