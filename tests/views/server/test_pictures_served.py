"""A topic's pictures come from the content folder and from nowhere else, and are kept by browsers only under their own version."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
import streamlit as st
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from quizzes.content.topic import Topic
from views.server import pictures
from views.shown import served_pictures

NAMES = ("dot.svg", "two words.svg", "lens (1).png", "90%.gif", "inner/#1?.webp")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    made = tmp_path / "content"
    for path in [tmp_path / "outside.svg", made / "track" / "topic.yaml", *(made / "track" / name for name in NAMES)]:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(path.name, encoding="utf-8")
    monkeypatch.setenv("CONTENT_DIR", str(made))
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    st.cache_resource.clear()
    yield made
    st.cache_resource.clear()


def ask(path: str, query: str = "") -> Response:
    scope = {"type": "http", "method": "GET", "path": f"/pictures/{path}", "query_string": query.encode(), "path_params": {"path": path}}
    return asyncio.run(pictures.answer(Request({**scope, "server": ("school", 80), "headers": []})))


def placed(name: str) -> str:
    """The address that a text of the topic has in the place of that picture."""
    drawn = served_pictures.drawn(f"See ![words](<{name.replace('%', '%25')}>).", Topic.model_construct(id="track/topic"))
    found = re.fullmatch(r"See !\[words\]\(([^() ]+)\)\.", drawn)
    assert found, drawn
    return found[1]


@pytest.mark.parametrize("name", NAMES)
def test_the_address_in_a_text_leads_to_the_file(name: str, folder: Path) -> None:
    path, _, query = placed(name).partition("?")
    answer = ask(unquote(path.removeprefix(served_pictures.URL_PREFIX)), query)
    assert isinstance(answer, FileResponse)
    assert Path(answer.path) == folder / "track" / name
    assert answer.headers["content-type"].startswith("image/")
    assert "immutable" in answer.headers["cache-control"]


def test_a_changed_picture_has_another_address_and_the_former_is_not_kept(folder: Path) -> None:
    before = placed("dot.svg")
    (folder / "track" / "dot.svg").write_text("another one", encoding="utf-8")
    assert placed("dot.svg") != before
    assert ask("track/dot.svg", before.partition("?")[2]).headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "track/topic.yaml",
        "../outside.svg",
        "track/../../outside.svg",
        "track/none.svg",
        "",
        "track",
        "/etc/x.svg",
        "track/\0.svg",
        "link.svg",
    ],
)
def test_nothing_else_is_served(path: str, folder: Path) -> None:
    (folder / "link.svg").symlink_to(folder.parent / "outside.svg")
    assert ask(path).status_code == 404


def test_a_picture_that_is_gone_leaves_its_words(folder: Path) -> None:
    drawn = served_pictures.drawn("See ![a dot](none.svg).", Topic.model_construct(id="track/topic"))
    assert drawn == "See *(The picture “a dot” is missing.)*."
