"""The app in a box: every page of it, on data and content of its own, with labs that never start a process."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from lab_double import LOOK, RunnerDouble, Sorted
from streamlit import env_util
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime import context
from streamlit.runtime.scriptrunner import script_runner
from visiting import ROOT, TINY, Browser, OpenPage, first_visit

from quizzes.content import shelf
from quizzes.content.reader import read_file
from quizzes.content.shelf import Stamp
from quizzes.content.source.problems import Problem
from quizzes.content.topic import Topic
from quizzes.environment import LAB_TLS
from quizzes.events.learners import COOKIE, new_learner_id
from quizzes.models.labs import Labs
from views.labs import lab_run
from views.page import services
from views.page.services import author_key


@pytest.fixture(autouse=True)
def browser(monkeypatch: pytest.MonkeyPatch) -> Browser:
    """The browser that opens the pages of this test; a new session with the same cookie is a refresh."""
    known = Browser({COOKIE: new_learner_id()})
    monkeypatch.setattr(context, "_get_client_context", lambda: known)
    return known


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder of this test; nothing that another test's server kept is left."""
    for name in ("CONTENT_DIR", "DATABASE_URL", "LAB_SCHEDULER", *LAB_TLS, "LAB_LIMIT_S", "LAB_MEMORY_GB", "LAB_TIMING_S", "AUTHORING"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(ROOT)
    st.cache_resource.clear()
    yield tmp_path / "data"
    st.cache_resource.clear()


@pytest.fixture
def author(browser: Browser, own_data: Path) -> Browser:
    """The browser, after it came by the link that the start of the app printed."""
    key = author_key()
    assert key is not None
    browser.cookies[key.cookie] = key.new_pass(time.time())
    return browser


@pytest.fixture(autouse=True)
def shipped_content_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many tests open a page on the content that ships: to read it takes a second."""
    monkeypatch.setattr(shelf, "read_file", _read_file)


_read_before: dict[tuple[Path, Stamp], tuple[Topic | None, tuple[Problem, ...]]] = {}


def _read_file(path: Path, *, folder: Path, labs: Labs) -> tuple[Topic | None, tuple[Problem, ...]]:
    if folder.resolve() != ROOT / "content":
        return read_file(path, folder=folder, labs=labs)
    key = path, shelf.stamp_with_record(path)
    if key not in _read_before:
        _read_before[key] = read_file(path, folder=folder, labs=labs)
    return _read_before[key]


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy this machine is, a page has all topics."""
    monkeypatch.setattr(services, "PATIENCE_S", None)


@pytest.fixture(autouse=True)
def runner(monkeypatch: pytest.MonkeyPatch, explorers: RunnerDouble) -> RunnerDouble:
    """Stands for the runner on every page; the browser tests run the real one."""
    double = RunnerDouble()
    monkeypatch.setattr(lab_run, "runner", lambda: Sorted(double, explorers))
    return double


@pytest.fixture
def explorers() -> RunnerDouble:
    """Another double for the runs that a page starts by itself, to have a network to look at, and for the drawings."""
    return RunnerDouble(LOOK)


@pytest.fixture(autouse=True)
def no_component_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    """``AppTest`` looks through all installed packages for Streamlit components in each session, which takes half a second."""
    monkeypatch.setattr(manifest_scanner, "scan_component_manifests", list)


@pytest.fixture(autouse=True)
def no_heavy_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests of the labs leave PyTorch and Keras in this process, which the web process never holds. After each run Streamlit has
    Keras collect garbage, and before its first element it walks through the source of all modules: seconds a test."""
    monkeypatch.setattr(env_util, "is_repl", lambda: False)
    monkeypatch.setattr(script_runner, "_clean_problem_modules", lambda: None)


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the only topic that the app offers in this test."""
    file = tmp_path / "content" / f"{TINY}.yaml"
    file.parent.mkdir(parents=True)
    shutil.copy(Path(__file__).with_name("tiny.yaml"), file)
    monkeypatch.setenv("CONTENT_DIR", str(tmp_path / "content"))
    return file


@pytest.fixture
def open_page() -> OpenPage:
    """``open_page("recall", topic=…)``; the fixtures around it have put the app into its box."""
    return first_visit
