"""One way to write percent."""

from __future__ import annotations

import re
from pathlib import Path

from optimization.results import shares

OPTIMIZATION = Path(shares.__file__).parents[1]
SPEAKS = ("headline.py", "notes.py", "rows.py", "formats.py", "untimed.py", "timing_words.py", "figures.py", "inside.py", "digit.py")


def test_a_share_is_written_with_a_space_before_the_percent_sign():
    assert shares.percent(0.9781) == "97.8 %"
    assert shares.percent(0.3, places=0) == "30 %"


def test_no_headline_note_or_label_writes_percent_its_own_way():
    told = [path for path in OPTIMIZATION.rglob("*.py") if path.name in SPEAKS and path.parent.name != "scripts"]
    assert len(told) >= 12

    own = [f"{path.relative_to(OPTIMIZATION)}: {found}" for path in told for found in re.findall(r":\.\d%\}|\}%", path.read_text("utf-8"))]
    assert own == []
