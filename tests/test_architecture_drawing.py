"""docs/architecture.md shows the imports that are there, names every room, and says what its tests hold."""

from __future__ import annotations

import re
from itertools import pairwise

import architecture_drawing as drawing
import pytest
from test_architecture import FLOORS

TEXT = drawing.DOCUMENT.read_text(encoding="utf-8")
WRITE = "python tests/architecture_drawing.py writes it anew"


@pytest.mark.parametrize("what", [drawing.PACKAGES, *FLOORS])
def test_the_drawing_is_equal_to_the_imports(what: str) -> None:
    drawn = {found["what"]: found["lines"] for found in drawing.DRAWING.finditer(TEXT)}
    assert drawn[what] == drawing.lines(what), WRITE


def test_drawing_again_changes_nothing_and_mends_what_is_wrong() -> None:
    assert drawing.redrawn(TEXT) == TEXT
    spoilt = TEXT.replace("    r_schedule --> r_content\n", "").replace("    r_practice --> r_labs\n", "    r_labs --> r_practice\n")
    assert spoilt != TEXT
    assert drawing.redrawn(spoilt) == TEXT


def test_an_arrow_is_left_out_only_where_others_lead_there() -> None:
    arrows = {"a": {"b", "c", "d"}, "b": {"c"}, "c": set(), "d": set()}
    assert drawing.without_detours(arrows) == {"a": {"b", "d"}, "b": {"c"}, "c": set(), "d": set()}
    for package in FLOORS:
        whole = drawing.between_rooms(package)
        drawn = drawing.without_detours(whole)
        assert all(drawing._beyond(drawn, {room}) == drawing._beyond(whole, {room}) for room in whole)


@pytest.mark.parametrize(("package", "rooms"), [(package, rooms.split()) for package, rooms in FLOORS.items()], ids=FLOORS)
def test_every_room_has_its_line_from_the_top_floor_down(package: str, rooms: list[str]) -> None:
    section = re.search(rf"^### `{package}/`\n(.*?)(?=^##)", TEXT, re.MULTILINE | re.DOTALL)
    assert section is not None
    assert re.findall(r"^\| `(\w+)` \| \S.+ \|$", section[1], re.MULTILINE) == rooms[::-1]


def test_the_longest_chain_is_one() -> None:
    arrows = drawing.imported()
    chain = drawing.longest_chain(arrows)
    assert all(after in arrows[before] for before, after in pairwise(chain))
    assert not arrows[chain[-1]]
    assert drawing.longest_chain({"a": {"b", "c"}, "b": {"c"}, "c": set(), "d": {"c"}}) == ["a", "b", "c"]


@pytest.mark.parametrize("first_arrow", [{"b"}, {"b", "c"}])
def test_a_circle_is_named_with_its_modules(first_arrow: set[str]) -> None:
    arrows = {"a": first_arrow, "b": {"c"}, "c": {"d"}, "d": {"b"}}
    with pytest.raises(drawing.ImportCircle, match=r"^a circle of imports: b > c > d > b$"):
        drawing.longest_chain(arrows)
