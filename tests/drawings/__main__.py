"""Draws the pictures of the topics: ``python -m tests.drawings [NAME …]``, all where none is named.

``--measure`` looks at the real networks first.

``tests/shipped/test_drawings.py`` holds that what lies in ``content`` is what this draws, and that it agrees with what is on record.
"""

from __future__ import annotations

import argparse
import json

from tests.drawings.measured import CONTENT, KEPT, measure, measured
from tests.drawings.register import DRAWINGS

FOLDER = CONTENT / "pictures"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.drawings", description="Draw the pictures of the topics.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="which, all if none is named: " + ", ".join(DRAWINGS))
    parser.add_argument(
        "--measure", action="store_true", help="look at the real networks first: half a minute, or two where one has to be trained"
    )
    asked = parser.parse_args()
    if asked.measure:
        KEPT.write_text(json.dumps(measure(), indent=1) + "\n", encoding="utf-8")
    FOLDER.mkdir(exist_ok=True)
    known = measured()
    for name in asked.names or DRAWINGS:
        (FOLDER / f"{name}.svg").write_text(DRAWINGS[name](known).svg(), encoding="utf-8")


if __name__ == "__main__":
    main()
