"""What the two rows are called that a claim compares."""

from __future__ import annotations

from optimization.labs import different, row_title
from quizzes.models import Myth


def compared(myth: Myth) -> tuple[str, str] | None:
    """The claim's own row, and the one that it is compared with; where that is of a second run, how each of the two is set. None where a
    program decides, which compares no rows."""
    lab, settings, decides = myth.run
    if lab is None:
        return None
    judged_row, rival = row_title(lab, settings, decides.of), decides.rival
    if rival is None:
        return judged_row, row_title(lab, settings, decides.row)
    reference = row_title(lab, rival.set, decides.of)
    return f"{judged_row} · {different(lab, settings, rival.set)}", f"{reference} · {different(lab, rival.set, settings)}"
