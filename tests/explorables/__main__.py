"""Looks into the trained networks for what texts let explore: ``python -m tests.explorables [NETWORK …]``, all where none is named.

It writes the files beside ``optimization/labs/numbers_on_file.py``: some minutes a network, for every place of every slider is measured.
``tests/explorables/test_numbers_on_file.py`` holds that they are those of the networks and of the record.
"""

from __future__ import annotations

import argparse
import json

from optimization.labs.networks import NETWORKS
from optimization.labs.numbers_on_file import FOLDER
from tests.explorables.measure import measure


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.explorables", description="Measure what texts let explore.")
    parser.add_argument("networks", nargs="*", metavar="NETWORK", help=f"which, all if none is named: {', '.join(NETWORKS)}")
    for name in parser.parse_args().networks or NETWORKS:
        text = json.dumps(measure(name), separators=(",", ":"))
        (FOLDER / f"{name}.json").write_text(text.replace('},{"layer"', '},\n{"layer"') + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
