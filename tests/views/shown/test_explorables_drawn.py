"""Something to explore in a text of a page: drawn where it stands, beginning as it says; its words alone where it cannot be drawn."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from visiting import TINY, OpenPage

from optimization.labs import numbers_on_file
from views.components import explore

BLOCK = """```explore
kind: weights
layer: fc1
amount: 0.9
says: WORDS-BELOW
```"""


def written(tiny: Path, *, back: str) -> None:
    indented = "".join(f"      {line}\n" for line in back.splitlines())
    tiny.write_text(tiny.read_text(encoding="utf-8").replace("back: BACK-ONE\n", f"back: |\n{indented}"), encoding="utf-8")


def explorables(visit: AppTest) -> list[dict[str, Any]]:
    protos = [node.proto for node in visit.get("bidi_component")]
    return [json.loads(proto.json)[0] for proto in protos if proto.component_name == "featherweight_explore"]


def test_it_stands_between_the_words_around_it_and_begins_as_it_says(tiny: Path, open_page: OpenPage) -> None:
    written(tiny, back=f"BEFORE-IT\n\n{BLOCK}\n\nBEHIND-IT")
    visit = open_page("recall", topic=TINY)
    assert not visit.exception
    (found,) = explorables(visit)
    start = {"kind": "weights", "says": "WORDS-BELOW", "network": "lenet", "layer": "fc1", "amount": 0.9}
    assert found == {"start": start, "numbers": explore.address("lenet")}
    texts = [text.value for text in visit.markdown]
    assert texts.index("BEHIND-IT") == texts.index("BEFORE-IT") + 1
    assert "WORDS-BELOW" in [caption.value for caption in visit.caption]
    assert not any("kind:" in text for text in texts)


def test_two_alike_stand_on_one_page(tiny: Path, open_page: OpenPage) -> None:
    written(tiny, back=f"BEFORE-IT\n\n{BLOCK}\n\nBEHIND-IT\n\n{BLOCK}")
    visit = open_page("recall", topic=TINY)
    assert not visit.exception
    assert len(explorables(visit)) == 2


def test_where_its_numbers_are_not_here_its_words_stand_alone(tiny: Path, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tiny, back=f"BEFORE-IT\n\n{BLOCK}")
    visit = open_page("recall", topic=TINY)
    assert explorables(visit)
    monkeypatch.setattr(numbers_on_file, "on_file", lambda: ())
    visit.run()
    assert not visit.exception
    assert explorables(visit) == []
    assert "*WORDS-BELOW*" in [text.value for text in visit.markdown]
