"""Visits the pages of the copy that has the toy lab, with a runner that runs nothing, and prints what is there."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from lab_double import RunnerDouble
from streamlit.runtime import context
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block
from streamlit.util import calc_hash

from optimization.results.records import LabResult
from quizzes.events.learners import COOKIE, new_learner_id
from views.labs import lab_run
from views.page import pages, state

RUNNER = RunnerDouble()
lab_run.runner = lambda: RUNNER  # type: ignore[assignment]
KNOWN: Any = type("Browser", (), {"cookies": {COOKIE: new_learner_id()}, "headers": {}, "remote_ip": "127.0.0.1"})()
context._get_client_context = lambda: KNOWN


def opened(page: str, **query: str) -> AppTest:
    """A page of the topic, in a session of its own."""
    visit = AppTest.from_file("app.py", default_timeout=60)
    visit.session_state[state.KEY] = state.AppState(has_card=True)
    visit.run()
    visit.query_params = {"topic": "track/toy", **query}
    visit._page_hash = calc_hash(pages.PAGES[page].address)
    visit.run()
    assert not visit.exception, visit.exception
    return visit


def texts(visit: AppTest) -> list[str]:
    return [one.value for kind in ("markdown", "caption") for one in visit.get(kind)]


def keys(visit: AppTest, start: str) -> list[str]:
    found: list[str] = []

    def look(block: Block) -> None:
        for child in block.children.values():
            look(child) if isinstance(child, Block) else found.append(str(getattr(child, "key", "") or ""))

    look(visit._tree)
    return [key for key in found if key.startswith(start)]


said: dict[str, Any] = {}
said["listed"] = next(text for text in texts(opened("topic")) if "keep fewer decimals" in text)
lab = opened("toy")
said["form"] = keys(lab, "param-toy-")
said["bet"] = next(text for text in texts(lab) if "will be…" in text).strip("*")
lab.slider(key="param-toy-decimals").set_value(0).run()
lab.button(key="run-toy").click().run()
said["asked"] = RUNNER.asked
said["stop"] = next(iter(keys(lab, "stop-")), None)
RUNNER.finish(
    LabResult.model_validate_json(Path("result.json").read_text(encoding="utf-8")).model_copy(update={"parameters": RUNNER.asked[0][1]})
)
lab.run()
assert not lab.exception, lab.exception
said["headline"] = next(text for text in texts(lab) if "Rounded, it reads" in text)
said["downloads"] = [node.proto.label for node in lab.get("download_button")]
said["tried"] = keys(opened("recall", deck="all", **{"try": "c-decimals"}), "param-track")[:1]
said["claim"] = [one.label for one in opened("myths").button if one.label in ("faster", "as fast", "slower")]
with suppress(BrokenPipeError):
    print(json.dumps(said))
