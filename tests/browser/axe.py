"""axe-core on the page as it stands: WCAG 2.2 A and AA, no rule left out. https://github.com/dequelabs/axe-core"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from student import NEXT_FRAME, Student

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """async ([tags, colourOnly]) => (await axe.run(document, {
        resultTypes: ["violations"],
        runOnly: colourOnly ? axe.getRules(tags).filter(rule => rule.tags.includes("cat.color")).map(rule => rule.ruleId) : tags,
    })).violations
    .filter(found => ["serious", "critical"].includes(found.impact))
    .flatMap(found => found.nodes.slice(0, 5).map(node =>
        `${found.id}: ${node.html.slice(0, 160)} (${node.failureSummary.slice(0, 200)})`))"""
Size = tuple[int, int]
SCHEME = """() => getComputedStyle(document.querySelector('[data-testid="stApp"]')).colorScheme"""


@cache
def _script() -> str:
    package = pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    return (Path(str(package.__file__)).parent / "axe.min.js").read_text(encoding="utf-8")


def _wait_for(scheme: str, page: Page) -> None:
    """Until the page is drawn in the scheme; one with many charts takes a moment."""
    for _ in range(100):
        if page.evaluate(SCHEME) == scheme:
            break
        page.wait_for_timeout(30)
    else:
        pytest.fail(f"The page was not drawn in the {scheme} scheme.")
    page.evaluate(NEXT_FRAME)
    page.wait_for_timeout(120)


def serious(student: Student, where: str, *, schemes: Sequence[Any] = ("light", "dark"), sizes: Sequence[Size] = ()) -> list[str]:
    """What it calls serious or critical, in each colour scheme at each size; ``where`` stands in the message.

    The page's document is the same in each scheme: what is not about colour is looked for in one of them. Without ``sizes`` it is looked
    at as it is; with them it has the first again in the end.
    """
    page, found = student.page, []
    for place, size in enumerate(sizes or (None,)):
        if size is not None:
            page.set_viewport_size({"width": size[0], "height": size[1]})
        first, *others = schemes if place % 2 == 0 else schemes[::-1]  # the one that is there already: a change costs a drawing
        for scheme in (first, *others):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            _wait_for(scheme, page)
            if page.evaluate("typeof axe") == "undefined":
                page.evaluate(f"{_script()}; 0")
            at = where if size is None else f"{where}, {size[0]} px"
            found += [f"{at}, {scheme}: {one}" for one in page.evaluate(RUN, [TAGS, scheme != first])]
    if sizes:
        page.set_viewport_size({"width": sizes[0][0], "height": sizes[0][1]})
    return found
