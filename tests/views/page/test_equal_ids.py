"""Two topics whose items have the same ids, as any two starters of ``python -m quizzes new`` have: every page tells them apart.

The topics' own names are as alike as they can be, too: one hyphen for another.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from remembered import answered, events_of, rated, remember
from streamlit.testing.v1 import AppTest
from visiting import TINY, Browser, OpenPage, key_of, page_text, pick, press

from views.page import keyed
from views.page.pages import PAGES

TWINS = ("a/b-c", "a-b/c")
VIEWS = Path(__file__).resolve().parents[3] / "views"


@pytest.fixture
def twins(tiny: Path) -> None:
    """Both topics, and no other."""
    text = tiny.read_text(encoding="utf-8")
    folder = tiny.parents[1]
    tiny.unlink()
    for topic in TWINS:
        file = folder / f"{topic}.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(text.replace(TINY, topic), encoding="utf-8")


@pytest.fixture
def past(twins: None, own_data: Path, browser: Browser) -> None:
    """A learner who has met the same items of both, and one of each of which they said that they know it."""
    for topic in TWINS:
        remember(own_data, browser, rated(browser, "r-one", 3, days_ago=40, topic=topic))
        remember(own_data, browser, answered(browser, "q-one", "quick-check", days_ago=40, topic=topic))
        remember(own_data, browser, answered(browser, "e-one", "explain", days_ago=40, topic=topic))


def whole(visit: AppTest) -> AppTest:
    """The visit, which must not have failed."""
    assert [one.value for one in visit.exception] == []
    assert [one.value for one in visit.error] == []
    return visit


@pytest.mark.parametrize("topic", TWINS)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_drawn(page: str, topic: str, past: None, open_page: OpenPage) -> None:
    assert len(page_text(whole(open_page(page, topic=topic)))) > 300


def test_search_shows_what_both_say(twins: None, open_page: OpenPage) -> None:
    visit = open_page("search")
    for words in ("front one", "question", "claim one", "concept", "sheet text", "test two"):
        whole(visit.text_input(key="search-words").set_value(words).run())
    found = page_text(visit.text_input(key="search-words").set_value("front one").run())
    assert [found.count(f"found-recall-{keyed.name(topic)}_r-one") for topic in TWINS] == [1, 1]


def test_today_asks_both_in_one_session(past: None, open_page: OpenPage, own_data: Path, browser: Browser) -> None:
    visit = press(open_page("today"), "start")
    asked: list[str] = []
    while (now := next_step(whole(visit))) is not None:
        asked.append(now)
        press(visit, now)
    whole(visit)
    done = [one.item for one in events_of(own_data, browser, "rated", "answered") if not one.session.startswith("past-")]
    for item in ("r-one", "r-two", "q-one", "e-one"):
        assert {f"{topic}/{item}" for topic in TWINS} <= set(done), (item, asked)


def next_step(visit: AppTest) -> str | None:
    """The key of what one presses next on the item that is shown, after filling in what it asks for; None at the end."""
    if "choices" in page_text(visit) and not any(str(one.key).startswith(("next-", "step-")) for one in visit.button):
        assert "radio_button_checked" not in page_text(visit)  # nothing is marked yet, whatever was marked on its twin
    keys = [str(one.key) for one in visit.button]
    known = [key.removeprefix("known-") for key in keys if key.startswith("known-")]
    for start in ("turn-", "next-", "step-", "ticked-", "write-"):
        found = [key for key in keys if key.startswith(start)]
        if start == "turn-" and found:
            return f"rate-{known[0]}_3"
        if start == "write-" and found:
            visit.text_area(key=found[0].replace("write-", "text-")).set_value("The model is smaller.").run()
        if found:
            return found[0]
    if any(one.label == "CHOICE-RIGHT" for one in visit.button):
        pick(visit, "CHOICE-RIGHT")
        return next(key for key in keys if key.startswith(("submit-", "sure-")))
    return None


def test_a_late_press_for_an_item_does_nothing_to_its_twin(past: None, open_page: OpenPage, own_data: Path, browser: Browser) -> None:
    first, second = (open_page("recall", topic=topic, deck="cards:r-one") for topic in TWINS)
    press(first, key_of("rate", f"{TWINS[0]}/r-one", 1))
    assert [one.item for one in events_of(own_data, browser, "rated")][-1] == f"{TWINS[0]}/r-one"
    press(second, key_of("rate", f"{TWINS[1]}/r-one", 3))
    assert [one.item for one in events_of(own_data, browser, "rated")][-1] == f"{TWINS[1]}/r-one"


def test_what_is_known_of_one_is_asked_of_the_other(past: None, open_page: OpenPage, own_data: Path, browser: Browser) -> None:
    for topic in TWINS:
        press(open_page("recall", topic=topic, deck="cards:r-one"), key_of("known", f"{topic}/r-one"))
    you = whole(open_page("you"))
    press(you, key_of("back", f"{TWINS[0]}/r-one"))
    said = [(one.item, one.payload["known"]) for one in events_of(own_data, browser, "known")]
    assert said == [(f"{TWINS[0]}/r-one", True), (f"{TWINS[1]}/r-one", True), (f"{TWINS[0]}/r-one", False)]


def test_no_key_is_made_of_an_items_id_alone() -> None:
    made = re.compile(r"""key\s*=\s*f["'][^"']*\{[^{}]*(?:\.id|item_id|entry\.item|topic_id)[^{}]*\}""")
    found = [f"{path.name}: {line}" for path in VIEWS.glob("**/*.py") for line in made.findall(path.read_text(encoding="utf-8"))]
    assert found == []
