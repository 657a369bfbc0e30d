"""How long the whole check of 10,000 items takes, and the check after one of its files was saved; against only parsing the same YAML.

Run: python tests/benchmarks/check_content.py. The items are those that ship, with other words, in files of the size
of the shipped ones; warnings, variants and proofs are checked too.
"""

from __future__ import annotations

import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import yaml

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from optimization.labs import LABS  # noqa: E402
from quizzes.content.reader import topic_paths  # noqa: E402
from quizzes.shell.check import Checking, summary  # noqa: E402

ITEMS = 10_000


def copies(folder: Path) -> int:
    """Write topics of shipped items until there are ITEMS of them; the number of items."""
    dice, written, number = random.Random(1), 0, 0
    for pictures in (ROOT / "content").glob("*/pictures"):
        shutil.copytree(pictures, folder / "track" / pictures.name, dirs_exist_ok=True)
    sources = [path.read_text(encoding="utf-8") for path in topic_paths(ROOT / "content")]
    while written < ITEMS:
        text = sources[number % len(sources)]
        name = f"topic-{number}"
        text = re.sub(r"^id: .*$", f"id: track/{name}", text, count=1, flags=re.MULTILINE)
        text = re.sub(r"(?m)^(    (?:question|front|claim): )(\w+)", lambda found: f"{found[1]}{found[2]} {dice.random():.6f}", text)
        path = folder / "track" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        written += len(re.findall(r"(?m)^  - id: (?:card|qc|ex|wp|st|myth|budget)-|^  - \{id: (?:card|qc|ex|wp|st|myth|budget)-", text))
        number += 1
    return written


def seconds(do: Callable[[], object]) -> float:
    started = time.perf_counter()
    do()
    return time.perf_counter() - started


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        items = copies(folder)
        paths = topic_paths(folder)
        parse = median([seconds(lambda: [yaml.compose(path.read_text("utf-8"), Loader=yaml.CLoader) for path in paths]) for _ in range(3)])
        whole = median([seconds(lambda: Checking(folder, labs=LABS).look()) for _ in range(3)])
        checking = Checking(folder, labs=LABS)
        print(f"{items:,} items in {len(paths)} files: {summary(checking.look())}")
        print(f"whole check {whole:.2f} s, {whole / parse:.1f}x composing the YAML alone ({parse:.2f} s)")
        again: list[float] = []
        for path in paths[:8]:
            path.write_text(path.read_text("utf-8").replace("minutes: ", "minutes: 1", 1), encoding="utf-8")
            again.append(seconds(checking.look))
        print(f"after one file of {items // len(paths)} items was saved {median(again):.2f} s")


if __name__ == "__main__":
    main()
