"""A server whose topics are still read shows what there is, says so, and lets nobody wait."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from visiting import TINY, OpenPage, draw_until, page_text

from quizzes.content import shelf
from views.page import services


@pytest.fixture
def slow(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A second topic, which is read only once this is set."""
    (tiny.parent / "late.yaml").write_text(tiny.read_text(encoding="utf-8").replace(TINY, "track/late"), encoding="utf-8")
    go_on, read = threading.Event(), shelf.read_file

    def read_late(path: Path, **given: Any) -> Any:
        if path.stem == "tiny":
            go_on.wait(60)
        return read(path, **given)

    monkeypatch.setattr(shelf, "read_file", read_late)
    monkeypatch.setattr(services, "PATIENCE_S", 0.05)
    yield go_on
    go_on.set()


def test_what_is_read_is_shown_and_the_rest_is_said_and_comes(slow: threading.Event, open_page: OpenPage) -> None:
    catalog = draw_until(open_page("catalog"), "1 of 2")  # the first one is read in a moment
    assert not catalog.exception
    assert [button.key for button in catalog.button if str(button.key).startswith("open-track")] == ["open-track_late"]
    here = open_page("recall", topic=TINY)
    assert "This topic is not read yet" in page_text(here)
    assert "renamed or taken away" not in page_text(here)
    slow.set()
    draw_until(here, "FRONT-ONE")
    catalog.run()
    assert "open-track_tiny" in [button.key for button in catalog.button]


def test_a_saved_file_is_read_alone_and_nobody_waits_for_it(slow: threading.Event, open_page: OpenPage, tiny: Path) -> None:
    slow.set()
    visit = draw_until(open_page("recall", topic=TINY), "FRONT-ONE")
    slow.clear()
    tiny.write_text(tiny.read_text(encoding="utf-8").replace("FRONT-ONE", "FRONT-NEW"), encoding="utf-8")
    visit.run()
    assert "FRONT-ONE" in page_text(visit)  # the last good version, at once
    slow.set()
    draw_until(visit, "FRONT-NEW")
    assert not visit.exception
